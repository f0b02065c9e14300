using System.Collections.Immutable;

namespace Alink.Statistics;

/// <summary>Counts, means, variances, extremes and norms of every feature, in one pass.</summary>
/// <remarks>Variances are unbiased: they divide by Σw − Σw²/Σw, which is the count less one where every weight is 1.</remarks>
public static class Summarizer
{
    /// <summary>Reads the rows once.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="features">The vectors to summarise; all of one length.</param>
    /// <param name="weight">How much each row counts, at least 0; null counts every row once.</param>
    /// <param name="context">The training that asks.</param>
    /// <returns>A table of one row for each feature: feature, count, nonZeros, mean, deviation, variance, minimum, maximum, l1, l2.</returns>
    /// <exception cref="TrainingException">There are no rows, or a number is missing or not finite.</exception>
    public static async ValueTask<Table> SummarizeAsync(
        IDataset rows, Column<Vector> features, Column<double>? weight, TrainingContext context)
    {
        var names = rows.Schema.Reading(weight).Field(features).FeatureNames;
        var moments = await rows.AggregateAsync(new MomentsAggregator(features, weight), context).ConfigureAwait(false);
        if (moments.Count == 0)
        {
            throw new TrainingException("There are no rows to summarise.");
        }

        var variance = moments.SampleVariance();
        return Table
            .Of("feature", Names.OrNumbers(names, moments.Features))
            .With("count", [.. Enumerable.Repeat(moments.Count, moments.Features)])
            .With("nonZeros", moments.NonZeros.ToArray())
            .With("sum", moments.Sum())
            .With("mean", moments.Mean())
            .With("deviation", Array.ConvertAll(variance, Math.Sqrt))
            .With("variance", variance)
            .With("minimum", moments.Minimum())
            .With("maximum", moments.Maximum())
            .With("l1", moments.Absolute.ToArray())
            .With("l2", moments.EuclideanNorm());
    }
}

/// <summary>Adds up the moments of a column of vectors.</summary>
/// <param name="Features">The vectors; all of one length.</param>
/// <param name="Weight">How much each row counts; null counts every row once.</param>
sealed record MomentsAggregator(Column<Vector> Features, Column<double>? Weight) : IAggregator<Moments>
{
    public Moments Start(Schema schema) => new();

    public Moments Update(Moments state, Table batch) => state.Add(batch.Features(Features), batch.Weights(Weight));

    public Moments Merge(Moments left, Moments right) => left.Add(right);
}

/// <summary>The names of features.</summary>
static class Names
{
    /// <summary>The names, or the numbers of the features where there are none.</summary>
    public static string[] OrNumbers(ImmutableArray<string> names, int features) =>
        names.Length == features ? [.. names] : [.. Enumerable.Range(0, features).Select(j => $"{j}")];
}
