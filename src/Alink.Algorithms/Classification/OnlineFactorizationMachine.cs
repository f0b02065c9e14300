using System.Collections.Immutable;
using Alink.Numerics;
using Alink.Online;

namespace Alink.Classification;

/// <summary>Tells how probable each of two classes is by features and products of pairs of them, learning row by row.</summary>
/// <remarks>
/// <inheritdoc cref="FactorizationLearner" path="/remarks/node()"/>
/// <para>p(class) = 1 / (1 + e⁻ᵐ) for the class whose margin m is, and the loss is −log p(y). The classes are those of the
/// options, else those that the label's field names, else the two seen. The margin is that of the positive class where both
/// are known beforehand, and else that of the second seen. A third class is refused. While only one is known there is no
/// model, and <see cref="Advance"/> has no prediction for a row.</para>
/// </remarks>
/// <example>
/// <code>
/// var rows = Table.Of&lt;Vector&gt;("features", [1.0, 0.0], [1.0, 1.0]).With("label", "no", "yes");
/// var model = new OnlineFactorizationMachine { Factors = 2, Positive = "yes" }.Fit(rows);
/// model.Labels.Names[model.Predict([1.0, 1.0])] // => yes
/// </code>
/// </example>
public sealed record OnlineFactorizationMachine :
    FactorizationLearner, IClassifier, ISequentialEstimator<FactorizationState, OnlineFactorizationMachineModel>,
    IResumes<FactorizationState, OnlineFactorizationMachineModel>
{
    /// <inheritdoc/>
    public Column<Category> Label { get; init; } = "label";

    /// <inheritdoc/>
    public Column<Category> Prediction { get; init; } = "prediction";

    /// <inheritdoc/>
    public Column<Vector> Probabilities { get; init; } = "probabilities";

    /// <inheritdoc/>
    public ImmutableArray<double> Thresholds { get; init => field = Require.Items(value); } = [];

    /// <summary>The first class, as text; null where it is the one that is not positive.</summary>
    public string? Negative { get; init; }

    /// <summary>The last class, as text; null where it is the one that is not negative.</summary>
    public string? Positive { get; init; }

    /// <inheritdoc/>
    public FactorizationState Start(Schema schema) =>
        FactorizationState.Start(schema, this, new(schema.Field(Label), Negative, Positive));

    /// <inheritdoc/>
    public FactorizationState Update(FactorizationState state, Table batch)
    {
        Learn(state, batch, Array.ConvertAll(state.Classes!.Read(batch, Label), number => (double)number), []);
        return state;
    }

    /// <inheritdoc/>
    public FactorizationState Advance(FactorizationState state, Table batch, out Table output)
    {
        var classes = state.Classes!;
        var (knewWidth, knewClasses) = (state.Width >= 0, classes.Known);
        var numbers = classes.Read(batch, Label);
        var margins = new double[batch.RowCount];
        Learn(state, batch, Array.ConvertAll(numbers, number => (double)number), margins);
        var unpredicted = OnlineMargins.Finish(classes, numbers, knewWidth, knewClasses, []);
        Levels? labels = null;
        var probabilities = new double[2 * batch.RowCount];
        if (classes.Known)
        {
            labels = classes.Levels(nameof(OnlineFactorizationMachine));
            this.CheckThresholds(labels);
            for (var i = unpredicted; i < batch.RowCount; i++)
            {
                Probability(margins[i], classes.IsTurned ? 0 : 1, probabilities.AsSpan(2 * i, 2));
            }
        }

        output = this.Predicted(batch, labels, unpredicted, probabilities);
        return state;
    }

    /// <inheritdoc/>
    /// <exception cref="TrainingException">There were no rows, or only one class is known.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is not one threshold for each class.</exception>
    public OnlineFactorizationMachineModel Snapshot(FactorizationState state)
    {
        var labels = state.Classes!.Levels(nameof(OnlineFactorizationMachine));
        this.CheckThresholds(labels);
        return new(this, labels, state.Classes.IsTurned ? 0 : 1, state.Read(this)) { FeatureNames = state.FeatureNames };
    }

    /// <inheritdoc/>
    /// <exception cref="TrainingException">
    /// The model has other classes than the options, another number of factors, or an intercept that this learner has not.
    /// </exception>
    public FactorizationState Resume(OnlineFactorizationMachineModel model)
    {
        var names = model.Labels.Names;
        if ((Negative ?? names[0]) != names[0] || (Positive ?? names[1]) != names[1])
        {
            throw new TrainingException($"The model divides '{names[0]}' and '{names[1]}', not the classes of the options.");
        }

        Margins.CheckIntercept(model.Weights.Intercept != 0, FitIntercept);
        return new FactorizationState(model.FeatureNames, new(Label.Name, model.Labels, model.Place))
            .Take(model.Weights, this);
    }

    /// <summary>The probabilities of both classes.</summary>
    /// <param name="margin">The margin.</param>
    /// <param name="positive">The place of the class whose margin it is.</param>
    /// <param name="p">One place for each class.</param>
    internal static void Probability(double margin, int positive, Span<double> p) =>
        p[positive] = LogisticLoss.Probability(margin, out p[1 - positive]);

    /// <inheritdoc/>
    internal override double Slope(double margin, double target)
    {
        var p = LogisticLoss.Probability(margin, out var q);
        return target == 1 ? -q : p;
    }
}

/// <summary>What an <see cref="OnlineFactorizationMachine"/> has learnt.</summary>
/// <param name="Options">The settings it was trained under.</param>
/// <param name="Labels">The two classes.</param>
/// <param name="Place">The place among them of the class whose margin the weights tell; 0 or 1.</param>
/// <param name="Weights">The weights and factors.</param>
public sealed record OnlineFactorizationMachineModel(
    OnlineFactorizationMachine Options, Levels Labels, int Place, FactorizationWeights Weights)
    : ClassifierModel
{
    /// <inheritdoc/>
    public override Levels Labels { get; init; } = Labels;

    /// <inheritdoc/>
    protected override int Length => Weights.Linear.Length;

    /// <inheritdoc/>
    protected override IClassifier Settings => Options;

    /// <inheritdoc/>
    public override void Probabilities(Vector features, Span<double> p) =>
        OnlineFactorizationMachine.Probability(Weights.Margin(features), Place, p);

    /// <inheritdoc/>
    protected override void LogJoint(Vector features, Span<double> logJoint) => logJoint[Place] = Weights.Margin(features);
}
