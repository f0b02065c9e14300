using System.Text;

namespace Alink.Text;

/// <summary>Two texts as characters and as n-grams, in memory that the next two use again; for one thread.</summary>
sealed class TextPair
{
    /// <summary>A scalar takes 21 bits, so that six of them fit into 128.</summary>
    const int Bits = 21;

    int[] _left = [];
    int[] _right = [];
    UInt128[] _leftGrams = [];
    UInt128[] _rightGrams = [];
    int _leftLength;
    int _rightLength;

    /// <summary>The characters of the one text.</summary>
    public ReadOnlySpan<int> Left => _left.AsSpan(0, _leftLength);

    /// <summary>The characters of the other.</summary>
    public ReadOnlySpan<int> Right => _right.AsSpan(0, _rightLength);

    /// <summary>Takes two texts, as UTF-8; what is none becomes U+FFFD.</summary>
    public void Read(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        _leftLength = Read(left, ref _left);
        _rightLength = Read(right, ref _right);
    }

    /// <summary>The cosine of the angle between the counts of n-grams; 0 where one text has none, and 1 where both have none.</summary>
    public double Cosine(int n)
    {
        var left = Grams(Left, n, ref _leftGrams);
        var right = Grams(Right, n, ref _rightGrams);
        var (leftSquares, rightSquares, products) = (0.0, 0.0, 0.0);
        while (Next(ref left, ref right, out var leftCount, out var rightCount))
        {
            leftSquares += (double)leftCount * leftCount;
            rightSquares += (double)rightCount * rightCount;
            products += (double)leftCount * rightCount;
        }

        return leftSquares == 0 || rightSquares == 0
            ? leftSquares == rightSquares ? 1 : 0
            : Math.Min(1, products / Math.Sqrt(leftSquares * rightSquares));
    }

    /// <summary>The n-grams of both over those of either; 1 where both have none.</summary>
    public double Jaccard(int n)
    {
        var left = Grams(Left, n, ref _leftGrams);
        var right = Grams(Right, n, ref _rightGrams);
        var (both, either) = (0, 0);
        while (Next(ref left, ref right, out var leftCount, out var rightCount))
        {
            both += leftCount > 0 && rightCount > 0 ? 1 : 0;
            either++;
        }

        return either == 0 ? 1 : (double)both / either;
    }

    static int Read(ReadOnlySpan<byte> text, ref int[] characters)
    {
        if (characters.Length < text.Length)
        {
            characters = new int[Math.Max(64, text.Length)];
        }

        var length = 0;
        while (!text.IsEmpty)
        {
            Rune.DecodeFromUtf8(text, out var rune, out var read);
            characters[length++] = rune.Value;
            text = text[read..];
        }

        return length;
    }

    /// <summary>The n-grams of a text in order; the whole text where it is shorter.</summary>
    static ReadOnlySpan<UInt128> Grams(ReadOnlySpan<int> text, int n, ref UInt128[] grams)
    {
        if (text.IsEmpty)
        {
            return default;
        }

        n = Math.Min(n, text.Length);
        var count = text.Length - n + 1;
        if (grams.Length < count)
        {
            grams = new UInt128[Math.Max(64, count)];
        }

        for (var i = 0; i < count; i++)
        {
            UInt128 gram = 0;
            foreach (var character in text.Slice(i, n))
            {
                // From 1 on, so that a shorter n-gram is no longer one that begins with U+0000.
                gram = (gram << Bits) | (uint)(character + 1);
            }

            grams[i] = gram;
        }

        var sorted = grams.AsSpan(0, count);
        sorted.Sort();
        return sorted;
    }

    /// <summary>Takes the next n-gram off both, and says how often each had it.</summary>
    /// <returns>Whether there was one.</returns>
    static bool Next(ref ReadOnlySpan<UInt128> left, ref ReadOnlySpan<UInt128> right, out int leftCount, out int rightCount)
    {
        (leftCount, rightCount) = (0, 0);
        if (left.IsEmpty && right.IsEmpty)
        {
            return false;
        }

        var gram = right.IsEmpty || (!left.IsEmpty && left[0] < right[0]) ? left[0] : right[0];
        leftCount = Take(ref left, gram);
        rightCount = Take(ref right, gram);
        return true;
    }

    static int Take(ref ReadOnlySpan<UInt128> grams, UInt128 gram)
    {
        var count = 0;
        while (count < grams.Length && grams[count] == gram)
        {
            count++;
        }

        grams = grams[count..];
        return count;
    }
}
