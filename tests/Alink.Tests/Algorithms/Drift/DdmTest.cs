using Alink.Drift;
using Alink.Numerics;

namespace Alink.Tests.Algorithms;

public class DdmTest
{
    [Fact]
    public void Changes_of_the_published_stream_are_found_where_scikit_multiflow_finds_them() =>
        Assert.Equal([103, 1060], AdwinTest.DriftsOf(new Ddm(), DriftStreams.Signs));

    [Fact]
    public void Warnings_and_drift_of_the_published_stream_are_found_where_river_finds_them()
    {
        var (ddm, state) = (new Ddm(), new Ddm().Start());
        DriftLevel[] levels = [.. DriftStreams.Rates.Select(value => ddm.Update(state, value))];

        Assert.Equal(1084, levels.IndexOf(DriftLevel.Warning));
        Assert.Equal(1334, levels.IndexOf(DriftLevel.Drift));
        Assert.Equal(1492, 1335 + levels.AsSpan(1335).IndexOf(DriftLevel.Warning));
    }

    [Fact]
    public void Rates_are_those_computed_by_hand()
    {
        var ddm = new Ddm { MinValues = 3 };
        var state = ddm.Start();
        double[] values = [1, 0, 0, 0];
        Array.ForEach(values, value => ddm.Update(state, value));

        // p = 1/4, s = √(3/16 / 4) = 0.2165; then p = 2/5, s = √(6/25 / 5) = 0.2191: 0.6191
        // < 0.25 + 2 · 0.2165 = 0.683; then p = 1/2, s = √(1/4 / 6) = 0.2041: 0.7041 warns.
        Assert.Equal((0.25, Math.Sqrt(3.0 / 64)), (state.LeastRate, state.LeastDeviation));
        Assert.Equal(DriftLevel.None, ddm.Update(state, 1));
        Assert.Equal(DriftLevel.Warning, ddm.Update(state, 1));
        Assert.Equal(DriftLevel.Warning, ddm.Update(state, 1));
        Assert.Equal(0.25, state.LeastRate);
        // p = 1/2, s = 0.1768: 0.6768; then 5/9 and 6/10.
        Assert.Equal(
            [DriftLevel.None, DriftLevel.Warning, DriftLevel.Warning],
            new[] { 0.0, 1, 1 }.Select(value => ddm.Update(state, value)));
        Assert.Equal((0.6, 0.6), (state.Rate, state.Estimate));
        // Up to p = 17/21: 0.8952; then p = 18/22, s = 0.0822: 0.9004 > 0.25 + 3 · 0.2165 = 0.8995.
        Assert.All(Enumerable.Repeat(1.0, 11), value => Assert.Equal(DriftLevel.Warning, ddm.Update(state, value)));
        Assert.Equal(DriftLevel.Drift, ddm.Update(state, 1));
        Assert.Equal((0L, 0.0, double.PositiveInfinity), (state.Values, state.Rate, state.LeastRate));
        Assert.Equal(18.0 / 22, state.Estimate, 1e-15);
    }

    [Fact]
    public void A_learner_that_is_always_wrong_or_always_right_brings_no_level()
    {
        var state = new Ddm().Start();

        Assert.All(Enumerable.Repeat(1.0, 500), value => Assert.Equal(DriftLevel.None, new Ddm().Update(state, value)));
        state = new Ddm().Start();
        Assert.All(Enumerable.Repeat(0.0, 500), value => Assert.Equal(DriftLevel.None, new Ddm().Update(state, value)));
    }

    [Fact]
    public void Drift_begins_anew_so_that_a_second_change_is_found()
    {
        var random = new SeededRandom(1);
        double[] values = [.. Enumerable.Range(0, 6000)
            .Select(i => random.NextDouble() < (i / 2000 * 0.3) + 0.1 ? 1.0 : 0)];

        var drifts = AdwinTest.DriftsOf(new Ddm(), values);

        Assert.Contains(drifts, row => row is > 2000 and < 2200);
        Assert.Contains(drifts, row => row is > 4000 and < 4300);
    }

    [Fact]
    public void A_value_that_is_no_rate_is_refused_with_its_row() => Assert.Contains(
        "Column 'error' holds 2 in row 1; it must be from 0 to 1.",
        Assert.Throws<TrainingException>(
            () => new Ddm().Update(new Ddm().Start(), Table.Of<double>("error", 1, 2))).Message);
}
