using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Alink.Text;

/// <summary>Counts in each row of tokens how often each term of a vocabulary stands there, which it learns from the rows.</summary>
/// <remarks>The most frequent term comes first. A token that is not in the vocabulary counts nothing.</remarks>
/// <example>
/// <code>
/// var rows = Table.Of("tokens", "b a b", "b c");
/// var model = new CountVectorizer().Fit(rows);
/// string.Join(' ', model.Vocabulary) // => b a c
/// model.Transform(rows).Values&lt;Vector&gt;("features")[0] // => [3: 0:2 1:1]
/// </code>
/// </example>
public sealed record CountVectorizer : TermVectorizer<CountVectorizerModel>
{
    /// <inheritdoc/>
    public override CountVectorizerModel Snapshot(TermCounts state) => new(this, state.TextOf(Vocabulary(state)));
}

/// <summary>What a <see cref="CountVectorizer"/> has learnt.</summary>
/// <param name="Options">The settings it was trained under.</param>
/// <param name="Vocabulary">The terms, the most frequent first.</param>
public sealed record CountVectorizerModel(CountVectorizer Options, ImmutableArray<string> Vocabulary) : Model
{
    readonly Derived<TermTable> _terms = new();

    /// <inheritdoc/>
    public override Schema Transform(Schema input) => input.Reading(Options.Tokens).With(Options.OutputField(Vocabulary));

    /// <inheritdoc/>
    public override Table Transform(Table input) => Rows().Transform(input, Options.Tokens, Options.OutputField(Vocabulary));

    /// <inheritdoc/>
    public override Func<bool> Bind(RowCells row) => Rows().Bind(row, Options.Tokens, Options.OutputField(Vocabulary));

    TermRows<VocabularyPlaces> Rows()
    {
        var terms = ImmutableCollectionsMarshal.AsArray(Vocabulary)!;
        return new(new(_terms.Of(terms, terms, static (terms, _) => TermTable.Of(terms))))
        {
            MinTermFrequency = Options.MinTermFrequency,
            Binary = Options.Binary,
        };
    }
}
