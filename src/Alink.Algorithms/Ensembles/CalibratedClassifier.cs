using System.Collections.Immutable;
using Alink.Classification;
using Alink.Regression;

namespace Alink.Ensembles;

/// <summary>How the probabilities of a classifier are corrected.</summary>
public enum CalibrationMethod
{
    /// <summary>A logistic curve over the log-odds of the probability: two numbers, for few rows.</summary>
    Sigmoid,

    /// <summary>The nearest curve that never falls: for many rows, a thousand or more.</summary>
    Isotonic,
}

/// <summary>Corrects the probabilities of a classifier so that of rows given 0.8, eight in ten are of the class.</summary>
/// <remarks>
/// <para>
/// Each row's probability is predicted by a classifier that it was held out from, in <see cref="Folds"/> stratified folds; a
/// curve is fitted to them, and the classifier is trained anew on all rows, as in scikit-learn with <c>ensemble=False</c>.
/// Of more than two classes each has a curve against all others, and the probabilities are made to add to 1.
/// </para>
/// <para>
/// Sigmoid is Platt's: p = 1 / (1 + exp(a · log(q / (1 − q)) + b)), which changes nothing at a = −1 and b = 0, with q at least
/// 2⁻⁵² from 0 and 1: J. Platt, "Probabilistic outputs for support vector machines", Advances in Large Margin Classifiers,
/// 1999. Isotonic: B. Zadrozny and C. Elkan, "Transforming classifier scores into accurate multiclass probability
/// estimates", KDD 2002.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// using Alink.Classification;
/// using Alink.Ensembles;
///
/// var rows = Table.Of&lt;Vector&gt;("features", [.. Enumerable.Range(0, 60).Select(i =&gt; (Vector)new[] { i * 1.0, i * 2.0 })])
///     .With("label", [.. Enumerable.Range(0, 60).Select(i =&gt; i % 10 &lt; i / 6 ? 1 : 0)]);
/// var model = new CalibratedClassifier { Learner = new GaussianNaiveBayes() }.Fit(rows);
/// model.Slopes.Length // => 1
/// model.Transform(rows).Values&lt;Vector&gt;("probabilities")[59][1] > 0.5 // => True
/// </code>
/// </example>
public sealed record CalibratedClassifier : MetaClassifier<CalibratedClassifierModel>
{
    /// <summary>What is corrected: a classifier, or a pipeline that ends with one.</summary>
    public IEstimator Learner { get; init => field = value ?? throw new ArgumentNullException(nameof(Learner)); } = new GaussianNaiveBayes();

    /// <summary>How the probabilities are corrected.</summary>
    public CalibrationMethod Method { get; init; }

    /// <summary>In how many folds rows are held out; at least 2.</summary>
    public int Folds { get; init => field = Require.AtLeast(2, value); } = 5;

    /// <summary>Decides the folds.</summary>
    public int Seed { get; init; }

    private protected override IClassifier Inner => Learner.Classifier();

    private protected override IEnumerable<IEstimator> Within => [Learner];

    /// <inheritdoc/>
    /// <exception cref="TrainingException">The rows cannot teach the learner, or there is one class alone.</exception>
    public override async ValueTask<CalibratedClassifierModel> FitAsync(IDataset training, TrainingContext context)
    {
        Transform(training.Schema);
        var model = await Learner.LearnAsync(training, context, "all").ConfigureAwait(false);
        var labels = Inner.LabelsOf(model.Transform(training.Schema));
        this.CheckThresholds(labels);
        if (labels.Count < 2)
        {
            throw new TrainingException($"Column '{Inner.Label}' holds the class '{labels}' alone; {nameof(CalibratedClassifier)} takes at least two.");
        }

        var folds = new KFold { Count = Folds, Seed = Seed, Stratify = Inner.Label };
        var given = new GivenProbabilities(labels.Count);
        for (var fold = 0; fold < Folds; fold++)
        {
            var (rows, heldOut) = folds.Cut(training, fold);
            var held = await Learner.LearnAsync(rows, context, $"{fold}").ConfigureAwait(false);
            given = given.And(await heldOut.Through(held).AggregateAsync(
                new Gathering(Inner, labels, Inner.LabelsOf(held.Transform(training.Schema))), context).ConfigureAwait(false));
        }

        // Of two classes the second's curve tells the first's.
        var classes = Enumerable.Range(0, labels.Count).Skip(labels.Count == 2 ? 1 : 0);
        var sigmoids = Method == CalibrationMethod.Sigmoid ? classes.Select(given.Sigmoid).ToArray() : [];
        return new(
            this, labels, model, [.. sigmoids.Select(one => one.A)], [.. sigmoids.Select(one => one.B)],
            Method == CalibrationMethod.Isotonic ? [.. classes.Select(given.Isotonic)] : [])
        {
            Origin = context.Origin(),
        };
    }

