namespace Alink.Text;

/// <summary>Compares two sequences of characters, or of whatever else can be told apart: runes, words, bases.</summary>
/// <remarks>Each takes time in the product of the two lengths, and memory in the length of the right one.</remarks>
/// <example>
/// <code>
/// StringDistance.Levenshtein&lt;char&gt;("kitten", "sitting") // => 3
/// StringDistance.LongestCommonSubsequence&lt;char&gt;("kitten", "sitting") // => 4
/// StringDistance.Levenshtein&lt;string&gt;(["not", "so", "bad"], ["not", "bad"]) // => 1
/// </code>
/// </example>
public static class StringDistance
{
    /// <summary>The fewest insertions, deletions and replacements that turn one into the other; 0 to the longer length.</summary>
    /// <remarks>V. Levenshtein, "Binary codes capable of correcting deletions, insertions, and reversals", Soviet Physics
    /// Doklady 10(8), 1966.</remarks>
    public static int Levenshtein<T>(ReadOnlySpan<T> left, ReadOnlySpan<T> right)
        where T : IEquatable<T>
    {
        SkipCommonEnds(ref left, ref right);
        var row = right.Length < 256 ? stackalloc int[right.Length + 1] : new int[right.Length + 1];
        for (var j = 0; j < row.Length; j++)
        {
            row[j] = j;
        }

        for (var i = 0; i < left.Length; i++)
        {
            var (diagonal, before) = (i, i + 1);
            row[0] = before;
            for (var j = 0; j < right.Length; j++)
            {
                var above = row[j + 1];
                before = Math.Min(Math.Min(before, above) + 1, diagonal + (left[i].Equals(right[j]) ? 0 : 1));
                (diagonal, row[j + 1]) = (above, before);
            }
        }

        return row[^1];
    }

    /// <summary>The fewest insertions, deletions, replacements and swaps of neighbours, where nothing is edited twice; 0 to
    /// the longer length.</summary>
    /// <remarks>
    /// "CA" and "ABC" are 3 apart, as nothing comes between two that are swapped; so it is no metric. F. Damerau, "A
    /// technique for computer detection and correction of spelling errors", Communications of the ACM 7(3), 1964.
    /// </remarks>
    public static int OptimalStringAlignment<T>(ReadOnlySpan<T> left, ReadOnlySpan<T> right)
        where T : IEquatable<T>
    {
        SkipCommonEnds(ref left, ref right);
        var width = right.Length + 1;
        var rows = width <= 128 ? stackalloc int[3 * width] : new int[3 * width];
        var twoAbove = rows[..width];
        var above = rows.Slice(width, width);
        var row = rows[(2 * width)..];
        for (var j = 0; j < width; j++)
        {
            row[j] = j;
        }

        for (var i = 1; i <= left.Length; i++)
        {
            var reused = twoAbove;
            twoAbove = above;
            above = row;
            row = reused;
            row[0] = i;
            for (var j = 1; j < width; j++)
            {
                row[j] = Math.Min(
                    Math.Min(above[j], row[j - 1]) + 1, above[j - 1] + (left[i - 1].Equals(right[j - 1]) ? 0 : 1));
                if (i > 1 && j > 1 && left[i - 1].Equals(right[j - 2]) && left[i - 2].Equals(right[j - 1]))
                {
                    row[j] = Math.Min(row[j], twoAbove[j - 2] + 1);
                }
            }
        }

        return row[^1];
    }

    /// <summary>How many characters both have in the same order, not always next to each other; 0 to the shorter length.</summary>
    public static int LongestCommonSubsequence<T>(ReadOnlySpan<T> left, ReadOnlySpan<T> right)
        where T : IEquatable<T>
    {
        var ends = SkipCommonEnds(ref left, ref right);
        var row = right.Length < 256 ? stackalloc int[right.Length + 1] : new int[right.Length + 1];
        row.Clear();
        for (var i = 0; i < left.Length; i++)
        {
            var (diagonal, before) = (0, 0);
            for (var j = 0; j < right.Length; j++)
            {
                var above = row[j + 1];
                before = left[i].Equals(right[j]) ? diagonal + 1 : Math.Max(above, before);
                (diagonal, row[j + 1]) = (above, before);
            }
        }

        return ends + row[^1];
    }

    /// <summary>How alike two names are, where the same beginning counts more; from 0 for nothing in common to 1 for equal.</summary>
    /// <remarks>
    /// Jaro's similarity is (m / |left| + m / |right| + (m − t) / m) / 3, where m characters of one stand in the other at
    /// most half the longer length away, and 2 t of them in another order; Winkler adds a tenth of what is missing to 1 for
    /// each of the first four characters that agree. W. Winkler, "String comparator metrics and enhanced decision rules in
    /// the Fellegi-Sunter model of record linkage", Proc. of the Section on Survey Research Methods, ASA, 1990.
    /// </remarks>
    public static double JaroWinkler<T>(ReadOnlySpan<T> left, ReadOnlySpan<T> right)
        where T : IEquatable<T>
    {
        var jaro = Jaro(left, right);
        return jaro + (Math.Min(4, left.CommonPrefixLength(right)) * 0.1 * (1 - jaro));
    }

    static double Jaro<T>(ReadOnlySpan<T> left, ReadOnlySpan<T> right)
        where T : IEquatable<T>
    {
        if (left.IsEmpty || right.IsEmpty)
        {
            return left.IsEmpty && right.IsEmpty ? 1 : 0;
        }

        // The places, in each, of what stands in both.
        var shorter = Math.Min(left.Length, right.Length);
        var matchedLeft = shorter <= 256 ? stackalloc int[shorter] : new int[shorter];
        var isMatched = right.Length <= 256 ? stackalloc bool[right.Length] : new bool[right.Length];
        isMatched.Clear();
        var reach = Math.Max(0, (Math.Max(left.Length, right.Length) / 2) - 1);
        var matches = 0;
        for (var i = 0; i < left.Length; i++)
        {
            for (var j = Math.Max(0, i - reach); j <= Math.Min(right.Length - 1, i + reach); j++)
            {
                if (!isMatched[j] && left[i].Equals(right[j]))
                {
                    isMatched[j] = true;
                    matchedLeft[matches++] = i;
                    break;
                }
            }
        }

        if (matches == 0)
        {
            return 0;
        }

        var (next, moved) = (0, 0);
        for (var j = 0; j < right.Length; j++)
        {
            if (isMatched[j])
            {
                moved += left[matchedLeft[next++]].Equals(right[j]) ? 0 : 1;
            }
        }

        double m = matches;
        return ((m / left.Length) + (m / right.Length) + ((m - (moved / 2)) / m)) / 3;
    }

    /// <summary>Leaves what is between the beginning and the end that both share; that needs no edits.</summary>
    /// <returns>How many characters are left out of each.</returns>
    static int SkipCommonEnds<T>(ref ReadOnlySpan<T> left, ref ReadOnlySpan<T> right)
        where T : IEquatable<T>
    {
        var length = left.Length;
        var begin = left.CommonPrefixLength(right);
        left = left[begin..];
        right = right[begin..];
        while (!left.IsEmpty && !right.IsEmpty && left[^1].Equals(right[^1]))
        {
            left = left[..^1];
            right = right[..^1];
        }

        return length - left.Length;
    }
}
