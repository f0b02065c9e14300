using Alink.IO;
using CsCheck;

namespace Alink.Tests.IO;

public sealed class LibSvmTest : IDisposable
{
    readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    Table Read(string content, LibSvmOptions? options = null) => LibSvm.Read(_scratch.File("rows.svm", content), options);

    [Fact]
    public void Indices_count_from_one_in_the_file_and_from_zero_in_the_vector()
    {
        var table = Read("+1 1:0.5 3:-2 # first\r\n\n-1 2:1e-3\n# nothing\n0.5\n");

        Assert.Equal([1.0, -1, 0.5], table.Values<double>("label").ToArray());
        Assert.Equal(["[3: 0:0.5 2:-2]", "[3: 1:0.001]", "[3:]"], table.Values<Vector>("features").ToArray().Select(vector => vector.ToString()));
        Assert.Equal(3, table.Schema["features"].VectorLength);
    }

    [Fact]
    public void They_count_from_zero_and_the_length_is_given_where_the_options_say_so() => Assert.Equal(
        "[5: 0:1 4:2]",
        Read("1 0:1 4:2\n", new LibSvmOptions { FirstIndex = 0, VectorLength = 5 }).Values<Vector>("features")[0].ToString());

    [Fact]
    public void A_query_number_has_a_column_where_one_is_named() =>
        Assert.Equal([3L, 4], Read("1 qid:3 1:1\n0 qid:4\n", new LibSvmOptions { Query = "query" }).Values<long>("query").ToArray());

    [Theory]
    [InlineData("1 1:1\nx 1:1\n", "line 2, column 'label': The label is not a number. Found: 'x'.")]
    [InlineData("1e400 1:1\n", "line 1, column 'label': The label is beyond the range of Double.")]
    [InlineData("1 0:1\n", "line 1, column 'features': Indices begin at 1. Found: '0:1'.")]
    [InlineData("1 2:1 2:1\n", "The indices of a row must rise. Found: '2:1'.")]
    [InlineData("1 2:1 1:1\n", "The indices of a row must rise.")]
    [InlineData("1 a:1\n", "pairs of a whole number, a colon and a number. Found: 'a:1'.")]
    [InlineData("1 3\n", "pairs of a whole number, a colon and a number. Found: '3'.")]
    [InlineData("1 99999999999:1\n", "pairs of a whole number, a colon and a number.")]
    [InlineData("1 1:\n", "The text after the colon is not a number. Found: '1:'.")]
    [InlineData("1 1:1e999\n", "The number is beyond the range of Double.")]
    [InlineData("1 qid:2 1:1\n", "line 1, column 'qid': The row has a query number, and no column is named for it in Query.")]
    public void Malformed_rows_are_refused_by_line_and_text(string content, string message) =>
        Assert.Contains(message, Assert.Throws<DataFormatException>(() => Read(content)).Message);

    [Fact]
    public void An_index_beyond_the_given_length_is_refused() => Assert.Contains(
        "The index is outside a vector of length 2. Found: '3:1'.",
        Assert.Throws<DataFormatException>(() => Read("1 3:1\n", new LibSvmOptions { VectorLength = 2 })).Message);

    [Fact]
    public void Numbers_that_are_not_finite_are_refused_where_they_are_not_allowed() => Assert.Contains(
        "The number is not finite",
        Assert.Throws<DataFormatException>(() => Read("1 3:nan\n", new LibSvmOptions { AllowNonFinite = false })).Message);

    [Fact]
    public void Bad_rows_are_set_aside_and_counted()
    {
        var bad = new BadRows();
        var table = Read("1 1:1\n2 1:x\n3 2:9\n4 0:1\n", new LibSvmOptions { SetAside = bad });

        Assert.Equal([1.0, 3], table.Values<double>("label").ToArray());
        Assert.Equal([2L, 4], bad.Rows.Select(row => row.Line));
        Assert.Equal("[2: 1:9]", table.Values<Vector>("features")[1].ToString());
    }

    [Fact]
    public void A_line_that_never_ends_is_refused() => Assert.Contains(
        "line 2: The line is longer than MaxRowBytes = 1024.",
        Assert.Throws<DataFormatException>(() => Read("1\n1 " + new string('1', 3000), new LibSvmOptions { MaxRowBytes = 1024 })).Message);

    [Fact]
    public void Any_vectors_are_read_back_as_they_were_written() => Gen.Select(
        Gen.Int[1, 6], Gen.Int[0, 1], Gen.Int[0, 12], Gen.Bool).SelectMany((length, first, rows, dense) => Gen.Select(
            Gen.ULong.Select(BitConverter.UInt64BitsToDouble).Array[rows],
            Gen.Frequency((3, Gen.Double), (1, Gen.Const(0.0)), (1, Gen.Const(-0.0))).Array[length].Array[rows],
            (labels, values) => (length, first, dense, labels, values)))
        .Sample(
            sample =>
            {
                var vectors = sample.values.Select(values => sample.dense ? (Vector)values
                    : Vector.Sparse(sample.length, Enumerable.Range(0, sample.length).ToArray(), values)).ToArray();
                var table = Table.Of<double>("label", sample.labels).With<Vector>("features", vectors);
                var options = new LibSvmOptions { FirstIndex = sample.first, VectorLength = sample.length };
                LibSvm.Write(table, _scratch["any.svm"], options);
                var read = LibSvm.Read(_scratch["any.svm"], options);

                Assert.Equal(sample.labels, read.Values<double>("label").ToArray());
                Assert.Equal(
                    sample.values.SelectMany(values => values).Select(BitConverter.DoubleToInt64Bits),
                    read.Values<Vector>("features").ToArray().SelectMany(vector => vector.ToArray()).Select(BitConverter.DoubleToInt64Bits));
            },
            iter: 200,
            threads: 1);

    [Fact]
    public void A_missing_value_cannot_be_written() => Assert.Contains(
        "Column 'label' holds no value in row 2; LIBSVM has no missing values.",
        Assert.Throws<RowException>(() => LibSvm.Write(
            Table.Of<double?>("label", 1, null).With<Vector>("features", [1.0], [2.0]), _scratch["x.svm"])).Message);
}
