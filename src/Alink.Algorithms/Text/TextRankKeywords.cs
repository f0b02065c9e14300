using System.Collections.Immutable;
using System.Text;

namespace Alink.Text;

/// <summary>Writes the words of each row that most others of the row stand beside: its keywords, the best first.</summary>
/// <remarks>
/// <para>The different words of a row are the vertices of a graph. Two are joined where they stand within
/// <see cref="Window"/> neighbouring tokens, and the score of a word is S(v) = (1 − d) + d Σ S(u) / degree(u) over the words u
/// that it is joined with, from S = 1 on until no score moves by more than <see cref="Tolerance"/>. Of equal scores the
/// first in the row wins. R. Mihalcea, P. Tarau, "TextRank: bringing order into texts", EMNLP 2004.</para>
/// <para>The paper takes nouns and adjectives alone; a <see cref="StopWordsRemover"/> before does some of that. It also
/// joins neighbouring keywords into phrases, which this does not. Tokens without a letter or digit are no words, and keep
/// their places. Nothing is learnt: each row is its own graph. How tokens stand in a column: see
/// <see cref="TokenTransformer"/>.</para>
/// </remarks>
/// <example>
/// <code>
/// var rows = Table.Of("tokens", "a b c b d");
/// new TextRankKeywords { Count = 2 }.Transform(rows).Values&lt;string&gt;("keywords")[0] // => b a
/// Math.Round(new TextRankKeywords().Keywords("a b c b d")[0].Score, 2) // => 1.92
/// </code>
/// </example>
public sealed record TextRankKeywords : TokenTransformer
{
    /// <summary>The defaults, with the keywords in a column "keywords".</summary>
    public TextRankKeywords() => Output = "keywords";

    /// <summary>The tokens of each row.</summary>
    public Column<string> Tokens { get; init; } = "tokens";

    /// <summary>The most keywords of a row; at least 1.</summary>
    public int Count { get; init => field = Require.AtLeast(1, value); } = 10;

    /// <summary>Among how many neighbouring tokens two words are joined, so that 2 are those side by side; from 2 to 32.</summary>
    public int Window { get; init => field = Require.Between(2, 32, value); } = 2;

    /// <summary>Whether two words are joined as often as they stand together, as in jieba, and not once as in the paper.</summary>
    public bool Weighted { get; init; }

    /// <summary>d, the share of a score that comes from the words beside; from 0 to 1.</summary>
    public double Damping { get; init => field = Require.Between(0, 1, value); } = 0.85;

    /// <summary>The largest move of a score at which it is taken; at least 0.</summary>
    public double Tolerance { get; init => field = Require.AtLeast(0, value); } = 1e-4;

    /// <summary>The most rounds over the scores; at least 1.</summary>
    public int MaxIterations { get; init => field = Require.AtLeast(1, value); } = 100;

    /// <summary>The keywords of one text with their scores, the best first.</summary>
    /// <param name="tokens">Its tokens, one space between two.</param>
    public ImmutableArray<Keyword> Keywords(string tokens)
    {
        var words = new RowWords();
        Score(Encoding.UTF8.GetBytes(tokens), words, new());
        return words.Keywords(Count);
    }

    private protected override Column<string> Source => Tokens;

    private protected override Action<ReadOnlySpan<byte>> Step(TokenBuffer output)
    {
        var (words, graph) = (new RowWords(), new WordGraph());
        return row =>
        {
            Score(row, words, graph);
            words.Write(output, Count);
        };
    }

    void Score(ReadOnlySpan<byte> row, RowWords words, WordGraph graph)
    {
        words.Read(row);
        graph.Score(words.Tokens, this, words.Scores());
    }
}
