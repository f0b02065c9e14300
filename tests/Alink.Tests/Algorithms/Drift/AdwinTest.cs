using Alink.Drift;
using Alink.Numerics;
using Alink.Runtime;

namespace Alink.Tests.Algorithms;

public class AdwinTest
{
    [Fact]
    public void The_change_of_the_published_stream_is_found_where_river_and_scikit_multiflow_find_it() =>
        Assert.Equal([1023], DriftsOf(new Adwin(), DriftStreams.Levels));

    [Fact]
    public void A_cut_is_where_the_bound_computed_by_hand_is_passed()
    {
        // After 2 k values, k of 0 and k of 1: means 1 apart, variance 1/4, L = ln(2 ln(2k) / 0.002),
        // ε = √(2 · 2/k · L / 4) + 2 · 2/k · L / 3. k = 16: L = 8.1507, ε = 0.71 + 0.68; k = 24: 0.59 + 0.46; k = 26:
        // 0.995.
        int[] drifts = [.. new[] { 16, 24, 25, 26, 27 }.Select(k => Changes(k, 2 * k).Length)];

        Assert.Equal([0, 0, 0, 1, 1], drifts);

        static int[] Changes(int k, int rows) => DriftsOf(
            new Adwin { Clock = rows, MinPart = 1, MaxBuckets = 100 },
            [.. Enumerable.Range(0, rows).Select(i => i < k ? 0.0 : 1)]);
    }

