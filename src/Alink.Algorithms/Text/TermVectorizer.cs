using System.Collections.Immutable;

namespace Alink.Text;

/// <summary>The settings of what learns a vocabulary, and counts its terms in each row of tokens.</summary>
/// <remarks>
/// The vocabulary holds the most frequent terms first, and equally frequent ones in the order of their UTF-8 bytes, so that
/// it is the same however the rows are cut. A missing value is a row of no tokens. While it learns, all different terms
/// of the rows are in memory; where these are too many, <see cref="HashingTF"/> needs none. It suits streams too, where a
/// vocabulary by frequency would never come to rest.
/// </remarks>
/// <typeparam name="TModel">What is learnt.</typeparam>
public abstract record TermVectorizer<TModel> : IEstimator<TModel>, IAggregator<TermCounts>
    where TModel : Model
{
    /// <summary>The tokens of each row, as <see cref="TokenTransformer"/> makes them.</summary>
    public Column<string> Tokens { get; init; } = "tokens";

    /// <summary>Where the vectors go, sparse, one number for each term of the vocabulary.</summary>
    public Column<Vector> Output { get; init; } = "features";

    /// <summary>The most terms that the vocabulary holds; at least 1.</summary>
    public int VocabularySize { get; init => field = Require.AtLeast(1, value); } = 1 << 18;

    /// <summary>The fewest rows that a term must stand in; below 1 a share of all rows. At least 0.</summary>
    public double MinDocumentFrequency { get; init => field = Require.AtLeast(0.0, value); } = 1;

    /// <summary>The most rows that a term may stand in; below 1 a share of all rows. At least 0, and by default any.</summary>
    public double MaxDocumentFrequency { get; init => field = Require.AtLeast(0.0, value); } = double.PositiveInfinity;

    /// <summary>The fewest times that a term must stand in a row to count there; below 1 a share of its tokens. At least 0.</summary>
    public double MinTermFrequency { get; init => field = Require.AtLeast(0.0, value); } = 1;

    /// <summary>Whether a term that stands in a row counts 1, however often.</summary>
    public bool Binary { get; init; }

    /// <inheritdoc/>
    public Schema Transform(Schema input) => input.Reading(Tokens).With(Output);

    /// <inheritdoc/>
    public TermCounts Start(Schema schema) => new();

    /// <inheritdoc/>
    public TermCounts Update(TermCounts state, Table batch) => state.Add((StringColumn)batch.Values(Tokens));

    /// <inheritdoc/>
    public TermCounts Merge(TermCounts left, TermCounts right) => left.Add(right);

    /// <summary>The model of the rows so far.</summary>
    /// <exception cref="TrainingException">No term stands in as many rows as asked for.</exception>
    public abstract TModel Snapshot(TermCounts state);

    /// <inheritdoc/>
    public async ValueTask<TModel> FitAsync(IDataset training, TrainingContext context)
    {
        Transform(training.Schema);
        Model model = Snapshot(await training.AggregateAsync(this, context).ConfigureAwait(false));
        return (TModel)(model with { Origin = context.Origin() });
    }

    /// <summary>The terms of the vocabulary, by their numbers in a state.</summary>
    /// <exception cref="TrainingException">There are none.</exception>
    private protected int[] Vocabulary(TermCounts state)
    {
        var (least, most) = (Rows(MinDocumentFrequency), Rows(MaxDocumentFrequency));
        var terms = state.MostFrequent(documents => documents >= least && documents <= most, VocabularySize);
        return terms.Length > 0 ? terms : throw new TrainingException(state.Count == 0
            ? $"{GetType().Name} needs at least one term in column '{Tokens}', which has none in {state.Documents} rows."
            : $"No term of column '{Tokens}' stands in {least} to {most} of the {state.Documents} rows.");

        double Rows(double frequency) => frequency < 1 ? frequency * state.Documents : frequency;
    }

    /// <summary>The field of the vectors under a vocabulary.</summary>
    internal Field OutputField(ImmutableArray<string> vocabulary) =>
        new(Output.Name, DataType.Vector) { VectorLength = vocabulary.Length, FeatureNames = vocabulary };
}
