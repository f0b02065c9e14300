using System.Collections.Immutable;

namespace Alink.Statistics;

/// <summary>Where the bins of a histogram lie.</summary>
public enum Binning
{
    /// <summary>Bins of one width between the least and the greatest number.</summary>
    EqualWidth,

    /// <summary>Bins of about as many rows, cut at exact quantiles; equal cuts are one.</summary>
    Quantile,
}

/// <summary>Counts the numbers of each column by the bins that they fall into.</summary>
/// <remarks>
/// A bin holds its lower edge and not its upper one, but for the last, which holds both, as in NumPy. With given
/// <see cref="Edges"/> one pass is enough, so a stream can be counted as well; bins of one width take two passes, and
/// quantiles seven. A number of a vector counts as a column of its own.
/// </remarks>
/// <example>
/// <code>
/// var rows = Table.Of("age", 1.0, 2.0, 3.0, 9.0);
/// var ages = new Histogram { Columns = ["age"], Bins = 2 }.Evaluate(rows)[0];
/// ages.Edges // => [1 5 9]
/// ages.Counts // => [3 1]
/// </code>
/// </example>
public sealed record Histogram : IOnePassEvaluator<HistogramCounts, ImmutableArray<ColumnHistogram>>
{
    /// <summary>The columns of numbers, or of vectors of a known length.</summary>
    public ImmutableArray<string> Columns { get; init => field = Require.Items(value); } = [];

    /// <summary>How many bins each column gets, at most; at least 1.</summary>
    public int Bins { get; init => field = Require.AtLeast(1, value); } = 10;

    /// <summary>Where the bins lie.</summary>
    public Binning Binning { get; init; }

    /// <summary>The edges of the bins of every column, rising, one more than bins; empty where they follow from the rows.</summary>
    public ImmutableArray<double> Edges { get; init => field = Require.Items(value); } = [];

    /// <summary>How much each row counts, at least 0; null counts every row once.</summary>
    public Column<double>? Weight { get; init; }

    /// <inheritdoc/>
    /// <exception cref="SchemaException">A column is missing or of the wrong type.</exception>
    /// <exception cref="ArgumentException">There are no edges, or they do not rise.</exception>
    public HistogramCounts Start(Schema schema)
    {
        for (var i = 1; i < Edges.Length; i++)
        {
            if (!(Edges[i] > Edges[i - 1]))
            {
                throw new ArgumentException($"{nameof(Edges)} must rise; {Edges[i]} follows {Edges[i - 1]}.");
            }
        }

        var slots = Slots(schema);
        return Edges.Length > 1 ? new(slots, _ => Edges.ToArray())
            : throw new ArgumentException($"A histogram in one pass needs two {nameof(Edges)} at least; there are {Edges.Length}.");
    }

    /// <inheritdoc/>
    public HistogramCounts Update(HistogramCounts state, Table batch)
    {
        Slots(batch.Schema).Visit(batch, batch.Weights(Weight), state.Add);
        return state;
    }

    /// <inheritdoc/>
    public HistogramCounts Merge(HistogramCounts left, HistogramCounts right) => left.Add(right);

    /// <inheritdoc/>
    public ImmutableArray<ColumnHistogram> Snapshot(HistogramCounts state) => state.Histograms();

    /// <inheritdoc/>
    /// <exception cref="TrainingException">The edges follow from the rows, and a column has no finite numbers.</exception>
    public async ValueTask<ImmutableArray<ColumnHistogram>> EvaluateAsync(IDataset rows, TrainingContext context)
    {
        var start = Edges.IsEmpty
            ? new HistogramCounts(Slots(rows.Schema), await EdgesAsync(rows, context).ConfigureAwait(false))
            : Start(rows.Schema);
        return Snapshot(await rows.AggregateAsync(new Counting(this, start), context).ConfigureAwait(false));
    }

    NumberSlots Slots(Schema schema) => new(schema.Reading(Weight), Columns);

    async ValueTask<Func<int, double[]>> EdgesAsync(IDataset rows, TrainingContext context)
    {
        var slots = Slots(rows.Schema);
        double[] shares = Binning == Binning.EqualWidth ? [0, 1] : [.. Enumerable.Range(0, Bins + 1).Select(i => (double)i / Bins)];
        var cuts = Binning == Binning.EqualWidth
            ? await rows.AggregateAsync(new Range(slots), context).ConfigureAwait(false)
            : await Quantiles.SelectAsync(rows, slots, number => !double.IsFinite(number), Weight, shares, context).ConfigureAwait(false);
        return slot =>
        {
            var own = cuts.AsSpan(slot * shares.Length, shares.Length);
            var (least, greatest) = (own[0], own[^1]);
            if (!(least <= greatest))
            {
                throw new TrainingException($"{slots.Describe(slot)} has no finite numbers to count.");
            }

            // Numbers that are all the same lie in the middle of bins of a total width of 1, as in NumPy.
            (least, greatest) = least == greatest ? (least - 0.5, greatest + 0.5) : (least, greatest);
            var width = double.IsFinite(greatest - least) ? (greatest - least) / Bins : (greatest / Bins) - (least / Bins);
            return Binning == Binning.Quantile && own[0] < own[^1]
                ? [.. own.ToArray().Distinct()]
                : [.. Enumerable.Range(0, Bins).Select(i => least + (i * width)), greatest];
        };
    }

    /// <summary>Counts from the same edges in every lane.</summary>
    sealed record Counting(Histogram Options, HistogramCounts Empty) : IAggregator<HistogramCounts>
    {
        public HistogramCounts Start(Schema schema) => Empty.Copy();

        public HistogramCounts Update(HistogramCounts state, Table batch) => Options.Update(state, batch);

        public HistogramCounts Merge(HistogramCounts left, HistogramCounts right) => Options.Merge(left, right);
    }

    /// <summary>The least and the greatest finite number of each slot; shape: slots × 2.</summary>
    sealed record Range(NumberSlots Slots) : IAggregator<double[]>
    {
        public double[] Start(Schema schema) =>
            [.. Enumerable.Range(0, 2 * Slots.Count).Select(i => i % 2 == 0 ? double.PositiveInfinity : double.NegativeInfinity)];

        public double[] Update(double[] state, Table batch)
        {
            Slots.Visit(batch, default, (slot, number, _) =>
            {
                if (double.IsFinite(number))
                {
                    state[2 * slot] = Math.Min(state[2 * slot], number);
                    state[(2 * slot) + 1] = Math.Max(state[(2 * slot) + 1], number);
                }
            });
            return state;
        }

        public double[] Merge(double[] left, double[] right)
        {
            for (var i = 0; i < left.Length; i++)
            {
                left[i] = i % 2 == 0 ? Math.Min(left[i], right[i]) : Math.Max(left[i], right[i]);
            }

            return left;
        }
    }
}

/// <summary>How many numbers of a column fall into each bin.</summary>
/// <param name="Column">The column, or the number of a vector as <c>features[2]</c>.</param>
/// <param name="Edges">Where the bins begin, and where the last ends; rising; shape: bins + 1.</param>
/// <param name="Counts">The weight of the numbers in each bin; shape: bins.</param>
/// <param name="Below">The weight of those below the first edge.</param>
/// <param name="Above">The weight of those above the last edge.</param>
/// <param name="Missing">The weight of those that are NaN or missing.</param>
[TypeFormatterSource]
public sealed record ColumnHistogram(
    string Column, ImmutableArray<double> Edges, ImmutableArray<double> Counts, double Below, double Above, double Missing);