    sealed record Gathering(IClassifier Settings, Levels Labels, Levels Given) : IAggregator<GivenProbabilities>
    {
        public GivenProbabilities Start(Schema schema) => new(Labels.Count);

        public GivenProbabilities Update(GivenProbabilities state, Table batch)
        {
            var weights = batch.Weights(Settings.Weight);
            var classes = batch.Classes(Settings.Label, weights, new(Labels));
            var probabilities = batch.Values(Settings.Probabilities);
            var places = Given.Names.Select(Labels.IndexOf).ToArray();
            var p = new double[Labels.Count]; // A class that was not taught has no probability.
            for (var i = 0; i < classes.Length; i++)
            {
                for (var c = 0; c < places.Length; c++)
                {
                    p[places[c]] = probabilities[i][c];
                }

                state.Add(classes[i], weights.IsEmpty ? 1 : weights[i], p);
            }

            return state;
        }

        public GivenProbabilities Merge(GivenProbabilities left, GivenProbabilities right) => left.And(right);
    }
}

/// <summary>The class, the weight and the probabilities of each row that was held out.</summary>
sealed class GivenProbabilities(int labels)
{
    readonly int _labels = labels;
    readonly List<int> _classes = [];
    readonly List<double> _weights = [];
    readonly List<double> _probabilities = [];

    public void Add(int label, double weight, double[] probabilities)
    {
        if (weight > 0)
        {
            _classes.Add(label);
            _weights.Add(weight);
            _probabilities.AddRange(probabilities);
        }
    }

    public GivenProbabilities And(GivenProbabilities other)
    {
        _classes.AddRange(other._classes);
        _weights.AddRange(other._weights);
        _probabilities.AddRange(other._probabilities);
        return this;
    }

    public (double A, double B) Sigmoid(int label) => PlattScaling.Fit(
        [.. Of(label).Select(CalibratedClassifierModel.LogOdds)], [.. _classes.Select(one => one == label)], [.. _weights]);

    public IsotonicRegressionModel Isotonic(int label)
    {
        var (boundaries, values) = IsotonicFit.Of([.. Of(label)], [.. _classes.Select(one => one == label ? 1.0 : 0)], [.. _weights]);
        return new(new(), 1, boundaries, values);
    }

    IEnumerable<double> Of(int label) => Enumerable.Range(0, _classes.Count).Select(row => _probabilities[(row * _labels) + label]);
}

/// <summary>What a <see cref="CalibratedClassifier"/> has learnt.</summary>
/// <param name="Options">The settings it was trained under.</param>
/// <param name="Labels">The classes.</param>
/// <param name="Model">The classifier, trained on all rows.</param>
/// <param name="Slopes">Platt's a of each class, of two classes of the second alone; shape: curves, or empty for isotonic curves.</param>
/// <param name="Intercepts">Platt's b of each; shape: curves, or empty for isotonic curves.</param>
/// <param name="Curves">The isotonic curve of each; shape: curves, or empty for sigmoids.</param>
public sealed record CalibratedClassifierModel(
    CalibratedClassifier Options, Levels Labels, ITransformer Model, ImmutableArray<double> Slopes, ImmutableArray<double> Intercepts,
    ImmutableArray<IsotonicRegressionModel> Curves) : MetaClassifierModel
{
    /// <summary>2⁻⁵², the least distance of a probability from 0 and 1 that its log-odds are taken at.</summary>
    const double Least = 1.0 / (1L << 52);

    /// <inheritdoc/>
    public override Levels Labels { get; init; } = Labels;

    private protected override IClassifier Settings => Options;

    private protected override IEnumerable<Member> Within => [new(Model, Options.Learner.Classifier(), Labels)];

    internal static double LogOdds(double probability)
    {
        var p = Math.Clamp(probability, Least, 1 - Least);
        return Math.Log(p / (1 - p));
    }

    private protected override ProbabilityStep Probabilities(Vote[] models) => p =>
    {
        models[0].AddTo(p);
        if (p.Length == 2)
        {
            p[1] = Calibrated(p[1], 0);
            p[0] = 1 - p[1];
            return;
        }

        for (var c = 0; c < p.Length; c++)
        {
            p[c] = Calibrated(p[c], c);
        }

        Normalize(p);
    };

    double Calibrated(double probability, int curve) => Slopes.IsEmpty
        ? IsotonicFit.At(Curves[curve].Boundaries.AsSpan(), Curves[curve].Predictions.AsSpan(), probability)
        : PlattScaling.Probability(LogOdds(probability), Slopes[curve], Intercepts[curve]);
}
