using System.Collections.Immutable;
using Alink.Linear;
using Alink.Selection;
using Alink.Statistics;

namespace Alink.Regression;

/// <summary>Predicts a number by a weighted sum of features, fitted by least squares or by Huber's loss.</summary>
/// <remarks>
/// <para>
/// Squared error minimises ½ Σ w (y − x·b − b₀)² / Σ w + λ α Σ s |b| + λ (1 − α) / (2 σ) Σ s² b², with s the population
/// deviation of a feature when it is standardised and else 1, and σ the population deviation of y about its mean, as
/// Spark ML does. The intercept is never penalised. Weights count by their ratios only. scikit-learn's alpha of Ridge is
/// n λ / σ, with n the number of rows and features standardised beforehand.
/// </para>
/// <para>
/// Huber minimises ½ Σ w (σ + σ H((y − x·b − b₀) / σ)) / Σ w + λ α Σ s |b| + ½ λ (1 − α) Σ s² b² over b, b₀ and the scale
/// σ, with H(z) = z² up to ε and 2 ε |z| − ε² beyond (A. B. Owen, "A robust hybrid of lasso and ridge regression",
/// Contemporary Mathematics 443, 2007).
/// </para>
/// <para>
/// Normal equations read the rows once and are exact; where features depend on each other they give the shortest of the
/// optima, and no standard errors. One more pass measures the residuals. A feature that never varies has coefficient 0.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// var rows = Table.Of&lt;Vector&gt;("features", [1.0], [2.0], [3.0]).With&lt;double&gt;("label", 5, 7, 9);
/// var model = new LinearRegression().Fit(rows);
/// model.Predict([4.0]) // => 11
/// </code>
/// </example>
public sealed record LinearRegression : IRegressor, IEstimator<LinearRegressionModel>
{
    /// <summary>The vectors to predict from; all of one length.</summary>
    public Column<Vector> Features { get; init; } = "features";

    /// <summary>The number to predict, read in training only.</summary>
    public Column<double> Label { get; init; } = "label";

    /// <summary>How much each row counts, at least 0, read in training only; null counts every row once.</summary>
    public Column<double>? Weight { get; init; }

    /// <summary>Where the prediction goes.</summary>
    public Column<double> Prediction { get; init; } = "prediction";

    /// <summary>What a prediction's error costs.</summary>
    public RegressionLoss Loss { get; init; }

    /// <summary>Where Huber's loss turns from a parabola to a line, in scales; above 1.</summary>
    public double Epsilon
    {
        get;
        init => field = value > 1 && double.IsFinite(value) ? value
            : throw new ArgumentOutOfRangeException(nameof(Epsilon), value, $"Epsilon must be above 1; it was {value}.");
    } = 1.35;

    /// <summary>λ, the strength of the penalty; from 0.</summary>
    public double Regularization { get; init => field = Require.Finite(0, value); }

    /// <summary>α, the share of the L1 penalty; from 0 (ridge) to 1 (lasso).</summary>
    public double ElasticNet { get; init => field = Require.Between(0, 1, value); }

    /// <summary>Whether there is an intercept.</summary>
    public bool FitIntercept { get; init; } = true;

    /// <summary>Whether a coefficient is penalised as if its feature had deviation 1.</summary>
    public bool Standardize { get; init; } = true;

    /// <summary>How the optimum is found.</summary>
    public RegressionSolver Solver { get; init; }

    /// <summary>The most iterations; at least 0. Normal equations need none.</summary>
    public int MaxIterations { get; init => field = Require.AtLeast(0, value); } = 100;

    /// <summary>How near to the optimum iterations go: the share of the objective left to gain; above 0.</summary>
    public double Tolerance { get; init => field = Require.Positive(value); } = 1e-6;

    /// <summary>λ α.</summary>
    internal double L1 => Regularization * ElasticNet;

    /// <summary>λ (1 − α).</summary>
    internal double L2 => Regularization * (1 - ElasticNet);

