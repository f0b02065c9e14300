using System.Collections.Immutable;
using Alink.Drift;
using Alink.Evaluation;
using Alink.Runtime;

namespace Alink.Cli.Streams;

/// <summary>What is made of rows: first by the stages, then by the model, then by the models of the store.</summary>
sealed record ThroughEntry
{
    /// <summary>Transformers.</summary>
    public ImmutableArray<IStage> Stages { get; init; } = [];

    /// <summary>A model file.</summary>
    public string? Model { get; init; }

    /// <summary>A folder of versions, the one served of which predicts, and each one after it.</summary>
    public string? Store { get; init; }

    /// <summary>How often the store is looked at.</summary>
    public string PollEvery { get; init => field = Texts.Duration(value); } = "10s";
}

/// <summary>What learns from rows.</summary>
sealed record TrainEntry
{
    /// <summary>Learners of streams, and transformers.</summary>
    public required ImmutableArray<IStage> Stages { get; init; }

    /// <summary>What they begin with: a model file, or a folder of versions; null: nothing.</summary>
    public string? From { get; init; }

    /// <summary>The folder that takes the models; null: nobody does.</summary>
    public string? PublishTo { get; init; }

    /// <summary>How many versions the folder keeps; at least 1.</summary>
    public int Keep { get; init => field = Require.AtLeast(1, value); } = 10;

    /// <summary>After how many epochs a model is published; at least 1.</summary>
    public int EveryEpochs { get; init => field = Require.AtLeast(1, value); } = 1;

    /// <summary>How many rows must have been learnt since the last model; at least 1.</summary>
    public long EveryRows { get; init => field = Require.AtLeast(1, value); } = 1;

    /// <summary>The column of the event time; null: none.</summary>
    public string? EventTime { get; init; }

    /// <summary>What must hold of a model of two classes, on the rows that came last, for it to
    /// be published; null: nothing.</summary>
    public GateEntry? Gate { get; init; }
}

/// <summary>What must hold of a model.</summary>
sealed record GateEntry
{
    public BinaryEvaluator Evaluator { get; init; } = new();

    public ImmutableArray<GateRule> Rules { get; init; } = [GateRule.AtLeast("auc", 0.5)];

    /// <summary>On how many of the last rows models are measured; at least 1.</summary>
    public int Rows { get; init => field = Require.AtLeast(1, value); } = 10_000;
}

/// <summary>What is measured: by one evaluator, in one kind of windows.</summary>
sealed record EvaluateEntry
{
    public BinaryEvaluator? Binary { get; init; }

    public MulticlassEvaluator? Multiclass { get; init; }

    public RegressionEvaluator? Regression { get; init; }

    /// <summary>How many rows make a window.</summary>
    public long? Rows { get; init => field = value is { } rows ? Require.AtLeast(1, rows) : null; }

    /// <summary>How many epochs make a window.</summary>
    public long? Epochs { get; init => field = value is { } epochs ? Require.AtLeast(1, epochs) : null; }

    /// <summary>How long a window takes.</summary>
    public string? Every { get; init => field = value is null ? null : Texts.Duration(value); }

    /// <summary>What watches the errors of the predictions for drift; null: nothing.</summary>
    public DriftEntry? Drift { get; init; }
}

/// <summary>What watches the errors of predictions, by one detector: of classes 1 where the class is wrong and else 0, of numbers
/// |label − prediction|. Rows without a prediction are passed over.</summary>
sealed record DriftEntry
{
    public Adwin? Adwin { get; init; }

    public Ddm? Ddm { get; init; }

    public PageHinkley? PageHinkley { get; init; }

    /// <summary>The column with what was predicted; null: that of the evaluator, or "prediction".</summary>
    public string? Prediction { get; init; }
}
