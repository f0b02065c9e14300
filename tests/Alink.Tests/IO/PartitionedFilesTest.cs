using System.Globalization;
using System.IO.Compression;
using System.Text;
using Alink.IO;
using CsCheck;

namespace Alink.Tests.IO;

public sealed class PartitionedFilesTest : IDisposable
{
    readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    static Table All(ISplitFormat format, string file, int bytes, out int pieces)
    {
        var splits = format.SplitsOf(file, bytes);
        pieces = splits.Count;
        Assert.Equal(0, splits[0].Start);
        Assert.All(splits.Zip(splits.Skip(1)), pair => Assert.Equal(pair.First.End, pair.Second.Start));
        var batches = splits.SelectMany(split => format.Read(file, split, default)).ToArray();
        return batches.Length == 0 ? Table.Empty(format.Schema) : new Table(
            format.Schema,
            [.. format.Schema.Fields.Select(field => ColumnData.Concat([.. batches.Select(batch => batch.Data(field.Name))]))]);
    }

    [Fact]
    public void Csv_in_pieces_is_csv_read_whole() => Gen.Select(AnyTable.Of(), Gen.Int[1, 200], Gen.Bool).Sample(
        (table, bytes, header) =>
        {
            var schema = header ? table.Schema : new Schema([.. table.Schema.Fields.Select((field, i) => field with { Name = $"f{i}" })]);
            var options = new CsvOptions { Schema = schema, HasHeader = header };
            Csv.Write(table, _scratch["any.csv"], options);
            AnyTable.AssertSame(
                Csv.Read(_scratch["any.csv"], options),
                All(new CsvFiles([_scratch["any.csv"]], options), _scratch["any.csv"], bytes, out _));
        },
        iter: 200,
        threads: 1);

    [Fact]
    public void Broken_csv_in_pieces_loses_the_same_rows_as_read_whole() => Gen.Select(
        Gen.OneOf("1,a", "2,\"b\nc\"", "3,d\"d", "\"4\",\"e\"x", "5", "6,f,g", "x,h", "", "7,\"\"\"i\"\"\"", "8,\"j").Array[1, 40], Gen.Int[1, 60])
        .Sample(
            (lines, bytes) =>
            {
                var file = _scratch.File("broken.csv", "n,t\n" + string.Join('\n', lines));
                var schema = new Schema(new Field("n", DataType.Int64), new Field("t", DataType.String));
                var (whole, pieces) = (new BadRows(1000), new BadRows(1000));
                var expected = Csv.Read(file, new CsvOptions { Schema = schema, SetAside = whole });
                var format = new CsvFiles([file], new CsvOptions { Schema = schema, SetAside = pieces });
                AnyTable.AssertSame(expected, All(format, file, bytes, out _));
                Assert.Equal<BadRow>(whole.Rows.ToArray(), pieces.Rows.ToArray());

                // A second pass counts them once.
                All(format, file, bytes, out _);
                Assert.Equal(whole.Count, pieces.Count);
            },
            iter: 500,
            threads: 1);

    [Fact]
    public void Json_lines_in_pieces_are_json_lines_read_whole() => Gen.Select(AnyTable.Of(), Gen.Int[1, 200]).Sample(
        (table, bytes) =>
        {
            JsonLines.Write(table, _scratch["any.jsonl"]);
            File.AppendAllText(_scratch["any.jsonl"], "\n{");
            var lines = File.ReadAllText(_scratch["any.jsonl"]).Count(character => character == '\n') + 1;
            var (schema, bad) = (table.Schema, new BadRows());
            var options = new JsonLinesOptions { Schema = schema, SetAside = bad };
            var lanes = JsonLines.Open(_scratch["any.jsonl"], options);
            AnyTable.AssertSame(table, lanes.ToTable());
            AnyTable.AssertSame(table, All(new Pieces(lanes, options), _scratch["any.jsonl"], bytes, out _));
            Assert.All(bad.Rows, row => Assert.Equal(lines, row.Line));
        },
        iter: 100,
        threads: 1);

    [Fact]
    public void A_piece_may_begin_with_the_character_of_a_byte_order_mark()
    {
        var file = _scratch.File("a.csv", "t,n\n\uFEFFa,1\n\uFEFFb,2\n");

        Assert.Equal(["\uFEFFa", "\uFEFFb"], All(new CsvFiles([file], new()), file, 1, out var pieces).Values<string>("t").ToArray());
        Assert.Equal(3, pieces);
    }

    [Fact]
    public void Small_files_share_a_lane_and_large_ones_have_several()
    {
        for (var i = 0; i < 5; i++)
        {
            _scratch.File($"small-{i}.csv", $"n,t\n{i},a\n");
        }

        Assert.Equal(1, Csv.Open(_scratch["small-*.csv"]).Lanes);

        var line = new string('x', 997);
        _scratch.File("large.csv", "n,t\n" + string.Concat(Enumerable.Range(0, 20_000).Select(i => string.Create(CultureInfo.InvariantCulture, $"{i % 10},{line}\n"))));
        var files = Csv.Open(_scratch.Folder);
        Assert.Equal(3, Csv.Open(_scratch["large.csv"]).Lanes);
        Assert.Equal(3, files.Lanes);
        Assert.Equal(20_005, Enumerable.Range(0, files.Lanes).Sum(lane => files.Read(lane).Sum(batch => batch.RowCount)));
        Assert.All(files.Read(0), batch => Assert.InRange(batch.RowCount, 1, PartitionedFiles.BatchRows));
    }

