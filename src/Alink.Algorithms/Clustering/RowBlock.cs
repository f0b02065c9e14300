using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Alink.Numerics;

namespace Alink.Clustering;

/// <summary>The rows of one batch as the passes of <see cref="KMeans"/> read them; of length 1 under the cosine distance.</summary>
/// <remarks>Dense rows stay where they are, unless float32 holds every number exactly: then that is half the memory to read.</remarks>
sealed class RowBlock
{
    /// <summary>Up to this width sparse rows are written out: dense kernels are the faster then, and exact.</summary>
    public const int NarrowWidth = 256;

    // Wider ones are if one number in four is stored.
    const int LeastStored = 4;

    readonly VectorColumn? _doubles;
    readonly float[]? _singles;
    readonly double[] _weights;

    /// <summary>Reads a batch.</summary>
    /// <exception cref="TrainingException">A value is missing or not finite, or a row is all zeros under the cosine distance.</exception>
    public RowBlock(Table batch, KMeans options, Spread spread)
    {
        var block = batch.Features(options.Features);
        var rows = (VectorColumn)batch.Values(options.Features);
        _weights = batch.Weights(options.Weight).ToArray();
        (Count, Width) = (block.Rows, block.Width);
        if (!block.IsDense && (Width <= NarrowWidth || LeastStored * (long)Stored(block) >= (long)Width * Count))
        {
            rows = Dense(rows);
        }

        rows = options.Distance == KMeansDistance.Cosine ? Normalised(batch, options.Features, rows) : rows;
        spread.Add(rows, _weights);
        _singles = rows.IsDense ? Singles(rows.Block.Values) : null;
        _doubles = _singles is null ? rows : null;
    }

    /// <summary>How many rows.</summary>
    public int Count { get; }

    /// <summary>How many numbers each row has.</summary>
    public int Width { get; }

    /// <summary>The memory that stays.</summary>
    public long Bytes =>
        (_doubles?.Bytes ?? sizeof(float) * (long)_singles!.Length) + (sizeof(double) * (long)_weights.Length);

    /// <summary>The weight of a row.</summary>
    public double Weight(int row) => _weights.Length == 0 ? 1 : _weights[row];

    /// <summary>The numbers of a row, zeros included, in an array of their own.</summary>
    public double[] Row(int row) => _doubles is null
        ? Array.ConvertAll(_singles!.AsSpan(row * Width, Width).ToArray(), number => (double)number)
        : _doubles[row].ToArray();

    /// <summary>A hash of a row's numbers other than 0, with their places.</summary>
    public ulong HashOf(int row)
    {
        var hash = 0UL;
        if (_doubles is null)
        {
            var singles = _singles.AsSpan(row * Width, Width);
            for (var j = 0; j < singles.Length; j++)
            {
                Add(j, singles[j]);
            }

            return hash;
        }

        var values = _doubles.Block.ValuesOf(row);
        var indices = _doubles.Block.IndicesOf(row);
        for (var i = 0; i < values.Length; i++)
        {
            Add(_doubles.IsDense ? i : indices[i], values[i]);
        }

        return hash;

        void Add(int place, double value) => hash = value == 0 ? hash
            : Hash.Combine(hash + (ulong)place, BitConverter.DoubleToUInt64Bits(value));
    }

    /// <summary>Finds the nearest centroids of the rows from <paramref name="start"/> on, and the squared distances where wanted.</summary>
    public void Assign(Assignment assignment, int start, Span<int> nearest, Span<double> squaredDistances = default)
    {
        if (_doubles is null)
        {
            assignment.Assign(_singles.AsSpan(start * Width, nearest.Length * Width), nearest, squaredDistances);
        }
        else if (_doubles.IsDense)
        {
            assignment.Assign(
                _doubles.Block.Values.Slice(start * Width, nearest.Length * Width), nearest, squaredDistances);
        }
        else
        {
            assignment.Assign(_doubles.Block, start, nearest, squaredDistances);
        }
    }

    /// <summary>Adds the rows from <paramref name="start"/> on to the sums of their clusters.</summary>
    public void AddTo(ClusterTotals totals, int start, ReadOnlySpan<int> nearest)
    {
        var weights = _weights.Length == 0 ? default : _weights.AsSpan(start, nearest.Length);
        if (_doubles is null)
        {
            var rows = _singles.AsSpan(start * Width, nearest.Length * Width);
            ClusterSums.Add(rows, Width, nearest, weights, totals.Sums, totals.Weights);
        }
        else if (_doubles.IsDense)
        {
            var rows = _doubles.Block.Values.Slice(start * Width, nearest.Length * Width);
            ClusterSums.Add(rows, Width, nearest, weights, totals.Sums, totals.Weights);
        }
        else
        {
            totals.Add(_doubles.Block, start, nearest, weights);
        }
    }

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

    /// <summary>The numbers in float32; null where one of them needs more digits.</summary>
    static float[]? Singles(ReadOnlySpan<double> values)
    {
        var singles = GC.AllocateUninitializedArray<float>(values.Length);
        ref var from = ref MemoryMarshal.GetReference(values);
        ref var to = ref MemoryMarshal.GetArrayDataReference(singles);
        var i = 0;
        for (; i <= values.Length - Vector512<float>.Count; i += Vector512<float>.Count)
        {
            var low = Vector512.LoadUnsafe(ref from, (nuint)i);
            var high = Vector512.LoadUnsafe(ref from, (nuint)(i + Vector512<double>.Count));
            var single = Vector512.Narrow(low, high);
            if (!Vector512.EqualsAll(Vector512.WidenLower(single), low) || !Vector512.EqualsAll(Vector512.WidenUpper(single), high))
            {
                return null;
            }

            single.StoreUnsafe(ref to, (nuint)i);
        }

        for (; i < values.Length; i++)
        {
            singles[i] = (float)values[i];
            if (singles[i] != values[i])
            {
                return null;
            }
        }

        return singles;
    }
}
