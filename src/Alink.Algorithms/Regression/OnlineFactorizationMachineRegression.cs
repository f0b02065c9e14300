using Alink.Online;

namespace Alink.Regression;

/// <summary>Predicts a number by features and products of pairs of them, learning row by row.</summary>
/// <remarks>
/// <inheritdoc cref="FactorizationLearner" path="/remarks/node()"/>
/// <para>The prediction is m, and the loss (m − y)² / 2.</para>
/// </remarks>
/// <example>
/// <code>
/// var rows = Table.Of&lt;Vector&gt;("features", [1.0, 1.0]).With&lt;double&gt;("label", 3);
/// var model = new OnlineFactorizationMachineRegression { Factors = 0, LearningRate = 1 }.Fit(rows);
/// model.Predict([1.0, 1.0]) // => 3
/// </code>
/// </example>
public sealed record OnlineFactorizationMachineRegression :
    FactorizationLearner, IRegressor, ISequentialEstimator<FactorizationState, OnlineFactorizationMachineRegressionModel>,
    IResumes<FactorizationState, OnlineFactorizationMachineRegressionModel>
{
    /// <summary>The number to predict, read in training only.</summary>
    public Column<double> Label { get; init; } = "label";

    /// <summary>Where the prediction goes.</summary>
    public Column<double> Prediction { get; init; } = "prediction";

    /// <inheritdoc/>
    public FactorizationState Start(Schema schema) => FactorizationState.Start(schema, this, null);

    /// <inheritdoc/>
    public FactorizationState Update(FactorizationState state, Table batch)
    {
        Learn(state, batch, batch.Targets(Label), []);
        return state;
    }

    /// <inheritdoc/>
    public FactorizationState Advance(FactorizationState state, Table batch, out Table output)
    {
        var unpredicted = state.Width >= 0 ? 0 : 1;
        var predictions = new double[batch.RowCount];
        Learn(state, batch, batch.Targets(Label), predictions);
        output = batch.WithPredictions(Prediction, predictions, unpredicted);
        return state;
    }

    /// <inheritdoc/>
    /// <exception cref="TrainingException">There were no rows.</exception>
    public OnlineFactorizationMachineRegressionModel Snapshot(FactorizationState state) =>
        new(this, state.Read(this)) { FeatureNames = state.FeatureNames };

    /// <inheritdoc/>
    /// <exception cref="TrainingException">The model has another number of factors, or an intercept that this learner has not.</exception>
    public FactorizationState Resume(OnlineFactorizationMachineRegressionModel model)
    {
        Margins.CheckIntercept(model.Weights.Intercept != 0, FitIntercept);
        return new FactorizationState(model.FeatureNames, null).Take(model.Weights, this);
    }

    /// <inheritdoc/>
    internal override double Slope(double margin, double target) => margin - target;
}

/// <summary>What an <see cref="OnlineFactorizationMachineRegression"/> has learnt.</summary>
/// <param name="Options">The settings it was trained under.</param>
/// <param name="Weights">The weights and factors.</param>
public sealed record OnlineFactorizationMachineRegressionModel(
    OnlineFactorizationMachineRegression Options, FactorizationWeights Weights)
    : RegressionModel
{
    /// <inheritdoc/>
    protected override int Length => Weights.Linear.Length;

    /// <inheritdoc/>
    protected override IRegressor Settings => Options;

    /// <inheritdoc/>
    protected override double Value(Vector features) => Weights.Margin(features);
}
