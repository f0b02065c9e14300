namespace Alink;

/// <summary>A column of vectors of one length: one dense block, or one sparse block in compressed rows.</summary>
public sealed class VectorColumn : ColumnData<Vector>
{
    readonly ReadOnlyMemory<double> _values;
    readonly ReadOnlyMemory<int> _indices;
    readonly ReadOnlyMemory<int> _offsets;

    /// <summary>A dense block.</summary>
    /// <param name="rows">How many vectors.</param>
    /// <param name="width">How many numbers each vector has.</param>
    /// <param name="values">The numbers, row by row; shape: rows × width.</param>
    /// <param name="validity">Which rows hold a value.</param>
    public VectorColumn(int rows, int width, ReadOnlyMemory<double> values, Validity validity = default)
        : base(rows, validity)
    {
        if (values.Length != (long)rows * width)
        {
            throw new ArgumentException($"{values.Length} numbers for {rows} vectors of {width}.", nameof(values));
        }

        (Width, _values) = (width, values);
    }

    /// <summary>A sparse block.</summary>
    /// <param name="width">How many numbers each vector has, zeros included.</param>
    /// <param name="offsets">Where each row begins in the other two, and where the last ends; shape: rows + 1.</param>
    /// <param name="indices">The places of the stored numbers, rising within a row.</param>
    /// <param name="values">The stored numbers, one for each index.</param>
    /// <param name="validity">Which rows hold a value.</param>
    public VectorColumn(
        int width, ReadOnlyMemory<int> offsets, ReadOnlyMemory<int> indices, ReadOnlyMemory<double> values,
        Validity validity = default)
        : base(offsets.Length - 1, validity) =>
        (Width, _offsets, _indices, _values) = (width, offsets, indices, values);

    /// <summary>How many numbers each vector has, zeros included.</summary>
    public int Width { get; }

    /// <summary>Whether every number is stored.</summary>
    public bool IsDense => _offsets.IsEmpty;

    /// <summary>All rows at once, for hot loops.</summary>
    public VectorBlock Block => new(Length, Width, _values.Span, _offsets.Span, _indices.Span);

    /// <inheritdoc/>
    public override Vector this[int row]
    {
        get
        {
            if (IsDense)
            {
                return Vector.Dense(_values.Slice(row * Width, Width));
            }

            var (start, end) = (_offsets.Span[row], _offsets.Span[row + 1]);
            return Vector.Trusted(Width, _indices[start..end], _values[start..end]);
        }
    }

    /// <inheritdoc/>
    public override long Bytes => IsDense
        ? sizeof(double) * (long)_values.Length
        : (sizeof(int) * (long)_offsets.Length) + ((sizeof(int) + sizeof(double)) * (long)(_offsets.Span[Length] - _offsets.Span[0]));

    /// <summary>A column of the given vectors; sparse once one of them is.</summary>
    /// <exception cref="SchemaException">The vectors are not of one length.</exception>
    public static VectorColumn Of(params ReadOnlySpan<Vector> values)
    {
        var builder = new VectorColumnBuilder(values.Length);
        foreach (var value in values)
        {
            builder.Append(value);
        }

        return (VectorColumn)builder.Build();
    }

    /// <inheritdoc/>
    public override ColumnData Slice(int start, int length) => IsDense
        ? new VectorColumn(length, Width, _values.Slice(start * Width, length * Width), Validity.From(start))
        : new VectorColumn(Width, _offsets.Slice(start, length + 1), _indices, _values, Validity.From(start));

    /// <inheritdoc/>
    public override ColumnData Gather(ReadOnlySpan<int> rows)
    {
        var builder = new VectorColumnBuilder(rows.Length, Width);
        foreach (var row in rows)
        {
            if (row < 0 || IsMissing(row))
            {
                builder.AppendMissing();
            }
            else
            {
                builder.Append(this[row]);
            }
        }

        return builder.Build();
    }

    /// <inheritdoc/>
    public override void Load(int row, Cell cell)
    {
        if (IsMissing(row))
        {
            cell.SetMissing();
        }
        else
        {
            cell.Set(this[row]);
        }
    }
}

/// <summary>The vectors of a column as spans: what a hot loop works on.</summary>
public readonly ref struct VectorBlock
{
    internal VectorBlock(
        int rows, int width, ReadOnlySpan<double> values, ReadOnlySpan<int> offsets, ReadOnlySpan<int> indices)
    {
        (Rows, Width) = (rows, width);
        Values = values;
        Offsets = offsets;
        Indices = indices;
    }

    /// <summary>How many vectors.</summary>
    public int Rows { get; }

    /// <summary>How many numbers each vector has, zeros included.</summary>
    public int Width { get; }

    /// <summary>Dense: the numbers, row by row; shape: rows × width. Sparse: the stored
    /// numbers, of other rows as well.</summary>
    public ReadOnlySpan<double> Values { get; }

    /// <summary>Sparse: where each row begins in the other two, and where the last ends;
    /// shape: rows + 1. Dense: empty.</summary>
    public ReadOnlySpan<int> Offsets { get; }

    /// <summary>Sparse: the places of the stored numbers, rising within a row. Dense: empty.</summary>
    public ReadOnlySpan<int> Indices { get; }

    /// <summary>Whether every number is stored.</summary>
    public bool IsDense => Offsets.IsEmpty;

    /// <summary>One number of a row, stored or 0.</summary>
    public double this[int row, int place] =>
        IsDense ? ValuesOf(row)[place] : IndicesOf(row).BinarySearch(place) is var at and >= 0 ? ValuesOf(row)[at] : 0;

    /// <summary>The stored numbers of a row: all of them when dense.</summary>
    public ReadOnlySpan<double> ValuesOf(int row) =>
        IsDense ? Values.Slice(row * Width, Width) : Values[Offsets[row]..Offsets[row + 1]];

    /// <summary>The places of the stored numbers of a row; empty when dense.</summary>
    public ReadOnlySpan<int> IndicesOf(int row) => IsDense ? default : Indices[Offsets[row]..Offsets[row + 1]];
}
