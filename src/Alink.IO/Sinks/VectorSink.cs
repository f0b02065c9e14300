namespace Alink.IO;

/// <summary>Collects vectors of one length.</summary>
sealed class VectorSink(Field field, bool allowNonFinite) : ColumnSink(field)
{
    readonly VectorReader _reader = new();
    VectorColumnBuilder? _builder;
    int _width = field.VectorLength ?? -1;
    State _state;

    enum State
    {
        None,
        Read,
        Missing,
    }

    public override string? Set(int row, ReadOnlySpan<byte> text)
    {
        _state = State.None;
        if (_reader.Read(text) is { } wrong)
        {
            return $"The text is not a vector: {wrong} It is at place {_reader.Position + 1} of the field.";
        }

        if (!allowNonFinite)
        {
            foreach (var value in _reader.Values)
            {
                if (!double.IsFinite(value))
                {
                    return "A number of the vector is not finite, and such numbers are not allowed here.";
                }
            }
        }

        if (_width >= 0 && _reader.Length != _width && (_reader.IsLengthGiven || _reader.Length > _width))
        {
            return $"The vector has length {_reader.Length}, and those of this column have {_width}.";
        }

        _state = State.Read;
        return null;
    }

    public override void Forget(int row)
    {
        base.Forget(row);
        _state = State.None;
    }

    public override void Keep(int row)
    {
        if (_state == State.Read)
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

    protected override void SetDefault(int row) => _state = State.Missing;

    protected override void Resize(int rows) => _builder ??= new(rows, _width);

    protected override ColumnData Build(int rows, Validity validity)
    {
        var column = (_builder ?? new(0, _width)).Build();
        _builder = null;
        return column;
    }
}
