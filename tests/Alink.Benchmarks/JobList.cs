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
        new Jobs.KafkaScoring(),
        new Jobs.ColumnsTogether(),
    ];

    /// <summary>The jobs of these names, or all of them when no name is given.</summary>
    /// <exception cref="ArgumentException">There is no job of such a name.</exception>
    public static IReadOnlyList<Job> Named(IReadOnlyList<string> names) =>
        names.Count == 0 ? All : [.. names.Select(Find)];

    static Job Find(string name) => Array.Find(All, job => job.Name == name)
        ?? throw new ArgumentException(
            $"There is no job '{name}'; did you mean '{All.MinBy(job => Edits(name, job.Name))!.Name}'? --list shows them all.");

    /// <summary>The least number of letters to insert, delete or replace (Levenshtein's distance).</summary>
    static int Edits(string from, string to)
    {
        var row = Enumerable.Range(0, to.Length + 1).ToArray();
        for (var i = 1; i <= from.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                var replaced = diagonal + (from[i - 1] == to[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
