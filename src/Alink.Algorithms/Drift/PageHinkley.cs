namespace Alink.Drift;

/// <summary>Adds up how far values lie beyond their mean, and tells when the sum has risen too far.</summary>
/// <remarks>
/// The test of E. S. Page, "Continuous inspection schemes", Biometrika 41, 1954, with forgetting: for each value x,
/// after it has entered the mean of all values since the last drift, S = max(0, α S + x − mean − δ), and drift is where
/// S > λ. For a fall, S takes mean − x − δ. After drift mean and sums begin anew. Where nothing changes and nothing is
/// forgotten, there is a false alarm about every σ² / (2 δ²) · (eᶜ − 1 − c) values, c = 2 δ λ / σ² and σ² being their
/// variance.
/// </remarks>
/// <example>
/// <code>
/// var test = new PageHinkley { Delta = 0, Threshold = 3, Alpha = 1, MinValues = 0 };
/// var state = test.Start();
/// string.Join(" ", new[] { 0.0, 0, 4, 4 }.Select(error => test.Update(state, error))) // => None None None Drift
/// </code>
/// </example>
public sealed record PageHinkley : DriftDetector<PageHinkleyState>
{
    /// <summary>δ, how far a value may lie beyond the mean at no cost; at least 0.</summary>
    public double Delta { get; init => field = Require.Finite(0, value); } = 0.005;

    /// <summary>λ, the sum above which there is drift; above 0.</summary>
    public double Threshold { get; init => field = Require.Positive(Require.Finite(0, value)); } = 50;

    /// <summary>α, the part of the sum that is kept from value to value; from 0 to 1, which forgets nothing.</summary>
    public double Alpha { get; init => field = Require.Between(0, 1, value); } = 0.9999;

    /// <summary>How many values pass without a level, at the start and after a drift; at least 0.</summary>
    public int MinValues { get; init => field = Require.AtLeast(0, value); } = 30;

    /// <summary>Which change counts as drift.</summary>
    public DriftDirection Direction { get; init; }

    /// <inheritdoc/>
    public override PageHinkleyState Start() => new();

    /// <inheritdoc/>
    protected override DriftLevel Observe(PageHinkleyState state, double value)
    {
        state.Values++;
        state.Mean += (value - state.Mean) / state.Values;
        state.Estimate = state.Mean;
        state.Rise = Direction == DriftDirection.Fall ? 0
            : Math.Max(0, (Alpha * state.Rise) + (value - state.Mean - Delta));
        state.Fall = Direction == DriftDirection.Rise ? 0
            : Math.Max(0, (Alpha * state.Fall) + (state.Mean - value - Delta));
        if (state.Values <= MinValues || Math.Max(state.Rise, state.Fall) <= Threshold)
        {
            return DriftLevel.None;
        }

        (state.Values, state.Mean, state.Rise, state.Fall) = (0, 0, 0, 0);
        return DriftLevel.Drift;
    }
}

/// <summary>The values of a <see cref="PageHinkley"/> since the last drift.</summary>
public sealed class PageHinkleyState : DriftState
{
    /// <summary>How many values.</summary>
    public long Values { get; set; }

    /// <summary>Their mean.</summary>
    public double Mean { get; set; }

    /// <summary>How far they have risen; at least 0.</summary>
    public double Rise { get; set; }

    /// <summary>How far they have fallen; at least 0.</summary>
    public double Fall { get; set; }
}
