using System.Collections.Immutable;
using Alink.Numerics;
using Alink.Online;

namespace Alink.Statistics;

/// <summary>How it is measured whether two features rise together.</summary>
public enum CorrelationMethod
{
    /// <summary>Along a line: the covariance over both deviations.</summary>
    Pearson,

    /// <summary>Along any rising curve: Pearson's correlation of the ranks, equal numbers sharing their mean rank.</summary>
    Spearman,

    /// <summary>τ-b: pairs of rows in the same order less those in the opposite one, over √(pairs not tied in one × in the other).</summary>
    Kendall,
}

/// <summary>Correlates every two features.</summary>
/// <remarks>
/// Pearson's correlation takes one pass of any number of rows (<see cref="Covariance"/> is its state in a stream); the two of
/// ranks hold every number in memory and take O(rows log rows) for each feature, or for each two features with Kendall's (W.
/// Knight, "A computer method for calculating Kendall's tau with ungrouped data", JASA 61, 1966). The p-values are those of
/// Student's t with rows − 2 degrees of freedom; of Kendall's τ exact for up to 33 rows without ties, else normal.
/// </remarks>
/// <example>
/// <code>
/// var rows = Table.Of&lt;Vector&gt;("features", [1.0, 1.0], [2.0, 4.0], [3.0, 9.0], [4.0, 16.0]);
/// new Correlation().Evaluate(rows).Values[0, 1] // => 0.984374
/// new Correlation { Method = CorrelationMethod.Kendall }.Evaluate(rows).Values[0, 1] // => 1
/// </code>
/// </example>
public sealed record Correlation : IEvaluator<CorrelationMatrix>
{
    /// <summary>The vectors; all of one length.</summary>
    public Column<Vector> Features { get; init; } = "features";

    /// <summary>How it is measured whether two features rise together.</summary>
    public CorrelationMethod Method { get; init; }

    /// <inheritdoc/>
    /// <exception cref="TrainingException">There are fewer than two rows, or a number is missing or not finite.</exception>
    public async ValueTask<CorrelationMatrix> EvaluateAsync(IDataset rows, TrainingContext context)
    {
        var names = rows.Schema.Field(Features).FeatureNames;
        if (Method == CorrelationMethod.Pearson)
        {
            return Linear(await ((IEvaluator<CovarianceMatrix>)new Covariance { Features = Features })
                .EvaluateAsync(rows, context).ConfigureAwait(false));
        }

        var gathered = await rows.AggregateAsync(new Gathering(Features), context).ConfigureAwait(false);
        if (gathered is null || (gathered.Length > 0 && gathered[0].Count < 2))
        {
            throw new TrainingException($"{nameof(Correlation)} needs at least two rows.");
        }

        var columns = Array.ConvertAll(gathered, column => column.ToArray());
        return Method == CorrelationMethod.Kendall ? Kendall(names, columns) : Linear(OfRanks(names, columns));
    }

    static CorrelationMatrix Linear(CovarianceMatrix covariance)
    {
        var values = covariance.Correlation();
        var freedom = covariance.Rows - 2.0;
        return new(covariance.Features, values, new(values.Rows, values.Rows, [.. values.Values.ToArray().Select(r =>
            double.IsNaN(r) ? double.NaN
            : freedom == 0 ? 1
            : Distributions.StudentTTwoSided(r * Math.Sqrt(freedom / ((1 - r) * (1 + r))), freedom))]));
    }

    static CovarianceMatrix OfRanks(ImmutableArray<string> names, double[][] columns)
    {
        var rows = columns.Length == 0 ? 0 : columns[0].Length;
        var ranks = new double[columns.Length * rows];
        for (var c = 0; c < columns.Length; c++)
        {
            var own = Ranks.Of(columns[c], out _);
            for (var row = 0; row < own.Length; row++)
            {
                ranks[(row * columns.Length) + c] = own[row];
            }
        }

        var state = new CoMoments(names);
        state.Add(new VectorColumn(rows, columns.Length, ranks).Block, default);
        return new Covariance().Snapshot(state);
    }

    static CorrelationMatrix Kendall(ImmutableArray<string> names, double[][] columns)
    {
        var width = columns.Length;
        var (values, p) = (new double[width * width], new double[width * width]);
        for (var i = 0; i < width; i++)
        {
            values[(i * width) + i] = 1;
            for (var j = i + 1; j < width; j++)
            {
                var test = KendallTau.Of(columns[i], columns[j]);
                (values[(i * width) + j], p[(i * width) + j]) = (test.Statistic, test.P);
            }
        }

        Gram.Mirror(values, width);
        Gram.Mirror(p, width);
        return new([.. Names.OrNumbers(names, width)], new(width, width, [.. values]), new(width, width, [.. p]));
    }

    sealed record Gathering(Column<Vector> Features) : IAggregator<List<double>[]?>
    {
        public List<double>[]? Start(Schema schema) => null;

        public List<double>[]? Update(List<double>[]? state, Table batch)
        {
            var rows = batch.Features(Features);
            var buffer = new double[rows.Width];
            for (var i = 0; i < rows.Rows; i++)
            {
                state ??= [.. buffer.Select(_ => new List<double>())];
                TrainingRows.SameLength(rows.Width, state.Length);
                var row = DenseNumbers.Of(rows, i, buffer);
                for (var j = 0; j < row.Length; j++)
                {
                    state[j].Add(row[j]);
                }
            }

            return state;
        }

        public List<double>[]? Merge(List<double>[]? left, List<double>[]? right)
        {
            if (left is null || right is null)
            {
                return left ?? right;
            }

            TrainingRows.SameLength(right.Length, left.Length);
            for (var j = 0; j < left.Length; j++)
            {
                left[j].AddRange(right[j]);
            }

            return left;
        }
    }
}

/// <summary>How features rise together.</summary>
/// <param name="Features">The features' names, or their numbers where they have none; shape: features.</param>
/// <param name="Values">
/// The correlations, from −1 to 1; NaN where a feature never varies, but 1 of each with itself; shape: features × features.
/// </param>
/// <param name="P">
/// The probability that chance alone takes two unrelated features as far, from 0 to 1; 0 of each with itself; shape:
/// features × features.
/// </param>
public sealed record CorrelationMatrix(ImmutableArray<string> Features, Matrix Values, Matrix P);
