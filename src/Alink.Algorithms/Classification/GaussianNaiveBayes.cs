using System.Collections.Immutable;
using Alink.Online;

namespace Alink.Classification;

/// <summary>Classifies rows of numbers as if each were drawn from a normal distribution of its own, given the class.</summary>
/// <remarks>
/// log p(class, x) = log p(class) − ½ Σ (log 2π v[j] + (x[j] − mean[j])² / v[j]), where v is the variance in the class plus
/// <see cref="VarianceSmoothing"/> times the largest variance of all features over all rows; where nothing varies, plus
/// <see cref="VarianceSmoothing"/>. As in scikit-learn and Spark. A sparse row costs its stored numbers.
/// </remarks>
/// <example>
/// <code>
/// var heights = Table.Of&lt;Vector&gt;("features", [1.0], [3.0], [7.0], [9.0]).With("label", "low", "low", "high", "high");
/// var model = new GaussianNaiveBayes().Fit(heights);
/// model.Means.Values.ToArray() // => [8 2]
/// model.Labels.Names[model.Predict([4.0])] // => low
/// </code>
/// </example>
public sealed record GaussianNaiveBayes : IClassifier, IOnePassEstimator<ClassMoments, GaussianNaiveBayesModel>,
    IResumes<ClassMoments, GaussianNaiveBayesModel>
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

    /// <summary>The part of the largest variance that is added to every variance; above 0.</summary>
    public double VarianceSmoothing { get; init => field = Require.Positive(value); } = 1e-9;

    /// <inheritdoc/>
    public ClassMoments Start(Schema schema) => new(new(schema, this));

    /// <inheritdoc/>
    public ClassMoments Update(ClassMoments state, Table batch)
    {
        var rows = batch.Features(Features);
        var weights = batch.Weights(Weight);
        var classes = state.Classes.Read(batch, rows.Width, Label);
        for (var i = 0; i < rows.Rows; i++)
        {
            Learn(state, classes[i], weights.IsEmpty ? 1 : weights[i], rows, i);
        }

        return state;
    }

    /// <inheritdoc/>
    /// <remarks>Each row costs classes × features, however sparse it is.</remarks>
    public ClassMoments Advance(ClassMoments state, Table batch, out Table output)
    {
        var weights = batch.Weights(Weight).ToArray();
        var classes = state.Classes.Read(batch, batch.Features(Features).Width, Label);
        var rows = batch.Values(Features);
        output = PredictedRows.Advance(
            this,
            batch,
            i => (state.Classes.AnyWeight ? Snapshot(state) : null, rows[i]),
            i => Learn(state, classes[i], weights.Length == 0 ? 1 : weights[i], batch.Block(Features), i));
        return state;
    }

    /// <inheritdoc/>
    public ClassMoments Merge(ClassMoments left, ClassMoments right)
    {
        left.Add(right);
        return left;
    }

    /// <inheritdoc/>
    /// <exception cref="TrainingException">There were no rows of a weight above 0.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is not one threshold for each class.</exception>
    public GaussianNaiveBayesModel Snapshot(ClassMoments state)
    {
        var (labels, numbers) = state.Classes.Levels(this);
        var (means, variances, added) = Normals(state, numbers, VarianceSmoothing, []);
        var priors = state.Classes.LogPriors(numbers, smoothing: 0);
        return new(this, labels, priors, means, variances)
        {
            ClassWeights = state.Classes.Weights(numbers),
            VarianceAdded = added,
            FeatureNames = state.Classes.FeatureNames,
        };
    }

    /// <inheritdoc/>
    /// <remarks>Means and variances are those of all rows, up to rounding.</remarks>
    /// <exception cref="TrainingException">The model does not tell the weights of its classes.</exception>
    public ClassMoments Resume(GaussianNaiveBayesModel model) => new ClassMoments(new(model, model.ClassWeights, model.Means.Columns))
        .Resume(model.Means, model.Variances, model.VarianceAdded);

    static void Learn(ClassMoments state, int number, double weight, VectorBlock rows, int row)
    {
        if (weight > 0)
        {
            state.Add(number, weight, rows.IndicesOf(row), rows.ValuesOf(row));
        }
    }

    /// <summary>The normal distributions that a state speaks for.</summary>
    /// <param name="state">The rows so far.</param>
    /// <param name="numbers">The number of each class.</param>
    /// <param name="smoothing">The part of the largest variance that is added to every variance.</param>
    /// <param name="except">The features that are none of numbers; their means and variances are 0.</param>
    internal static (Matrix Means, Matrix Variances, double Added) Normals(
        ClassMoments state, int[] numbers, double smoothing, ImmutableArray<int> except)
    {
        var features = state.Classes.Width;
        var means = new double[numbers.Length * features];
        var variances = new double[numbers.Length * features];
        var (mean, squares) = (new double[features], new double[features]);
        var total = 0.0;
        for (var c = 0; c < numbers.Length; c++)
        {
            var own = means.AsSpan(c * features, features);
            var variance = variances.AsSpan(c * features, features);
            state.Read(numbers[c], own, variance);
            var weight = state.Classes.Weight(numbers[c]);
            total += weight;
            for (var j = 0; j < features; j++)
            {
                var apart = own[j] - mean[j];
                mean[j] += apart * (weight / total);
                squares[j] += weight * (variance[j] + (apart * apart * ((total - weight) / total)));
            }
        }

        foreach (var j in except)
        {
            squares[j] = 0;
        }

        var largest = squares.Length == 0 ? 0 : squares.Max() / total;
        var added = smoothing * (largest > 0 ? largest : 1);
        for (var place = 0; place < variances.Length; place++)
        {
            variances[place] += added;
        }

        foreach (var j in except)
        {
            for (var c = 0; c < numbers.Length; c++)
            {
                (means[(c * features) + j], variances[(c * features) + j]) = (0, 0);
            }
        }

        return (new(numbers.Length, features, [.. means]), new(numbers.Length, features, [.. variances]), added);
    }
}

/// <summary>What a <see cref="GaussianNaiveBayes"/> has learnt.</summary>
/// <param name="Options">The settings it was trained under.</param>
/// <param name="Labels">The classes.</param>
/// <param name="LogPriors">The logarithm of each class's part of the weight; shape: classes.</param>
/// <param name="Means">The mean of each feature in each class; shape: classes × features.</param>
/// <param name="Variances">The smoothed variance of each feature in each class; shape: classes × features.</param>
public sealed record GaussianNaiveBayesModel(
    GaussianNaiveBayes Options, Levels Labels, ImmutableArray<double> LogPriors, Matrix Means, Matrix Variances)
    : ClassifierModel
{
    readonly Derived<NormalTerms> _terms = new();

    /// <summary>The weight of each class, from which a stream goes on; shape: classes, or empty where it is not known.</summary>
    public ImmutableArray<double> ClassWeights { get; init; } = [];

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
    }

    /// <inheritdoc/>
    protected override void Probabilities(VectorColumn rows, Span<double> p)
    {
        for (var i = 0; i < p.Length; i += Labels.Count)
        {
            LogPriors.AsSpan().CopyTo(p[i..]);
        }

        Terms.AddTo(p, rows);
        for (var i = 0; i < p.Length; i += Labels.Count)
        {
            Normalize(p.Slice(i, Labels.Count));
        }
    }

    NormalTerms Terms => _terms.Of(Means, Variances, static (means, variances) => new(means, variances));
}
