namespace Alink;

/// <summary>Collects the values of a column, row by row.</summary>
public abstract class ColumnBuilder
{
    ulong[]? _bits;

    /// <summary>How many rows so far.</summary>
    public int Length { get; private set; }

    /// <summary>A builder of columns of a type.</summary>
    /// <param name="type">The type of every value.</param>
    /// <param name="capacity">How many rows are expected.</param>
    public static ColumnBuilder Of(DataType type, int capacity = 0) => type switch
    {
        DataType.Boolean => new FixedColumnBuilder<bool>(capacity),
        DataType.Int32 => new FixedColumnBuilder<int>(capacity),
        DataType.Int64 => new FixedColumnBuilder<long>(capacity),
        DataType.Single => new FixedColumnBuilder<float>(capacity),
        DataType.Double => new FixedColumnBuilder<double>(capacity),
        DataType.String => new StringColumnBuilder(capacity),
        DataType.DateTimeOffset => new FixedColumnBuilder<DateTimeOffset>(capacity),
        DataType.Vector => new VectorColumnBuilder(capacity),
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "There is no such type."),
    };

    /// <summary>A builder of a schema's column.</summary>
    /// <param name="field">The column.</param>
    /// <param name="capacity">How many rows are expected.</param>
    public static ColumnBuilder Of(Field field, int capacity = 0) => field.Type == DataType.Vector
        ? new VectorColumnBuilder(capacity, field.VectorLength ?? -1)
        : Of(field.Type, capacity);

    /// <summary>Adds a row that holds no value.</summary>
    public void AppendMissing()
    {
        AppendDefault();
        var row = Length - 1;
        _bits ??= Validity.Full(Math.Max(64, row + 1));
        Cover(row);
        _bits[row >> 6] &= ~(1UL << row);
    }

    /// <summary>Adds a row with what a cell holds.</summary>
    public void Append(Cell cell)
    {
        if (cell.IsMissing)
        {
            AppendMissing();
        }
        else
        {
            AppendValue(cell);
        }
    }

    /// <summary>Adds every row of a column of the same type.</summary>
    public virtual void Append(ColumnData column)
    {
        var cell = new Cell("", column.Type);
        for (var i = 0; i < column.Length; i++)
        {
            column.Load(i, cell);
            Append(cell);
        }
    }

    /// <summary>The column of all rows so far; the builder is not used after it.</summary>
    public ColumnData Build()
    {
        Cover(Length - 1);
        return Build(new Validity(_bits));
    }

    private protected abstract void AppendDefault();

    private protected abstract void AppendValue(Cell cell);

    private protected abstract ColumnData Build(Validity validity);

    private protected void Added() => Length++;

    /// <summary>Bits for rows after the last missing one are added, as set, when they are needed.</summary>
    void Cover(int row)
    {
        if (_bits is not null && row >> 6 >= _bits.Length)
        {
            var covered = _bits.Length;
            Array.Resize(ref _bits, Math.Max(2 * covered, (row >> 6) + 1));
            _bits.AsSpan(covered).Fill(ulong.MaxValue);
        }
    }
}
