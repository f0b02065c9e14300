using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Alink.Numerics;
using Alink.Online;

namespace Alink.Classification;

/// <summary>Divides two classes by weighted sums of features, learning row by row, each coordinate at a rate of its own.</summary>
/// <remarks>
/// <para>
/// FTRL-Proximal with the logistic loss (B. McMahan et al., "Ad click prediction: a view from the trenches", KDD 2013): for
/// each stored entry x of a row, and for the intercept, whose x is 1,
/// w = 0 where |z| ≤ L1, else −(z − sign(z) L1) / ((β + √n) / α + L2); p = 1 / (1 + e⁻ᵐ) with m = Σ w x;
/// g = weight · (p − y) x; z += g − (√(n + g²) − √n) / α · w; n += g². All z and n begin at 0.
/// </para>
/// <para>
/// A row costs its stored entries, however many features there are. The rows are learnt in their order, and any cut into
/// batches gives the same bits, dense or sparse. From a dataset, one worker learns them in one pass, lane after lane.
/// </para>
/// <para>
/// With a <see cref="BatchSize"/> above 1, the gradients of so many rows are taken at the same weights, and a coordinate then
/// makes one step by their mean over the rows that it occurs in, as in Alink. Rows of a mini-batch that is not full yet wait
/// in the state, and a snapshot takes a step with them, so that none is lost.
/// </para>
/// <para>
/// The classes are those of the options, else those that the label's field names, else the two seen, in the order of
/// <see cref="Levels.Sorted"/>; the last is the positive one. A third class is refused. While only one is known there is
/// no model, and <see cref="Advance"/> has no prediction for a row.
/// </para>
/// <para>
/// It goes on from a <see cref="LogisticRegressionModel"/> by z = −w ((β + √n) / α + L2) − sign(w) L1 with n = 0, and from
/// its own model by the z and n that the model keeps, to the bit.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// var rows = Table.Of&lt;Vector&gt;("features", [1.0, 0.0], [0.0, 1.0], [1.0, 1.0]).With("label", "yes", "no", "yes");
/// var model = new Ftrl { L1 = 0, L2 = 0 }.Fit(rows);
/// model.Labels // => no, yes
/// model.Labels.Names[model.Predict([1.0, 0.0])] // => yes
/// </code>
/// </example>
public sealed record Ftrl :
    IClassifier, ISequentialEstimator<FtrlState, FtrlModel>,
    IResumes<FtrlState, LogisticRegressionModel>, IResumes<FtrlState, FtrlModel>
{
    /// <inheritdoc/>
    public Column<Vector> Features { get; init; } = "features";

    /// <inheritdoc/>
    public Column<Category> Label { get; init; } = "label";

    /// <inheritdoc/>
    /// <remarks>It multiplies the gradient of its row.</remarks>
    public Column<double>? Weight { get; init; }

    /// <inheritdoc/>
    public Column<Category> Prediction { get; init; } = "prediction";

    /// <inheritdoc/>
    public Column<Vector> Probabilities { get; init; } = "probabilities";

    /// <inheritdoc/>
    public ImmutableArray<double> Thresholds { get; init => field = Require.Items(value); } = [];

    /// <summary>The first class, as text; null where it is the one that is not positive.</summary>
    public string? Negative { get; init; }

    /// <summary>The last class, as text, whose probability the margin tells; null where it is the one that is not negative.</summary>
    public string? Positive { get; init; }

    /// <summary>α, the learning rate; above 0.</summary>
    public double Alpha { get; init => field = Require.Positive(Require.Finite(0, value)); } = 0.1;

    /// <summary>β, what is added to √n, so that the first rates are no greater than α / β; at least 0.</summary>
    public double Beta { get; init => field = Require.Finite(0, value); } = 1;

    /// <summary>The L1 penalty, which keeps weights at 0; at least 0.</summary>
    public double L1 { get; init => field = Require.Finite(0, value); } = 0.1;

    /// <summary>The L2 penalty; at least 0.</summary>
    public double L2 { get; init => field = Require.Finite(0, value); } = 0.1;

    /// <summary>Whether there is an intercept: one more coordinate, penalised as the others are.</summary>
    public bool FitIntercept { get; init; } = true;

    /// <summary>How many rows make one step together; at least 1.</summary>
    public int BatchSize { get; init => field = Require.AtLeast(1, value); } = 1;

    internal FtrlProximal Step => new(Alpha, Beta, L1, L2);

    /// <inheritdoc/>
    public FtrlState Start(Schema schema)
    {
        var features = schema.Field(Features);
        var state = new FtrlState(new(schema.Field(Label), Negative, Positive), features.FeatureNames);
        return features.VectorLength is { } width ? state.Sized(width, this) : state;
    }

    /// <inheritdoc/>
    public FtrlState Update(FtrlState state, Table batch)
    {
        this.Learn(state, batch, []);
        return state;
    }

    /// <inheritdoc/>
    public FtrlState Advance(FtrlState state, Table batch, out Table output)
    {
        var (knewWidth, knewClasses) = (state.Width >= 0, state.Classes.Known);
        var probabilities = new double[2 * batch.RowCount];
        var classes = this.Learn(state, batch, probabilities);
        Levels? labels = null;
        if (state.Classes.Known)
        {
            labels = state.Classes.Levels(nameof(Ftrl));
            this.CheckThresholds(labels);
            for (var i = 0; i < probabilities.Length && state.Classes.IsTurned; i += 2)
            {
                (probabilities[i], probabilities[i + 1]) = (probabilities[i + 1], probabilities[i]);
            }
        }

        var unpredicted = OnlineMargins.Finish(state.Classes, classes, knewWidth, knewClasses, []);
        output = this.Predicted(batch, labels, unpredicted, probabilities);
        return state;
    }

    /// <inheritdoc/>
    /// <exception cref="TrainingException">There were no rows, or only one class is known.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is not one threshold for each class.</exception>
    public FtrlModel Snapshot(FtrlState state)
    {
        if (state.Width < 0)
        {
            throw new TrainingException($"{nameof(Ftrl)} needs at least one row.");
        }

        var labels = state.Classes.Levels(nameof(Ftrl));
        this.CheckThresholds(labels);
        var coordinates = state.Coordinates.AsSpan().ToArray();
        state.Batch?.Apply(Step, coordinates);
        if (state.Classes.IsTurned)
        {
            Turn(coordinates);
        }

        return new(this, labels, new(coordinates.Length / 2, 2, ImmutableCollectionsMarshal.AsImmutableArray(coordinates)))
        {
            FeatureNames = state.FeatureNames,
        };
    }

    /// <inheritdoc/>
    /// <exception cref="TrainingException">
    /// The model has not two classes, or not those of the options; it has an intercept that is infinite, or that this
    /// learner has not.
    /// </exception>
    public FtrlState Resume(LogisticRegressionModel model)
    {
        if (model.Labels.Count != 2)
        {
            throw new TrainingException($"{nameof(Ftrl)} divides two classes; the model has {model.Labels.Count}: {model.Labels}.");
        }

        // Of two classes with a margin each, what divides them is the difference.
        var (last, features) = (model.Coefficients.Rows - 1, model.Coefficients.Columns);
        var weights = new double[features + 1];
        for (var j = 0; j <= features; j++)
        {
            var of = (int k) => j < features ? model.Coefficients[k, j] : model.Intercepts[k];
            weights[j] = last == 0 ? of(0) : of(1) - of(0);
            if (!double.IsFinite(weights[j]))
            {
                throw new TrainingException($"{nameof(Ftrl)} cannot go on from a weight of {weights[j]}.");
            }
        }

        var state = Resumed(model, model.Labels, features, weights[features] != 0, out var sign);
        for (var j = 0; j < state.Coordinates.Length / 2; j++)
        {
            state.Coordinates[2 * j] = Step.Resume(sign * weights[j], 0);
        }

        return state;
    }

    /// <inheritdoc/>
    /// <exception cref="TrainingException">
    /// The model has not the classes of the options, or an intercept that this learner has not.
    /// </exception>
    public FtrlState Resume(FtrlModel model)
    {
        var state = Resumed(model, model.Labels, model.Features, model.Options.FitIntercept, out var sign);
        model.Coordinates.Values.CopyTo(state.Coordinates);
        if (sign < 0)
        {
            Turn(state.Coordinates);
        }

        return state;
    }

    FtrlState Resumed(Model model, Levels labels, int features, bool hasIntercept, out int sign)
    {
        var (negative, positive) = (labels.Names[0], labels.Names[1]);
        var isSame = (Negative ?? negative) == negative && (Positive ?? positive) == positive;
        var isTurned = !isSame && (Negative ?? positive) == positive && (Positive ?? negative) == negative;
        if (!isSame && !isTurned)
        {
            throw new TrainingException($"The model divides '{negative}' and '{positive}', not the classes of the options.");
        }

        Margins.CheckIntercept(hasIntercept, FitIntercept);
        sign = isTurned ? -1 : 1;
        var classes = new OnlineClasses(Label.Name, isTurned ? new(labels.Type, [positive, negative]) : labels);
        return new FtrlState(classes, model.FeatureNames).Sized(features, this);
    }

    /// <summary>The coordinates of the margin of the other class.</summary>
    static void Turn(Span<double> coordinates)
    {
        for (var j = 0; j < coordinates.Length; j += 2)
        {
            coordinates[j] = 0 - coordinates[j]; // No zero becomes −0.
        }
    }
}
