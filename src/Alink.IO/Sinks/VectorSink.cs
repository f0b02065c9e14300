namespace Alink.IO;

/// <summary>Collects vectors of one length.</summary>
sealed class VectorSink(Field field, bool allowNonFinite) : ColumnSink(field)
{
    readonly VectorReader _reader = new();
    VectorColumnBuilder? _builder;
    int _width = field.VectorLength ?? -1;
    double[] _numbers = [];
    int _count;
    State _state;

    enum State
    {
        None,
        Text,
        Numbers,
        Missing,
    }

    public override string? Set(int row, ReadOnlySpan<byte> text)
    {
        _state = State.None;
        if (_reader.Read(text) is { } wrong)
        {
            return $"The text is not a vector: {wrong} It is at place {_reader.Position + 1} of the field.";
        }

        if (Check(_reader.Values) is { } refused)
        {
            return refused;
        }

        if (_width >= 0 && _reader.Length != _width && (_reader.IsLengthGiven || _reader.Length > _width))
        {
            return WrongLength(_reader.Length);
        }

        _state = State.Text;
        return null;
    }

    /// <inheritdoc/>
    public override string? Set(ReadOnlySpan<double> numbers)
    {
        _state = State.None;
        if (Check(numbers) is { } refused)
        {
            return refused;
        }

        if (_width >= 0 && numbers.Length != _width)
        {
            return WrongLength(numbers.Length);
        }

        _numbers = _numbers.Length < numbers.Length ? new double[numbers.Length] : _numbers;
        numbers.CopyTo(_numbers);
        (_count, _state) = (numbers.Length, State.Numbers);
        return null;
    }

    public override void Forget(int row)
    {
        base.Forget(row);
        _state = State.None;
    }

    public override void Keep(int row)
    {
        if (_state == State.Numbers)
        {
            _width = _count;
            _numbers.AsSpan(0, _count).CopyTo(_builder!.Dense(_width));
        }
        else if (_state == State.Text)
        {
            _width = _width < 0 ? _reader.Length : _width;
            if (_reader.IsSparse)
            {
                _builder!.Sparse(_width, _reader.Indices, _reader.Values);
            }
            else
            {
                _reader.Values.CopyTo(_builder!.Dense(_width));
            }
        }
        else
        {
            _builder!.AppendMissing();
        }
    }

    /// <summary>Sets a cell to the vector that came last, of the length that the column is known to have.</summary>
    public void CopyTo(Cell cell)
    {
        if (_state == State.Numbers)
        {
            _numbers.AsSpan(0, _count).CopyTo(cell.Dense(_count));
            return;
        }

        var length = _width < 0 ? _reader.Length : _width;
        if (!_reader.IsSparse)
        {
            _reader.Values.CopyTo(cell.Dense(length));
            return;
        }

        cell.BeginSparse(length);
        for (var i = 0; i < _reader.Values.Length; i++)
        {
            cell.Store(_reader.Indices[i], _reader.Values[i]);
        }

        cell.EndSparse();
    }

    protected override void SetDefault(int row) => _state = State.Missing;

    protected override void Resize(int rows) => _builder ??= new(rows, _width);

    protected override ColumnData Build(int rows, Validity validity)
    {
        var column = (_builder ?? new(0, _width)).Build();
        _builder = null;
        return column;
    }

    string? Check(ReadOnlySpan<double> numbers)
    {
        for (var i = 0; !allowNonFinite && i < numbers.Length; i++)
        {
            if (!double.IsFinite(numbers[i]))
            {
                return "A number of the vector is not finite, and such numbers are not allowed here.";
            }
        }

        return null;
    }

    string WrongLength(int length) => $"The vector has length {length}, and those of this column have {_width}.";
}
