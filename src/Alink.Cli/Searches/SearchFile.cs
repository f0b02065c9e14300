using System.Collections.Immutable;
using Alink.Evaluation;
using Alink.Tuning;

namespace Alink.Cli.Searches;

/// <summary>What a search file says, each range having one of its values.</summary>
sealed record SearchFile
{
    /// <summary>The learner.</summary>
    public required ImmutableArray<IStage> Stages { get; init; }

    /// <summary>What is measured.</summary>
    public required MetricEntry By { get; init; }

    /// <summary>How rows are held out.</summary>
    public FoldsEntry Folds { get; init; } = new();

    /// <summary>Which candidates are tried.</summary>
    public SearchStrategy Strategy { get; init; } = new GridSearch();

    /// <summary>What chance comes of.</summary>
    public int Seed { get; init; }

    /// <summary>How many candidates are tried before the next are chosen; at least 1.</summary>
    public int Round { get; init => field = Require.AtLeast(1, value); } = 8;

    /// <summary>Ends the search when so many candidates in a row were no better; at least 1, and null never does.</summary>
    public int? Patience { get; init => field = value is { } given ? Require.AtLeast(1, given) : null; }
}

/// <summary>What is measured: one number of what one evaluator says.</summary>
sealed record MetricEntry
{
    public BinaryEvaluator? Binary { get; init; }

    public MulticlassEvaluator? Multiclass { get; init; }

    public RegressionEvaluator? Regression { get; init; }

    public ResidualEvaluator? Residual { get; init; }

    public TimeSeriesEvaluator? TimeSeries { get; init; }

    public OutlierEvaluator? Outlier { get; init; }

    public ClusteringEvaluator? Clustering { get; init; }

    /// <summary>The number, such as <c>areaUnderRoc</c> or <c>errors.meanAbsoluteError</c>.</summary>
    public required string Metric { get; init; }

    /// <summary>Which numbers are better.</summary>
    public required Goal Goal { get; init; }
}

/// <summary>How rows are held out: by one of these, or by five folds by chance.</summary>
sealed record FoldsEntry
{
    /// <summary>By chance, classes or groups.</summary>
    public KFold? Chance { get; init; }

    /// <summary>The later rows from the earlier.</summary>
    public TimeSeriesFolds? Time { get; init; }

    /// <summary>Once, by chance.</summary>
    public TrainValidationSplit? Split { get; init; }
}
