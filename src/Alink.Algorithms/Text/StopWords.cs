using System.Collections.Immutable;

namespace Alink.Text;

/// <summary>A language whose stop words are known.</summary>
public enum StopWordLanguage
{
    /// <summary>None: only the words given.</summary>
    None,

    /// <summary>English, with its contractions, and what is left of these where words are cut at an apostrophe.</summary>
    English,

    /// <summary>Chinese, in simplified characters, as <see cref="ChineseSegmenter"/> cuts it.</summary>
    Chinese,

    /// <summary>Danish.</summary>
    Danish,

    /// <summary>Dutch.</summary>
    Dutch,

    /// <summary>Finnish.</summary>
    Finnish,

    /// <summary>French, with what an apostrophe leaves of its words.</summary>
    French,

    /// <summary>German, with ß in its old and its new places.</summary>
    German,

    /// <summary>Hungarian.</summary>
    Hungarian,

    /// <summary>Italian, with what an apostrophe leaves of its words.</summary>
    Italian,

    /// <summary>Norwegian, chiefly Bokmål.</summary>
    Norwegian,

    /// <summary>Portuguese.</summary>
    Portuguese,

    /// <summary>Russian, with ё and with е in its place.</summary>
    Russian,

    /// <summary>Spanish.</summary>
    Spanish,

    /// <summary>Swedish.</summary>
    Swedish,

    /// <summary>Turkish.</summary>
    Turkish,
}

/// <summary>The words of each language that say little by themselves.</summary>
/// <remarks>Written for this project class by class from the grammar of each language, and under its licence
/// (Apache-2.0); taken from no other list. They are modest: some 170 to 350 words each, and none that is chiefly a noun.</remarks>
public static class StopWords
{
    /// <summary>The stop words of a language, in small letters, each once.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is none of the languages.</exception>
    public static ImmutableArray<string> Of(StopWordLanguage language) => [.. Text(language).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)];

    static string Text(StopWordLanguage language) => language switch
    {
        StopWordLanguage.None => "",
        StopWordLanguage.Chinese => StopWordLists.Chinese,
        StopWordLanguage.Danish => StopWordLists.Danish,
        StopWordLanguage.Dutch => StopWordLists.Dutch,
        StopWordLanguage.English => StopWordLists.English,
        StopWordLanguage.Finnish => StopWordLists.Finnish,
        StopWordLanguage.French => StopWordLists.French,
        StopWordLanguage.German => StopWordLists.German,
        StopWordLanguage.Hungarian => StopWordLists.Hungarian,
        StopWordLanguage.Italian => StopWordLists.Italian,
        StopWordLanguage.Norwegian => StopWordLists.Norwegian,
        StopWordLanguage.Portuguese => StopWordLists.Portuguese,
        StopWordLanguage.Russian => StopWordLists.Russian,
        StopWordLanguage.Spanish => StopWordLists.Spanish,
        StopWordLanguage.Swedish => StopWordLists.Swedish,
        StopWordLanguage.Turkish => StopWordLists.Turkish,
        _ => throw new ArgumentOutOfRangeException(nameof(language), language, "This language has no stop words."),
    };
}
