using System.Text;

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

    private protected void Added(int rows) => Length += rows;

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

/// <summary>Collects numbers, booleans or moments.</summary>
public sealed class FixedColumnBuilder<T>(int capacity = 0) : ColumnBuilder
    where T : unmanaged
{
    T[] _values = capacity == 0 ? [] : new T[capacity];

    /// <summary>Adds a row.</summary>
    public void Append(T value)
    {
        if (Length == _values.Length)
        {
            Array.Resize(ref _values, Math.Max(16, 2 * Length));
        }

        _values[Length] = value;
        Added();
    }

    private protected override void AppendDefault() => Append(default(T));

    private protected override void AppendValue(Cell cell)
    {
        if (typeof(T) == typeof(double))
        {
            Append((T)(object)cell.Number);
        }
        else if (typeof(T) == typeof(float))
        {
            Append((T)(object)(float)cell.Number);
        }
        else if (typeof(T) == typeof(int))
        {
            Append((T)(object)checked((int)cell.Integer));
        }
        else if (typeof(T) == typeof(long))
        {
            Append((T)(object)cell.Integer);
        }
        else if (typeof(T) == typeof(bool))
        {
            Append((T)(object)(cell.Integer != 0));
        }
        else
        {
            Append((T)(object)cell.Time);
        }
    }

    private protected override ColumnData Build(Validity validity) =>
        new FixedColumn<T>(_values.AsMemory(0, Length), validity);
}

/// <summary>Collects text.</summary>
public sealed class StringColumnBuilder(int capacity = 0) : ColumnBuilder
{
    byte[] _bytes = new byte[Math.Max(16, capacity)];
    int[] _offsets = new int[Math.Max(16, capacity + 1)];

    /// <summary>Adds a row; null is a missing value.</summary>
    public void Append(string? value)
    {
        if (value is null)
        {
            AppendMissing();
            return;
        }

        Reserve(Encoding.UTF8.GetMaxByteCount(value.Length));
        var start = _offsets[Length];
        End(start + Encoding.UTF8.GetBytes(value, _bytes.AsSpan(start)));
    }

    /// <summary>Adds a row.</summary>
    public void Append(ReadOnlySpan<byte> utf8)
    {
        Reserve(utf8.Length);
        var start = _offsets[Length];
        utf8.CopyTo(_bytes.AsSpan(start));
        End(start + utf8.Length);
    }

    private protected override void AppendDefault() => Append(ReadOnlySpan<byte>.Empty);

    private protected override void AppendValue(Cell cell) => Append(cell.Utf8);

    private protected override ColumnData Build(Validity validity) =>
        new StringColumn(_bytes.AsMemory(0, _offsets[Length]), _offsets.AsMemory(0, Length + 1), validity);

    void Reserve(int bytes)
    {
        var needed = checked(_offsets[Length] + bytes);
        if (needed > _bytes.Length)
        {
            Array.Resize(ref _bytes, (int)Math.Min(Array.MaxLength, Math.Max(2L * _bytes.Length, needed)));
        }

        if (Length + 1 == _offsets.Length)
        {
            Array.Resize(ref _offsets, 2 * _offsets.Length);
        }
    }

    void End(int end)
    {
        Added();
        _offsets[Length] = end;
    }
}

/// <summary>Collects vectors of one length: densely, until one comes that is sparse.</summary>
/// <param name="capacity">How many vectors are expected.</param>
/// <param name="length">The length of every vector; −1 takes it from the first.</param>
public sealed class VectorColumnBuilder(int capacity = 0, int length = -1) : ColumnBuilder
{
    double[] _values = [];
    int[] _indices = [];
    int[]? _offsets;
    int _stored;
    int _missing;

    /// <summary>The length of every vector; −1 while it is not known.</summary>
    public int Width { get; private set; } = length;

