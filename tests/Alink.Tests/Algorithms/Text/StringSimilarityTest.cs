using Alink.Text;

namespace Alink.Tests.Algorithms;

public class StringSimilarityTest
{
    [Theory]
    [InlineData("kitten", "sitting", 3, 3, 4)]
    [InlineData("CA", "ABC", 3, 3, 1)]
    [InlineData("abcd", "acbd", 2, 1, 3)]
    [InlineData("intention", "execution", 5, 5, 5)]
    [InlineData("ab", "ba", 2, 1, 1)]
    [InlineData("AGGTAB", "GXTXAYB", 4, 4, 4)]
    [InlineData("", "abc", 3, 3, 0)]
    [InlineData("same", "same", 0, 0, 4)]
    public void Edits_and_common_characters_are_those_counted_by_hand(
        string left, string right, int edits, int withSwaps, int common)
    {
        Assert.Equal(edits, StringDistance.Levenshtein<char>(left, right));
        Assert.Equal(edits, StringDistance.Levenshtein<char>(right, left));
        Assert.Equal(withSwaps, StringDistance.OptimalStringAlignment<char>(left, right));
        Assert.Equal(withSwaps, StringDistance.OptimalStringAlignment<char>(right, left));
        Assert.Equal(common, StringDistance.LongestCommonSubsequence<char>(left, right));
        Assert.Equal(common, StringDistance.LongestCommonSubsequence<char>(right, left));
    }

    /// <summary>The first seven from Winkler's tables, where they are rounded to three or four digits.</summary>
    [Theory]
    [InlineData("MARTHA", "MARHTA", 0.9611)]
    [InlineData("DWAYNE", "DUANE", 0.84)]
    [InlineData("DIXON", "DICKSONX", 0.8133)]
    [InlineData("JONES", "JOHNSON", 0.8324)]
    [InlineData("MICHELLE", "MICHAEL", 0.9214)]
    [InlineData("ABROMS", "ABRAMS", 0.9222)]
    [InlineData("NICHLESON", "NICHULSON", 0.9556)]
    [InlineData("a", "b", 0)]
    [InlineData("", "b", 0)]
    [InlineData("", "", 1)]
    public void Names_are_as_alike_as_in_Winkler(string left, string right, double alike)
    {
        Assert.Equal(alike, StringDistance.JaroWinkler<char>(left, right), 5e-5);
        Assert.Equal(alike, StringDistance.JaroWinkler<char>(right, left), 5e-5);
    }

    /// <summary>"night" has ni ig gh ht and "nacht" na ac ch ht; "aaab" has aa twice.</summary>
    [Theory]
    [InlineData(StringMeasure.Cosine, 2, "night", "nacht", 1 / 4.0)]
    [InlineData(StringMeasure.Jaccard, 2, "night", "nacht", 1 / 7.0)]
    [InlineData(StringMeasure.Cosine, 2, "aaab", "aa", 0.89442719099991588)]
    [InlineData(StringMeasure.Jaccard, 2, "aaab", "aa", 0.5)]
    [InlineData(StringMeasure.Jaccard, 1, "abc", "abd", 0.5)]
    [InlineData(StringMeasure.Jaccard, 3, "ab", "abc", 0)]
    [InlineData(StringMeasure.Jaccard, 6, "abcdefg", "abcdefh", 1 / 3.0)]
    [InlineData(StringMeasure.Cosine, 2, "", "a", 0)]
    [InlineData(StringMeasure.Jaccard, 2, "\0a", "a", 0)]
    [InlineData(StringMeasure.Levenshtein, 2, "😀b", "😀c", 0.5)]
    [InlineData(StringMeasure.OptimalStringAlignment, 2, "ab", "ba", 0.5)]
    [InlineData(StringMeasure.LongestCommonSubsequence, 2, "kitten", "sitting", 4 / 7.0)]
    [InlineData(StringMeasure.Levenshtein, 2, "", "", 1)]
    public void Similarities_are_those_computed_by_hand(StringMeasure measure, int n, string left, string right, double alike)
    {
        var similarity = new StringSimilarity { Measure = measure, N = n };

        Assert.Equal(alike, similarity.Of(left, right), 1e-15);
        Assert.Equal(alike, similarity.Of(right, left), 1e-15);
    }

    [Fact]
    public void Long_texts_are_compared_as_short_ones()
    {
        var (a, b) = (new string('a', 300), new string('b', 300));

        Assert.Equal(301, StringDistance.Levenshtein<char>(a + "c", "c" + b));
        Assert.Equal(301, StringDistance.OptimalStringAlignment<char>(a + "c", b + "d"));
        Assert.Equal(300, StringDistance.LongestCommonSubsequence<char>("c" + a, a + "d"));
        Assert.Equal(1.0 / 3, new StringSimilarity { Measure = StringMeasure.Jaccard }.Of(a + "c", a + "d"), 1e-15);
    }

    /// <summary>Against the definitions, which recur over all pairs of beginnings.</summary>
    [Fact]
    public void Random_texts_are_as_far_apart_as_defined()
    {
        var random = new Random(3);
        for (var trial = 0; trial < 500; trial++)
        {
            var (left, right) = (Any(), Any());
            Assert.Equal(Edits(left, right, swaps: false), StringDistance.Levenshtein<char>(left, right));
            Assert.Equal(Edits(left, right, swaps: true), StringDistance.OptimalStringAlignment<char>(left, right));
            Assert.Equal(Common(left, right), StringDistance.LongestCommonSubsequence<char>(left, right));
        }

        string Any() => string.Concat(Enumerable.Range(0, random.Next(8)).Select(_ => "abc"[random.Next(3)]));
    }

    [Fact]
    public void A_missing_text_has_no_similarity()
    {
        var rows = Table.Of("left", "a", null, "b").With("right", "a", "a", null);
        var alike = new StringSimilarity().Transform(rows).Values<double>("similarity");

        Assert.Equal([false, true, true], Enumerable.Range(0, 3).Select(alike.IsMissing));
        Assert.Equal(1, alike[0]);
    }

    static int Edits(string left, string right, bool swaps)
    {
        if (left.Length == 0 || right.Length == 0)
        {
            return left.Length + right.Length;
        }

        var edits = new[]
        {
            Edits(left[..^1], right, swaps) + 1,
            Edits(left, right[..^1], swaps) + 1,
            Edits(left[..^1], right[..^1], swaps) + (left[^1] == right[^1] ? 0 : 1),
        }.Min();
        return swaps && left.Length > 1 && right.Length > 1 && left[^1] == right[^2] && left[^2] == right[^1]
            ? Math.Min(edits, Edits(left[..^2], right[..^2], swaps) + 1)
            : edits;
    }

    static int Common(string left, string right) =>
        left.Length == 0 || right.Length == 0 ? 0
        : left[^1] == right[^1] ? Common(left[..^1], right[..^1]) + 1
        : Math.Max(Common(left[..^1], right), Common(left, right[..^1]));

    [Fact]
    public void Edits_counted_by_bits_are_those_of_the_whole_table()
    {
        var random = new Random(8);
        for (var trial = 0; trial < 2000; trial++)
        {
            var (left, right) = (Any(), Any());
            var longer = Math.Max(left.Length, right.Length);
            Assert.Equal(
                longer == 0 ? 1 : 1 - (StringDistance.Levenshtein<char>(left, right) / (double)longer), new StringSimilarity().Of(left, right));
        }

        string Any() => string.Concat(Enumerable.Range(0, random.Next(70)).Select(_ => "abc\0"[random.Next(4)]));
    }
}
