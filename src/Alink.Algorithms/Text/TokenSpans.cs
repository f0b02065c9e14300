using System.Numerics;
using System.Runtime.Intrinsics;

namespace Alink.Text;

/// <summary>The tokens of one row, one after the other.</summary>
/// <param name="row">UTF-8, one space between two tokens; more of them are one.</param>
ref struct TokenSpans(ReadOnlySpan<byte> row)
{
    readonly ReadOnlySpan<byte> _row = row;

    /// <summary>The spaces of the 64 bytes before <see cref="_next"/> that have not been met yet, one bit for each.</summary>
    ulong _spaces;
    int _next;
    int _start;

    /// <summary>The token that <see cref="MoveNext"/> came to.</summary>
    public ReadOnlySpan<byte> Current { get; private set; }

    /// <summary>Where it begins in the row.</summary>
    public int Start { get; private set; }

    public readonly TokenSpans GetEnumerator() => this;

    public bool MoveNext()
    {
        while (_start < _row.Length)
        {
            var (start, end) = (_start, End());
            _start = end + 1;
            if (end > start)
            {
                Start = start;
                Current = _row[start..end];
                return true;
            }
        }

        return false;
    }

    /// <summary>Where the next space is, or the end of the row.</summary>
    int End()
    {
        const int block = 64;
        while (_spaces == 0)
        {
            if (_next >= _row.Length)
            {
                return _row.Length;
            }

            var rest = _row[_next..];
            if (rest.Length >= block)
            {
                _spaces = Vector512.Equals(Vector512.Create(rest), Vector512.Create((byte)' ')).ExtractMostSignificantBits();
            }
            else if (_row.Length >= block)
            {
                // The last of the row, of which the first have been seen.
                _spaces = Vector512.Equals(Vector512.Create(_row[^block..]), Vector512.Create((byte)' ')).ExtractMostSignificantBits()
                    >> (block - rest.Length);
            }
            else
            {
                _spaces = SpacesOfFew(rest);
            }

            _next += block;
        }

        var end = _next - block + BitOperations.TrailingZeroCount(_spaces);
        _spaces &= _spaces - 1;
        return end;
    }

    static ulong SpacesOfFew(ReadOnlySpan<byte> row)
    {
        Span<byte> padded = stackalloc byte[Vector512<byte>.Count];
        padded.Clear();
        row.CopyTo(padded);
        return Vector512.Equals(Vector512.Create<byte>(padded), Vector512.Create((byte)' ')).ExtractMostSignificantBits();
    }
}
