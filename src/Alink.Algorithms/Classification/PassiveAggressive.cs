using System.Collections.Immutable;
using Alink.Online;

namespace Alink.Classification;

/// <summary>Divides classes by weighted sums of features, moving for each row just so far that it is divided by a margin of 1.</summary>
/// <remarks>
/// <para>
/// K. Crammer, O. Dekel, J. Keshet, S. Shalev-Shwartz and Y. Singer, "Online passive-aggressive algorithms", JMLR 7, 2006.
/// Two classes: with y = 1 for the last class and −1 for the first, m = x·w + b and the loss l = max(0, 1 − y m),
/// w += τ y x and b += τ y, where τ = l / |x|² (PA), min(C, l / |x|²) (PA-I) or l / (|x|² + 1 / (2 C)) (PA-II). As in
/// scikit-learn, the intercept does not count in |x|². A weight multiplies τ.
/// </para>
/// <para>
/// More classes: l = max(0, 1 − (mᵧ − mᵣ)) with r the highest of the other classes; w of the true class goes up and that of
/// r goes down, and 2 |x|² stands for |x|², the squared length of that change.
/// </para>
/// <para>
/// The classes are those given, else those that the label's field names, else the two seen, in the order of
/// <see cref="Levels.Sorted"/>: more than two must be told beforehand. Another class is refused. While only one is known
/// there is no model, and <see cref="Advance"/> has no prediction for a row. A row costs its stored entries; any cut of a
/// stream gives the same bits, dense or sparse.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// var rows = Table.Of&lt;Vector&gt;("features", [2.0], [-1.0]).With("label", "up", "down");
/// var model = new PassiveAggressive().Fit(rows);
/// model.Coefficients[0, 0] // => 1.25
/// model.Labels.Names[model.Predict([3.0])] // => up
/// </code>
/// </example>
public sealed record PassiveAggressive :
    IScoreClassifier, ISequentialEstimator<PassiveAggressiveState, PassiveAggressiveModel>,
    IResumes<PassiveAggressiveState, PassiveAggressiveModel>
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
    public Column<Vector> Scores { get; init; } = "scores";

    /// <summary>The classes in their order, as text; empty for those of the label's field, or the two seen.</summary>
    public ImmutableArray<string> Classes { get; init => field = Require.Items(value); } = [];

    /// <summary>How far to go for one row.</summary>
    public PassiveAggressiveVariant Variant { get; init; } = PassiveAggressiveVariant.Limited;

    /// <summary>C, above 0: the greater, the farther one row may go.</summary>
    public double C { get; init => field = Require.Positive(Require.Finite(0, value)); } = 1;

    /// <summary>Whether there are intercepts.</summary>
    public bool FitIntercept { get; init; } = true;

    /// <inheritdoc/>
    public PassiveAggressiveState Start(Schema schema) =>
        PassiveAggressiveState.Start(schema, Features, new(schema.Field(Label), Classes));

    /// <inheritdoc/>
    public PassiveAggressiveState Update(PassiveAggressiveState state, Table batch)
    {
        Learn(state, batch, []);
        return state;
    }

    /// <inheritdoc/>
    public PassiveAggressiveState Advance(PassiveAggressiveState state, Table batch, out Table output)
    {
        var classes = state.Classes!;
        var (knewWidth, knewClasses) = (state.Width >= 0, classes.Known);
        var margins = new double[batch.RowCount * state.Margins];
        var numbers = Learn(state, batch, margins);
        var unpredicted = OnlineMargins.Finish(classes, numbers, knewWidth, knewClasses, margins);
        output = this.Scored(batch, classes.Known ? classes.Levels(nameof(PassiveAggressive)) : null, unpredicted, margins);
        return state;
    }

    /// <inheritdoc/>
    /// <exception cref="TrainingException">There were no rows, or only one class is known.</exception>
    public PassiveAggressiveModel Snapshot(PassiveAggressiveState state)
    {
        var labels = state.Classes!.Levels(nameof(PassiveAggressive));
        var (coefficients, intercepts) = state.Read(state.Classes.IsTurned ? -1 : 1, nameof(PassiveAggressive));
        return new(this, labels, coefficients, intercepts) { FeatureNames = state.FeatureNames };
    }

    /// <inheritdoc/>
    /// <exception cref="TrainingException">The model has other classes than the options, or an intercept that this learner has not.</exception>
    public PassiveAggressiveState Resume(PassiveAggressiveModel model)
    {
        if (!Classes.IsDefaultOrEmpty && !Classes.SequenceEqual(model.Labels.Names))
        {
            throw new TrainingException($"The model divides {model.Labels}, not the classes of the options.");
        }

        Margins.CheckIntercept(model.Intercepts.Any(intercept => intercept != 0), FitIntercept);
        return new PassiveAggressiveState(model.FeatureNames, new(Label.Name, model.Labels))
            .Take(model.Coefficients, model.Intercepts);
    }

    int[] Learn(PassiveAggressiveState state, Table batch, Span<double> predicted)
    {
        var rows = batch.Features(Features);
        var given = batch.Weights(Weight).ToArray();
        var classes = state.Classes!.Read(batch, Label);
        state.Learn(
            rows,
            FitIntercept,
            (i, margins, square, moves) => Move(classes[i], given.Length == 0 ? 1 : given[i], margins, square, moves),
            predicted);
        return classes;
    }

    void Move(int number, double weight, ReadOnlySpan<double> margins, double square, Span<double> moves)
    {
        if (margins.Length == 1)
        {
            var y = number == 1 ? 1 : -1;
            var loss = Math.Max(0, 1 - (y * margins[0]));
            moves[0] = y * weight * PassiveAggressiveState.Step(loss, square, Variant, C);
            return;
        }

        var other = number == 0 ? 1 : 0;
        for (var k = other + 1; k < margins.Length; k++)
        {
            other = k != number && margins[k] > margins[other] ? k : other;
        }

        var beyond = Math.Max(0, 1 - (margins[number] - margins[other]));
        moves[number] = weight * PassiveAggressiveState.Step(beyond, 2 * square, Variant, C);
        moves[other] = -moves[number];
    }
}

/// <summary>What a <see cref="PassiveAggressive"/> has learnt.</summary>
/// <param name="Options">The settings it was trained under.</param>
/// <param name="Labels">The classes; of two, the last has margins above 0.</param>
/// <param name="Coefficients">
/// What each unit of a feature adds to a margin; shape: 1 × features for two classes, else classes × features.
/// </param>
/// <param name="Intercepts">The margins where every feature is 0; shape: 1 for two classes, else classes.</param>
public sealed record PassiveAggressiveModel(
    PassiveAggressive Options, Levels Labels, Matrix Coefficients, ImmutableArray<double> Intercepts)
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
