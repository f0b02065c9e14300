using Alink.Numerics;

namespace Alink.Clustering;

/// <summary>The rows of one lane as the passes of <see cref="KMeans"/> read them; of length 1 under the cosine distance.</summary>
sealed class KMeansRows
{
    const int ChunkRows = 512;

    // Below this width, or with one number in four stored, dense kernels are the faster, and exact.
    const int NarrowWidth = 256;
    const int LeastStored = 4;

    readonly List<VectorColumn> _batches = [];
    readonly List<double[]> _weights = [];
    ulong[]? _hashes;
    double[]? _distances;
    int _candidates;

    /// <summary>Reads a lane; dense rows stay where they are.</summary>
    /// <exception cref="TrainingException">A value is missing or not finite, or a row is all zeros under the cosine distance.</exception>
    public KMeansRows(IEnumerable<Table> batches, KMeans options)
    {
        foreach (var batch in batches)
        {
            var block = batch.Features(options.Features);
            var rows = (VectorColumn)batch.Values(options.Features);
            if (!block.IsDense && (block.Width <= NarrowWidth || LeastStored * (long)Stored(block) >= (long)block.Width * block.Rows))
            {
                rows = Dense(rows);
            }

            _batches.Add(options.Distance == KMeansDistance.Cosine ? Normalised(batch, options.Features, rows) : rows);
            _weights.Add(batch.Weights(options.Weight).ToArray());
            Count += rows.Length;
            if (rows.Length > 0 && Width >= 0 && Width != rows.Width)
            {
                throw new TrainingException($"A vector of length {rows.Width} follows vectors of length {Width}.");
            }

            Width = rows.Length > 0 ? rows.Width : Width;
        }
    }

    /// <summary>How many rows.</summary>
    public int Count { get; }

    /// <summary>How many numbers each row has; −1 where there are no rows.</summary>
    public int Width { get; } = -1;

    /// <summary>The memory that stays.</summary>
    public long Bytes => _batches.Sum(batch => batch.Bytes) + _weights.Sum(weights => (long)sizeof(double) * weights.Length)
        + (Count * (sizeof(ulong) + sizeof(double)));

    /// <summary>Adds the rows to the weights and sums of the clusters they are nearest to.</summary>
    public ClusterTotals AddTo(ClusterTotals totals, Assignment assignment)
    {
        Span<int> buffer = stackalloc int[ChunkRows];
        for (var b = 0; b < _batches.Count; b++)
        {
            var rows = _batches[b].Block;
            for (var start = 0; start < rows.Rows; start += ChunkRows)
            {
                var nearest = buffer[..Math.Min(ChunkRows, rows.Rows - start)];
                assignment.Assign(rows, start, nearest);
                totals.Add(rows, start, nearest, WeightsOf(b, start, nearest.Length));
            }
        }

        return totals;
    }

    /// <summary>Adds the rows to the weights and the inertia of the clusters they are nearest to.</summary>
    public ClusterSizes AddTo(ClusterSizes sizes, Assignment assignment)
    {
        ForEach(assignment, (_, _, weight, nearest, distance) => sizes.Add(nearest, weight, distance));
        return sizes;
    }

    /// <summary>Offers the rows as those farthest from their centroids.</summary>
    public FarthestRows AddTo(FarthestRows farthest, Assignment assignment)
    {
        ForEach(assignment, (batch, row, weight, _, distance) =>
        {
            if (weight > 0 && farthest.Takes(distance))
            {
                farthest.Add(distance, batch[row].ToArray());
            }
        });
        return farthest;
    }

    /// <summary>Adds the rows to the spread of all rows.</summary>
    public Spread AddTo(Spread spread)
    {
        for (var b = 0; b < _batches.Count; b++)
        {
            spread.Add(_batches[b], _weights[b]);
        }

        return spread;
    }

    /// <summary>Σ w d², d being each row's distance to the nearest candidate.</summary>
    /// <param name="candidates">Those of the last call, and perhaps more; shape: count × width.</param>
    /// <param name="count">How many.</param>
    public double Cost(List<double[]> candidates, int count)
    {
        if (_distances is null)
        {
            _distances = new double[Count];
            Array.Fill(_distances, double.PositiveInfinity);
        }

        // A lane that was made again knows no candidate yet; the least of all is the least of the parts.
        if (_candidates < count && Count > 0)
        {
            var added = candidates[_candidates..count];
            var place = 0;
            ForEach(new([.. added.SelectMany(row => row)], added.Count, Width), (_, _, _, _, distance) =>
            {
                _distances[place] = Math.Min(_distances[place], distance);
                place++;
            });
            _candidates = count;
        }

        var cost = 0.0;
        ForEach((_, _, place, weight) => cost += weight * _distances[place]);
        return cost;
    }

