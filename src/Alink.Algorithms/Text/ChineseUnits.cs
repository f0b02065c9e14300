using System.Globalization;
using System.Text;

namespace Alink.Text;

/// <summary>What a piece of a Chinese text is that is never cut.</summary>
enum ChineseUnit : byte
{
    /// <summary>One Chinese character.</summary>
    Character,

    /// <summary>A word in letters, or a number.</summary>
    Word,

    /// <summary>Punctuation or another sign, once or some times.</summary>
    Sign,
}

/// <summary>The pieces of a Chinese text that are never cut, one after the other.</summary>
/// <param name="text">UTF-8.</param>
ref struct ChineseUnits(ReadOnlySpan<byte> text)
{
    readonly ReadOnlySpan<byte> _text = text;

    /// <summary>Where the piece begins that <see cref="MoveNext"/> came to.</summary>
    public int Start { get; private set; }

    /// <summary>Where it ends.</summary>
    public int End { get; private set; }

    /// <summary>What it is.</summary>
    public ChineseUnit Kind { get; private set; }

    public bool MoveNext()
    {
        Start = End;
        var first = Next(Start, out var length);
        while (length > 0 && Rune.IsWhiteSpace(first))
        {
            Start += length;
            first = Next(Start, out length);
        }

        End = Start + length;
        if (length == 0)
        {
            return false;
        }

        Kind = IsHan(first) ? ChineseUnit.Character : IsLetter(first) ? ChineseUnit.Word : ChineseUnit.Sign;
        for (var last = first; ;)
        {
            var next = Next(End, out length);
            if (length == 0)
            {
                return true;
            }

            if (!IsMark(next))
            {
                if (Kind == ChineseUnit.Character || (Kind == ChineseUnit.Sign ? next != first : !Continues(last, ref next, ref length)))
                {
                    return true;
                }

                last = next;
            }

            End += length;
        }
    }

    /// <summary>Whether a word or number goes on, maybe over a sign that joins.</summary>
    readonly bool Continues(Rune last, ref Rune next, ref int length)
    {
        if (IsLetter(next))
        {
            return !IsHan(next);
        }

        if (Rune.IsDigit(last) && next.Value is '%' or '‰' or '％')
        {
            return true;
        }

        if (next.Value is not ('.' or ',' or '．' or '\'' or '’' or '-' or '_' or '&'))
        {
            return false;
        }

        var after = Next(End + length, out var more);
        if (more == 0 || !(next.Value is '.' or ',' or '．' ? Rune.IsDigit(last) && Rune.IsDigit(after) : IsLetter(after) && !IsHan(after)))
        {
            return false;
        }

        (next, length) = (after, length + more);
        return true;
    }

    readonly Rune Next(int start, out int length)
    {
        length = 0;
        var rune = default(Rune);
        if (start < _text.Length)
        {
            Rune.DecodeFromUtf8(_text[start..], out rune, out length);
        }

        return rune;
    }

    /// <summary>The characters of Unicode's CJK ideographs, with 々 and 〇.</summary>
    public static bool IsHan(Rune rune) => rune.Value is (>= 0x4E00 and <= 0x9FFF) or (>= 0x3400 and <= 0x4DBF)
        or 0x3005 or 0x3007 or (>= 0xF900 and <= 0xFAFF) or (>= 0x20000 and <= 0x323AF);

    static bool IsLetter(Rune rune) => Rune.IsLetter(rune) || Rune.IsNumber(rune);

    static bool IsMark(Rune rune) => rune.Value >= 0x300 && Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;
}
