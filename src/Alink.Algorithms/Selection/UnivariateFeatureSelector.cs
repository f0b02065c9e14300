using System.Collections.Immutable;
using Alink.Statistics;

namespace Alink.Selection;

/// <summary>Keeps the features that a test finds least likely to be independent of the label, each tested alone.</summary>
/// <remarks>
/// As Spark ML's selector of this name, and scikit-learn's SelectKBest, SelectPercentile, SelectFpr, SelectFdr and SelectFwe.
/// With <see cref="FeatureTest.ChiSquare"/> it is Spark's ChiSqSelector; scikit-learn's <c>chi2</c> is another test. Features
/// are ranked by p, those of one p (as where it is too small for a number) by the statistic, and then by their place. A
/// feature whose p is NaN, because it never varies, is not kept.
/// </remarks>
/// <example>
/// <code>
/// var rows = Table
///     .Of&lt;Vector&gt;("features", [1.0, 5.0], [1.5, 3.0], [4.0, 4.0], [4.5, 5.0])
///     .With("label", "low", "low", "high", "high");
/// var model = new UnivariateFeatureSelector { Threshold = 1 }.Fit(rows);
/// model.Selected() // => [0]
/// model.P[0] // => 0.0136061
/// </code>
/// </example>
public sealed record UnivariateFeatureSelector : IEstimator<UnivariateFeatureSelectorModel>
{
    /// <summary>The vectors to select from; all of one length.</summary>
    public Column<Vector> Features { get; init; } = "features";

    /// <summary>The class of each row; its number where the test is <see cref="FeatureTest.FValue"/>. Read in training only.</summary>
    public Column<Category> Label { get; init; } = "label";

    /// <summary>Where the vectors of the features that are kept go.</summary>
    public Column<Vector> Output { get; init; } = "selected";

    /// <summary>What says how likely a feature is to be independent of the label.</summary>
    public FeatureTest Test { get; init; }

    /// <summary>How it is decided which features are kept.</summary>
    public SelectionMode Mode { get; init; }

    /// <summary>
    /// How many features, which share of them, or which rate of errors, by the <see cref="Mode"/>; null for 50, 0.1 and 0.05.
    /// </summary>
    /// <remarks>At least 1 for <see cref="SelectionMode.TopFeatures"/>, else from 0 to 1.</remarks>
    public double? Threshold { get; init; }

    /// <inheritdoc/>
    public Schema Transform(Schema input) => (Test == FeatureTest.FValue
        ? input.Reading<double>(Label.Name)
        : input.Reading(Label)).Reading(Features).With(Output);

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException"><see cref="Threshold"/> is out of the range of the <see cref="Mode"/>.</exception>
    /// <exception cref="TrainingException">There are too few rows for the test, or no feature is kept.</exception>
    public async ValueTask<UnivariateFeatureSelectorModel> FitAsync(IDataset training, TrainingContext context)
    {
        Transform(training.Schema);
        var limit = Limit;
        IEvaluator<FeatureTests> test = Test switch
        {
            FeatureTest.ChiSquare => new ChiSquareTest { Features = Features, Label = Label },
            FeatureTest.Anova => new AnovaTest { Features = Features, Label = Label },
            _ => new FValueTest { Features = Features, Label = Label.Name },
        };
        var tests = await test.EvaluateAsync(training, context).ConfigureAwait(false);
        var model = new UnivariateFeatureSelectorModel(
            this, [.. tests.Results.Select(one => one.Statistic)], [.. tests.Results.Select(one => one.P)])
        {
            FeatureNames = training.Schema.Field(Features).FeatureNames,
            Origin = context.Origin(),
        };
        return !model.Selected().IsEmpty ? model : throw new TrainingException(
            $"No feature of column '{Features}' is kept by {Mode} at {limit}; the least p is {model.P.Where(p => p >= 0).DefaultIfEmpty(double.NaN).Min()}.");
    }

    /// <summary>The threshold, or that of the mode where none is given.</summary>
    internal double Limit => Mode switch
    {
        SelectionMode.TopFeatures => Require.AtLeast(1, Threshold ?? 50, nameof(Threshold)),
        SelectionMode.Percentile => Require.Between(0, 1, Threshold ?? 0.1, nameof(Threshold)),
        _ => Require.Between(0, 1, Threshold ?? 0.05, nameof(Threshold)),
    };
}

/// <summary>What says how likely a feature is to be independent of the label.</summary>
public enum FeatureTest
{
    /// <summary>Numbers and classes: <see cref="AnovaTest"/>.</summary>
    Anova,

    /// <summary>Categories and classes: <see cref="ChiSquareTest"/>.</summary>
    ChiSquare,

    /// <summary>Numbers and a number: <see cref="FValueTest"/>.</summary>
    FValue,
}

/// <summary>How a selector decides which features are kept.</summary>
public enum SelectionMode
{
    /// <summary>So many, those of least p.</summary>
    TopFeatures,

    /// <summary>This share of all, from 0 to 1, rounded down; those of least p.</summary>
    Percentile,

    /// <summary>Those with p below the threshold: so many of the independent features are kept, on average.</summary>
    FalsePositiveRate,

    /// <summary>So many of those kept are independent, on average: Y. Benjamini and Y. Hochberg, "Controlling the false
    /// discovery rate", Journal of the Royal Statistical Society B 57(1), 1995.</summary>
    FalseDiscoveryRate,

    /// <summary>Those with p below the threshold over the number of features: the probability that any independent one is
    /// kept.</summary>
    FamilywiseErrorRate,
}

/// <summary>What a <see cref="UnivariateFeatureSelector"/> has learnt.</summary>
/// <param name="Options">The settings it was trained under.</param>
/// <param name="Statistics">χ² or F of each feature; shape: features.</param>
/// <param name="P">The probability that chance alone takes the statistic as far, from 0 to 1, NaN where the feature never
/// varies; shape: features.</param>
public sealed record UnivariateFeatureSelectorModel(
    UnivariateFeatureSelector Options, ImmutableArray<double> Statistics, ImmutableArray<double> P) : Model
{
    /// <summary>The features that are kept, rising; shape: those kept.</summary>
    public ImmutableArray<int> Selected()
    {
        var (features, limit) = (P.Length, Options.Limit);
        int[] ranked =
        [
            .. Enumerable.Range(0, features).Where(j => !double.IsNaN(P[j])).OrderBy(j => P[j]).ThenByDescending(j => Statistics[j]),
        ];
        var count = Options.Mode switch
        {
            SelectionMode.TopFeatures => (int)Math.Min(limit, ranked.Length),
            SelectionMode.Percentile => (int)((limit * features) + 1e-9), // 0.29 of 100 are 29.
            SelectionMode.FalsePositiveRate => ranked.Count(j => P[j] < limit),
            SelectionMode.FamilywiseErrorRate => ranked.Count(j => P[j] < limit / features),
            _ => 1 + Array.FindLastIndex([.. ranked.Select((j, rank) => P[j] <= limit * (rank + 1) / features)], isBelow => isBelow),
        };
        return [.. ranked.Take(count).Order()];
    }

    /// <inheritdoc/>
    public override Schema Transform(Schema input) => Kept.Transform(input);

    /// <inheritdoc/>
    public override Table Transform(Table input) => Kept.Transform(this, input);

    /// <inheritdoc/>
    public override Func<bool> Bind(RowCells row) => Kept.Bind(this, row);

    KeptFeatures Kept => new(Options.Features, Options.Output, P.Length, Selected());
}
