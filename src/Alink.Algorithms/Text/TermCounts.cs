using System.Collections.Immutable;
using System.Text;

namespace Alink.Text;

/// <summary>The terms of the rows so far: how often each came, and in how many rows.</summary>
public sealed class TermCounts
{
    readonly TermTable _terms = new();
    TermCount[] _counts = new TermCount[16];

    internal TermCounts()
    {
    }

    /// <summary>How many rows.</summary>
    public long Documents { get; private set; }

    /// <summary>How many different terms.</summary>
    public int Count => _terms.Count;

    /// <summary>Adds rows of tokens.</summary>
    internal TermCounts Add(StringColumn rows)
    {
        for (var row = 0; row < rows.Length; row++)
        {
            Add(rows.Utf8(row));
        }

        return this;
    }

    /// <summary>Adds the rows of another.</summary>
    internal TermCounts Add(TermCounts other)
    {
        for (var i = 0; i < other.Count; i++)
        {
            ref var count = ref Of(other._terms[i]);
            count.Tokens += other._counts[i].Tokens;
            count.Documents += other._counts[i].Documents;
        }

        Documents += other.Documents;
        return this;
    }

    /// <summary>The most frequent terms by their numbers, equally frequent ones in the order of their bytes.</summary>
    /// <param name="isIn">Whether a term may be among them, by the number of its rows.</param>
    /// <param name="most">How many at most.</param>
    internal int[] MostFrequent(Predicate<long> isIn, int most)
    {
        var terms = Enumerable.Range(0, Count).Where(term => isIn(_counts[term].Documents)).ToArray();
        Array.Sort(terms, (x, y) => _counts[x].Tokens != _counts[y].Tokens
            ? _counts[y].Tokens.CompareTo(_counts[x].Tokens)
            : _terms[x].SequenceCompareTo(_terms[y]));
        return terms.Length <= most ? terms : terms[..most];
    }

    /// <summary>Terms as text.</summary>
    internal ImmutableArray<string> TextOf(int[] terms) => [.. terms.Select(term => Encoding.UTF8.GetString(_terms[term]))];

    /// <summary>How often terms came.</summary>
    internal long[] TokensOf(int[] terms) => Array.ConvertAll(terms, term => _counts[term].Tokens);

    /// <summary>In how many rows terms stand.</summary>
    internal ImmutableArray<long> DocumentsOf(int[] terms) => [.. terms.Select(term => _counts[term].Documents)];

    void Add(ReadOnlySpan<byte> row)
    {
        Documents++;
        foreach (var token in new TokenSpans(row))
        {
            ref var count = ref Of(token);
            count.Tokens++;
            if (count.Last != Documents)
            {
                count.Documents++;
                count.Last = Documents;
            }
        }
    }

    ref TermCount Of(ReadOnlySpan<byte> term)
    {
        var number = _terms.Add(term);
        if (number == _counts.Length)
        {
            Array.Resize(ref _counts, 2 * number);
        }

        return ref _counts[number];
    }

    /// <summary>How often a term came, in how many rows, and the last of these, from 1.</summary>
    struct TermCount
    {
        public long Tokens;
        public long Documents;
        public long Last;
    }
}
