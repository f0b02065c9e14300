using System.Text;

namespace Alink.Onnx;

/// <summary>Characters by the rules of .NET, for regular expressions of RE2, whose own rules may be of another version of Unicode.</summary>
static class Letters
{
    /// <summary>What has a small letter that is not itself.</summary>
    public static Rune[] Capitals { get; } = [.. All().Where(letter => Rune.ToLowerInvariant(letter) != letter)];

    /// <summary>White space, the most frequent last.</summary>
    public static Rune[] WhiteSpace { get; } = [.. All().Where(Rune.IsWhiteSpace).Reverse()];

    static readonly ILookup<Rune, Rune> CapitalsOf = Capitals.ToLookup(Rune.ToLowerInvariant);

    /// <summary>Characters as they stand between the brackets of a regular expression.</summary>
    public static string Set(IEnumerable<Rune> letters) => string.Concat(letters.Select(
        letter => letter.IsAscii && Rune.IsLetterOrDigit(letter) ? letter.ToString() : $"\\x{{{letter.Value:x}}}"));

    /// <summary>A regular expression of the words that have the same small letters.</summary>
    /// <remarks>No word has a space; without it RE2 reads <c>[Ss]</c> as s in any case, and then ſ may match too.</remarks>
    /// <param name="word">One of the words.</param>
    /// <param name="isTurkish">Whether ı and i are the small letters of I and İ.</param>
    public static string InAnyCase(string word, bool isTurkish) =>
        string.Concat(word.EnumerateRunes().Select(letter => $"[ {Set(Cases(Small(letter, isTurkish), isTurkish))}]"));

    static IEnumerable<Rune> Cases(Rune small, bool isTurkish) =>
        CapitalsOf[small].Append(small).Append(new('I')).Append(new('İ')).Distinct().Where(letter => Small(letter, isTurkish) == small);

    static Rune Small(Rune letter, bool isTurkish) => isTurkish && letter.Value is ('I' or 'İ')
        ? new(letter.Value == 'I' ? 'ı' : 'i')
        : Rune.ToLowerInvariant(letter);

    static IEnumerable<Rune> All() => Enumerable.Range(0, 0x110000).Where(Rune.IsValid).Select(value => new Rune(value));
}
