using Alink.Numerics;

namespace Alink.Text;

/// <summary>Draws words by their count to the power 3/4.</summary>
/// <remarks>
/// A draw starts its search where an index of equal steps says, so that it takes one or two comparisons: H.-C. Chen, Y. Asau,
/// "On generating random variates from an empirical distribution", AIIE Transactions 6(2), 1974.
/// </remarks>
sealed class WordDraw
{
    readonly double[] _ends;
    readonly int[] _starts;

    /// <param name="counts">How often each word comes.</param>
    public WordDraw(long[] counts)
    {
        (_ends, _starts) = (new double[counts.Length], new int[counts.Length]);
        var sum = 0.0;
        for (var word = 0; word < counts.Length; word++)
        {
            _ends[word] = sum += VectorMath.Exp(0.75 * VectorMath.Log(counts[word]));
        }

        for (var (step, word) = (0, 0); step < _starts.Length; step++)
        {
            while (_ends[word] <= sum * step / counts.Length)
            {
                word++;
            }

            _starts[step] = word;
        }
    }

    /// <summary>A word.</summary>
    public int Next(SeededRandom random)
    {
        var share = random.NextDouble();
        var word = _starts[(int)(share * _starts.Length)];
        while (word < _ends.Length - 1 && _ends[word] <= share * _ends[^1])
        {
            word++;
        }

        return word;
    }
}
