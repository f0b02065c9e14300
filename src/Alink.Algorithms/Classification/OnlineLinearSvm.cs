using System.Collections.Immutable;
using Alink.Online;

namespace Alink.Classification;

/// <summary>Divides two classes by a weighted sum of features, learning row by row by steps against the gradient of the hinge loss.</summary>
/// <remarks>
/// <inheritdoc cref="GradientLearner" path="/remarks/node()"/>
/// <para>With y = 1 for the last class and −1 for the first, and m = x·w + b, the loss is max(0, 1 − y m), or its square.</para>
/// <para>The classes are those given, else those that the label's field names, else the two seen, in the order of
/// <see cref="Levels.Sorted"/>. A third is refused. While only one is known there is no model, and <see cref="Advance"/>
/// has no prediction for a row.</para>
/// </remarks>
/// <example>
/// <code>
/// var rows = Table.Of&lt;Vector&gt;("features", [1.0], [-2.0]).With("label", "up", "down");
/// var model = new OnlineLinearSvm { LearningRate = 0.1 }.Fit(rows);
/// model.Coefficients[0, 0] // => 0.3
/// model.Labels.Names[model.Predict([0.5])] // => up
/// </code>
/// </example>
public sealed record OnlineLinearSvm :
    GradientLearner, IScoreClassifier, ISequentialEstimator<GradientState, OnlineLinearSvmModel>,
    IResumes<GradientState, OnlineLinearSvmModel>
{
    /// <inheritdoc/>
    public Column<Category> Label { get; init; } = "label";

    /// <inheritdoc/>
    public Column<Category> Prediction { get; init; } = "prediction";

    /// <inheritdoc/>
    public Column<Vector> Scores { get; init; } = "scores";

    /// <summary>The first class and the last, as text; empty for those of the label's field, or the two seen.</summary>
    public ImmutableArray<string> Classes { get; init => field = Require.Items(value); } = [];

    /// <summary>Whether the loss is the square of the hinge.</summary>
    public bool SquaredHinge { get; init; }

    /// <inheritdoc/>
    public GradientState Start(Schema schema)
    {
        var classes = new OnlineClasses(schema.Field(Label), Classes);
        return classes.Count == 2 ? GradientState.Start(schema, this, classes)
            : throw new TrainingException($"{nameof(OnlineLinearSvm)} divides two classes; there are {classes.Count}.");
    }

    /// <inheritdoc/>
    public GradientState Update(GradientState state, Table batch) => Update(state, batch, null);

    /// <inheritdoc/>
    public GradientState Update(GradientState state, Table batch, Workers? workers)
    {
        this.Learn(state, batch, Label, [], out _, workers);
        return state;
    }

    /// <inheritdoc/>
    public GradientState Advance(GradientState state, Table batch, out Table output)
    {
        var margins = new double[batch.RowCount];
        var unpredicted = this.Learn(state, batch, Label, margins, out var labels);
        output = this.Scored(batch, labels, unpredicted, margins);
        return state;
    }

    /// <inheritdoc/>
    /// <exception cref="TrainingException">There were no rows, or only one class is known.</exception>
    public OnlineLinearSvmModel Snapshot(GradientState state)
    {
        var (labels, coefficients, intercepts, memory) = this.Read(state);
        return new(this, labels, coefficients, [.. intercepts], memory) { FeatureNames = state.FeatureNames };
    }

    /// <inheritdoc/>
    /// <exception cref="TrainingException">
    /// The model has other classes than the options, another optimiser, or an intercept that this learner has not.
    /// </exception>
    public GradientState Resume(OnlineLinearSvmModel model) => this.Resume(
        Label, Classes, model, model.Labels, model.Coefficients, model.Intercepts,
        this.Continued(model.Memory, model.Options));

    /// <inheritdoc/>
    internal override void Slopes(ReadOnlySpan<double> margins, double target, Span<double> slopes)
    {
        var y = target == 1 ? 1 : -1;
        var beyond = 1 - (y * margins[0]);
        slopes[0] = beyond <= 0 ? 0 : SquaredHinge || !double.IsFinite(beyond) ? -2 * y * beyond : -y;
    }
}

/// <summary>What an <see cref="OnlineLinearSvm"/> has learnt.</summary>
/// <param name="Options">The settings it was trained under.</param>
/// <param name="Labels">The two classes; the last has margins above 0.</param>
/// <param name="Coefficients">What each unit of a feature adds to the margin; shape: 1 × features.</param>
/// <param name="Intercepts">The margin where every feature is 0; shape: 1.</param>
/// <param name="Memory">What the optimiser goes on from.</param>
public sealed record OnlineLinearSvmModel(
    OnlineLinearSvm Options,
    Levels Labels,
    Matrix Coefficients,
    ImmutableArray<double> Intercepts,
    OptimizerMemory Memory)
    : ScoreModel
{
    /// <inheritdoc/>
    public override Levels Labels { get; init; } = Labels;

    /// <inheritdoc/>
    public override Matrix Coefficients { get; init; } = Coefficients;

    /// <inheritdoc/>
    public override ImmutableArray<double> Intercepts { get; init; } = Intercepts;

    /// <inheritdoc/>
    protected override IScoreClassifier Settings => Options;
}
