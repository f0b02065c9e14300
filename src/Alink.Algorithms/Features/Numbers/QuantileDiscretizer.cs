using System.Collections.Immutable;
using Alink.Online;
using Alink.Statistics;

namespace Alink.Features;

/// <summary>Replaces each number of a column by the number of the bucket it falls into; buckets hold about as many rows each.</summary>
/// <remarks>
/// Buckets are cut at the quantiles 1/n, 2/n and so on, each an actual number of the rows; a bucket begins with the number at
/// its cut. Equal cuts are one, so there may be fewer buckets than asked for. The lowest bucket has no lower end and the
/// highest no upper, as in Spark ML. Quantiles come from a <see cref="QuantileSketch"/>, in one pass and bounded memory.
/// </remarks>
/// <example>
/// <code>
/// var rows = Table.Of("age", 18.0, 25.0, 31.0, 64.0);
/// var model = new QuantileDiscretizer { Columns = ["age"] }.Fit(rows);
/// model.Splits // => [25]
/// model.Transform(rows).Values&lt;int&gt;("age_bucket")[0] // => 0
/// model.Transform(rows).Values&lt;int&gt;("age_bucket")[1] // => 1
/// </code>
/// </example>
public sealed record QuantileDiscretizer : IOnePassEstimator<QuantileSketches, QuantileDiscretizerModel>, IColumnwise
{
    /// <inheritdoc/>
    public bool LearnsFirst => true;

    /// <summary>The columns of numbers; NaN and missing values teach nothing.</summary>
    public ImmutableArray<string> Columns { get; init => field = Require.Items(value); } = [];

    /// <summary>Where the buckets go, one for each of <see cref="Columns"/>; by default the same names with <c>_bucket</c>.</summary>
    public ImmutableArray<string> Outputs { get; init => field = Require.Items(value); } = [];

    string IColumnwise.Suffix => "_bucket";

    /// <summary>How many buckets each column gets at most; at least 2.</summary>
    public int Buckets { get; init => field = Require.AtLeast(2, value); } = 2;

    /// <summary>How many buckets each of <see cref="Columns"/> gets at most, in the place of <see cref="Buckets"/>: each at least 2.</summary>
    public ImmutableArray<int> BucketsOfEach
    {
        get;
        init => field = [.. Require.Items(value).Select(count => Require.AtLeast(2, count, nameof(BucketsOfEach)))];
    } = [];

    /// <summary>How far the rank of a cut may be off, as a share of the rows, 99 times of 100; from 1e-5 to 0.1.</summary>
    public double RelativeError { get; init => field = Require.Between(1e-5, 0.1, value); } = 0.001;

    /// <summary>What becomes of a row with a missing value or NaN; kept, it has a bucket of its own after the others.</summary>
    public HandleInvalid HandleInvalid { get; init; }

    /// <summary>What chance goes by.</summary>
    public long Seed { get; init; }

    /// <inheritdoc/>
    /// <exception cref="SchemaException">There are numbers of buckets, and not as many as columns.</exception>
    public Schema Transform(Schema input) => (BucketsOfEach.IsEmpty ? input
        : input.HavingForEach(this, Columns, nameof(BucketsOfEach), BucketsOfEach.Length)).WithBuckets(this);

    /// <inheritdoc/>
    public QuantileSketches Start(Schema schema) =>
        new([.. Columns.Select((_, c) => new QuantileSketch(RelativeError, Seed + c))]);

    /// <inheritdoc/>
    public QuantileSketches Update(QuantileSketches state, Table batch)
    {
        for (var c = 0; c < Columns.Length; c++)
        {
            foreach (var number in batch.Numbers(Columns[c]))
            {
                if (!double.IsNaN(number))
                {
                    state.Columns[c].Add(number);
                }
            }
        }

        return state;
    }

    /// <inheritdoc/>
    public bool PassesAll(QuantileSketches state) => HandleInvalid == HandleInvalid.Keep;

    /// <inheritdoc/>
    public QuantileSketches Merge(QuantileSketches left, QuantileSketches right)
    {
        for (var c = 0; c < Columns.Length; c++)
        {
            left.Columns[c].Add(right.Columns[c]);
        }

        return left;
    }

