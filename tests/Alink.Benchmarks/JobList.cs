namespace Alink.Benchmarks;

/// <summary>The jobs that there are, in the order in which they run.</summary>
static class JobList
{
    /// <summary>Every job; a new one is added here.</summary>
    public static readonly Job[] All =
    [
        new Jobs.CsvRead(),
        new Jobs.ParquetRead(),
        new Jobs.LinearRegressionFit(),
        new Jobs.LogisticRegressionFit(),
        new Jobs.KMeansFit(),
        new Jobs.NaiveBayesFit(),
        new Jobs.TfIdfTexts(),
        new Jobs.OneRowPrediction(),
        new Jobs.EmptyPass(),
        new Jobs.SmallKMeans(),
        new Jobs.PassMemory(),
        new Jobs.EmptyEpoch(),
        new Jobs.LivePrediction(),
        new Jobs.FtrlStream(),
        new Jobs.FtrlRate(),
        new Jobs.StreamCheckpoints(),
        new Jobs.MiniBatchWorkers(),
        new Jobs.KafkaScoring(),
        new Jobs.ColumnsTogether(),
    ];

    /// <summary>The jobs of these names, or all of them when no name is given.</summary>
    /// <exception cref="ArgumentException">There is no job of such a name.</exception>
    public static IReadOnlyList<Job> Named(IReadOnlyList<string> names) =>
        names.Count == 0 ? All : [.. names.Select(Find)];

    static Job Find(string name) => Array.Find(All, job => job.Name == name) ?? throw new ArgumentException(
        $"There is no job '{name}'.{Nearest.Hint(name, All.Select(job => job.Name))} --list shows them all.");
}
