using System.Collections.Immutable;
using System.Globalization;
using Alink.Online;

namespace Alink.Classification;

/// <summary>Classifies rows of numbers and categories, as if each feature came about independently given the class.</summary>
/// <remarks>
/// A feature that holds categories is counted: p(category | class) = (n + λ) / (N + λ k), with n the weight of the category
/// in the class, N that of the class, k the number of categories seen and λ the smoothing; an unseen one counts as n = 0.
/// p(class) is smoothed alike. Every other feature is normal in each class, as in <see cref="GaussianNaiveBayes"/>. Each
/// number stands for a category of its own, so text goes through an indexer first, and is not encoded.
/// </remarks>
/// <example>
/// <code>
/// var rows = Table.Of&lt;Vector&gt;("features", [0.0, 1.5], [0.0, 1.7], [2.0, 9.0], [0.0, 8.0]).With("label", "a", "a", "b", "b");
/// var model = new MixedNaiveBayes { Categorical = ["0"] }.Fit(rows);
/// model.Categories // => [0 2]
/// model.Labels.Names[model.Predict([2.0, 8.5])] // => b
/// </code>
/// </example>
public sealed record MixedNaiveBayes : IClassifier, IOnePassEstimator<MixedNaiveBayesState, MixedNaiveBayesModel>,
    IResumes<MixedNaiveBayesState, MixedNaiveBayesModel>
{
    // Below it a logarithm could be infinite; as in scikit-learn.
    const double LeastSmoothing = 1e-10;

    /// <inheritdoc/>
    public Column<Vector> Features { get; init; } = "features";

    /// <summary>The features that hold categories, by their names, or by their places, from 0, where they have none.</summary>
    public ImmutableArray<string> Categorical { get; init => field = Require.Items(value); } = [];

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

    /// <summary>What is added to the weight of every category and class (λ), at least 0; less than 1e-10 counts as 1e-10.</summary>
    public double Smoothing { get; init => field = Require.AtLeast(0.0, value); } = 1;

    /// <summary>The part of the largest variance that is added to every variance; above 0.</summary>
    public double VarianceSmoothing { get; init => field = Require.Positive(value); } = 1e-9;

    /// <inheritdoc/>
    /// <exception cref="SchemaException">A feature of <see cref="Categorical"/> is missing.</exception>
    public MixedNaiveBayesState Start(Schema schema) => new(new(schema, this), Places(schema.Field(Features)));

    /// <inheritdoc/>
    public MixedNaiveBayesState Update(MixedNaiveBayesState state, Table batch)
    {
        var classes = Read(state, batch);
        var weights = batch.Weights(Weight);
        var rows = batch.Values(Features);
        for (var i = 0; i < classes.Length; i++)
        {
            Learn(state, classes[i], weights.IsEmpty ? 1 : weights[i], rows[i]);
        }

        return state;
    }

    /// <inheritdoc/>
    /// <remarks>Each row costs classes × features and categories, however sparse it is.</remarks>
    public MixedNaiveBayesState Advance(MixedNaiveBayesState state, Table batch, out Table output)
    {
        var classes = Read(state, batch);
        var weights = batch.Weights(Weight).ToArray();
        var rows = batch.Values(Features);
        output = PredictedRows.Advance(
            this,
            batch,
            i => (state.Numbers.Classes.AnyWeight ? Snapshot(state) : null, rows[i]),
            i => Learn(state, classes[i], weights.Length == 0 ? 1 : weights[i], rows[i]));
        return state;
    }

    /// <inheritdoc/>
    public MixedNaiveBayesState Merge(MixedNaiveBayesState left, MixedNaiveBayesState right) => left.Add(right);

    /// <inheritdoc/>
    /// <exception cref="TrainingException">There were no rows of a weight above 0.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is not one threshold for each class.</exception>
    public MixedNaiveBayesModel Snapshot(MixedNaiveBayesState state)
    {
        var seen = state.Numbers.Classes;
        var (labels, numbers) = seen.Levels(this);
        ImmutableArray<int> categorical = [.. state.Categorical];
        var (means, variances, added) = GaussianNaiveBayes.Normals(state.Numbers, numbers, VarianceSmoothing, categorical);
        var priors = seen.LogPriors(numbers, Smoothing);
        var smoothing = Math.Max(Smoothing, LeastSmoothing);
        var starts = new List<int> { 0 };
        var categories = new List<double>();
        var (logs, unseen, counted) = (new List<double>(), new List<double>(), new List<double>());
        foreach (var weights in state.Categories)
        {
            var ordered = weights.Ordered();
            var totals = Array.ConvertAll(numbers, number => Math.Log(seen.Weight(number) + (smoothing * ordered.Length)));
            categories.AddRange(ordered);
            starts.Add(categories.Count);
            logs.AddRange(ordered.SelectMany(category =>
                numbers.Select((number, c) => Math.Log(weights.Weight(number, category) + smoothing) - totals[c])));
            counted.AddRange(ordered.SelectMany(category => numbers.Select(number => weights.Weight(number, category))));
            unseen.AddRange(totals.Select(total => Math.Log(smoothing) - total));
        }

        return new(
            this, labels, priors, means, variances, categorical, [.. starts], [.. categories],
            new(categories.Count, labels.Count, [.. logs]), new(categorical.Length, labels.Count, [.. unseen]))
        {
            ClassWeights = seen.Weights(numbers),
            VarianceAdded = added,
            CategoryWeights = new(categories.Count, labels.Count, [.. counted]),
            FeatureNames = seen.FeatureNames,
        };
    }

    /// <inheritdoc/>
    /// <remarks>Categories are counted as in all rows, to the bit; means and variances are those of all rows, up to rounding.</remarks>
    /// <exception cref="TrainingException">The model does not tell the weights of its classes, or other features hold
    /// categories.</exception>
    public MixedNaiveBayesState Resume(MixedNaiveBayesModel model)
    {
        if (!Categorical.SequenceEqual(model.Options.Categorical))
        {
            throw new TrainingException(
                $"The model counts the features {string.Join(", ", model.Options.Categorical)}, not {string.Join(", ", Categorical)}.");
        }

        var state = new MixedNaiveBayesState(new(model, model.ClassWeights, model.Means.Columns), [.. model.Categorical]);
        state.Numbers.Resume(model.Means, model.Variances, model.VarianceAdded);
        for (var f = 0; f < state.Categories.Length; f++)
        {
            for (var place = model.Starts[f]; place < model.Starts[f + 1]; place++)
            {
                for (var number = 0; number < model.Labels.Count; number++)
                {
                    state.Categories[f].Add(number, model.Categories[place], model.CategoryWeights[place, number]);
                }
            }
        }

        return state;
    }

    static void Learn(MixedNaiveBayesState state, int number, double weight, Vector row)
    {
        if (weight > 0)
        {
            state.Add(number, weight, row);
        }
    }

    int[] Read(MixedNaiveBayesState state, Table batch)
    {
        var width = batch.Features(Features).Width;
        var classes = state.Numbers.Classes.Read(batch, width, Label);
        return batch.RowCount == 0 || !state.Categorical.Any(place => place >= width) ? classes
            : throw Missing($"{state.Categorical.Max()}", [], width);
    }

    int[] Places(Field field)
    {
        var places = new int[Categorical.Length];
        for (var f = 0; f < places.Length; f++)
        {
            var name = Categorical[f];
            var place = field.FeatureNames.IndexOf(name);
            places[f] = place >= 0 ? place
                : int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out place)
                    && place < (field.VectorLength ?? int.MaxValue) ? place
                : throw Missing(name, field.FeatureNames, field.VectorLength);
        }

        return places.Distinct().Count() == places.Length ? places
            : throw new SchemaException($"{nameof(Categorical)} names a feature twice: {string.Join(", ", Categorical)}.");
    }

    SchemaException Missing(string name, ImmutableArray<string> names, int? width) => new(
        $"{nameof(Categorical)} names a feature '{name}', which column '{Features}' has not.{Nearest.Hint(name, names)}"
        + (names.IsEmpty && width is { } length ? $" Its features go from 0 to {length - 1}." : ""));
}