    /// <summary>Adds to each sum what <see cref="Cost"/> would be with one of the trials as one more candidate.</summary>
    public double[] AddCosts(List<double[]> candidates, double[][] trials, double[] sums)
    {
        Cost(candidates, candidates.Count);
        for (var t = 0; t < trials.Length; t++)
        {
            var (sum, place) = (0.0, 0);
            ForEach(new(trials[t], 1, trials[t].Length), (_, _, weight, _, distance) =>
                sum += weight * Math.Min(_distances![place++], distance));
            sums[t] += sum;
        }

        return sums;
    }

    /// <summary>Offers every row with its hash, its weight, and its distance to the nearest candidate of the last cost.</summary>
    /// <param name="candidates">The candidates so far.</param>
    /// <param name="take">Is given the hash, the weight, the weight times the squared distance, and what makes the row's numbers.</param>
    public void Offer(List<double[]> candidates, Action<ulong, double, double, Func<double[]>> take)
    {
        if (candidates.Count > _candidates)
        {
            Cost(candidates, candidates.Count);
        }

        _hashes ??= Hashes();
        VectorColumn? from = null;
        var at = 0;
        double[] Row() => from![at].ToArray();
        Func<double[]> row = Row;
        ForEach((batch, i, place, weight) =>
        {
            (from, at) = (batch, i);
            take(_hashes[place], weight, _distances is null ? weight : weight * _distances[place], row);
        });
    }

    /// <summary>A hash of each row's numbers other than 0, with their places.</summary>
    ulong[] Hashes()
    {
        var hashes = new ulong[Count];
        ForEach((batch, row, place, _) =>
        {
            var hash = 0UL;
            var values = batch.Block.ValuesOf(row);
            var indices = batch.Block.IndicesOf(row);
            for (var i = 0; i < values.Length; i++)
            {
                if (values[i] != 0)
                {
                    hash = Hash.Combine(
                        hash + (ulong)(batch.IsDense ? i : indices[i]), (ulong)BitConverter.DoubleToInt64Bits(values[i]));
                }
            }

            hashes[place] = hash;
        });
        return hashes;
    }

    void ForEach(Assignment assignment, Action<VectorColumn, int, double, int, double> take)
    {
        Span<int> nearest = stackalloc int[ChunkRows];
        Span<double> distances = stackalloc double[ChunkRows];
        for (var b = 0; b < _batches.Count; b++)
        {
            var batch = _batches[b];
            for (var start = 0; start < batch.Length; start += ChunkRows)
            {
                var count = Math.Min(ChunkRows, batch.Length - start);
                assignment.Assign(batch.Block, start, nearest[..count], distances[..count]);
                for (var i = 0; i < count; i++)
                {
                    take(batch, start + i, _weights[b].Length == 0 ? 1 : _weights[b][start + i], nearest[i], distances[i]);
                }
            }
        }
    }

    void ForEach(Action<VectorColumn, int, int, double> take)
    {
        var place = 0;
        for (var b = 0; b < _batches.Count; b++)
        {
            for (var row = 0; row < _batches[b].Length; row++)
            {
                take(_batches[b], row, place++, _weights[b].Length == 0 ? 1 : _weights[b][row]);
            }
        }
    }

    ReadOnlySpan<double> WeightsOf(int batch, int start, int count) =>
        _weights[batch].Length == 0 ? default : _weights[batch].AsSpan(start, count);

    static int Stored(VectorBlock block) => block.Offsets[block.Rows] - block.Offsets[0];

    static VectorColumn Dense(VectorColumn rows)
    {
        var values = new double[rows.Length * rows.Width];
        for (var i = 0; i < rows.Length; i++)
        {
            rows[i].CopyTo(values.AsSpan(i * rows.Width, rows.Width));
        }

        return new(rows.Length, rows.Width, values);
    }

    static VectorColumn Normalised(Table batch, Column<Vector> column, VectorColumn rows)
    {
        var block = rows.Block;
        var values = block.Values.ToArray();
        for (var i = 0; i < block.Rows; i++)
        {
            var row = block.IsDense
                ? values.AsSpan(i * block.Width, block.Width)
                : values.AsSpan()[block.Offsets[i]..block.Offsets[i + 1]];
            var square = 0.0;
            foreach (var x in row)
            {
                square += x * x; // One after the other, so that zeros, stored or not, change no bit.
            }

            var length = Math.Sqrt(square);
            DenseKernels.Scale(length > 0 ? 1 / length : throw new TrainingException(
                $"Column '{column}' holds zeros alone in row {batch.FirstRow + i}, whose cosine distance is not defined."), row);
        }

        return block.IsDense
            ? new(block.Rows, block.Width, values)
            : new(block.Width, block.Offsets.ToArray(), block.Indices.ToArray(), values);
    }
}
