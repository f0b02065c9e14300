using System.Runtime.Intrinsics;

namespace Alink.Text;

/// <summary>Counts edits of characters with a whole column of the table of edits in two words.</summary>
static class EditBits
{
    const int Most = 64;

    /// <summary>The same as <see cref="StringDistance.Levenshtein"/>, faster where one of the texts has at most 64 characters.</summary>
    /// <remarks>
    /// Neighbours in the table differ by at most 1: a bit for each tells whether it is one more than that above it, another
    /// whether it is one less. G. Myers, "A fast bit-vector algorithm for approximate string matching based on dynamic
    /// programming", Journal of the ACM 46(3), 1999; with the distance of whole texts by H. Hyyrö, "A bit-vector algorithm
    /// for computing Levenshtein and Damerau edit distances", Nordic Journal of Computing 10(1), 2003.
    /// </remarks>
    public static int Levenshtein(ReadOnlySpan<int> left, ReadOnlySpan<int> right)
    {
        if (left.Length < right.Length)
        {
            return Levenshtein(right, left);
        }

        if (right.Length is 0 or > Most)
        {
            return StringDistance.Levenshtein(left, right);
        }

        Span<int> column = stackalloc int[Most];
        column.Clear(); // What is after the text changes nothing: carries go up only, and it is above.
        right.CopyTo(column);
        var (more, less, edits) = (ulong.MaxValue, 0UL, right.Length);
        foreach (var character in left)
        {
            var equal = Equal(column, character, right.Length);
            var vertical = equal | less;
            var horizontal = (((equal & more) + more) ^ more) | equal;
            var (rises, falls) = (less | ~(horizontal | more), more & horizontal);
            edits += (int)(rises >> (right.Length - 1) & 1) - (int)(falls >> (right.Length - 1) & 1);
            (rises, falls) = ((rises << 1) | 1, falls << 1);
            (more, less) = (falls | ~(vertical | rises), rises & vertical);
        }

        return edits;
    }

    /// <summary>A bit for each character of a column that equals another.</summary>
    static ulong Equal(ReadOnlySpan<int> column, int character, int length)
    {
        var (equal, one) = (0UL, Vector512.Create(character));
        for (var j = 0; j < length; j += Vector512<int>.Count)
        {
            equal |= Vector512.Equals(Vector512.Create(column[j..]), one).ExtractMostSignificantBits() << j;
        }

        return equal;
    }
}
