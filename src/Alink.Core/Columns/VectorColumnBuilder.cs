namespace Alink;

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
