using System.Collections.Immutable;

namespace Alink.Evaluation;

/// <summary>Compares the items recommended in each row, the best first, with those that were right.</summary>
/// <remarks>
/// The items of a row are tokens of a text, one space between two. An item recommended twice counts at its first place.
/// A row without right items counts as 0 in every mean, as in Spark.
/// K. Järvelin and J. Kekäläinen, "Cumulated gain-based evaluation of IR techniques", ACM Transactions on Information
/// Systems 20, 2002; graded gains as in C. Burges et al., "Learning to rank using gradient descent", ICML 2005.
/// </remarks>
/// <example>
/// <code>
/// var rows = Table.Of("label", "b c").With("prediction", "a b c d");
/// var metrics = new RankingEvaluator { Cutoffs = [1, 2] }.Evaluate(rows);
/// metrics.MeanReciprocalRank // => 0.5
/// metrics.At(2).Recall // => 0.5
/// </code>
/// </example>
public sealed record RankingEvaluator : IOnePassEvaluator<RankingSums, RankingMetrics>
{
    /// <summary>2 to this power can still be added up.</summary>
    const int MostRelevant = 1000;

    /// <summary>The right items of each row, in any order.</summary>
    public Column<string> Label { get; init; } = "label";

    /// <summary>The recommended items of each row, the best first.</summary>
    public Column<string> Prediction { get; init; } = "prediction";

    /// <summary>How relevant each right item is, from 0 to 1,000, in the order of <see cref="Label"/>; null makes every one 1.</summary>
    public Column<Vector>? Relevance { get; init; }

    /// <summary>How much each row counts, at least 0; null counts every row once.</summary>
    public Column<double>? Weight { get; init; }

    /// <summary>How many of the first items to judge, each at least 1.</summary>
    public ImmutableArray<int> Cutoffs
    {
        get;
        init
        {
            field = Require.Items(value);
            foreach (var cutoff in field)
            {
                Require.AtLeast(1, cutoff);
            }
        }
    } = [1, 5, 10];

    /// <inheritdoc/>
    /// <exception cref="SchemaException">A column is missing or of the wrong type.</exception>
    public RankingSums Start(Schema schema)
    {
        schema.Reading(Label).Reading(Prediction).Reading(Relevance).Reading(Weight);
        return new(Cutoffs.Length);
    }

    /// <inheritdoc/>
    /// <exception cref="TrainingException">A row has as many relevances as no right items, or one out of range.</exception>
    public RankingSums Update(RankingSums state, Table batch)
    {
        var names = new Categories();
        var labels = new NumberedTokens(batch, Label, names);
        var predictions = new NumberedTokens(batch, Prediction, names);
        var weights = batch.Weights(Weight);
        for (var i = 0; i < batch.RowCount; i++)
        {
            labels.Read(i);
            predictions.Read(i);
            state.Add(labels, predictions.Numbers, Gains(batch, i, labels.Count), Cutoffs.AsSpan(), weights.IsEmpty ? 1 : weights[i]);
        }

        return state;
    }

    /// <inheritdoc/>
    public RankingSums Merge(RankingSums left, RankingSums right) => left.Add(right);

    /// <inheritdoc/>
    public RankingMetrics Snapshot(RankingSums state) =>
        state.Weight > 0 ? state.Metrics(Cutoffs) : throw new TrainingException("There are no rows to evaluate.");

    /// <summary>2^relevance − 1 of each right item of a row; empty where every one is 1.</summary>
    double[] Gains(Table batch, int row, int count)
    {
        if (Relevance is not { } column)
        {
            return [];
        }

        var relevances = batch.Slice(row, 1).Features(column).Rows == 1 ? batch.Values(column)[row].ToArray() : [];
        return relevances.Length == count && relevances.All(relevance => relevance is >= 0 and <= MostRelevant)
            ? Array.ConvertAll(relevances, relevance => Math.Pow(2, relevance) - 1)
            : throw new TrainingException(
                $"Column '{column}' holds {relevances.Length} relevances in row {batch.FirstRow + row}; it must be {count}, each from 0 to {MostRelevant}.");
    }
}

/// <summary>Sums of what the rows measure, in all and at each cutoff.</summary>
public sealed class RankingSums
{
    const int Measures = 5;

    readonly double[] _at;
    double _averagePrecision;
    double _reciprocalRank;
    double _reciprocalHitRanks;

    internal RankingSums(int cutoffs) => _at = new double[cutoffs * Measures];

    /// <summary>The sum of the weights.</summary>
    public double Weight { get; private set; }