    /// <summary>Adds a row.</summary>
    /// <exception cref="SchemaException">The vector is not as long as those before it.</exception>
    public void Append(Vector vector)
    {
        if (vector.IsDense)
        {
            vector.Values.CopyTo(Dense(vector.Length));
        }
        else
        {
            Sparse(vector.Length, vector.Indices, vector.Values);
        }
    }

    /// <summary>Adds a dense row, and gives its numbers to be filled in.</summary>
    /// <exception cref="SchemaException">The vector is not as long as those before it.</exception>
    public Span<double> Dense(int vectorLength)
    {
        Fit(vectorLength);
        Reserve(vectorLength);
        var numbers = _values.AsSpan(_stored, vectorLength);
        numbers.Clear();
        if (_offsets is not null)
        {
            for (var j = 0; j < vectorLength; j++)
            {
                _indices[_stored + j] = j;
            }
        }

        End(vectorLength);
        return numbers;
    }

    /// <summary>Adds a sparse row.</summary>
    /// <param name="vectorLength">How many numbers, zeros included.</param>
    /// <param name="indices">The places of the stored numbers, rising.</param>
    /// <param name="values">The stored numbers, one for each index.</param>
    /// <exception cref="SchemaException">The vector is not as long as those before it.</exception>
    public void Sparse(int vectorLength, ReadOnlySpan<int> indices, ReadOnlySpan<double> values)
    {
        if (Width < 0)
        {
            // The missing rows before store nothing, however long the vectors are.
            (Width, _offsets) = (vectorLength, new int[Math.Max(capacity, Length) + 2]);
        }

        Fit(vectorLength);
        if (_offsets is null)
        {
            BecomeSparse();
        }

        Reserve(indices.Length);
        indices.CopyTo(_indices.AsSpan(_stored));
        values.CopyTo(_values.AsSpan(_stored));
        End(indices.Length);
    }

    private protected override void AppendDefault()
    {
        if (Width < 0)
        {
            _missing++;
            Added();
        }
        else if (_offsets is null)
        {
            Dense(Width);
        }
        else
        {
            Sparse(Width, [], []);
        }
    }

    private protected override void AppendValue(Cell cell) => Append(cell.Vector);

    private protected override ColumnData Build(Validity validity) => _offsets is null
        ? new VectorColumn(Length, Math.Max(0, Width), _values.AsMemory(0, _stored), validity)
        : new VectorColumn(
            Width, _offsets.AsMemory(0, Length + 1), _indices.AsMemory(0, _stored), _values.AsMemory(0, _stored), validity);

    void Fit(int vectorLength)
    {
        if (Width < 0)
        {
            Width = vectorLength;
            _stored = checked(_missing * vectorLength);
            _values = new double[_stored];
        }
        else if (Width != vectorLength)
        {
            throw new SchemaException($"A vector of length {vectorLength} follows vectors of length {Width}.");
        }
    }

    void BecomeSparse()
    {
        _offsets = new int[Math.Max(capacity, Length) + 2];
        _indices = new int[Math.Max(16, _values.Length)];
        for (var row = 0; row < Length; row++)
        {
            _offsets[row + 1] = (row + 1) * Width;
            for (var j = 0; j < Width; j++)
            {
                _indices[(row * Width) + j] = j;
            }
        }
    }

    void Reserve(int numbers)
    {
        var needed = checked(_stored + numbers);
        if (needed > _values.Length)
        {
            var first = _offsets is null ? (long)capacity * Width : capacity;
            Array.Resize(ref _values, (int)Math.Min(Array.MaxLength, Math.Max(Math.Max(16, first), Math.Max(2L * _values.Length, needed))));
        }

        if (_offsets is not null && _indices.Length < _values.Length)
        {
            Array.Resize(ref _indices, _values.Length);
        }

        if (_offsets is not null && Length + 1 == _offsets.Length)
        {
            Array.Resize(ref _offsets, 2 * _offsets.Length);
        }
    }

    void End(int numbers)
    {
        _stored += numbers;
        Added();
        if (_offsets is not null)
        {
            _offsets[Length] = _stored;
        }
    }
}
