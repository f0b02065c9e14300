using System.Collections.Immutable;
using Alink.Features;
using Alink.Online;

namespace Alink.Text;

/// <summary>Multiplies each feature by its inverse document frequency: the fewer rows have it above 0, the more.</summary>
/// <remarks>
/// By default ln ((m + 1) / (d + 1)) for a feature that d of m rows have above 0, as in Spark; for scikit-learn's see
/// <see cref="Formula"/>. It follows a <see cref="CountVectorizer"/> or a <see cref="HashingTF"/>; the <see
/// cref="TfIdfVectorizer"/> does both in one pass. A sparse vector stays sparse.
/// </remarks>
/// <example>
/// <code>
/// var counts = Table.Of&lt;Vector&gt;("features", [1.0, 2.0], [1.0, 0.0]);
/// var model = new Idf().Fit(counts);
/// model.Transform(counts).Values&lt;Vector&gt;("features")[0] // => [0 0.81093]
/// </code>
/// </example>
public sealed record Idf : IOnePassEstimator<DocumentFrequencies, IdfModel>
{
    /// <inheritdoc/>
    public bool LearnsFirst => true;

    /// <summary>The vectors of counts; all of one length.</summary>
    public Column<Vector> Features { get; init; } = "features";

    /// <summary>Where the weighed vectors go; by default in the place of the counts.</summary>
    public Column<Vector> Output { get; init; } = "features";

    /// <summary>How the inverse document frequency follows from the number of rows.</summary>
    public IdfFormula Formula { get; init; }

    /// <summary>The fewest rows that must have a feature above 0; one that fewer have becomes 0. At least 0.</summary>
    public long MinDocumentFrequency { get; init => field = Require.AtLeast(0, value); }

    /// <inheritdoc/>
    public Schema Transform(Schema input) => input.With(input.Field(Features) with { Name = Output.Name });

    /// <inheritdoc/>
    public DocumentFrequencies Start(Schema schema) => new([.. schema.Field(Features).FeatureNames]);

    /// <inheritdoc/>
    public DocumentFrequencies Update(DocumentFrequencies state, Table batch)
    {
        var rows = batch.Features(Features);
        for (var i = 0; i < rows.Rows; i++)
        {
            state.Add(rows, i);
        }

        return state;
    }

    /// <inheritdoc/>
    public DocumentFrequencies Merge(DocumentFrequencies left, DocumentFrequencies right) => left.Add(right);

    /// <inheritdoc/>
    /// <exception cref="TrainingException">There were no rows.</exception>
    public IdfModel Snapshot(DocumentFrequencies state) => state.Documents > 0
        ? new(this, [.. state.Counts], state.Documents) { FeatureNames = [.. state.FeatureNames] }
        : throw new TrainingException($"{nameof(Idf)} needs at least one row.");

    /// <inheritdoc/>
    public DocumentFrequencies Advance(DocumentFrequencies state, Table batch, out Table output)
    {
        var rows = batch.RowCount;
        if (rows == 0)
        {
            output = Table.Empty(Transform(batch.Schema));
            return state;
        }

        var width = batch.Features(Features).Width;
        output = new Learning(batch.Schema.WithFeatures(Features, Output, width), row =>
        {
            var next = 0;
            var field = row.Schema.WithFeatures(Features, Output, width)[Output.Name];
            var map = new NumberMap<Now>(new(this, state));
            var step = map.Step(row, row.Read(Features), row.Write(field));
            return () =>
            {
                state.Add(batch.Block(Features), next++);
                return step();
            };
        }).Transform(batch);
        return state;
    }

    internal double Of(long holding, long documents) => holding < MinDocumentFrequency ? 0 : Formula.Of(holding, documents);

    /// <summary>Weighs by the rows so far.</summary>
    readonly struct Now(Idf options, DocumentFrequencies state) : INumberMap
    {
        public double Of(double number, int feature) =>
            number == 0 ? number : number * options.Of(state.Counts[feature], state.Documents);
    }
}

/// <summary>The rows so far of an <see cref="Idf"/>: their number, and how many of them have each feature above 0.</summary>
public sealed class DocumentFrequencies
{
    internal DocumentFrequencies(string[] featureNames) => FeatureNames = featureNames;

    /// <summary>How many rows.</summary>
    public long Documents { get; private set; }

    /// <summary>How many rows have each feature above 0; shape: features, and empty before the first row.</summary>
    internal long[] Counts { get; private set; } = [];

    internal string[] FeatureNames { get; }

    /// <summary>Adds one row of a batch.</summary>
    internal void Add(VectorBlock rows, int row)
    {
        Lengthen(rows.Width);
        Documents++;
        var values = rows.ValuesOf(row);
        var indices = rows.IndicesOf(row);
        for (var k = 0; k < values.Length; k++)
        {
            Counts[rows.IsDense ? k : indices[k]] += values[k] > 0 ? 1 : 0;
        }
    }

    /// <summary>Adds the rows of another.</summary>
    internal DocumentFrequencies Add(DocumentFrequencies other)
    {
        if (other.Documents > 0)
        {
            Lengthen(other.Counts.Length);
            Documents += other.Documents;
            for (var j = 0; j < Counts.Length; j++)
            {
                Counts[j] += other.Counts[j];
            }
        }

        return this;
    }

    void Lengthen(int features)
    {
        if (Documents == 0)
        {
            Counts = new long[features];
        }

        TrainingRows.SameLength(features, Counts.Length);
    }
}

/// <summary>What an <see cref="Alink.Text.Idf"/> has learnt.</summary>
/// <param name="Options">The settings it was trained under.</param>
/// <param name="DocumentFrequency">How many rows had each feature above 0; shape: features.</param>
/// <param name="Documents">How many rows there were.</param>
public sealed record IdfModel(Idf Options, ImmutableArray<long> DocumentFrequency, long Documents) : Model
{
    /// <summary>What each feature is multiplied by; shape: features.</summary>
    public ImmutableArray<double> Idf => [.. DocumentFrequency.Select(rows => Options.Of(rows, Documents))];

    /// <inheritdoc/>
    public override Schema Transform(Schema input) =>
        input.WithFeatures(Options.Features, Options.Output, DocumentFrequency.Length);

    /// <inheritdoc/>
    public override Table Transform(Table input) => Map().Transform(this, input, Options.Features, Options.Output);

    /// <inheritdoc/>
    public override Func<bool> Bind(RowCells row) => Map().Bind(this, row, Options.Features, Options.Output);

    VectorMap Map() => new ElementwiseProduct { Factors = Idf }.Map();
}
