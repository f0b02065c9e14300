using Alink.Drift;
using Alink.Numerics;

namespace Alink.Tests.Algorithms;

public class PageHinkleyTest
{
    [Fact]
    public void The_change_of_the_published_stream_is_found_where_river_finds_it() =>
        Assert.Equal(1006, AdwinTest.DriftsOf(new PageHinkley(), DriftStreams.Levels).First());

    [Fact]
    public void Sums_are_those_computed_by_hand()
    {
        var test = new PageHinkley
        {
            Delta = 0.5,
            Alpha = 0.5,
            Threshold = 1.5,
            MinValues = 0,
            Direction = DriftDirection.Either,
        };
        var state = test.Start();

        Assert.Equal(DriftLevel.None, test.Update(state, 0)); // Mean 0: max(0, 0 - 0 - 0.5).
        Assert.Equal((0, 0.0, 0.0), (state.Mean, state.Rise, state.Fall));
        Assert.Equal(DriftLevel.None, test.Update(state, 3)); // Mean 1.5: 0 + 3 - 1.5 - 0.5.
        Assert.Equal((1.5, 1, 0), (state.Mean, state.Rise, state.Fall));
        Assert.Equal(DriftLevel.None, test.Update(state, 0)); // Mean 1: 0.5 + 0 - 1 - 0.5 < 0; 0 + 1 - 0 - 0.5.
        Assert.Equal((1.0, 0, 0.5), (state.Mean, state.Rise, state.Fall));
        Assert.Equal(DriftLevel.None, test.Update(state, 3)); // Mean 1.5: 0 + 3 - 1.5 - 0.5.
        Assert.Equal((1.5, 1, 0), (state.Mean, state.Rise, state.Fall));
        Assert.Equal(DriftLevel.Drift, test.Update(state, 4)); // Mean 2: 0.5 + 4 - 2 - 0.5 = 2 > 1.5.
        Assert.Equal((0L, 0.0, 0.0, 2.0), (state.Values, state.Mean, state.Rise, state.Estimate));
    }

    [Theory]
    [InlineData(DriftDirection.Rise, true, false)]
    [InlineData(DriftDirection.Fall, false, true)]
    [InlineData(DriftDirection.Either, true, true)]
    public void Only_the_change_that_is_asked_for_counts(DriftDirection direction, bool rise, bool fall)
    {
        var test = new PageHinkley { Direction = direction };
        double[] rising = [.. Enumerable.Range(0, 400).Select(i => i < 200 ? 0.0 : 1)];

        Assert.Equal(rise, AdwinTest.DriftsOf(test, rising).Length > 0);
        Assert.Equal(fall, AdwinTest.DriftsOf(test, [.. rising.Select(value => 1 - value)]).Length > 0);
    }

    [Fact]
    public void A_gradual_rise_is_found_and_what_stays_as_it_is_gives_no_alarm()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var random = new SeededRandom(seed);
            double[] values = [.. Enumerable.Range(0, 6000).Select(i =>
                random.NextDouble() < 0.1 + (0.4 * Math.Clamp((i - 3000) / 1000.0, 0, 1)) ? 1.0 : 0)];

            Assert.InRange(AdwinTest.DriftsOf(new PageHinkley(), values).First(), 3000, 4000);
        }
    }

    [Fact]
    public void False_alarms_are_as_rare_as_the_variance_allows()
    {
        // A variance of 0.16: one in 0.16 / 5e-5 (e^3.125 - 4.125) = 59,600 values.
        var random = new SeededRandom(1);
        double[] values = [.. Enumerable.Range(0, 600_000).Select(_ => random.NextDouble() < 0.2 ? 1.0 : 0)];

        Assert.InRange(AdwinTest.DriftsOf(new PageHinkley { Alpha = 1 }, values).Length, 4, 20);
        Assert.Empty(AdwinTest.DriftsOf(new PageHinkley { Delta = 0.03 }, values));
    }

    [Fact]
    public void So_many_values_pass_without_a_level()
    {
        double[] values = [0, .. Enumerable.Repeat(100.0, 9)];

        Assert.Equal([9], AdwinTest.DriftsOf(new PageHinkley { MinValues = 9, Threshold = 1 }, values));
        Assert.Equal([8], AdwinTest.DriftsOf(new PageHinkley { MinValues = 8, Threshold = 1 }, values));
    }
}
