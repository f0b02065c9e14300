namespace Alink.Drift;

/// <summary>Watches the rate of a learner's errors, which falls as long as the rows it learns from stay as they
/// are.</summary>
/// <remarks>
/// J. Gama, P. Medas, G. Castillo and P. Rodrigues, "Learning with drift detection", SBIA 2004: p is the mean of the
/// errors since the last drift and s = √(p (1 − p) / n); of all values p + s has been least at p′ + s′. There is
/// warning where p + s > p′ + w s′ and drift where p + s > p′ + d s′, with w = 2 and d = 3. The paper has ≥, which a
/// learner that is always wrong would meet again and again; MOA has > as here.
/// </remarks>
/// <example>
/// <code>
/// var ddm = new Ddm();
/// var state = ddm.Start();
/// var levels = Enumerable.Range(0, 120).Select(i => ddm.Update(state, i % 10 == 0 || i >= 100 ? 1 : 0)).ToList();
/// $"{levels.IndexOf(DriftLevel.Warning)} {levels.IndexOf(DriftLevel.Drift)}" // => 103 106
/// </code>
/// </example>
public sealed record Ddm : DriftDetector<DdmState>
{
    /// <summary>How many values pass without a level, at the start and after a drift; at least 0.</summary>
    public int MinValues { get; init => field = Require.AtLeast(0, value); } = 30;

    /// <summary>w, how many deviations above the least rate there is warning; above 0.</summary>
    public double WarningDeviations { get; init => field = Require.Positive(value); } = 2;

    /// <summary>d, how many deviations above the least rate there is drift; above 0.</summary>
    public double DriftDeviations { get; init => field = Require.Positive(value); } = 3;

    /// <inheritdoc/>
    protected override string Rule => "from 0 to 1";

    /// <inheritdoc/>
    public override DdmState Start() => new();

    /// <inheritdoc/>
    protected override bool Takes(double value) => value is >= 0 and <= 1;

    /// <inheritdoc/>
    protected override DriftLevel Observe(DdmState state, double value)
    {
        state.Values++;
        state.Rate += (value - state.Rate) / state.Values;
        state.Estimate = state.Rate;
        if (state.Values <= MinValues)
        {
            return DriftLevel.None;
        }

        // The mean may round to a little above 1.
        var deviation = Math.Sqrt(Math.Max(0, state.Rate * (1 - state.Rate)) / state.Values);
        if (state.Rate + deviation <= state.LeastRate + state.LeastDeviation)
        {
            (state.LeastRate, state.LeastDeviation) = (state.Rate, deviation);
        }

        if (state.Rate + deviation > state.LeastRate + (DriftDeviations * state.LeastDeviation))
        {
            (state.Values, state.Rate) = (0, 0);
            (state.LeastRate, state.LeastDeviation) = (double.PositiveInfinity, double.PositiveInfinity);
            return DriftLevel.Drift;
        }

        return state.Rate + deviation > state.LeastRate + (WarningDeviations * state.LeastDeviation)
            ? DriftLevel.Warning
            : DriftLevel.None;
    }
}

/// <summary>The errors of a <see cref="Ddm"/> since the last drift.</summary>
public sealed class DdmState : DriftState
{
    /// <summary>How many values.</summary>
    public long Values { get; set; }

    /// <summary>p, their mean.</summary>
    public double Rate { get; set; }

    /// <summary>p′, the mean where p + s was least.</summary>
    public double LeastRate { get; set; } = double.PositiveInfinity;

    /// <summary>s′, the deviation there.</summary>
    public double LeastDeviation { get; set; } = double.PositiveInfinity;
}
