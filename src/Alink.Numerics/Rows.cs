namespace Alink.Numerics;

/// <summary>A view of rows of numbers: <see cref="DenseRows"/> or <see cref="SparseRows"/>.</summary>
/// <typeparam name="TRows">The view itself, so that a pass is compiled for it.</typeparam>
public interface IRows<TRows>
    where TRows : struct, IRows<TRows>, allows ref struct
{
    /// <summary>How many rows there are.</summary>
    int Count { get; }

    /// <summary>How many numbers a row has.</summary>
    int Width { get; }

    /// <summary>Some of the rows, without a copy.</summary>
    TRows Slice(int start, int count);

    /// <summary>How many rows a pass takes at once, so that they are in the cache when it comes back to them; at most 256.</summary>
    internal static abstract int ChunkOf(int width);

    internal void Gemv(scoped ReadOnlySpan<double> vector, scoped Span<double> result);

    internal void GemvTransposed(scoped ReadOnlySpan<double> weights, scoped Span<double> sums);
}

/// <summary>A view of rows of numbers that lie one after the other.</summary>
public readonly ref struct DenseRows : IRows<DenseRows>
{
    /// <summary>Views <paramref name="values"/> as rows.</summary>
    /// <param name="values">The numbers; shape: count × width, row-major.</param>
    /// <param name="count">How many rows there are.</param>
    /// <param name="width">How many numbers a row has.</param>
    /// <exception cref="ArgumentException">The shape is not that of the values.</exception>
    public DenseRows(ReadOnlySpan<double> values, int count, int width)
    {
        if (count < 0 || width < 0 || (long)count * width != values.Length)
        {
            throw new ArgumentException(
                $"{count} rows of {width} numbers need {(long)count * width}, not {values.Length}.");
        }

        Values = values;
        Count = count;
        Width = width;
    }

    /// <summary>The numbers; shape: count × width, row-major.</summary>
    public ReadOnlySpan<double> Values { get; }

    /// <summary>How many rows there are.</summary>
    public int Count { get; }

    /// <summary>How many numbers a row has.</summary>
    public int Width { get; }

    /// <summary>The numbers of one row.</summary>
    public ReadOnlySpan<double> this[int row] => Values.Slice(row * Width, Width);

    /// <summary>Some of the rows, without a copy.</summary>
    public DenseRows Slice(int start, int count) => new(Values.Slice(start * Width, count * Width), count, Width);

    /// <summary>As many rows as half of a first-level cache of 32 KiB holds, in whole vectors.</summary>
    static int IRows<DenseRows>.ChunkOf(int width) => Math.Clamp(2048 / Math.Max(1, width) / 8 * 8, 8, MarginLoss.MaximumChunk);

    void IRows<DenseRows>.Gemv(scoped ReadOnlySpan<double> vector, scoped Span<double> result) => DenseKernels.Gemv(this, vector, result);

    void IRows<DenseRows>.GemvTransposed(scoped ReadOnlySpan<double> weights, scoped Span<double> sums) =>
        DenseKernels.GemvTransposed(this, weights, sums);
}

/// <summary>A view of rows of which only the stored entries matter, in compressed sparse rows (CSR).</summary>
public readonly ref struct SparseRows : IRows<SparseRows>
{
    /// <summary>Views stored entries as rows.</summary>
    /// <param name="offsets">
    /// Where each row's entries start, and after the last row where they end; shape: count + 1. The first may be
    /// above 0.
    /// </param>
    /// <param name="indices">The position of each entry in its row, ascending and from 0 to below width.</param>
    /// <param name="values">The value of each entry.</param>
    /// <param name="width">How long a row is, counting what is not stored.</param>
    /// <exception cref="ArgumentException">There is no offset, or an offset points outside the entries.</exception>
    public SparseRows(ReadOnlySpan<int> offsets, ReadOnlySpan<int> indices, ReadOnlySpan<double> values, int width)
    {
        if (offsets.IsEmpty || offsets[0] < 0 || offsets[^1] > values.Length || indices.Length != values.Length)
        {
            throw new ArgumentException(
                $"{offsets.Length} offsets delimit no rows in {indices.Length} indices and {values.Length} values.");
        }

        Offsets = offsets;
        Indices = indices;
        Values = values;
        Width = width;
    }

    /// <summary>Where each row's entries start, and after the last row where they end; shape: count + 1.</summary>
    public ReadOnlySpan<int> Offsets { get; }

    /// <summary>The position of each entry in its row; ascending in a row.</summary>
    public ReadOnlySpan<int> Indices { get; }

    /// <summary>The value of each entry.</summary>
    public ReadOnlySpan<double> Values { get; }

    /// <summary>How long a row is, counting what is not stored.</summary>
    public int Width { get; }

    /// <summary>How many rows there are.</summary>
    public int Count => Offsets.Length - 1;

    /// <summary>The positions of the stored entries of one row.</summary>
    public ReadOnlySpan<int> IndicesOf(int row) => Indices[Offsets[row]..Offsets[row + 1]];

    /// <summary>The stored values of one row.</summary>
    public ReadOnlySpan<double> ValuesOf(int row) => Values[Offsets[row]..Offsets[row + 1]];

    /// <summary>Some of the rows, without a copy.</summary>
    public SparseRows Slice(int start, int count) => new(Offsets.Slice(start, count + 1), Indices, Values, Width);

    static int IRows<SparseRows>.ChunkOf(int width) => MarginLoss.MaximumChunk;

    void IRows<SparseRows>.Gemv(scoped ReadOnlySpan<double> vector, scoped Span<double> result) => SparseKernels.Gemv(this, vector, result);

    void IRows<SparseRows>.GemvTransposed(scoped ReadOnlySpan<double> weights, scoped Span<double> sums) =>
        SparseKernels.GemvTransposed(this, weights, sums);
}
