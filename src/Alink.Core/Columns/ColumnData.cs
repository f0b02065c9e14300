namespace Alink;

/// <summary>The values of one column. Immutable; laid out as Arrow lays them out.</summary>
public abstract class ColumnData
{
    private protected ColumnData(DataType type, int length, Validity validity) =>
        (Type, Length, Validity) = (type, length, validity);

    /// <summary>The type of every value.</summary>
    public DataType Type { get; }

    /// <summary>How many rows.</summary>
    public int Length { get; }

    /// <summary>Which rows hold a value.</summary>
    public Validity Validity { get; }

    /// <summary>Whether a row holds no value.</summary>
    public bool IsMissing(int row) => !Validity[row];

    /// <summary>Whether any row holds no value.</summary>
    public bool HasMissing
    {
        get
        {
            for (var i = 0; !Validity.IsFull && i < Length; i++)
            {
                if (IsMissing(i))
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>The bytes that the values take, shared ones included.</summary>
    public abstract long Bytes { get; }

    /// <summary>The rows from <paramref name="start"/> on. Copies nothing.</summary>
    public abstract ColumnData Slice(int start, int length);

    /// <summary>The given rows, in the order given; −1 stands for a missing value.</summary>
    public abstract ColumnData Gather(ReadOnlySpan<int> rows);

    /// <summary>The value of a row, boxed, null where it is missing: for printing and tests, not for passes.</summary>
    public abstract object? Boxed(int row);

    /// <summary>Puts the value of a row into a cell.</summary>
    public abstract void Load(int row, Cell cell);

    /// <summary>Something that collects values of this column's type.</summary>
    public ColumnBuilder Builder(int capacity = 0) => ColumnBuilder.Of(Type, capacity);

    /// <summary>The values of several columns of one type, one after the other.</summary>
    /// <exception cref="SchemaException">The types, or the lengths of the vectors, differ.</exception>
    public static ColumnData Concat(params IReadOnlyList<ColumnData> columns)
    {
        if (columns.All(column => column.Length == 0))
        {
            return columns.MaxBy(column => column is VectorColumn vectors ? vectors.Width : 0)!;
        }

        if (columns.Count == 1)
        {
            return columns[0];
        }

        var builder = columns[0].Builder(columns.Sum(column => column.Length));
        foreach (var column in columns)
        {
            builder.Append(column);
        }

        return builder.Build();
    }

    private protected Validity Gathered(ReadOnlySpan<int> rows)
    {
        ulong[]? bits = null;
        for (var i = 0; i < rows.Length; i++)
        {
            if (rows[i] < 0 || IsMissing(rows[i]))
            {
                bits ??= Validity.Full(rows.Length);
                bits[i >> 6] &= ~(1UL << i);
            }
        }

        return new(bits);
    }
}

/// <summary>The values of one column, by their .NET type.</summary>
/// <typeparam name="T">The type of one value.</typeparam>
public abstract class ColumnData<T> : ColumnData
{
    private protected ColumnData(int length, Validity validity)
        : base(DataTypes.Of(typeof(T)), length, validity)
    {
    }

    /// <summary>The value of a row; the type's default where it is missing.</summary>
    public abstract T this[int row] { get; }

    /// <inheritdoc/>
    public override object? Boxed(int row) => IsMissing(row) ? null : this[row];

    /// <summary>Each value in order.</summary>
    public IEnumerator<T> GetEnumerator()
    {
        for (var i = 0; i < Length; i++)
        {
            yield return this[i];
        }
    }

    /// <summary>Each value in order, in an array of its own.</summary>
    public T[] ToArray()
    {
        var values = new T[Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = this[i];
        }

        return values;
    }
}