/// <summary>What a <see cref="MixedNaiveBayes"/> has learnt.</summary>
/// <param name="Options">The settings it was trained under.</param>
/// <param name="Labels">The classes.</param>
/// <param name="LogPriors">The logarithm of each class's smoothed part of the weight; shape: classes.</param>
/// <param name="Means">The mean of each feature in each class, 0 for categories; shape: classes × features.</param>
/// <param name="Variances">The smoothed variance of each feature in each class, 0 for categories; shape: classes × features.</param>
/// <param name="Categorical">The places of the features that hold categories; shape: categorical features.</param>
/// <param name="Starts">Where the categories of each such feature begin, and where the last end; shape: categorical features + 1.</param>
/// <param name="Categories">The categories, ascending within a feature; shape: categories.</param>
/// <param name="LogProbabilities">log p(category | class); shape: categories × classes.</param>
/// <param name="Unseen">log p(an unseen category | class); shape: categorical features × classes.</param>
public sealed record MixedNaiveBayesModel(
    MixedNaiveBayes Options,
    Levels Labels,
    ImmutableArray<double> LogPriors,
    Matrix Means,
    Matrix Variances,
    ImmutableArray<int> Categorical,
    ImmutableArray<int> Starts,
    ImmutableArray<double> Categories,
    Matrix LogProbabilities,
    Matrix Unseen) : ClassifierModel
{
    readonly Derived<NormalTerms> _terms = new();

    /// <summary>The weight of each class, from which a stream goes on; shape: classes, or empty where it is not known.</summary>
    public ImmutableArray<double> ClassWeights { get; init; } = [];

    /// <summary>The weight of each category in each class, from which a stream goes on; shape: categories × classes.</summary>
    public Matrix CategoryWeights { get; init; } = new(0, 0, []);

    /// <summary>What has been added to every variance.</summary>
    public double VarianceAdded { get; init; }

    /// <inheritdoc/>
    public override Levels Labels { get; init; } = Labels;

    /// <inheritdoc/>
    protected override int Length => Means.Columns;

    /// <inheritdoc/>
    protected override IClassifier Settings => Options;

    /// <inheritdoc/>
    protected override void LogJoint(Vector features, Span<double> logJoint)
    {
        LogPriors.AsSpan().CopyTo(logJoint);
        Terms.AddTo(logJoint, features);
        AddCategories(features, logJoint);
    }

    /// <inheritdoc/>
    protected override void Probabilities(VectorColumn rows, Span<double> p)
    {
        for (var i = 0; i < p.Length; i += Labels.Count)
        {
            LogPriors.AsSpan().CopyTo(p[i..]);
        }

        Terms.AddTo(p, rows);
        for (var i = 0; i < rows.Length; i++)
        {
            var own = p.Slice(i * Labels.Count, Labels.Count);
            if (Categorical.Length > 0)
            {
                AddCategories(rows[i], own);
            }

            Normalize(own);
        }
    }

    NormalTerms Terms => _terms.Of(Means, Variances, static (means, variances) => new(means, variances));

    void AddCategories(Vector features, Span<double> logJoint)
    {
        for (var f = 0; f < Categorical.Length; f++)
        {
            var place = Categories.AsSpan()[Starts[f]..Starts[f + 1]].BinarySearch(features[Categorical[f]]);
            var logs = place < 0 ? Unseen.Row(f) : LogProbabilities.Row(Starts[f] + place);
            for (var c = 0; c < logJoint.Length; c++)
            {
                logJoint[c] += logs[c];
            }
        }
    }
}
