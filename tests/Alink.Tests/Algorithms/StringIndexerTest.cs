using Alink.Features;

namespace Alink.Tests.Algorithms;

public class StringIndexerTest
{
    static readonly Table Rows = Table.Of("x", "b", "c", "a", "a", "c", null!);

    [Theory]
    [InlineData(IndexOrder.FrequencyDescending, "a, c, b")]
    [InlineData(IndexOrder.FrequencyAscending, "b, a, c")]
    [InlineData(IndexOrder.Ascending, "a, b, c")]
    [InlineData(IndexOrder.Descending, "c, b, a")]
    public void Levels_come_in_the_order_asked_for(IndexOrder order, string expected) =>
        Assert.Equal(expected, new StringIndexer { Columns = ["x"], Order = order }.Fit(Rows).Levels[0].ToString());

    [Fact]
    public void Numbers_are_ordered_by_size_and_not_as_text() =>
        Assert.Equal("9, 10", new StringIndexer { Columns = ["x"] }.Fit(Table.Of("x", 10, 9)).Levels[0].ToString());

    [Fact]
    public void A_value_not_seen_is_named_skipped_or_kept()
    {
        var seen = Table.Of("x", "a", "b");
        var rows = Table.Of("x", "b", "z");
        StringIndexer indexer = new() { Columns = ["x"] };

        Assert.Contains("'z'", Assert.Throws<RowException>(() => indexer.Fit(seen).Transform(rows)).Message);
        Assert.Equal(1, (indexer with { HandleInvalid = HandleInvalid.Skip }).Fit(seen).Transform(rows).RowCount);
        Assert.Equal([1, 2], (indexer with { HandleInvalid = HandleInvalid.Keep }).Fit(seen).Transform(rows).Values<int>("x_index").ToArray());
    }

    [Fact]
    public void The_way_back_takes_the_levels_that_the_column_carries()
    {
        var rows = Table.Of("x", "b", "a", "b");
        var indexed = new StringIndexer { Columns = ["x"] }.Fit(rows).Transform(rows);

        Assert.Equal(["b", "a", "b"], new IndexToString { Input = "x_index" }.Transform(indexed).Values<string>("label").ToArray());
    }
}
