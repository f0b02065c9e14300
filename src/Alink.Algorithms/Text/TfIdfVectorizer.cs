using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Alink.Text;

/// <summary>Weighs the terms of each row of tokens: the more often one stands there, and the fewer rows hold it, the more.</summary>
/// <remarks>
/// The number of a term is its count times its inverse document frequency, and by default each vector is then divided by
/// its Euclidean norm, as in scikit-learn. It is a <see cref="CountVectorizer"/>, an <see cref="Idf"/> and a
/// <see cref="Features.Normalizer"/> in one pass over the rows; those three have Spark's defaults.
/// K. Spärck Jones, "A statistical interpretation of term specificity and its application in retrieval", J. of
/// Documentation 28, 1972.
/// </remarks>
/// <example>
/// <code>
/// var rows = Table.Of("tokens", "b a b", "b c");
/// var model = new TfIdfVectorizer { Normalize = false }.Fit(rows);
/// model.Transform(rows).Values&lt;Vector&gt;("features")[0] // => [3: 0:2 1:1.40547]
/// </code>
/// </example>
public sealed record TfIdfVectorizer : TermVectorizer<TfIdfVectorizerModel>
{
    /// <summary>How the inverse document frequency follows from the number of rows that hold a term.</summary>
    public IdfFormula Formula { get; init; } = IdfFormula.SmoothedPlusOne;

    /// <summary>Whether a term that stands n times in a row counts 1 + ln n times.</summary>
    public bool Sublinear { get; init; }

    /// <summary>Whether each vector is divided by its Euclidean norm; one of zeros stays.</summary>
    public bool Normalize { get; init; } = true;

    /// <inheritdoc/>
    public override TfIdfVectorizerModel Snapshot(TermCounts state)
    {
        var terms = Vocabulary(state);
        return new(this, state.TextOf(terms), state.DocumentsOf(terms), state.Documents);
    }
}

/// <summary>What a <see cref="TfIdfVectorizer"/> has learnt.</summary>
/// <param name="Options">The settings it was trained under.</param>
/// <param name="Vocabulary">The terms, the most frequent first.</param>
/// <param name="DocumentFrequency">How many rows hold each term; shape: vocabulary.</param>
/// <param name="Documents">How many rows there were.</param>
public sealed record TfIdfVectorizerModel(
    TfIdfVectorizer Options, ImmutableArray<string> Vocabulary, ImmutableArray<long> DocumentFrequency, long Documents) : Model
{
    readonly Derived<TermTable> _terms = new();

    /// <summary>The inverse document frequency of each term, by which its counts are multiplied; shape: vocabulary.</summary>
    public ImmutableArray<double> Idf => [.. DocumentFrequency.Select(rows => Options.Formula.Of(rows, Documents))];

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
            Sublinear = Options.Sublinear,
            Weights = [.. Idf],
            Normalize = Options.Normalize,
        };
    }
}
