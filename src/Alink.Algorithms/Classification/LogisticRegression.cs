using System.Collections.Immutable;

namespace Alink.Classification;

/// <summary>Tells how probable each class is by weighted sums of features.</summary>
/// <remarks>
/// <para>
/// Two classes (binomial): p(last class) = 1 / (1 + e⁻ᵐ) with m = x·b + b₀; the last of the model's labels is the positive
/// one. More (multinomial): p(k) = e^mₖ / Σ e^m, with a row of coefficients for each class.
/// </para>
/// <para>
/// Minimises Σ w (−log p(y)) / Σ w + λ α Σ s |b| + ½ λ (1 − α) Σ s² b², with s the population deviation of a feature when
/// it is standardised and else 1. The intercept is never penalised. Weights count by their ratios only, and rows of weight
/// 0 not at all. scikit-learn's C is 1 / (n λ), with features standardised beforehand.
/// </para>
/// <para>
/// The classes are those of the label's field where it has levels, and else, or where its values are indices of those, the
/// ones seen, in the order of <see cref="Levels.Sorted"/>. One class alone teaches nothing and is refused; where the field names more of which one has
/// rows, its intercept is +∞ (−∞ for the first of two). A class of the field without rows has intercept −∞ where others
/// have rows. A feature that never varies has coefficient 0. Multinomial coefficients without penalty, and multinomial
/// intercepts, have mean 0 over the classes, unless they are bounded.
/// </para>
/// <para>
/// Newton's method reads the rows some five times; under an L1 penalty or bounds its quadratic model is minimised by
/// coordinate descent (J. Lee, Y. Sun and M. Saunders, "Proximal Newton-type methods for minimizing composite functions",
/// SIAM J. Optim. 24(3), 2014; J. Friedman, T. Hastie and R. Tibshirani, "Regularization paths for generalized linear
/// models via coordinate descent", J. Stat. Softw. 33(1), 2010). L-BFGS takes as many features as there are.
/// Classes that a plane divides, without penalty, drive coefficients towards infinity: training then ends at
/// <see cref="MaxIterations"/>, or once the loss is all but 0.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// var rows = Table.Of&lt;Vector&gt;("features", [1.0], [2.0], [3.0], [4.0]).With("label", "no", "yes", "no", "yes");
/// var model = new LogisticRegression().Fit(rows);
/// model.Labels // => no, yes
/// model.Probabilities([2.5]) // => [0.5 0.5]
/// </code>
/// </example>
public sealed record LogisticRegression : IClassifier, IEstimator<LogisticRegressionModel>
{
    /// <inheritdoc/>
    public Column<Vector> Features { get; init; } = "features";

    /// <inheritdoc/>
    public Column<Category> Label { get; init; } = "label";

    /// <inheritdoc/>
    public Column<double>? Weight { get; init; }

    /// <inheritdoc/>
    public Column<Category> Prediction { get; init; } = "prediction";

    /// <inheritdoc/>
    public Column<Vector> Probabilities { get; init; } = "probabilities";

    /// <inheritdoc/>
    /// <remarks>For two classes, [1 − t, t] predicts the positive class where its probability is above t.</remarks>
    public ImmutableArray<double> Thresholds { get; init => field = Require.Items(value); } = [];

    /// <summary>Whether one margin divides two classes, or each class has its own.</summary>
    public LogisticFamily Family { get; init; }

    /// <summary>λ, the strength of the penalty; from 0.</summary>
    public double Regularization { get; init => field = Require.Finite(0, value); }

    /// <summary>α, the share of the L1 penalty; from 0 (ridge) to 1 (lasso).</summary>
    public double ElasticNet { get; init => field = Require.Between(0, 1, value); }

    /// <summary>Whether there are intercepts.</summary>
    public bool FitIntercept { get; init; } = true;

    /// <summary>Whether a coefficient is penalised as if its feature had deviation 1.</summary>
    public bool Standardize { get; init; } = true;

    /// <summary>
    /// The least value of each coefficient, perhaps −∞; empty for no bounds. Shape: features (binomial), or
    /// classes × features, class by class (multinomial).
    /// </summary>
    public ImmutableArray<double> LowerCoefficients { get; init => field = Require.Items(value); } = [];

    /// <summary>The greatest value of each coefficient, perhaps +∞; empty for no bounds. Shape as of the least.</summary>
    public ImmutableArray<double> UpperCoefficients { get; init => field = Require.Items(value); } = [];

    /// <summary>The least value of each intercept, perhaps −∞; empty for no bounds. Shape: 1 (binomial), or classes.</summary>
    public ImmutableArray<double> LowerIntercepts { get; init => field = Require.Items(value); } = [];

    /// <summary>The greatest value of each intercept, perhaps +∞; empty for no bounds. Shape as of the least.</summary>
    public ImmutableArray<double> UpperIntercepts { get; init => field = Require.Items(value); } = [];

    /// <summary>How the optimum is found.</summary>
    public LogisticSolver Solver { get; init; }

    /// <summary>The most iterations; at least 0.</summary>
    public int MaxIterations { get; init => field = Require.AtLeast(0, value); } = 100;

    /// <summary>How near to the optimum the training goes: the share of the objective left to gain; above 0.</summary>
    public double Tolerance { get; init => field = Require.Positive(value); } = 1e-6;

    /// <inheritdoc/>
    public async ValueTask<LogisticRegressionModel> FitAsync(IDataset training, TrainingContext context)
    {
        ((IStage)this).Transform(training.Schema);
        var field = training.Schema.Field(Label);
        var seen = await training.AggregateAsync(new LogisticFirstPass(this), context).ConfigureAwait(false);
        var weights = seen.Classes.Weights(this, field.Classes(), out var labels);
        if (labels.Count == 1)
        {
            throw new TrainingException($"Column '{Label}' holds one class only: '{labels.Names[0]}'.");
        }

        var fit = await new LogisticTraining(this, training, context, seen.Moments, labels, weights).FitAsync().ConfigureAwait(false);
        var summary = new LogisticRegressionSummary(
            seen.Moments.Count, seen.Moments.Weight, fit.LogLoss, [.. fit.Losses], [.. fit.Errors]);
        return new(this, labels, fit.Coefficients, [.. fit.Intercepts], summary)
        {
            FeatureNames = training.Schema.Field(Features).FeatureNames,
            Origin = context.Origin(),
        };
    }
}

/// <summary>How many margins a logistic regression has.</summary>
public enum LogisticFamily
{
    /// <summary>Binomial for two classes, else multinomial.</summary>
    Auto,

    /// <summary>One, that of the last of two classes.</summary>
    Binomial,

    /// <summary>One for each class.</summary>
    Multinomial,
}

/// <summary>How a logistic regression finds its optimum.</summary>
public enum LogisticSolver
{
    /// <summary>Newton's method for two classes and at most 1024 features, else L-BFGS.</summary>
    Auto,

    /// <summary>Newton's method, for two classes and at most 4096 features.</summary>
    Newton,

    /// <summary>L-BFGS, orthant-wise under an L1 penalty, projected within bounds.</summary>
    Lbfgs,
}