    internal void Add(NumberedTokens right, List<int> ranked, double[] gains, ReadOnlySpan<int> cutoffs, double weight)
    {
        Weight += weight;
        var first = ranked.FindIndex(item => right.IndexOf(item) >= 0);
        if (first < 0)
        {
            return;
        }

        _reciprocalRank += weight / (first + 1);
        _averagePrecision += weight * Judge(right, ranked, [], int.MaxValue).AveragePrecision;
        _reciprocalHitRanks += weight * ranked.Select((item, place) => right.IndexOf(item) >= 0 ? 1.0 / (place + 1) : 0).Sum();
        for (var c = 0; c < cutoffs.Length; c++)
        {
            var (hits, averagePrecision, ndcg) = Judge(right, ranked, gains, cutoffs[c]);
            var at = _at.AsSpan(c * Measures, Measures);
            at[0] += weight * hits / cutoffs[c];
            at[1] += weight * hits / right.Count;
            at[2] += weight * averagePrecision;
            at[3] += weight * ndcg;
            at[4] += hits > 0 ? weight : 0;
        }
    }

    internal RankingSums Add(RankingSums other)
    {
        Weight += other.Weight;
        _averagePrecision += other._averagePrecision;
        _reciprocalRank += other._reciprocalRank;
        _reciprocalHitRanks += other._reciprocalHitRanks;
        for (var i = 0; i < _at.Length; i++)
        {
            _at[i] += other._at[i];
        }

        return this;
    }

    internal RankingMetrics Metrics(ImmutableArray<int> cutoffs) => new(
        Weight, _averagePrecision / Weight, _reciprocalRank / Weight, _reciprocalHitRanks / Weight,
        [.. cutoffs.Select((k, c) => new RankingAt(k, At(c, 0), At(c, 1), At(c, 2), At(c, 3), At(c, 4)))]);

    double At(int cutoff, int measure) => _at[(cutoff * Measures) + measure] / Weight;

    static (int Hits, double AveragePrecision, double Ndcg) Judge(NumberedTokens right, List<int> ranked, double[] gains, int cutoff)
    {
        var (hits, precisions, gained) = (0, 0.0, 0.0);
        for (var i = 0; i < Math.Min(cutoff, ranked.Count); i++)
        {
            var place = right.IndexOf(ranked[i]);
            if (place >= 0)
            {
                precisions += (double)++hits / (i + 1);
                gained += (gains.Length == 0 ? 1 : gains[place]) / Math.Log2(i + 2);
            }
        }

        var best = 0.0;
        var ideal = gains.OrderDescending().ToArray();
        for (var i = 0; i < Math.Min(cutoff, right.Count); i++)
        {
            best += (ideal.Length == 0 ? 1 : ideal[i]) / Math.Log2(i + 2);
        }

        return (hits, precisions / Math.Min(cutoff, right.Count), best == 0 ? 0 : gained / best);
    }
}

/// <summary>How good ranked items are.</summary>
/// <param name="Weight">The sum of the weights: the number of rows where every weight is 1.</param>
/// <param name="MeanAveragePrecision">The mean over rows of the mean over right items of the precision at each one's rank, 0 for one not ranked.</param>
/// <param name="MeanReciprocalRank">The mean over rows of 1 / the rank of the first right item.</param>
/// <param name="AverageReciprocalHitRank">The mean over rows of the sum of 1 / rank of every right item: Alink's ARHR.</param>
/// <param name="Cutoffs">What the first items measure, by how many they are; shape: cutoffs.</param>
[TypeFormatterSource]
public sealed record RankingMetrics(
    double Weight, double MeanAveragePrecision, double MeanReciprocalRank, double AverageReciprocalHitRank,
    ImmutableArray<RankingAt> Cutoffs)
{
    /// <summary>What the first <paramref name="k"/> items measure.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is none of the evaluator's cutoffs.</exception>
    public RankingAt At(int k) => Cutoffs.FirstOrDefault(at => at.K == k) ?? throw new ArgumentOutOfRangeException(
        nameof(k), $"The cutoffs are {string.Join(", ", Cutoffs.Select(at => at.K))}; it was {k}.");

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"MAP {MeanAveragePrecision:F4}  MRR {MeanReciprocalRank:F4}")
        + string.Concat(Cutoffs.Select(at => FormattableString.Invariant($"  NDCG@{at.K} {at.Ndcg:F4}")));
}

/// <summary>How good the first items of the rows are.</summary>
/// <param name="K">How many.</param>
/// <param name="Precision">The mean over rows of right items among them / K, however few are ranked.</param>
/// <param name="Recall">The mean over rows of the share of the right items that are among them.</param>
/// <param name="MeanAveragePrecision">As over all items, divided by the lesser of K and the right items.</param>
/// <param name="Ndcg">The mean over rows of Σ gain / log₂(rank + 1) over what the best order has, in [0, 1].</param>
/// <param name="HitRate">The share of the rows with a right item among them.</param>
public sealed record RankingAt(int K, double Precision, double Recall, double MeanAveragePrecision, double Ndcg, double HitRate);
