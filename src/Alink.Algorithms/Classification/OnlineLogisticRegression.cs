using System.Collections.Immutable;
using Alink.Linear;
using Alink.Numerics;
using Alink.Online;

namespace Alink.Classification;

/// <summary>Tells how probable each class is by weighted sums of features, learning row by row by steps against the gradient.</summary>
/// <remarks>
/// <inheritdoc cref="GradientLearner" path="/remarks/node()"/>
/// <para>Two classes: p(last class) = 1 / (1 + e⁻ᵐ) with one margin m = x·w + b, and g = (p − y) x. More: p(k) = e^mₖ / Σ e^m,
/// with weights for each class (softmax). The loss is −log p(y).</para>
/// <para>The classes are those given, else those that the label's field names, else the two seen, in the order of
/// <see cref="Levels.Sorted"/>: more than two must be told beforehand. Another class is refused. While only one is known
/// there is no model, and <see cref="Advance"/> has no prediction for a row.</para>
/// </remarks>
/// <example>
/// <code>
/// var rows = Table.Of&lt;Vector&gt;("features", [1.0], [2.0]).With("label", "no", "yes");
/// var model = new OnlineLogisticRegression { LearningRate = 1, FitIntercept = false }.Fit(rows);
/// model.Labels // => no, yes
/// model.Coefficients[0, 0] // => 0.962117
/// </code>
/// </example>
public sealed record OnlineLogisticRegression :
    GradientLearner, IClassifier, ISequentialEstimator<GradientState, OnlineLogisticRegressionModel>,
    IResumes<GradientState, LogisticRegressionModel>, IResumes<GradientState, OnlineLogisticRegressionModel>
{
    /// <inheritdoc/>
    public Column<Category> Label { get; init; } = "label";

    /// <inheritdoc/>
    public Column<Category> Prediction { get; init; } = "prediction";

    /// <inheritdoc/>
    public Column<Vector> Probabilities { get; init; } = "probabilities";

    /// <inheritdoc/>
    public ImmutableArray<double> Thresholds { get; init => field = Require.Items(value); } = [];

    /// <summary>The classes in their order, as text; empty for those of the label's field, or the two seen.</summary>
    public ImmutableArray<string> Classes { get; init => field = Require.Items(value); } = [];

    /// <inheritdoc/>
    public GradientState Start(Schema schema) =>
        GradientState.Start(schema, this, new(schema.Field(Label), Classes));

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
        var count = state.Classes!.Margins;
        var margins = new double[batch.RowCount * count];
        var unpredicted = this.Learn(state, batch, Label, margins, out var labels);
        if (labels is not null)
        {
            this.CheckThresholds(labels);
        }

        var classes = state.Classes.Count;
        var probabilities = new double[batch.RowCount * classes];
        for (var i = unpredicted; i < batch.RowCount; i++)
        {
            Probability(margins.AsSpan(i * count, count), probabilities.AsSpan(i * classes, classes));
        }

        output = this.Predicted(batch, labels, unpredicted, probabilities);
        return state;
    }

    /// <inheritdoc/>
    /// <exception cref="TrainingException">There were no rows, or only one class is known.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is not one threshold for each class.</exception>
    public OnlineLogisticRegressionModel Snapshot(GradientState state)
    {
        var (labels, coefficients, intercepts, memory) = this.Read(state);
        this.CheckThresholds(labels);
        return new(this, labels, coefficients, [.. intercepts], memory) { FeatureNames = state.FeatureNames };
    }

    /// <inheritdoc/>
    /// <exception cref="TrainingException">
    /// The model has other classes than the options, a weight that is infinite, or an intercept that this learner has not.
    /// </exception>
    public GradientState Resume(LogisticRegressionModel model) => this.Resume(
        Label, Classes, model, model.Labels, model.Coefficients, model.Intercepts, null);

    /// <inheritdoc/>
    /// <exception cref="TrainingException">
    /// The model has other classes than the options, another optimiser, or an intercept that this learner has not.
    /// </exception>
    public GradientState Resume(OnlineLogisticRegressionModel model) => this.Resume(
        Label, Classes, model, model.Labels, model.Coefficients, model.Intercepts,
        this.Continued(model.Memory, model.Options));

    /// <inheritdoc/>
    internal override void Slopes(ReadOnlySpan<double> margins, double target, Span<double> slopes)
    {
        if (margins.Length == 1)
        {
            // p − 1 is −q with all its digits; so classes that trade places turn every sign and nothing else.
            var p = LogisticLoss.Probability(margins[0], out var q);
            slopes[0] = target == 1 ? -q : p;
            return;
        }

        margins.CopyTo(slopes);
        Margins.Softmax(slopes);
        slopes[(int)target] -= 1;
    }

    /// <summary>The probability of each class by the margins.</summary>
    internal static void Probability(ReadOnlySpan<double> margins, Span<double> p)
    {
        if (margins.Length == 1)
        {
            p[1] = LogisticLoss.Probability(margins[0], out p[0]);
            return;
        }

        margins.CopyTo(p);
        Margins.Softmax(p);
    }
}

/// <summary>What an <see cref="OnlineLogisticRegression"/> has learnt.</summary>
/// <param name="Options">The settings it was trained under.</param>
/// <param name="Labels">The classes; of two, the last is the positive one.</param>
/// <param name="Coefficients">
/// What each unit of a feature adds to a margin; shape: 1 × features for two classes, else classes × features.
/// </param>
/// <param name="Intercepts">The margins where every feature is 0; shape: 1 for two classes, else classes.</param>
/// <param name="Memory">What the optimiser goes on from.</param>
public sealed record OnlineLogisticRegressionModel(
    OnlineLogisticRegression Options,
    Levels Labels,
    Matrix Coefficients,
    ImmutableArray<double> Intercepts,
    OptimizerMemory Memory)
    : ClassifierModel
{
    /// <inheritdoc/>
    public override Levels Labels { get; init; } = Labels;

    /// <inheritdoc/>
    protected override int Length => Coefficients.Columns;

    /// <inheritdoc/>
    protected override IClassifier Settings => Options;

    /// <inheritdoc/>
    public override void Probabilities(Vector features, Span<double> p)
    {
        Span<double> margins = Coefficients.Rows <= 512 ? stackalloc double[Coefficients.Rows] : new double[Coefficients.Rows];
        features.MarginsOf(Coefficients, Intercepts, margins);
        OnlineLogisticRegression.Probability(margins, p);
    }

    /// <inheritdoc/>
    protected override void Probabilities(VectorColumn rows, Span<double> p) =>
        rows.Probabilities(Margins.LaneDot, Coefficients, Intercepts, Margins.Softmax, p);

    /// <inheritdoc/>
    protected override void LogJoint(Vector features, Span<double> logJoint) =>
        features.MarginsOf(Coefficients, Intercepts, logJoint[(logJoint.Length - Coefficients.Rows)..]);
}