    [Fact]
    public void Types_are_inferred_from_every_file_and_hold_for_all()
    {
        _scratch.File("a.csv", "n\n1\n");
        _scratch.File("b.csv", "n\n2.5\n");

        var files = Csv.Open(_scratch.Folder);

        Assert.Equal(DataType.Double, files.Schema["n"].Type);
        Assert.Equal([1, 2.5], files.ToTable().Values<double>("n").ToArray());
    }

    [Fact]
    public void Vectors_whose_length_no_schema_tells_are_of_one_length_in_every_lane()
    {
        _scratch.File("a.csv", "v,n\n,1\n");
        _scratch.File("b.csv", "v,n\n1 2,1\n0:7,2\n1 2 3,3\n");
        _scratch.File("c.jsonl", "{\"v\":null}\n{\"v\":[1,2]}\n{\"v\":\"0:7\"}\n");
        var bad = new BadRows();

        var files = Csv.Open(_scratch["*.csv"], new CsvOptions { Schema = SchemaText.Parse("v vector, n bigint"), SetAside = bad });
        var lines = JsonLines.Open(_scratch["c.jsonl"], new JsonLinesOptions { Schema = SchemaText.Parse("v vector") });

        Assert.Equal(2, files.Schema["v"].VectorLength);
        Assert.Equal(0, bad.Count);
        Assert.Equal([1L, 1, 2], files.ToTable().Values<long>("n").ToArray());
        Assert.Equal(1, bad.Count);
        Assert.Equal("[2: 0:7]", lines.ToTable().Data("v").Boxed(2)!.ToString());
    }

    [Fact]
    public void A_file_of_other_columns_is_named()
    {
        _scratch.File("a.csv", "n,m\n1,2\n");
        _scratch.File("b.csv", "n,k\n1,2\n");

        var message = Assert.Throws<DataFormatException>(() => Csv.Open(_scratch.Folder)).Message;
        Assert.Contains("b.csv, line 1: The columns are n, k; in ", message);
        Assert.Contains("a.csv they are n, m.", message);
    }

    [Fact]
    public void A_compressed_file_is_one_lane()
    {
        using (var gzip = new GZipStream(File.Create(_scratch["a.csv.gz"]), CompressionLevel.NoCompression))
        {
            gzip.Write(Encoding.UTF8.GetBytes("n\n" + string.Concat(Enumerable.Repeat("123456789\n", 1_000_000))));
        }

        Assert.Equal(1, Csv.Open(_scratch["a.csv.gz"]).Lanes);
        Assert.Equal(1_000_000, Csv.Open(_scratch["a.csv.gz"]).Read(0).Sum(batch => batch.RowCount));
    }

    [Fact]
    public void Libsvm_of_several_files_has_vectors_of_one_length()
    {
        _scratch.File("a.svm", "1 1:1\n");
        _scratch.File("b.svm", "1 7:1\n");

        var files = LibSvm.Open(_scratch.Folder);

        Assert.Equal(7, files.Schema["features"].VectorLength);
        Assert.Equal(["[7: 0:1]", "[7: 6:1]"], files.ToTable().Values<Vector>("features").ToArray().Select(vector => vector.ToString()));
    }

    [Theory]
    [InlineData("none/x.csv", "There is no such file or folder.")]
    [InlineData("*.csv", "No file of this folder is meant.")]
    public void A_path_that_means_no_file_is_refused(string path, string message) =>
        Assert.Contains(message, Assert.Throws<DataFormatException>(() => Csv.Open(_scratch[path])).Message);

    [Fact]
    public void Reading_ends_within_a_batch_when_it_is_cancelled()
    {
        _scratch.File("a.csv", "n\n" + string.Concat(Enumerable.Repeat("1\n", 30_000)));
        using var cancelled = new CancellationTokenSource();
        var batches = Csv.Open(_scratch["a.csv"]).Read(0, cancelled.Token).GetEnumerator();
        Assert.True(batches.MoveNext());
        cancelled.Cancel();

        Assert.Throws<OperationCanceledException>(() => batches.MoveNext());
    }

    sealed class Pieces(PartitionedFiles files, JsonLinesOptions options) : ISplitFormat
    {
        public Schema Schema => files.Schema;

        public IReadOnlyList<Split> SplitsOf(string file, long bytes) => LineSplits.Of(file, bytes);

        public IEnumerable<Table> Read(string file, Split split, CancellationToken cancellation)
        {
            using var rows = new JsonRows(file, split, Schema, options, cancellation);
            while (rows.Next(PartitionedFiles.BatchRows, PartitionedFiles.BatchRows) is { } batch)
            {
                yield return batch;
            }
        }
    }
}