    [Fact]
    public void With_a_bucket_for_each_value_it_is_the_window_of_the_paper()
    {
        var adwin = new Adwin { Clock = 1, MaxBuckets = 1000, Direction = DriftDirection.Either };
        var random = new SeededRandom(3);
        var (state, window) = (adwin.Start(), new List<double>());
        var drifts = 0;
        for (var i = 0; i < 900; i++)
        {
            var value = random.NextGaussian() + (i / 300 % 2 * 2);
            var level = adwin.Update(state, value);

            Assert.Equal(WholeWindow(adwin, window, value), level == DriftLevel.Drift);
            Assert.Equal(window.Count, state.Width);
            Assert.Equal(window.Average(), state.Estimate, 1e-9);
            drifts += level == DriftLevel.Drift ? 1 : 0;
        }

        Assert.True(drifts >= 2);
        Assert.InRange(window.Count, 250, 320);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 0)]
    [InlineData(3, 400)]
    [InlineData(4, 400)]
    public void Buckets_find_a_change_soon_after_every_cut_would_and_never_before(int seed, int rows)
    {
        var (adwin, random) = (new Adwin(), new SeededRandom(seed));
        double[] values = [.. Enumerable.Range(0, 3000).Select(i =>
            (random.NextDouble() < 0.2 + (0.3 * Math.Clamp((i - 1500.0) / Math.Max(1, rows), 0, 1))) ? 1.0 : 0)];
        var window = new List<double>();

        var first = DriftsOf(adwin, values).First();
        var every = values.Index().First(row =>
        {
            window.Add(row.Item);
            return (row.Index + 1) % adwin.Clock == 0 && window.Count > adwin.GracePeriod && Cut(adwin, window);
        }).Index;

        Assert.InRange(every, 1500, 1500 + rows + 200);
        Assert.InRange(first, every, every + 64);
    }

    [Fact]
    public void What_does_not_change_gives_hardly_any_alarm()
    {
        var alarms = 0;
        for (var seed = 0; seed < 50; seed++)
        {
            var random = new SeededRandom(seed);
            double[] values = [.. Enumerable.Range(0, 2000).Select(_ => random.NextDouble() < 0.3 ? 1.0 : 0)];
            alarms += DriftsOf(new Adwin { Direction = DriftDirection.Either }, values).Length;
        }

        Assert.InRange(alarms, 0, 5); // 100,000 values; δ bounds the chance of one for each window.
    }

    [Fact]
    public void A_fall_counts_only_where_it_is_asked_for_and_is_left_behind_all_the_same()
    {
        double[] values = [.. Enumerable.Range(0, 640).Select(i => i < 320 ? 1.0 : 0)];

        Assert.Empty(DriftsOf(new Adwin(), values));
        Assert.NotEmpty(DriftsOf(new Adwin { Direction = DriftDirection.Fall }, values));
        Assert.NotEmpty(DriftsOf(new Adwin { Direction = DriftDirection.Either }, values));
        var state = new Adwin().Start();
        Array.ForEach(values, value => new Adwin().Update(state, value));
        Assert.InRange(state.Estimate, 0, 0.03);
    }

    [Fact]
    public void A_window_takes_memory_of_its_logarithm_and_knows_its_mean_far_from_0()
    {
        var (adwin, random) = (new Adwin(), new SeededRandom(5));
        var state = adwin.Start();
        for (var i = 0; i < 100_000; i++)
        {
            adwin.Update(state, 1e9 + random.NextDouble());
        }

        Assert.InRange(state.Width, 90_000, 100_000);
        Assert.InRange(StateCodec.Write(state).Length, 1000, 3000);
        Assert.Equal(1e9 + 0.5, state.Estimate, 0.005);
        Assert.Equal(1.0 / 12, state.Variance(), 0.001);
    }

    [Fact]
    public void A_value_that_is_no_number_is_refused_with_its_row()
    {
        var rows = Table.Of<double>("error", 1, 2, double.NaN).Slice(1, 2);

        Assert.Contains("'error' holds NaN in row 2",
            Assert.Throws<TrainingException>(() => new Adwin().Update(new Adwin().Start(), rows)).Message);
        Assert.Throws<TrainingException>(() => new Adwin().Update(new Adwin().Start(), double.PositiveInfinity));
    }

    [Fact]
    public void Options_out_of_range_are_refused_by_name()
    {
        Assert.Contains("Delta", Assert.Throws<ArgumentOutOfRangeException>(() => new Adwin { Delta = 1 }).Message);
        Assert.Contains(
            "MaxBuckets", Assert.Throws<ArgumentOutOfRangeException>(() => new Adwin { MaxBuckets = 1 }).Message);
    }

    /// <summary>The places of the values that bring drift.</summary>
    internal static int[] DriftsOf<TState>(IDriftDetector<TState> detector, double[] values)
        where TState : DriftState
    {
        var state = detector.Start();
        return [.. values.Index()
            .Where(row => detector.Update(state, row.Item) == DriftLevel.Drift)
            .Select(row => row.Index)];
    }

    /// <summary>One more value in a window of single values, as the paper has it.</summary>
    static bool WholeWindow(Adwin adwin, List<double> window, double value)
    {
        window.Add(value);
        var isCut = false;
        while (window.Count > adwin.GracePeriod && Cut(adwin, window))
        {
            window.RemoveAt(0);
            isCut = true;
        }

        return isCut;
    }

    /// <summary>Whether any cut of the window passes the bound, by sums over single values.</summary>
    static bool Cut(Adwin adwin, List<double> window)
    {
        var mean = window.Average();
        var variance = window.Average(value => (value - mean) * (value - mean));
        var logarithm = Math.Log(2 * Math.Log(window.Count) / adwin.Delta);
        var (sum, total) = (0.0, window.Sum());
        for (var old = 1; old <= window.Count - adwin.MinPart; old++)
        {
            sum += window[old - 1];
            if (old < adwin.MinPart)
            {
                continue;
            }

            var apart = (sum / old) - ((total - sum) / (window.Count - old));
            var reciprocal = (1.0 / (old - adwin.MinPart + 1)) + (1.0 / (window.Count - old - adwin.MinPart + 1));
            if (Math.Abs(apart) > Math.Sqrt(2 * reciprocal * variance * logarithm) + (2.0 / 3 * reciprocal * logarithm))
            {
                return true;
            }
        }

        return false;
    }
}
