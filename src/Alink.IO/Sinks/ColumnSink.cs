namespace Alink.IO;

/// <summary>
/// Collects the values of one column from text, at a row that is told, so that a row that turns out bad is written
/// over.
/// </summary>
/// <param name="column">The column.</param>
abstract class ColumnSink(Field column)
{
    /// <summary>What is said of a missing value that must be there.</summary>
    public const string NeverMissing = "The value is missing, and the schema says that it never is.";

    ulong[]? _bits;
    bool _anyMissing;

    /// <summary>The column.</summary>
    public Field Field => column;

    /// <summary>How many rows there is room for.</summary>
    public int Capacity { get; private set; }

    /// <summary>Something that collects the values of a column.</summary>
    public static ColumnSink Of(Field field, TextConventions conventions) => field.Type switch
    {
        DataType.Boolean => new BooleanSink(field, conventions),
        DataType.Int32 => new Int32Sink(field),
        DataType.Int64 => new Int64Sink(field),
        DataType.Single => new SingleSink(field, conventions.AllowNonFinite),
        DataType.Double => new DoubleSink(field, conventions.AllowNonFinite),
        DataType.String => new TextSink(field),
        DataType.DateTimeOffset => new MomentSink(field, conventions),
        DataType.Vector => new VectorSink(field, conventions.AllowNonFinite),
        _ => throw new ArgumentOutOfRangeException(nameof(field), field.Type, "There is no such type."),
    };

    /// <summary>Reads a value into a row. Rows come in order, and a row may come again.</summary>
    /// <returns>What is wrong with the text; null where nothing is.</returns>
    public abstract string? Set(int row, ReadOnlySpan<byte> text);

    /// <summary>Takes a dense vector into a row; only where the column holds vectors.</summary>
    /// <returns>What is wrong with it; null where nothing is.</returns>
    public virtual string? Set(ReadOnlySpan<double> numbers) => throw new NotSupportedException();

    /// <summary>Marks a row as holding no value.</summary>
    /// <returns>What is wrong with that; null where nothing is.</returns>
    public virtual string? SetMissing(int row)
    {
        if (!column.IsNullable)
        {
            return NeverMissing;
        }

        if (_bits is null)
        {
            _bits = new ulong[(Capacity + 63) >> 6];
            Array.Fill(_bits, ulong.MaxValue);
        }

        _bits[row >> 6] &= ~(1UL << row);
        _anyMissing = true;
        SetDefault(row);
        return null;
    }

    /// <summary>Takes back a row that is to come again.</summary>
    public virtual void Forget(int row)
    {
        if (_bits is not null)
        {
            _bits[row >> 6] |= 1UL << row;
        }
    }

    /// <summary>Keeps a row for good, where the sink asks to be told.</summary>
    public virtual void Keep(int row)
    {
    }

    /// <summary>Makes room for at least so many rows.</summary>
    public void Reserve(int rows)
    {
        if (rows <= Capacity)
        {
            return;
        }

        Resize(rows);
        if (_bits is not null)
        {
            var covered = _bits.Length;
            Array.Resize(ref _bits, (rows + 63) >> 6);
            _bits.AsSpan(covered).Fill(ulong.MaxValue);
        }

        Capacity = rows;
    }

    /// <summary>The column of the first rows; the sink is empty after it.</summary>
    public ColumnData Build(int rows)
    {
        var values = Build(rows, _anyMissing ? new Validity(_bits) : default);
        (_bits, _anyMissing, Capacity) = (null, false, 0);
        return values;
    }

    /// <summary>Makes room for so many rows and keeps what there is.</summary>
    protected abstract void Resize(int rows);

    /// <summary>Puts something where no value is.</summary>
    protected abstract void SetDefault(int row);

    /// <summary>The column of the first rows; nothing of it is changed after.</summary>
    protected abstract ColumnData Build(int rows, Validity validity);
}

/// <summary>Collects values of one size.</summary>
abstract class FixedSink<T>(Field field) : ColumnSink(field)
    where T : unmanaged
{
    T[] _values = [];

    /// <summary>One value for each row there is room for.</summary>
    public T[] Values => _values;

    protected override void Resize(int rows)
    {
        var values = GC.AllocateUninitializedArray<T>(rows);
        _values.CopyTo(values, 0);
        _values = values;
    }

    protected override void SetDefault(int row) => _values[row] = default;

    protected override ColumnData Build(int rows, Validity validity)
    {
        var column = new FixedColumn<T>(_values.AsMemory(0, rows), validity);
        _values = [];
        return column;
    }
}
