using System.Collections.Immutable;
using Alink.Statistics;

namespace Alink.Reduction;

/// <summary>Projects each row onto the directions along which the training rows are longest, measured from 0.</summary>
/// <remarks>
/// The rows are nearly U Σ Vᵀ with K singular values: what comes out of a row is its place in U Σ, which is x · V. Unlike a
/// <see cref="Pca"/> it takes off no mean, so sparse rows stay what they are: over counts of words it is latent semantic
/// analysis (S. Deerwester, S. Dumais, G. Furnas, T. Landauer and R. Harshman, "Indexing by latent semantic analysis",
/// Journal of the American Society for Information Science 41(6), 1990). Found in a few passes: N. Halko, P.-G. Martinsson and
/// J. Tropp, "Finding structure with randomness", SIAM Review 53(2), 2011. The largest loading of each direction by size is
/// positive; a direction that no row shows is 0.
/// </remarks>
/// <example>
/// <code>
/// var words = Table.Of("features",
///     Vector.Sparse(5, new[] { 0, 1 }, new[] { 1.0, 1.0 }), Vector.Sparse(5, new[] { 3 }, new[] { 1.0 }));
/// var model = new TruncatedSvd { K = 2 }.Fit(words);
/// model.SingularValues[0] // => 1.41421
/// model.Components[1, 3] // => 1
/// </code>
/// </example>
public sealed record TruncatedSvd : IEstimator<TruncatedSvdModel>
{
    /// <summary>The vectors to project; all of one length.</summary>
    public Column<Vector> Features { get; init; } = "features";

    /// <summary>Where the K numbers of each row go.</summary>
    public Column<Vector> Output { get; init; } = "components";

    /// <summary>How many directions; at least 1, and at most as many as features.</summary>
    public int K { get; init => field = Require.AtLeast(1, value); } = 2;

    /// <summary>How often the directions are improved, at least 0; each time reads the rows once.</summary>
    public int Iterations { get; init => field = Require.AtLeast(0, value); } = 7;

    /// <summary>How many directions more than K are carried along; at least 0.</summary>
    public int Oversampling { get; init => field = Require.AtLeast(0, value); } = 10;

    /// <summary>Decides the first directions.</summary>
    public long Seed { get; init; }

    /// <inheritdoc/>
    public Schema Transform(Schema input) => input.Reading(Features).With(OutputField);

    internal Field OutputField => new(Output.Name, DataType.Vector) { VectorLength = K };

    /// <inheritdoc/>
    /// <exception cref="TrainingException">There are no rows, or fewer features than K.</exception>
    public async ValueTask<TruncatedSvdModel> FitAsync(IDataset training, TrainingContext context)
    {
        Transform(training.Schema);
        var moments = await training.AggregateAsync(new MomentsAggregator(Features, null), context).ConfigureAwait(false);
        if (moments.Count == 0)
        {
            throw new TrainingException($"{nameof(TruncatedSvd)} needs at least one row.");
        }

        var width = moments.Features;
        if (width < K)
        {
            throw new TrainingException($"{nameof(K)} is {K}, and the vectors of column '{Features}' have length {width}.");
        }

        var (directions, squares) = await new RandomizedSubspace(Features, [], Iterations, Seed)
            .FindAsync(training, width, K, Oversampling, context).ConfigureAwait(false);
        var least = width * Pca.Rounding * squares[0];
        return new(this, new(K, width, [.. directions]), [.. squares.Select(square => square > least ? Math.Sqrt(square) : 0)])
        {
            FeatureNames = training.Schema.Field(Features).FeatureNames,
            Origin = context.Origin(),
        };
    }
}

/// <summary>What a <see cref="TruncatedSvd"/> has learnt.</summary>
/// <param name="Options">The settings it was trained under.</param>
/// <param name="Components">The right singular vectors, each of length 1, row by row; shape: K × features.</param>
/// <param name="SingularValues">Falling, 0 from where rounding leaves nothing of them; shape: K.</param>
public sealed record TruncatedSvdModel(TruncatedSvd Options, Matrix Components, ImmutableArray<double> SingularValues) : Model
{
    /// <inheritdoc/>
    public override Schema Transform(Schema input)
    {
        input.FeatureField(Options.Features, Components.Columns);
        return input.With(Options.OutputField);
    }

    /// <inheritdoc/>
    public override Func<bool> Bind(RowCells row)
    {
        Transform(row.Schema);
        return Projection().Bind(row, row.Read(Options.Features), row.Write(Options.OutputField));
    }

    /// <inheritdoc/>
    public override Table Transform(Table input)
    {
        Transform(input.Schema);
        return Projection().Transform(input, Options.Features, Options.OutputField) ?? base.Transform(input);
    }

    Projection Projection() => new(Components, [], [.. SingularValues.Select(_ => 1.0)]);
}
