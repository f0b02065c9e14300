using System.Collections.Immutable;
using System.Runtime.Intrinsics;
using Alink.Numerics;
using Alink.Online;

namespace Alink.Classification;

/// <summary>Classifies rows of counts, such as words in a text, as if each were drawn independently given the class.</summary>
/// <remarks>
/// log p(class, x) = intercept + Σ x[j] · coefficient[j], where with λ the smoothing, N the weight of a class, n[j] its
/// Σ w x[j], and D the number of features:
/// <list type="bullet">
/// <item>every intercept begins with log ((N + λ) / Σ (N + λ));</item>
/// <item>multinomial: coefficient log ((n[j] + λ) / Σ (n + λ));</item>
/// <item>complement: minus that of all other classes together; no intercept, which is what balances classes of unequal
/// size: J. Rennie, L. Shih, J. Teevan and D. Karger, "Tackling the poor assumptions of naive Bayes text classifiers", ICML 2003;</item>
/// <item>Bernoulli: coefficient log (p / (1 − p)) with p = (n[j] + λ) / (N + 2 λ), and Σ log (1 − p) in the intercept, so that
/// what is absent speaks too.</item>
/// </list>
/// A sparse row costs its stored numbers. For numbers that are not counts see <see cref="GaussianNaiveBayes"/>, for
/// categories <see cref="MixedNaiveBayes"/>.
/// </remarks>
/// <example>
/// <code>
/// var words = Table.Of&lt;Vector&gt;("features", [2.0, 0.0], [3.0, 1.0], [0.0, 2.0]).With("label", "spam", "spam", "mail");
/// var model = new NaiveBayes().Fit(words);
/// model.Labels // => mail, spam
/// model.Labels.Names[model.Predict([1.0, 0.0])] // => spam
/// model.Probabilities([0.0, 1.0]) // => [0.666667 0.333333]
/// </code>
/// </example>
public sealed record NaiveBayes : IClassifier, IOnePassEstimator<NaiveBayesState, NaiveBayesModel>,
    IResumes<NaiveBayesState, NaiveBayesModel>
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
    public ImmutableArray<double> Thresholds { get; init => field = Require.Items(value); } = [];

    /// <summary>How the features of a class are thought to come about.</summary>
    public NaiveBayesType Type { get; init; } = NaiveBayesType.Multinomial;

    /// <summary>What is added to every count, the classes' too (λ), at least 0; less than 1e-10 counts as 1e-10.</summary>
    public double Smoothing { get; init => field = Require.AtLeast(0.0, value); } = 1;

    /// <inheritdoc/>
    public NaiveBayesState Start(Schema schema) => new(new(schema, this));

    /// <inheritdoc/>
    public NaiveBayesState Update(NaiveBayesState state, Table batch)
    {
        var rows = batch.Features(Features);
        var weights = batch.Weights(Weight);
        Check(batch, rows);
        var classes = state.Classes.Read(batch, rows.Width, Label);
        for (var i = 0; i < rows.Rows; i++)
        {
            Learn(state, classes[i], weights.IsEmpty ? 1 : weights[i], rows, i);
        }

        return state;
    }

    /// <inheritdoc/>
    /// <remarks>
    /// Each row costs its stored numbers times the classes, and one look over the sums of its class (multinomial) or of all
    /// classes (complement). Under Bernoulli it costs classes × features.
    /// </remarks>
    public NaiveBayesState Advance(NaiveBayesState state, Table batch, out Table output)
    {
        var weights = batch.Weights(Weight).ToArray();
        Check(batch, batch.Features(Features));
        var classes = state.Classes.Read(batch, batch.Block(Features).Width, Label);
        var rows = batch.Values(Features);
        NaiveBayesTerms? now = null;
        output = PredictedRows.Advance(this, batch, Predicting, i =>
        {
            var weight = weights.Length == 0 ? 1 : weights[i];
            Learn(state, classes[i], weight, batch.Block(Features), i);
            now = now?.Knows(classes[i]) == true ? now : null; // The row may have brought a class.
            now?.Learnt(classes[i], rows[i]);
        });
        return state;

        (ClassifierModel?, Vector) Predicting(int i)
        {
            if (!state.Classes.AnyWeight || Type == NaiveBayesType.Bernoulli)
            {
                return (state.Classes.AnyWeight ? Snapshot(state) : null, rows[i]);
            }

            now ??= new(this, state);
            var (features, numbers) = NaiveBayesTerms.Stored(rows[i]);
            return (now.Model(features), numbers);
        }
    }

    /// <inheritdoc/>
    public NaiveBayesState Merge(NaiveBayesState left, NaiveBayesState right) => left.Add(right);

    /// <inheritdoc/>
    /// <exception cref="TrainingException">There were no rows of a weight above 0.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is not one threshold for each class.</exception>
    public NaiveBayesModel Snapshot(NaiveBayesState state)
    {
        var terms = new NaiveBayesTerms(this, state);
        int[] features = [.. Enumerable.Range(0, state.Classes.Width)];
        return terms.Model(features) with
        {
            ClassWeights = state.Classes.Weights(terms.Numbers),
            FeatureSums = state.Sums(terms.Numbers),
            FeatureNames = state.Classes.FeatureNames,
        };
    }

    /// <inheritdoc/>
    /// <remarks>The model of more rows is that of all rows, to the bit where sums of weights do not round.</remarks>
    /// <exception cref="TrainingException">The model does not tell its sums.</exception>
    public NaiveBayesState Resume(NaiveBayesModel model)
    {
        var state = new NaiveBayesState(new(model, model.ClassWeights, model.Coefficients.Rows));
        for (var number = 0; number < model.Labels.Count; number++)
        {
            var sums = state.Sums(number);
            for (var j = 0; j < sums.Length; j++)
            {
                sums[j] = model.FeatureSums[j, number];
            }
        }

        return state;
    }

    static void Learn(NaiveBayesState state, int number, double weight, VectorBlock rows, int row)
    {
        if (weight == 0)
        {
            return;
        }

        state.Classes.Add(number, weight);
        if (rows.IsDense)
        {
            DenseKernels.Axpy(weight, rows.ValuesOf(row), state.Sums(number));
        }
        else
        {
            SparseKernels.Axpy(weight, rows.IndicesOf(row), rows.ValuesOf(row), state.Sums(number));
        }
    }

    void Check(Table batch, VectorBlock rows)
    {
        if (IndexOfRefused(rows.IsDense || rows.Rows == 0 ? rows.Values : rows.Values[rows.Offsets[0]..rows.Offsets[rows.Rows]]) < 0)
        {
            return;
        }

        for (var i = 0; ; i++)
        {
            if (IndexOfRefused(rows.ValuesOf(i)) is >= 0 and var place)
            {
                throw Refused(batch, rows, i, place);
            }
        }
    }

    /// <summary>The place of the first number that the type does not take; −1 where there is none.</summary>
    int IndexOfRefused(ReadOnlySpan<double> values)
    {
        if (Type == NaiveBayesType.Bernoulli)
        {
            return values.IndexOfAnyExcept(0, 1);
        }

        var place = 0;
        for (; place <= values.Length - Vector512<double>.Count; place += Vector512<double>.Count)
        {
            if (Vector512.LessThanAny(Vector512.Create(values[place..]), Vector512<double>.Zero))
            {
                break;
            }
        }

        for (; place < values.Length; place++)
        {
            if (values[place] < 0)
            {
                return place;
            }
        }

        return -1;
    }

    TrainingException Refused(Table batch, VectorBlock rows, int row, int place)
    {
        var feature = rows.IsDense ? place : rows.IndicesOf(row)[place];
        var names = batch.Schema[Features.Name].FeatureNames;
        var name = feature < names.Length ? $"'{names[feature]}'" : $"{feature}";
        var rule = Type == NaiveBayesType.Bernoulli ? "0 or 1" : "at least 0";
        return new($"Column '{Features}' holds {rows.ValuesOf(row)[place]} in row {batch.FirstRow + row}, feature {name}; "
            + $"{nameof(NaiveBayes)} of type {Type} takes numbers that are {rule}.");
    }
}

/// <summary>How the features of a class are thought to come about.</summary>
public enum NaiveBayesType
{
    /// <summary>Counts, drawn one by one from the features by the class's frequencies; numbers of at least 0.</summary>
    Multinomial,

    /// <summary>Counts that are unlike the frequencies of all other classes; numbers of at least 0.</summary>
    Complement,

    /// <summary>Each feature there or not, independently; numbers that are 0 or 1.</summary>
    Bernoulli,
}
