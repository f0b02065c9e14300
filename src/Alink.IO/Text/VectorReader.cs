namespace Alink.IO;

/// <summary>Reads vectors written as text into buffers of its own, which it uses again.</summary>
/// <remarks>The grammar is <see cref="VectorText"/>'s.</remarks>
sealed class VectorReader
{
    double[] _values = new double[16];
    int[] _indices = new int[16];
    int _stored;

    /// <summary>Whether indices stand in the text.</summary>
    public bool IsSparse { get; private set; }

    /// <summary>How many numbers, zeros included, as the text says or needs.</summary>
    public int Length { get; private set; }

    /// <summary>Whether the text says the length, or stores every number.</summary>
    public bool IsLengthGiven { get; private set; }

    /// <summary>The stored numbers.</summary>
    public ReadOnlySpan<double> Values => _values.AsSpan(0, _stored);

    /// <summary>Their places, rising; only where the vector is sparse.</summary>
    public ReadOnlySpan<int> Indices => _indices.AsSpan(0, _stored);

    /// <summary>Where reading stopped, from 0, after an error.</summary>
    public int Position { get; private set; }

    /// <summary>Reads a vector.</summary>
    /// <returns>What is wrong at <see cref="Position"/>; null where nothing is.</returns>
    public string? Read(ReadOnlySpan<byte> text)
    {
        (_stored, IsSparse, Length, IsLengthGiven, Position) = (0, text.Contains((byte)':'), 0, false, 0);
        SkipSpaces(text);
        if (Position < text.Length && text[Position] == '$' && ReadLength(text) is { } wrong)
        {
            return wrong;
        }

        var rising = true;
        for (var first = true; ; first = false)
        {
            SkipSpaces(text);
            if (!first && Position < text.Length && text[Position] == ',')
            {
                Position++;
                SkipSpaces(text);
                if (Position == text.Length)
                {
                    return "A number must follow the comma.";
                }
            }

            if (Position == text.Length)
            {
                break;
            }

            if (_stored == _values.Length)
            {
                Array.Resize(ref _values, 2 * _stored);
                Array.Resize(ref _indices, 2 * _stored);
            }

            if (ReadItem(text, ref rising) is { } broken)
            {
                return broken;
            }
        }

        return Finish(rising);
    }

    string? Finish(bool rising)
    {
        if (!IsSparse)
        {
            if (IsLengthGiven && _stored > Length)
            {
                return $"There are {_stored} numbers in a vector of length {Length}.";
            }

            if (IsLengthGiven && _stored < Length)
            {
                // Zeros follow: kept sparse, so that a text of few bytes does not ask for much memory.
                IsSparse = true;
                for (var i = 0; i < _stored; i++)
                {
                    _indices[i] = i;
                }
            }

            (Length, IsLengthGiven) = (IsLengthGiven ? Length : _stored, true);
            return null;
        }

        if (!rising)
        {
            Array.Sort(_indices, _values, 0, _stored);
            for (var i = 1; i < _stored; i++)
            {
                if (_indices[i] == _indices[i - 1])
                {
                    return $"The index {_indices[i]} stands twice.";
                }
            }
        }

        if (!IsLengthGiven)
        {
            Length = _stored == 0 ? 0 : _indices[_stored - 1] + 1;
        }

        return null;
    }

    string? ReadLength(ReadOnlySpan<byte> text)
    {
        var end = text[(Position + 1)..].IndexOf((byte)'$');
        if (end < 0)
        {
            return "The length must end with '$'.";
        }

        if (!NumberText.TryParse(Spaces.Trim(text.Slice(Position + 1, end)), out long length)
            || length is < 0 or >= int.MaxValue)
        {
            return "The length is not a whole number of at least 0.";
        }

        (Length, IsLengthGiven) = ((int)length, true);
        Position += end + 2;
        return null;
    }

    string? ReadItem(ReadOnlySpan<byte> text, ref bool rising)
    {
        if (IsSparse)
        {
            var start = Position;
            var token = Token(text, colon: true);
            if (!NumberText.TryParse(token, out long index) || index is < 0 or >= int.MaxValue)
            {
                return "An index must be a whole number of at least 0.";
            }

            if (IsLengthGiven && index >= Length)
            {
                return $"The index {index} is outside a vector of length {Length}.";
            }

            var afterIndex = start + token.Length;
            Position = afterIndex;
            SkipSpaces(text);
            if (Position == text.Length || text[Position] != ':')
            {
                return "A ':' must follow the index.";
            }

            Position++;
            SkipSpaces(text);
            rising &= _stored == 0 || index > _indices[_stored - 1];
            _indices[_stored] = (int)index;
        }

        var number = Token(text, colon: IsSparse);
        if (!NumberText.TryParse(number, out double value))
        {
            return NumberText.Overflows(number) ? "The number is beyond the range of Double."
                : "A number is missing or malformed.";
        }

        _values[_stored++] = value;
        Position += number.Length;
        return null;
    }

    /// <summary>The bytes up to a separator.</summary>
    ReadOnlySpan<byte> Token(ReadOnlySpan<byte> text, bool colon)
    {
        var rest = text[Position..];
        var end = colon ? rest.IndexOfAny(" \t,:"u8) : rest.IndexOfAny(" \t,"u8);
        return end < 0 ? rest : rest[..end];
    }

    void SkipSpaces(ReadOnlySpan<byte> text)
    {
        while (Position < text.Length && Spaces.Is(text[Position]))
        {
            Position++;
        }
    }
}
