using System.Text;

namespace Alink.Text;

/// <summary>Makes the tokens of each row out of a text, or out of other tokens.</summary>
/// <remarks>
/// The tokens of a row stand in a text column, one space between two, as in Alink: "the quick fox" is three of them, and
/// the empty text none. So files and other stages take them as they are. No token is empty; a space within one
/// becomes <c>_</c>. A missing value stays missing.
/// </remarks>
public abstract record TokenTransformer : RowTransformer
{
    /// <summary>Where the tokens go.</summary>
    public Column<string> Output { get; init; } = "tokens";

    private protected abstract Column<string> Source { get; }

    TokenRows Rows => new(Source, Output, Step);

    /// <inheritdoc/>
    public sealed override Schema Transform(Schema input) => Rows.Transform(input);

    /// <inheritdoc/>
    public sealed override Table Transform(Table input) => Rows.Transform(input);

    /// <inheritdoc/>
    public sealed override Func<bool> Bind(RowCells row) => Rows.Bind(row);

    /// <summary>What adds the tokens of one text, for one thread.</summary>
    private protected abstract Action<ReadOnlySpan<byte>> Step(TokenBuffer output);
}

/// <summary>Tokens on their way into a column, one space between two of a row.</summary>
sealed class TokenBuffer(int capacity = 0)
{
    byte[] _bytes = capacity == 0 ? [] : GC.AllocateUninitializedArray<byte>(capacity);
    int _start;

    /// <summary>How many bytes there are.</summary>
    public int Length { get; private set; }

    /// <summary>The bytes so far, of all rows.</summary>
    public ReadOnlyMemory<byte> Memory => _bytes.AsMemory(0, Length);

    /// <summary>The bytes of the row so far.</summary>
    public Span<byte> Row => _bytes.AsSpan(_start, Length - _start);

    /// <summary>Begins another row after those before.</summary>
    public void Begin() => _start = Length;

    /// <summary>Begins anew.</summary>
    public void Clear() => Length = _start = 0;

    /// <summary>Room for so many bytes at the end, which <see cref="Wrote"/> makes part of the row.</summary>
    public Span<byte> Room(int bytes)
    {
        var needed = checked(Length + bytes);
        if (needed > _bytes.Length)
        {
            Array.Resize(ref _bytes, (int)Math.Min(Array.MaxLength, Math.Max(64, Math.Max(needed, 2L * _bytes.Length))));
        }

        return _bytes.AsSpan(Length);
    }

    /// <summary>Makes bytes at the end part of the row.</summary>
    public void Wrote(int bytes) => Length += bytes;

    /// <summary>Makes the row shorter.</summary>
    public void Keep(int bytes) => Length = _start + bytes;

    /// <summary>Adds a token; a space within it becomes <c>_</c>.</summary>
    public void Add(ReadOnlySpan<byte> token)
    {
        Part();
        var room = Room(token.Length);
        token.Replace(room, (byte)' ', (byte)'_');
        Length += token.Length;
    }

    /// <summary>Adds a token; a space within it becomes <c>_</c>.</summary>
    public void Add(ReadOnlySpan<char> token)
    {
        Part();
        var room = Room(Encoding.UTF8.GetMaxByteCount(token.Length));
        var bytes = Encoding.UTF8.GetBytes(token, room);
        room[..bytes].Replace((byte)' ', (byte)'_');
        Length += bytes;
    }

    /// <summary>Ends the token before, where there is one.</summary>
    void Part()
    {
        if (Length > _start)
        {
            Room(1)[0] = (byte)' ';
            Length++;
        }
    }
}
