using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text;

namespace Alink.Text;

/// <summary>Writes the words of each row that come often in it and in few other rows: its keywords, the best first.</summary>
/// <remarks>
/// The score of a word is its count in the row times its inverse document frequency, which is learnt. A word that no
/// row had to learn from stands in 0 of them. Of equal scores the first in the row wins, and a score of 0 makes no keyword.
/// Tokens without a letter or digit are no words. How tokens stand in a column: see <see cref="TokenTransformer"/>.
/// For the numbers themselves see <see cref="TfIdfVectorizer"/>; without learning, <see cref="TextRankKeywords"/>.
/// </remarks>
/// <example>
/// <code>
/// var rows = Table.Of("tokens", "the fox the den", "the dog the dog the cat");
/// var model = new TfIdfKeywords { Count = 2, Formula = IdfFormula.Smoothed }.Fit(rows);
/// model.Transform(rows).Values&lt;string&gt;("keywords")[1] // => dog cat
/// </code>
/// </example>
public sealed record TfIdfKeywords : IEstimator<TfIdfKeywordsModel>, IAggregator<TermCounts>
{
    /// <summary>The tokens of each row.</summary>
    public Column<string> Tokens { get; init; } = "tokens";

    /// <summary>Where the keywords go.</summary>
    public Column<string> Output { get; init; } = "keywords";

    /// <summary>The most keywords of a row; at least 1.</summary>
    public int Count { get; init => field = Require.AtLeast(1, value); } = 10;

    /// <summary>How the inverse document frequency follows from the number of rows that hold a word.</summary>
    public IdfFormula Formula { get; init; } = IdfFormula.SmoothedPlusOne;

    /// <inheritdoc/>
    public Schema Transform(Schema input) => new TokenRows(Tokens, Output, null!).Transform(input);

    /// <inheritdoc/>
    public TermCounts Start(Schema schema) => new();

    /// <inheritdoc/>
    public TermCounts Update(TermCounts state, Table batch) => state.Add((StringColumn)batch.Values(Tokens));

    /// <inheritdoc/>
    public TermCounts Merge(TermCounts left, TermCounts right) => left.Add(right);

    /// <inheritdoc/>
    public async ValueTask<TfIdfKeywordsModel> FitAsync(IDataset training, TrainingContext context)
    {
        Transform(training.Schema);
        var state = await training.AggregateAsync(this, context).ConfigureAwait(false);
        var terms = state.MostFrequent(static _ => true, state.Count);
        return terms.Length > 0
            ? new(this, state.TextOf(terms), state.DocumentsOf(terms), state.Documents) { Origin = context.Origin() }
            : throw new TrainingException(
                $"{nameof(TfIdfKeywords)} needs at least one token in column '{Tokens}', which has none in {state.Documents} rows.");
    }
}

/// <summary>What a <see cref="TfIdfKeywords"/> has learnt.</summary>
/// <param name="Options">The settings it was trained under.</param>
/// <param name="Vocabulary">The words, the most frequent first.</param>
/// <param name="DocumentFrequency">How many rows hold each word; shape: vocabulary.</param>
/// <param name="Documents">How many rows there were.</param>
public sealed record TfIdfKeywordsModel(
    TfIdfKeywords Options, ImmutableArray<string> Vocabulary, ImmutableArray<long> DocumentFrequency, long Documents) : Model
{
    readonly Derived<TermTable> _terms = new();

    TokenRows Rows => new(Options.Tokens, Options.Output, Step);

    /// <inheritdoc/>
    public override Schema Transform(Schema input) => Rows.Transform(input);

    /// <inheritdoc/>
    public override Table Transform(Table input) => Rows.Transform(input);

    /// <inheritdoc/>
    public override Func<bool> Bind(RowCells row) => Rows.Bind(row);

    /// <summary>The keywords of one text with their scores, the best first.</summary>
    /// <param name="tokens">Its tokens, one space between two.</param>
    public ImmutableArray<Keyword> Keywords(string tokens)
    {
        var words = new RowWords();
        Score(Encoding.UTF8.GetBytes(tokens), words, Terms());
        return words.Keywords(Options.Count);
    }

    Action<ReadOnlySpan<byte>> Step(TokenBuffer output)
    {
        var (words, terms) = (new RowWords(), Terms());
        return row =>
        {
            Score(row, words, terms);
            words.Write(output, Options.Count);
        };
    }

    void Score(ReadOnlySpan<byte> row, RowWords words, TermTable terms)
    {
        words.Read(row);
        var scores = words.Scores();
        foreach (var word in words.Tokens)
        {
            if (word >= 0)
            {
                scores[word]++;
            }
        }

        for (var word = 0; word < scores.Length; word++)
        {
            var number = terms.Find(words[word]);
            scores[word] *= Options.Formula.Of(number < 0 ? 0 : DocumentFrequency[number], Documents);
        }
    }

    TermTable Terms()
    {
        var vocabulary = ImmutableCollectionsMarshal.AsArray(Vocabulary)!;
        return _terms.Of(vocabulary, vocabulary, static (terms, _) => TermTable.Of(terms));
    }
}
