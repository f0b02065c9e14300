namespace Alink.Online;

/// <summary>The settings of factorization machines that learn row by row.</summary>
/// <remarks>
/// <para>
/// S. Rendle, "Factorization machines", ICDM 2010: m = w₀ + Σ wⱼ xⱼ + Σ ⟨vᵢ, vⱼ⟩ xᵢ xⱼ over the pairs i &lt; j, in time linear in the stored
/// entries and the factors. For each row the gradient g of weight · loss is taken by each of its parameters θ; only those of
/// entries that are not 0 take a step, with λ the L2 penalty of their kind:
/// <list type="bullet">
/// <item>AdaGrad (J. Duchi, E. Hazan and Y. Singer, JMLR 12, 2011): g += λ θ, n += g², θ −= η g / √(n + ε);</item>
/// <item>FTRL-Proximal (B. McMahan et al., "Ad click prediction: a view from the trenches", KDD 2013, algorithm 1), as Alink
/// has it for each factor: σ = (√(n + g²) − √n) / η, z += g − σ θ, n += g², and θ = −(z − sign(z) L1) / ((β + √n) / η + λ),
/// or 0 where |z| ≤ L1. A factor's z begins so that θ is what it began with, so that products are learnt at all.</item>
/// </list>
/// </para>
/// <para>
/// Factors begin at random by feature, factor and <see cref="Seed"/>, so that no row has a say in it; all other
/// parameters begin at 0. Any cut of a stream gives the same bits, dense or sparse.
/// </para>
/// </remarks>
public abstract record FactorizationLearner
{
    const int MostOnStack = 128;

    /// <summary>The vectors to learn from; all of one length.</summary>
    public Column<Vector> Features { get; init; } = "features";

    /// <summary>How much each row counts, at least 0, read in training only: it multiplies the gradient; null counts every row once.</summary>
    public Column<double>? Weight { get; init; }

    /// <summary>How many factors each feature has; at least 0.</summary>
    public int Factors { get; init => field = Require.AtLeast(0, value); } = 10;

    /// <summary>How a gradient makes a step.</summary>
    public FactorizationOptimizer Optimizer { get; init; }

    /// <summary>η, the learning rate, above 0; null for Alink's: 0.01 for AdaGrad, 0.1 for FTRL.</summary>
    public double? LearningRate
    {
        get;
        init => field = value is null ? null : Require.Positive(Require.Finite(0, value.Value));
    }

    /// <summary>β of FTRL, so that the first rates are no greater than η / β; at least 0.</summary>
    public double Beta { get; init => field = Require.Finite(0, value); } = 1;

    /// <summary>The L1 penalty of FTRL, which keeps weights and factors at 0; at least 0.</summary>
    public double L1 { get; init => field = Require.Finite(0, value); }

    /// <summary>ε of AdaGrad, which keeps the first steps finite; above 0.</summary>
    public double Epsilon { get; init => field = Require.Positive(value); } = 1e-8;

    /// <summary>λ₀, the L2 penalty of the intercept; at least 0.</summary>
    public double InterceptPenalty { get; init => field = Require.Finite(0, value); }

    /// <summary>λ₁, the L2 penalty of weights; at least 0.</summary>
    public double LinearPenalty { get; init => field = Require.Finite(0, value); }

    /// <summary>λ₂, the L2 penalty of factors; at least 0.</summary>
    public double FactorPenalty { get; init => field = Require.Finite(0, value); }

    /// <summary>Whether there is an intercept.</summary>
    public bool FitIntercept { get; init; } = true;

    /// <summary>The standard deviation of factors before any row; above 0 or nothing is learnt by them.</summary>
    public double InitialDeviation { get; init => field = Require.Finite(0, value); } = 0.05;

    /// <summary>What the factors before any row follow from.</summary>
    public long Seed { get; init; }

    internal double Rate => LearningRate ?? (Optimizer == FactorizationOptimizer.Ftrl ? 0.1 : 0.01);

    /// <summary>The derivative of a row's loss by its margin.</summary>
    /// <param name="margin">The margin.</param>
    /// <param name="target">The number to predict, or the number of the class.</param>
    internal abstract double Slope(double margin, double target);

    /// <summary>Learns from rows in their order.</summary>
    /// <param name="state">What has been learnt so far.</param>
    /// <param name="batch">The rows.</param>
    /// <param name="targets">The number to predict for each, or the number of its class.</param>
    /// <param name="predicted">The margin of each row before it is learnt; or empty.</param>
    internal void Learn(FactorizationState state, Table batch, ReadOnlySpan<double> targets, Span<double> predicted)
    {
        var rows = batch.Features(Features);
        var weights = batch.Weights(Weight);
        if (batch.RowCount == 0)
        {
            return;
        }

        state.Sized(rows.Width, this);
        var steps = new FactorizationSteps(this);
        var entries = new EntryRows(rows);
        Span<double> sums = Factors <= MostOnStack ? stackalloc double[Factors] : new double[Factors];
        for (var i = 0; i < rows.Rows; i++)
        {
            var indices = entries.IndicesOf(i);
            var values = rows.ValuesOf(i);
            var margin = state.Intercept + FactorizationKernel.Sum(indices, values, state.Linear, state.Factors, sums);
            if (!predicted.IsEmpty)
            {
                predicted[i] = margin;
            }

            var slope = Slope(margin, targets[i]) * (weights.IsEmpty ? 1 : weights[i]);
            if (!double.IsFinite(slope))
            {
                throw new TrainingException($"The weights have left all bounds in row {batch.FirstRow + i}: "
                    + $"{nameof(LearningRate)}, {Rate}, is too high.");
            }

            Step(steps, state, indices, values, slope, sums);
        }
    }

    void Step(
        in FactorizationSteps steps, FactorizationState state, ReadOnlySpan<int> indices, ReadOnlySpan<double> values,
        double slope, ReadOnlySpan<double> sums)
    {
        for (var e = 0; e < indices.Length; e++)
        {
            var (j, x) = (indices[e], values[e]);
            if (x == 0)
            {
                continue;
            }

            var first = j * (1 + Factors);
            var factors = state.Factors.AsSpan(j * Factors, Factors);
            steps.Linear.Apply(slope * x, ref state.Linear[j], ref state.Squares[first], ref state.ZOf(first));
            for (var f = 0; f < factors.Length; f++)
            {
                // What the other entries of the row come to; so sums stay those before the step.
                var others = sums[f] - (factors[f] * x);
                var place = first + 1 + f;
                steps.Factors.Apply(slope * x * others, ref factors[f], ref state.Squares[place], ref state.ZOf(place));
            }
        }

        if (FitIntercept)
        {
            steps.Intercept.Apply(slope, ref state.Intercept, ref state.InterceptSquares, ref state.InterceptZ);
        }
    }
}

/// <summary>How a factorization machine makes a step.</summary>
public enum FactorizationOptimizer
{
    /// <summary>Each parameter by the root of the sum of its squared gradients.</summary>
    AdaGrad,

    /// <summary>FTRL-Proximal for each parameter.</summary>
    Ftrl,
}
