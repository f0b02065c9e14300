using Alink.IO;
using CsCheck;

namespace Alink.Tests.IO;

public class NestedRowsTest
{
    [Fact]
    public async Task Rows_of_windows_come_back_as_they_were() => await Gen.Select(
        Gen.Double, Gen.Long, Gen.Bool, Gen.Float, Gen.String.Where(text => !text.Any(char.IsSurrogate)))
        .Array[1, 30].SampleAsync(
            async rows =>
            {
                var table = Table.Of("key", [.. rows.Select((_, i) => (long)(i % 3))])
                    .With("a b", [.. rows.Select(row => row.Item1 + 0.0)])
                    .With("n", [.. rows.Select(row => row.Item2)])
                    .With("f", [.. rows.Select(row => row.Item3)])
                    .With("s", [.. rows.Select(row => row.Item4 + 0f)])
                    .With("t", [.. rows.Select(row => row.Item5.Length == 0 ? null : row.Item5)])
                    .With("m", [.. rows.Select((_, i) => new DateTimeOffset(2026, 1, 1, 0, 0, i, TimeSpan.FromHours(i % 5)))]);
                var schema = new Schema([.. table.Schema.Fields[1..]]);

                var flat = new List<Table>();
                var windows = TableStream.Of(table, 4).Window(StreamWindow.Global, keys: ["key"])
                    .Aggregate("MTABLE_AGG(`a b`, n, f, s, t, m) as w");
                await foreach (var batch in windows.Select(batch => batch.Flatten("w", schema)))
                {
                    flat.Add(batch);
                }

                AnyTable.AssertSame(table.Sort("key", "m"), Table.Concat(flat).Sort("key", "m"));
            },
            iter: 50,
            threads: 1);

    [Fact]
    public void Each_object_is_a_row_after_the_columns_that_it_stood_beside()
    {
        var table = Table.Of("k", 1, 2, 3, 4).With("w", "[{\"x\":1.5,\"y\":[{\"z\":1}]},{}]", null, "[]", " [ {\"x\" : 2 } ] ");

        var flat = table.Flatten("w", SchemaText.Parse("x DOUBLE"));

        Assert.Equal([1, 1, 4], flat.Values<int>("k").ToArray());
        Assert.Equal(new double?[] { 1.5, null, 2 }, flat.Rows.Select(row => (double?)row["x"]));
        Assert.Equal("k, x", string.Join(", ", flat.Schema.Fields.Select(field => field.Name)));
    }

    [Theory]
    [InlineData("{\"x\":1}", "there is no JSON array of objects. Found: '{\"x\":1}'.")]
    [InlineData("[1]", "there is no JSON array of objects.")]
    [InlineData("[{\"x\":1}", "there is no JSON array of objects.")]
    [InlineData("[{\"x\":1}] 2", "there is no JSON array of objects.")]
    [InlineData("", "there is no JSON array of objects.")]
    [InlineData("[{\"x\":\"a\"}]", "column 'x' cannot be read.")]
    public void What_is_no_table_is_refused_with_its_place(string text, string message)
    {
        var error = Assert.Throws<RowException>(() => Table.Of("w", "[]", text).Flatten("w", SchemaText.Parse("x DOUBLE")));

        Assert.Contains($"In 'w', row 2, {message}", error.Message);
    }

    [Fact]
    public void A_column_that_is_there_already_is_refused() => Assert.Contains(
        "'k' stands twice",
        Assert.Throws<SchemaException>(() => Table.Of("k", 1).With("w", "[]").Flatten("w", SchemaText.Parse("k INT"))).Message);

    [Fact]
    public void Columns_are_taken_once_and_vectors_not_at_all()
    {
        var stream = TableStream.Of(Table.Of("x", 1.0).With("y", 2.0).With<Vector>("v", [1.0]), 1).Window(StreamWindow.Global);

        Assert.Contains("takes each column once", Assert.Throws<ArgumentException>(() => stream.Aggregate("MTABLE_AGG(x, x)")).Message);
        Assert.Contains("'v' holds vectors", Assert.Throws<SchemaException>(() => stream.Aggregate("MTABLE_AGG(x, v)")).Message);
        Assert.Contains("takes one column", Assert.Throws<ArgumentException>(
            () => stream.Aggregate(new Alink.WindowAggregate(WindowFunction.Sum, "x") { Others = ["y"] })).Message);
        Assert.Equal(WindowAggregate.Rows("x", "y"), Assert.Single(WindowAggregate.Parse("MTABLE_AGG(x, y)")));
    }
}
