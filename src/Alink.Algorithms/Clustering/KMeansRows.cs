namespace Alink.Clustering;

/// <summary>The rows of one lane, with what the draws of <see cref="Seeding"/> remember of them.</summary>
/// <remarks>All that it remembers follows from the rows and from what it is asked, so that it may be made again at any time.</remarks>
sealed class KMeansRows
{
    const int ChunkRows = 512;

    readonly List<RowBlock> _blocks = [];
    readonly Spread _spread = new();
    readonly int _count;
    ulong[]? _hashes;
    double[]? _distances;
    int _candidates;

    /// <summary>Reads a lane.</summary>
    /// <exception cref="TrainingException">A value is missing or not finite, or a row is all zeros under the cosine distance.</exception>
    public KMeansRows(IEnumerable<Table> batches, KMeans options)
    {
        foreach (var batch in batches)
        {
            if (batch.RowCount > 0)
            {
                _blocks.Add(new(batch, options, _spread));
                _count += batch.RowCount;
            }
        }
    }

    /// <summary>The memory that stays.</summary>
    public long Bytes => _blocks.Sum(block => block.Bytes) + (_count * (long)(sizeof(ulong) + sizeof(double)));

    /// <summary>Adds the rows to the spread of all rows.</summary>
    public Spread AddTo(Spread spread) => Spread.Merge(spread, _spread);

    /// <summary>Adds the rows to the weights and sums of the clusters they are nearest to.</summary>
    public ClusterTotals AddTo(ClusterTotals totals, Assignment assignment)
    {
        Span<int> buffer = stackalloc int[ChunkRows];
        foreach (var block in _blocks)
        {
            for (var start = 0; start < block.Count; start += ChunkRows)
            {
                var nearest = buffer[..Math.Min(ChunkRows, block.Count - start)];
                block.Assign(assignment, start, nearest);
                block.AddTo(totals, start, nearest);
            }
        }

        return totals;
    }

    /// <summary>Adds the rows to the weights and the inertia of the clusters they are nearest to.</summary>
    public ClusterSizes AddTo(ClusterSizes sizes, Assignment assignment)
    {
        ForEach(assignment, (block, row, nearest, distance) => sizes.Add(nearest, block.Weight(row), distance));
        return sizes;
    }

    /// <summary>Offers the rows as those farthest from their centroids.</summary>
    public LeastRows AddTo(LeastRows farthest, Assignment assignment)
    {
        ForEach(assignment, (block, row, _, distance) =>
        {
            if (block.Weight(row) > 0 && distance > 0 && farthest.Takes(-distance))
            {
                farthest.Add(-distance, block.Row(row));
            }
        });
        return farthest;
    }

    /// <summary>Σ w d², d being each row's distance to the nearest candidate.</summary>
    /// <param name="candidates">Those of the last call, and perhaps more after them.</param>
    public double Cost(List<double[]> candidates)
    {
        Know(candidates);
        var cost = 0.0;
        ForEach((block, row, place) => cost += block.Weight(row) * _distances![place]);
        return cost;
    }

    /// <summary>Adds to each sum what <see cref="Cost"/> would be with one of the trials as one more candidate.</summary>
    public double[] AddCosts(List<double[]> candidates, double[][] trials, double[] sums)
    {
        Know(candidates);
        for (var t = 0; t < trials.Length; t++)
        {
            var (sum, place) = (0.0, 0);
            ForEach(new(trials[t], 1, trials[t].Length), (block, row, _, distance) =>
                sum += block.Weight(row) * Math.Min(_distances![place++], distance));
            sums[t] += sum;
        }

        return sums;
    }

    /// <summary>Offers every row of a weight above 0 that is not a candidate.</summary>
    /// <param name="candidates">The candidates so far.</param>
    /// <param name="take">
    /// Is given the row's hash, its weight times the squared distance to the nearest candidate, where there is one, and what makes its numbers.
    /// </param>
    public void Offer(List<double[]> candidates, Action<ulong, double, Func<double[]>> take)
    {
        Know(candidates);
        if (_hashes is null)
        {
            _hashes = new ulong[_count];
            ForEach((block, row, place) => _hashes[place] = block.HashOf(row));
        }

        var (from, at) = (default(RowBlock), 0);
        Func<double[]> numbers = () => from!.Row(at);
        ForEach((block, row, place) =>
        {
            var share = block.Weight(row) * (candidates.Count == 0 ? 1 : _distances![place]);
            if (share > 0)
            {
                (from, at) = (block, row);
                take(_hashes[place], share, numbers);
            }
        });
    }

    /// <summary>Brings the distances up to date. The least of all is the least of the parts, so that it may be done in parts.</summary>
    void Know(List<double[]> candidates)
    {
        if (_distances is null)
        {
            _distances = new double[_count];
            Array.Fill(_distances, double.PositiveInfinity);
        }

        if (_candidates < candidates.Count && _count > 0)
        {
            var added = candidates[_candidates..];
            var place = 0;
            ForEach(new([.. added.SelectMany(row => row)], added.Count, _blocks[0].Width), (_, _, _, distance) =>
            {
                _distances[place] = Math.Min(_distances[place], distance);
                place++;
            });
            _candidates = candidates.Count;
        }
    }

    void ForEach(Assignment assignment, Action<RowBlock, int, int, double> take)
    {
        Span<int> nearest = stackalloc int[ChunkRows];
        Span<double> distances = stackalloc double[ChunkRows];
        foreach (var block in _blocks)
        {
            for (var start = 0; start < block.Count; start += ChunkRows)
            {
                var count = Math.Min(ChunkRows, block.Count - start);
                block.Assign(assignment, start, nearest[..count], distances[..count]);
                for (var i = 0; i < count; i++)
                {
                    take(block, start + i, nearest[i], distances[i]);
                }
            }
        }
    }

    void ForEach(Action<RowBlock, int, int> take)
    {
        var place = 0;
        foreach (var block in _blocks)
        {
            for (var row = 0; row < block.Count; row++)
            {
                take(block, row, place++);
            }
        }
    }
}