    /// <inheritdoc/>
    public async ValueTask<LinearRegressionModel> FitAsync(IDataset training, TrainingContext context)
    {
        ((IStage)this).Transform(training.Schema);
        var sums = await training.AggregateAsync(new RegressionAggregator(this), context).ConfigureAwait(false);
        var (fit, mean, logWeight) = sums.Products.Weight > 0
            ? (NormalEquations.Solve(this, sums.Products), sums.Products.TargetMean, sums.Products.LogWeight)
            : (await IterateAsync(sums, training, context).ConfigureAwait(false), sums.Target.Mean()[0], sums.LogWeight);
        var residuals = await training
            .AggregateAsync(new ResidualAggregator(this, fit, mean), context).ConfigureAwait(false);
        var summary = Summary(fit, residuals, sums, logWeight);
        if (fit.Losses.Count == 0)
        {
            context.Report(0, summary.ObjectiveHistory[0]);
        }

        return new(this, [.. fit.Coefficients], fit.Intercept, fit.Scale, summary)
        {
            FeatureNames = training.Schema.Field(Features).FeatureNames,
            Origin = context.Origin(),
        };
    }

    /// <summary>The penalty of the squared error's objective over the square of a unit.</summary>
    internal Penalty PenaltyOf(StandardSpace space, double targetDeviation, double inverseUnit = 1) =>
        new(space, L1 * inverseUnit, L2 == 0 ? 0 : L2 / targetDeviation, Standardize);

    /// <summary>A constant target has no deviation to scale the penalty by.</summary>
    internal void RefuseConstant(double targetDeviation)
    {
        if (targetDeviation == 0 && Regularization > 0)
        {
            throw new TrainingException(
                $"Column '{Label}' never varies; without an intercept there is no deviation to scale the penalty by.");
        }
    }

    async ValueTask<LinearFit> IterateAsync(RegressionSums sums, IDataset training, TrainingContext context)
    {
        if (sums.Features.Weight == 0)
        {
            throw new TrainingException($"{nameof(LinearRegression)} needs at least one row of a weight above 0.");
        }

        if (Solver == RegressionSolver.Normal)
        {
            throw new TrainingException(Loss == RegressionLoss.Huber
                ? $"Solver {Solver} minimises squared error only; Loss was {Loss}."
                : $"Solver {Solver} takes at most {RegressionAggregator.MostFeatures} features; "
                    + $"column '{Features}' has {sums.Features.Features}.");
        }

        return await new IterativeRegression(this, sums.Features, sums.Target)
            .FitAsync(training, context).ConfigureAwait(false);
    }

    LinearRegressionSummary Summary(LinearFit fit, Residuals residuals, RegressionSums sums, double logWeight)
    {
        var (rows, weight) = sums.Products.Weight > 0
            ? (sums.Products.Count, sums.Products.Weight)
            : (sums.Features.Count, sums.Features.Weight);
        var freedom = rows - (FitIntercept ? 1 : 0);
        var left = freedom - fit.Varying;
        var dispersion = residuals.Deviance / left;
        return new(
            rows,
            weight,
            logWeight,
            left,
            freedom,
            residuals.Deviance,
            residuals.NullDeviance,
            residuals.Absolute,
            residuals.Explained,
            residuals.Least,
            residuals.Greatest,
            fit.Losses.Count > 0 ? [.. fit.Losses] : [(0.5 * residuals.Deviance / weight) + fit.Penalty],
            left > 0 ? [.. fit.Errors.Select(error => error * Math.Sqrt(dispersion))] : []);
    }
}

/// <summary>What a prediction's error costs.</summary>
public enum RegressionLoss
{
    /// <summary>Its square: the mean is predicted.</summary>
    SquaredError,

    /// <summary>Its square while it is small, and its size beyond: outliers pull less.</summary>
    Huber,
}

/// <summary>How a linear regression finds its optimum.</summary>
public enum RegressionSolver
{
    /// <summary>Normal equations for squared error over at most 4096 features, else L-BFGS.</summary>
    Auto,

