using System.Globalization;

namespace Alink.Runtime;

/// <summary>Reads the dictionary at the head of a NumPy file, a small part of Python's grammar.</summary>
/// <param name="text">The header.</param>
ref struct NumPyHeader(ReadOnlySpan<char> text)
{
    readonly ReadOnlySpan<char> _text = text;
    int _place;

    /// <summary>The type, the order and the shape; null where the header is not of that form.</summary>
    public static (string Type, bool IsFortran, long[] Shape)? Parse(string text) => new NumPyHeader(text).Dictionary();

    (string Type, bool IsFortran, long[] Shape)? Dictionary()
    {
        var (type, isFortran, shape) = (default(string), default(bool?), default(long[]));
        if (!Take('{'))
        {
            return null;
        }

        while (!Take('}'))
        {
            var key = Quoted();
            if (key is null || !Take(':'))
            {
                return null;
            }

            var isRead = key switch
            {
                "descr" when type is null => (type = Quoted()) is not null,
                "fortran_order" when isFortran is null => (isFortran = Truth()) is not null,
                "shape" when shape is null => (shape = Tuple()) is not null,
                _ => false,
            };
            if (!isRead || !Take(',') && !Next('}'))
            {
                return null;
            }
        }

        return type is not null && isFortran is { } order && shape is not null && _text[_place..].IsWhiteSpace()
            ? (type, order, shape) : null;
    }

    string? Quoted()
    {
        var quote = Next('"') ? '"' : '\'';
        if (!Take(quote) || _text[_place..].IndexOf(quote) is not (>= 0 and var length))
        {
            return null;
        }

        var word = _text.Slice(_place, length).ToString();
        _place += length + 1;
        return word;
    }

    bool? Truth() => Take("True") ? true : Take("False") ? false : null;

    long[]? Tuple()
    {
        var lengths = new List<long>();
        if (!Take('('))
        {
            return null;
        }

        while (!Take(')'))
        {
            Skip();
            var end = _place;
            while (end < _text.Length && char.IsAsciiDigit(_text[end]))
            {
                end++;
            }

            if (!long.TryParse(_text[_place..end], NumberStyles.None, CultureInfo.InvariantCulture, out var length) || lengths.Count == 32)
            {
                return null;
            }

            lengths.Add(length);
            _place = end;
            if (!Take(',') && !Next(')'))
            {
                return null;
            }
        }

        return [.. lengths];
    }

    bool Take(char expected)
    {
        if (!Next(expected))
        {
            return false;
        }

        _place++;
        return true;
    }

    bool Take(string expected)
    {
        Skip();
        if (!_text[_place..].StartsWith(expected))
        {
            return false;
        }

        _place += expected.Length;
        return true;
    }

    bool Next(char expected)
    {
        Skip();
        return _place < _text.Length && _text[_place] == expected;
    }

    void Skip()
    {
        while (_place < _text.Length && char.IsWhiteSpace(_text[_place]))
        {
            _place++;
        }
    }
}
