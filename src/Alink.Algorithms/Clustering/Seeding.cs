using Alink.Numerics;

namespace Alink.Clustering;

/// <summary>Draws the centroids that <see cref="KMeans"/> starts with.</summary>
/// <remarks>
/// Every draw gives each row a uniform number by the hash of its numbers, the seed and the draw, so that neither the order of
/// the rows nor their lanes matter; equal rows are drawn together, and count once.
/// </remarks>
/// <param name="options">The settings.</param>
/// <param name="rows">The rows.</param>
/// <param name="width">How many numbers a row has.</param>
sealed class Seeding(KMeans options, IResidents<KMeansRows> rows, int width)
{
    readonly List<double[]> _candidates = [];
    ulong _draws;

    /// <summary>The centroids to start with; shape: K × width.</summary>
    /// <exception cref="TrainingException">There are fewer different rows than centroids.</exception>
    public async ValueTask<double[]> DrawAsync()
    {
        if (options.InitMode == KMeansInit.Random)
        {
            _candidates.AddRange(await SampleAsync(options.K).ConfigureAwait(false));
            return Enough();
        }

        _candidates.AddRange(await SampleAsync(1).ConfigureAwait(false));
        if (options.InitMode == KMeansInit.Parallel)
        {
            for (var step = 0; step < options.InitSteps; step++)
            {
                await OversampleAsync().ConfigureAwait(false);
            }

            if (_candidates.Count > options.K)
            {
                var sizes = await SizesAsync().ConfigureAwait(false);
                return new CandidateClustering([.. _candidates.SelectMany(row => row)], sizes, width).Cluster(options.K, options.Seed);
            }
        }

        while (_candidates.Count < options.K && await CostAsync().ConfigureAwait(false) > 0)
        {
            _candidates.Add(await BestAsync().ConfigureAwait(false));
        }

        return Enough();
    }

    double[] Enough() => _candidates.Count >= options.K
        ? [.. _candidates.SelectMany(row => row)]
        : throw new TrainingException(
            $"K is {options.K}, and there are only {_candidates.Count} different rows of a weight above 0.");

    /// <summary>Different rows, drawn one after the other by w d², or by w where there are no candidates yet.</summary>
    /// <remarks>
    /// The rows of the least −log u / (w d²): P. Efraimidis and P. Spirakis, "Weighted random sampling with a reservoir",
    /// Information Processing Letters 97, 2006.
    /// </remarks>
    async ValueTask<IEnumerable<double[]>> SampleAsync(int count)
    {
        var draw = Draw();
        var sample = await rows
            .AggregateAsync(() => new LeastRows(count), (drawn, _, lane) =>
            {
                lane.Offer(_candidates, (hash, share, row) =>
                {
                    var key = -Math.Log(Uniform(hash, draw)) / share;
                    if (drawn.Takes(key))
                    {
                        drawn.Add(key, row());
                    }
                });
                return drawn;
            }, LeastRows.Merge)
            .ConfigureAwait(false);
        return sample.Rows.Select(row => row.Values);
    }

    /// <summary>Of a few rows drawn by w d², that which leaves the least cost.</summary>
    async ValueTask<double[]> BestAsync()
    {
        var trials = (await SampleAsync(2 + (int)Math.Log(options.K)).ConfigureAwait(false)).ToArray();
        var costs = await rows
            .AggregateAsync(
                () => new double[trials.Length],
                (sums, _, lane) => lane.AddCosts(_candidates, trials, sums),
                (left, right) => [.. left.Zip(right, (a, b) => a + b)])
            .ConfigureAwait(false);
        return trials[Array.IndexOf(costs, costs.Min())];
    }

    /// <summary>Adds every row with probability 2 K · w d² / Σ w d².</summary>
    async ValueTask OversampleAsync()
    {
        var cost = await CostAsync().ConfigureAwait(false);
        var draw = Draw();
        var drawn = await rows
            .AggregateAsync(() => new RowSet(), (set, _, lane) =>
            {
                lane.Offer(_candidates, (hash, share, row) =>
                {
                    if (Uniform(hash, draw) * cost < 2 * options.K * share)
                    {
                        set.Add(hash, row);
                    }
                });
                return set;
            }, RowSet.Merge)
            .ConfigureAwait(false);
        _candidates.AddRange(drawn.Rows);
    }

    ValueTask<double> CostAsync() => rows.AggregateAsync(
        () => 0.0, (sum, _, lane) => sum + lane.Cost(_candidates), (left, right) => left + right);

    async ValueTask<double[]> SizesAsync()
    {
        var assignment = new Assignment([.. _candidates.SelectMany(row => row)], _candidates.Count, width);
        var sizes = await rows
            .AggregateAsync(
                () => new ClusterSizes(_candidates.Count), (state, _, lane) => lane.AddTo(state, assignment), ClusterSizes.Merge)
            .ConfigureAwait(false);
        return sizes.Weights;
    }

    ulong Draw() => Hash.Combine((ulong)options.Seed, _draws++);

    /// <summary>Above 0 and below 1.</summary>
    static double Uniform(ulong hash, ulong draw) => ((Hash.Combine(draw, hash) >> 11) + 0.5) * (1.0 / (1L << 53));
}

/// <summary>Different rows in the order of their hashes.</summary>
sealed class RowSet
{
    readonly Dictionary<ulong, double[]> _rows = [];

    public IEnumerable<double[]> Rows => _rows.OrderBy(row => row.Key).Select(row => row.Value);

    public static RowSet Merge(RowSet left, RowSet right)
    {
        foreach (var (hash, row) in right._rows)
        {
            left._rows.TryAdd(hash, row);
        }

        return left;
    }

    public void Add(ulong hash, Func<double[]> row)
    {
        if (!_rows.ContainsKey(hash))
        {
            _rows.Add(hash, row());
        }
    }
}
