using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text;

namespace Alink.Text;

/// <summary>The different words of one row after another, numbered in the order in which they first come; for one thread.</summary>
sealed class RowWords
{
    readonly TermTable _terms = new();
    readonly Comparison<int> _byScore;
    int[] _tokens = [];
    int[] _best = [];
    double[] _scores = [];

    public RowWords() => _byScore = (x, y) => _scores[x] != _scores[y] ? _scores[y].CompareTo(_scores[x]) : x.CompareTo(y);

    /// <summary>How many different words there are.</summary>
    public int Count => _terms.Count;

    /// <summary>The number of each token's word; −1 for a token without a letter or digit.</summary>
    public ReadOnlySpan<int> Tokens => _tokens.AsSpan(0, Length);

    int Length { get; set; }

    /// <summary>A word.</summary>
    public ReadOnlySpan<byte> this[int number] => _terms[number];

    /// <summary>Reads the words of a row, in place of those before.</summary>
    public void Read(ReadOnlySpan<byte> row)
    {
        _terms.Clear();
        Length = 0;
        foreach (var token in new TokenSpans(row))
        {
            if (Length == _tokens.Length)
            {
                Array.Resize(ref _tokens, Math.Max(16, 2 * Length));
            }

            _tokens[Length++] = IsWord(token) ? _terms.Add(token) : -1;
        }
    }

    /// <summary>Room for a score of each word, all 0.</summary>
    public Span<double> Scores()
    {
        if (_scores.Length < Count)
        {
            (_scores, _best) = (new double[2 * Count], new int[2 * Count]);
        }

        var scores = _scores.AsSpan(0, Count);
        scores.Clear();
        return scores;
    }

    /// <summary>The words of the highest scores above 0, the highest first, of equal ones the first in the row.</summary>
    public void Write(TokenBuffer output, int most)
    {
        foreach (var word in Best(most))
        {
            output.Add(_terms[word]);
        }
    }

    /// <summary>The same words with their scores.</summary>
    public ImmutableArray<Keyword> Keywords(int most)
    {
        var best = Best(most);
        var keywords = new Keyword[best.Length];
        for (var i = 0; i < best.Length; i++)
        {
            keywords[i] = new(Encoding.UTF8.GetString(_terms[best[i]]), _scores[best[i]]);
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(keywords);
    }

    ReadOnlySpan<int> Best(int most)
    {
        var best = _best.AsSpan(0, Count);
        for (var word = 0; word < best.Length; word++)
        {
            best[word] = word;
        }

        best.Sort(_byScore);
        var count = 0;
        while (count < best.Length && count < most && _scores[best[count]] > 0)
        {
            count++;
        }

        return best[..count];
    }

    static bool IsWord(ReadOnlySpan<byte> token)
    {
        while (!token.IsEmpty)
        {
            Rune.DecodeFromUtf8(token, out var rune, out var length);
            if (Rune.IsLetter(rune) || Rune.IsNumber(rune))
            {
                return true;
            }

            token = token[length..];
        }

        return false;
    }
}

/// <summary>A word that says what a text is about.</summary>
/// <param name="Word">The word.</param>
/// <param name="Score">How much, above 0, on the scale of what found it.</param>
public readonly record struct Keyword(string Word, double Score);