    /// <inheritdoc/>
    /// <exception cref="TrainingException">A column had no numbers.</exception>
    public QuantileDiscretizerModel Snapshot(QuantileSketches state)
    {
        var (splits, starts) = (new List<double>(), new List<int> { 0 });
        for (var c = 0; c < Columns.Length; c++)
        {
            if (state.Columns[c].Count == 0)
            {
                throw new TrainingException($"Column '{Columns[c]}' has no numbers to cut into buckets.");
            }

            splits.AddRange(Cuts(state.Columns[c].Quantiles(Shares(c))));
            starts.Add(splits.Count);
        }

        return new(this, [.. splits], [.. starts]);
    }

    /// <inheritdoc/>
    public QuantileSketches Advance(QuantileSketches state, Table batch, out Table output)
    {
        if (batch.RowCount == 0 || !HasNumbers(state))
        {
            return FirstRows.Advance(this, state, batch, HasNumbers, out output);
        }

        output = new Learning(Transform(batch.Schema), row =>
        {
            var inputs = Columns.Select(name => row.Read<double>(name)).ToArray();
            var columns = Array.ConvertAll(state.Columns, sketch => new RunningQuantiles(sketch));
            var shares = Columns.Select((_, c) => Shares(c)).ToArray();
            var quantiles = Array.ConvertAll(shares, own => new double[own.Length]);
            var step = Step(row, c =>
            {
                columns[c].Quantiles(shares[c], quantiles[c]);
                return new(Cuts(quantiles[c]));
            });
            return () =>
            {
                for (var c = 0; c < columns.Length; c++)
                {
                    if (!inputs[c].IsMissing && !double.IsNaN(inputs[c].Number))
                    {
                        columns[c].Add(inputs[c].Number);
                    }
                }

                return step();
            };
        }).Transform(batch);
        return state;
    }

    /// <summary>Puts one row into buckets.</summary>
    /// <param name="row">The row.</param>
    /// <param name="splits">Where the buckets of a column begin.</param>
    internal Func<bool> Step(RowCells row, Func<int, BucketStarts> splits) =>
        Bucket.Step(this, HandleInvalid, row, (c, number) => splits(c).Of(number));

    static double[] Cuts(IEnumerable<double> quantiles) => [.. quantiles.Where(double.IsFinite).Distinct()];

    static bool HasNumbers(QuantileSketches state) => Array.TrueForAll(state.Columns, sketch => sketch.Count > 0);

    double[] Shares(int column)
    {
        var buckets = BucketsOfEach.Length > 1 ? BucketsOfEach[column] : BucketsOfEach.FirstOrDefault(Buckets);
        return [.. Enumerable.Range(1, buckets - 1).Select(i => (double)i / buckets)];
    }
}

/// <summary>The numbers so far of each column of a <see cref="QuantileDiscretizer"/>.</summary>
public sealed class QuantileSketches(QuantileSketch[] columns)
{
    internal QuantileSketch[] Columns { get; } = columns;
}

/// <summary>What a <see cref="QuantileDiscretizer"/> has learnt.</summary>
/// <param name="Options">The settings it was trained under.</param>
/// <param name="Splits">Where buckets begin, but for the lowest of each column, rising within a column; shape: cuts of all columns.</param>
/// <param name="Starts">Where the cuts of each column begin, and where the last end; shape: columns + 1.</param>
public sealed record QuantileDiscretizerModel(
    QuantileDiscretizer Options, ImmutableArray<double> Splits, ImmutableArray<int> Starts) : Model
{
    /// <inheritdoc/>
    public override Schema Transform(Schema input) => Options.Transform(input);

    /// <inheritdoc/>
    public override Table Transform(Table input)
    {
        Transform(input.Schema);
        return Bucket.Transform(Options, Options.HandleInvalid, input, SplitsOf()) ?? base.Transform(input);
    }

    /// <inheritdoc/>
    public override Func<bool> Bind(RowCells row)
    {
        var splits = SplitsOf();
        return Options.Step(row, c => splits[c]);
    }

    BucketStarts[] SplitsOf() =>
        [.. Enumerable.Range(0, Starts.Length - 1).Select(c => new BucketStarts(Splits.AsSpan()[Starts[c]..Starts[c + 1]]))];
}
