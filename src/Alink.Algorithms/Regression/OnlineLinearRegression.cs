using System.Collections.Immutable;
using Alink.Linear;
using Alink.Online;

namespace Alink.Regression;

/// <summary>Predicts a number by a weighted sum of features, learning row by row by steps against the gradient of a loss.</summary>
/// <remarks>
/// <inheritdoc cref="GradientLearner" path="/remarks/node()"/>
/// <para>With r = x·w + b − y, the loss is r² / 2; Huber's r² / 2 up to δ and δ |r| − δ² / 2 beyond; the quantile's
/// (1 − q) r above 0 and −q r below; or what |r| exceeds δ by.</para>
/// </remarks>
/// <example>
/// <code>
/// var rows = Table.Of&lt;Vector&gt;("features", [1.0], [2.0]).With&lt;double&gt;("label", 2, 4);
/// var model = new Alink.Regression.OnlineLinearRegression { LearningRate = 0.1, FitIntercept = false }.Fit(rows);
/// model.Coefficients.ToArray() // => [0.92]
/// </code>
/// </example>
public sealed record OnlineLinearRegression :
    GradientLearner, IRegressor, ISequentialEstimator<GradientState, OnlineLinearRegressionModel>,
    IResumes<GradientState, LinearRegressionModel>, IResumes<GradientState, OnlineLinearRegressionModel>
{
    /// <summary>The number to predict, read in training only.</summary>
    public Column<double> Label { get; init; } = "label";

    /// <summary>Where the prediction goes.</summary>
    public Column<double> Prediction { get; init; } = "prediction";

    /// <summary>What a prediction's error costs.</summary>
    public OnlineRegressionLoss Loss { get; init; }

    /// <summary>δ: where Huber's loss turns from a parabola to a line, or the error that costs nothing; above 0, in units of the label.</summary>
    public double Delta { get; init => field = Require.Positive(Require.Finite(0, value)); } = 0.1;

    /// <summary>q: the share of labels that a predicted quantile is to be above; from 0 to 1.</summary>
    public double Quantile { get; init => field = Require.Between(0, 1, value); } = 0.5;

    /// <inheritdoc/>
    public GradientState Start(Schema schema) => GradientState.Start(schema, this, null);

    /// <inheritdoc/>
    public GradientState Update(GradientState state, Table batch) => Update(state, batch, null);

    /// <inheritdoc/>
    public GradientState Update(GradientState state, Table batch, Workers? workers)
    {
        Learn(state, batch, batch.Targets(Label), [], workers);
        return state;
    }

    /// <inheritdoc/>
    public GradientState Advance(GradientState state, Table batch, out Table output)
    {
        var unpredicted = state.Width >= 0 ? 0 : 1;
        var predictions = new double[batch.RowCount];
        Learn(state, batch, batch.Targets(Label), predictions);
        output = batch.WithPredictions(Prediction, predictions, unpredicted);
        return state;
    }

    /// <inheritdoc/>
    /// <exception cref="TrainingException">There were no rows.</exception>
    public OnlineLinearRegressionModel Snapshot(GradientState state)
    {
        var rule = new StepRule(this);
        var learnt = state.Learnt(nameof(OnlineLinearRegression));
        var weights = learnt.Read(rule, 1, out var intercepts);
        return new(this, [.. weights], intercepts[0], learnt.Memory(rule, Optimizer, 1)) { FeatureNames = state.FeatureNames };
    }

    /// <inheritdoc/>
    /// <exception cref="TrainingException">The model has an intercept, and this learner has none.</exception>
    public GradientState Resume(LinearRegressionModel model) =>
        Resume(model.Coefficients, model.Intercept, model.FeatureNames, null);

    /// <inheritdoc/>
    /// <exception cref="TrainingException">The model has an intercept that this learner has not, or another optimiser.</exception>
    public GradientState Resume(OnlineLinearRegressionModel model) => Resume(
        model.Coefficients, model.Intercept, model.FeatureNames, this.Continued(model.Memory, model.Options));

    /// <inheritdoc/>
    internal override void Slopes(ReadOnlySpan<double> margins, double target, Span<double> slopes)
    {
        var error = margins[0] - target;
        slopes[0] = Loss switch
        {
            OnlineRegressionLoss.SquaredError => error,
            OnlineRegressionLoss.Huber => Math.Clamp(error, -Delta, Delta),
            OnlineRegressionLoss.Quantile => error > 0 ? 1 - Quantile : error < 0 ? -Quantile : error,
            _ => error > Delta ? 1 : error < -Delta ? -1 : 0 * error,
        };
    }

    GradientState Resume(
        ImmutableArray<double> coefficients, double intercept, ImmutableArray<string> featureNames, OptimizerMemory? memory)
    {
        Margins.CheckIntercept(intercept != 0, FitIntercept);
        var state = new GradientState(featureNames, null);
        state.Sized(coefficients.Length, this)
            .Take(1, (_, j) => j < coefficients.Length ? coefficients[j] : intercept, memory, Optimizer);
        return state;
    }
}

/// <summary>What the error of an online regression costs.</summary>
public enum OnlineRegressionLoss
{
    /// <summary>Half its square: the mean is predicted.</summary>
    SquaredError,

    /// <summary>Half its square while it is small, and its size beyond: outliers pull less.</summary>
    Huber,

    /// <summary>Its size, by a factor above and another below: a quantile is predicted.</summary>
    Quantile,

    /// <summary>Its size beyond a band that costs nothing.</summary>
    EpsilonInsensitive,
}

/// <summary>What an <see cref="OnlineLinearRegression"/> has learnt.</summary>
/// <param name="Options">The settings it was trained under.</param>
/// <param name="Coefficients">The weight of each feature; shape: features.</param>
/// <param name="Intercept">The prediction where every feature is 0; 0 without an intercept.</param>
/// <param name="Memory">What the optimiser goes on from.</param>
public sealed record OnlineLinearRegressionModel(
    OnlineLinearRegression Options, ImmutableArray<double> Coefficients, double Intercept, OptimizerMemory Memory)
    : RegressionModel
{
    /// <inheritdoc/>
    protected override int Length => Coefficients.Length;

    /// <inheritdoc/>
    protected override IRegressor Settings => Options;

    /// <inheritdoc/>
    protected override double Value(Vector features) => features.LaneDot(Coefficients.AsSpan()) + Intercept;

    /// <inheritdoc/>
    protected override void Predict(VectorColumn rows, Span<double> predictions) =>
        rows.Sums(Margins.LaneDot, Coefficients.AsSpan(), Intercept, predictions);
}
