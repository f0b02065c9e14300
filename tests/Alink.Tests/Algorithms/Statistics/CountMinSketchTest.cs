using Alink.Numerics;
using Alink.Runtime;
using Alink.Statistics;

namespace Alink.Tests.Algorithms;

public class CountMinSketchTest
{
    /// <summary>Whole numbers of which the k-th is about as frequent as 1 / k.</summary>
    static readonly int[] Stream = [.. Draws(100_000)];

    static readonly Dictionary<int, int> Exact = Stream.CountBy(x => x).ToDictionary();

    [Theory, InlineData(0.001, 0.01), InlineData(0.01, 0.05)]
    public void No_count_is_too_low_and_few_are_much_too_high(double error, double failure)
    {
        var sketch = new CountMinSketch(error, failure);
        foreach (var x in Stream)
        {
            sketch.Add(x);
        }

        Assert.Equal(Stream.Length, sketch.Total);
        Assert.All(Exact, pair => Assert.True(sketch.Count(pair.Key) >= pair.Value));
        Assert.InRange(
            Exact.Count(pair => sketch.Count(pair.Key) > pair.Value + (error * Stream.Length)), 0, failure * Exact.Count);
        Assert.InRange(
            Enumerable.Range(0, 1000).Count(i => sketch.Count($"never {i}") > error * Stream.Length), 0, failure * 1000);
    }

    [Fact]
    public void Neither_order_nor_cut_matters()
    {
        var (whole, left, right) = (new CountMinSketch(), new CountMinSketch(), new CountMinSketch());
        foreach (var x in Stream)
        {
            whole.Add(x);
            (x % 3 == 0 ? left : right).Add(x);
        }

        right.Add(left);

        Assert.Equal(StateCodec.Write(whole), StateCodec.Write(right));
        Assert.Throws<ArgumentException>(() => whole.Add(new CountMinSketch(error: 0.1)));
    }

    [Theory, InlineData(0.05), InlineData(0.01), InlineData(0.002)]
    public void Heavy_hitters_are_all_found_in_any_cut(double share)
    {
        var rows = Table.Of("value", Stream);
        var hitters = new HeavyHitters { Share = share, Error = share / 20 };
        var expected = Exact.Where(pair => pair.Value >= share * Stream.Length).Select(pair => $"{pair.Key}").ToHashSet();
        var found = hitters.Evaluate(rows);
        var merged = hitters.Snapshot(rows.Batches(7001).Select(batch => hitters.Fold(batch, 1000)).Aggregate(hitters.Merge));

        Assert.NotEmpty(expected);
        Assert.Superset(expected, found.Values.ToHashSet());
        Assert.All(found.Values, value => Assert.True(Exact[int.Parse(value)] >= (share - (share / 20)) * Stream.Length));
        Assert.Equal(found.Values.AsEnumerable(), merged.Values);
        Assert.Equal(found.Counts.AsEnumerable(), merged.Counts);
        Assert.True(found.Counts.Zip(found.Counts.Skip(1)).All(pair => pair.First >= pair.Second));
        Assert.Equal(Stream.Length, found.Total);
    }

    [Fact]
    public void Candidates_that_fall_behind_take_bounded_memory()
    {
        var hitters = new HeavyHitters { Share = 0.0001, Error = 0.00001 };
        var state = hitters.Fold(Table.Of("value", [.. Enumerable.Range(0, 60_000)]), batch: 60_000);

        // Each of the first 10,000 values had the share when it came, and none has it now.
        Assert.Empty(hitters.Snapshot(state).Values);
        Assert.InRange(StateCodec.Write(state).Length, 0, (271_829 * 5 * sizeof(long)) + 400_000);
    }

    [Fact]
    public void Missing_values_do_not_count()
    {
        var found = new HeavyHitters { Share = 0.5 }.Evaluate(Table.Of("value", "a", null!, "a", null!, "b"));

        Assert.Equal(["a"], found.Values.ToArray());
        Assert.Equal((2, 3), (found.Counts[0], found.Total));
    }

    static IEnumerable<int> Draws(int count)
    {
        var random = new SeededRandom(11);
        for (var i = 0; i < count; i++)
        {
            yield return (int)Math.Exp(random.NextDouble() * Math.Log(5000));
        }
    }
}
