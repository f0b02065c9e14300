using Alink.Runtime;
using Alink.Statistics;

namespace Alink.Tests.Algorithms;

public class DistinctCountTest
{
    [Fact]
    public void Columns_of_every_type_are_counted_without_their_missing_values()
    {
        var rows = Table
            .Of("text", "a", "b", "a", null!)
            .With<double?>("number", 1.5, null, double.NaN, 1.5)
            .With("whole", 1, 1, 1, 1)
            .With("flag", true, false, true, false)
            .With("time", DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddTicks(1), DateTimeOffset.MaxValue, DateTimeOffset.MinValue);
        var counts = new DistinctCount { Columns = ["text", "number", "whole", "flag", "time"] }.Evaluate(rows).Counts;

        Assert.Equal([2.0, 2, 1, 2, 4], counts.Select(Math.Round));
    }

    [Fact]
    public void A_number_is_one_value_whatever_its_type()
    {
        var count = new DistinctCount { Columns = ["x"] };
        var types = new[] { Table.Of("x", 3, 0), Table.Of("x", 3L, 0L), Table.Of("x", 3.0, -0.0), Table.Of("x", 3f, 0f) };

        Assert.Equal(2, Math.Round(count.Snapshot(types.Select(rows => count.Fold(rows, batch: 2)).Aggregate(count.Merge)).Counts[0]));
    }

    [Fact]
    public void Coded_text_is_the_same_as_plain_text()
    {
        var rows = Table.Of("text", [.. Enumerable.Range(0, 500).Select(i => $"word {i % 40}")]);
        var coded = rows.With(rows.Schema["text"], new StringColumn(
            Enumerable.Range(0, 500).Select(i => i % 40).ToArray(), StringColumn.Of([.. Enumerable.Range(0, 40).Select(i => $"word {i}")])));
        var count = new DistinctCount { Columns = ["text"] };

        Assert.Equal(count.Evaluate(rows).Counts.ToArray(), count.Evaluate(coded).Counts.ToArray());
        Assert.Equal(40, Math.Round(count.Evaluate(coded).Counts[0]));
    }

    [Fact]
    public void Vectors_are_no_single_values() => Assert.Throws<SchemaException>(
        () => new DistinctCount { Columns = ["features"] }.Evaluate(Table.Of<Vector>("features", [1.0])));

    [Fact]
    public void No_rows_have_no_values() => Assert.Equal(
        [0.0], new DistinctCount { Columns = ["x"] }.Evaluate(Table.Of<double>("x")).Counts.ToArray());
}