    /// <summary>Normal equations: one pass, then Cholesky's factor, or coordinate descent under an L1 penalty.</summary>
    Normal,

    /// <summary>L-BFGS, orthant-wise under an L1 penalty: a pass for each iteration.</summary>
    Lbfgs,
}

/// <summary>What a <see cref="LinearRegression"/> has learnt.</summary>
/// <param name="Options">The settings it was trained under.</param>
/// <param name="Coefficients">The weight of each feature; shape: features.</param>
/// <param name="Intercept">The prediction where every feature is 0; 0 without an intercept.</param>
/// <param name="Scale">Huber's σ, in units of the target; 1 under squared error.</param>
/// <param name="Summary">How well it predicts the rows that taught it.</param>
public sealed record LinearRegressionModel(
    LinearRegression Options,
    ImmutableArray<double> Coefficients,
    double Intercept,
    double Scale,
    LinearRegressionSummary Summary)
    : RegressionModel, IFeatureImportances
{
    /// <inheritdoc/>
    protected override int Length => Coefficients.Length;

    /// <inheritdoc/>
    protected override IRegressor Settings => Options;

    /// <inheritdoc/>
    protected override double Value(Vector features) => features.Dot(Coefficients.AsSpan()) + Intercept;

    /// <inheritdoc/>
    protected override void Predict(VectorColumn rows, Span<double> predictions) =>
        rows.Sums(Blocks.Dot, Coefficients.AsSpan(), Intercept, predictions);

    /// <summary>The squares of the coefficients; shape: features.</summary>
    public ImmutableArray<double> Importances() => [.. Coefficients.Select(one => one * one)];

    /// <summary>Each coefficient, and last the intercept if there is one, with its standard error, t and p.</summary>
    /// <exception cref="InvalidOperationException">There are no standard errors; the message says why.</exception>
    public ImmutableArray<CoefficientTest> Tests()
    {
        if (Summary.StandardErrors.IsEmpty)
        {
            throw new InvalidOperationException("There are no standard errors: " + (
                Options.Loss != RegressionLoss.SquaredError ? $"the loss was {Options.Loss}."
                : Options.Regularization > 0 ? "the coefficients are penalised."
                : Options.Solver == RegressionSolver.Lbfgs || Summary.Iterations > 0 ? "L-BFGS was the solver."
                : Summary.DegreesOfFreedom <= 0
                    ? $"{Summary.Rows} rows leave no degree of freedom for {Coefficients.Length} features."
                : "features depend on each other, or the target never varies."));
        }

        return
        [
            .. Summary.StandardErrors.Select((error, j) =>
            {
                var estimate = j < Coefficients.Length ? Coefficients[j] : Intercept;
                return new CoefficientTest(NamesOfCoefficients[j], estimate, error, estimate / error, Summary.P(estimate / error));
            }),
        ];
    }

    /// <summary>The coefficients by the names of their features, with t and p where there are standard errors.</summary>
    public override string ToString() =>
        $"{nameof(LinearRegressionModel)}: {Coefficients.Length} features, {Summary.Rows} rows, "
        + $"R² {TextTable.Text(Summary.R2)}, RMSE {TextTable.Text(Summary.RootMeanSquaredError)}\n"
        + (Summary.StandardErrors.IsEmpty
            ? TextTable.Of(
                ["feature", "coefficient"],
                NamesOfCoefficients.Zip(Coefficients.Append(Intercept), (name, b) => new[] { name, TextTable.Text(b) }))
            : TextTable.Of(["feature", "coefficient", "standard error", "t", "p"], Tests().Select(test => new[]
            {
                test.Name,
                TextTable.Text(test.Estimate),
                TextTable.Text(test.StandardError),
                TextTable.Text(test.Statistic),
                TextTable.Text(test.P),
            })));

    string[] NamesOfCoefficients =>
    [
        .. Names.OrNumbers(FeatureNames, Coefficients.Length),
        .. Options.FitIntercept ? ["(intercept)"] : Array.Empty<string>(),
    ];
}
