using System.Collections.Immutable;
using Alink.Numerics;
using Alink.Regression;
using Alink.Statistics;

namespace Alink.Reduction;

/// <summary>Projects each row onto the directions in which the training rows vary most.</summary>
/// <remarks>
/// Principal component analysis: K. Pearson, "On lines and planes of closest fit to systems of points in space",
/// Philosophical Magazine 2, 1901. The directions are eigenvectors of the covariance matrix. The largest loading of each by
/// size is positive, so that equal rows give equal signs. After a <see cref="Features.StandardScaler"/> they are those of the
/// correlation matrix. What is projected is x − mean, as in scikit-learn; see <see cref="WithMean"/>. Sparse rows are never
/// made dense. Rows that stream are learnt by <see cref="StreamingPca"/>.
/// </remarks>
/// <example>
/// <code>
/// var rows = Table.Of&lt;Vector&gt;("features", [0.0, 1.0], [3.0, 5.0], [6.0, 9.0], [9.0, 13.0]);
/// var model = new Pca { K = 1 }.Fit(rows);
/// model.Components[0, 0] // => 0.6
/// model.Variances[0] // => 41.6667
/// model.Transform(rows).Values&lt;Vector&gt;("components")[3][0] // => 7.5
/// </code>
/// </example>
public sealed record Pca : IEstimator<PcaModel>
{
    /// <summary>A variance of this share of the greatest, times the features, is none.</summary>
    internal const double Rounding = 2.220446049250313e-16;

    /// <summary>The vectors to project; all of one length.</summary>
    public Column<Vector> Features { get; init; } = "features";

    /// <summary>Where the K numbers of each row go.</summary>
    public Column<Vector> Output { get; init; } = "components";

    /// <summary>How many directions; at least 1, and at most as many as features.</summary>
    public int K { get; init => field = Require.AtLeast(1, value); } = 2;

    /// <summary>Whether the mean is taken off a row before it is projected; Spark's does not.</summary>
    public bool WithMean { get; init; } = true;

    /// <summary>Whether each of the K numbers is divided by the deviation of the training rows along its direction.</summary>
    public bool Whiten { get; init; }

    /// <summary>How the directions are found.</summary>
    public PcaSolver Solver { get; init; }

    /// <summary>How often the randomized solver improves its directions, at least 0; each time reads the rows once.</summary>
    public int Iterations { get; init => field = Require.AtLeast(0, value); } = 7;

    /// <summary>How many directions more than K the randomized solver carries along; at least 0.</summary>
    public int Oversampling { get; init => field = Require.AtLeast(0, value); } = 10;

    /// <summary>Decides the first directions of the randomized solver.</summary>
    public long Seed { get; init; }

    /// <inheritdoc/>
    public Schema Transform(Schema input) => input.Reading(Features).With(OutputField);

    internal Field OutputField => new(Output.Name, DataType.Vector) { VectorLength = K };

    /// <inheritdoc/>
    /// <exception cref="TrainingException">There are fewer than two rows, or fewer features than K.</exception>
    public async ValueTask<PcaModel> FitAsync(IDataset training, TrainingContext context)
    {
        Transform(training.Schema);
        var sums = await training.AggregateAsync(new PcaPass(this), context).ConfigureAwait(false);
        if (sums.Count < 2)
        {
            throw new TrainingException($"{nameof(Pca)} needs at least two rows; there {(sums.Count == 0 ? "were none" : "was one")}.");
        }

        if (sums.Width < K)
        {
            throw new TrainingException($"{nameof(K)} is {K}, and the vectors of column '{Features}' have length {sums.Width}.");
        }

        var (mean, directions, variances, total) = sums.Products.Count > 0
            ? Exact(sums.Products)
            : await RandomizedAsync(sums.Moments, training, context).ConfigureAwait(false);
        var least = mean.Length * Rounding * variances[0];
        return new(
            this, [.. mean], new(K, mean.Length, [.. directions]), [.. variances.Select(one => one > least ? one : 0)], total)
        {
            FeatureNames = training.Schema.Field(Features).FeatureNames,
            Origin = context.Origin(),
        };
    }

    (double[] Mean, double[] Directions, double[] Variances, double Total) Exact(Products products)
    {
        products.Centre(out var mean, out var moments);
        var (width, order) = (products.Width, mean.Length);
        var unbiased = products.Weight / (products.Weight - 1);
        var (covariance, total) = (new double[width * width], 0.0);
        for (var i = 0; i < width; i++)
        {
            moments.AsSpan(i * order, width).CopyTo(covariance.AsSpan(i * width));
            total += unbiased * moments[(i * order) + i];
        }

        if (!double.IsFinite(total))
        {
            throw new TrainingException($"Column '{Features}' has no finite variance: its numbers are too far apart for their squares to be numbers.");
        }

        var eigen = SymmetricEigen.Of(covariance, width);
        return (mean[..width], eigen.Vectors[..(K * width)], [.. eigen.Values.Take(K).Select(one => unbiased * one)], total);
    }

    async ValueTask<(double[] Mean, double[] Directions, double[] Variances, double Total)> RandomizedAsync(
        Moments moments, IDataset training, TrainingContext context)
    {
        var mean = moments.Mean();
        var (directions, squares) = await new RandomizedSubspace(Features, mean, Iterations, Seed)
            .FindAsync(training, mean.Length, K, Oversampling, context).ConfigureAwait(false);
        return (mean, directions, [.. squares.Select(one => one / (moments.Count - 1))], moments.SampleVariance().Sum());
    }
}

/// <summary>How a <see cref="Pca"/> finds its directions.</summary>
public enum PcaSolver
{
    /// <summary>The covariance matrix for at most 1024 features, else randomized.</summary>
    Auto,

    /// <summary>The covariance matrix, from one pass, and all its eigenvectors: exact, at a cost of features³.</summary>
    Covariance,

    /// <summary>A few passes over the rows: N. Halko, P.-G. Martinsson and J. Tropp, "Finding structure with randomness",
    /// SIAM Review 53(2), 2011.</summary>
    Randomized,
}

/// <summary>What a <see cref="Pca"/> has learnt.</summary>
/// <param name="Options">The settings it was trained under.</param>
/// <param name="Mean">The mean of each feature; shape: features.</param>
/// <param name="Components">The directions, each of length 1, the one of most variance first; shape: K × features.</param>
/// <param name="Variances">The variance of the training rows along each direction, dividing by their count less one, 0 where it
/// is below rounding; shape: K.</param>
/// <param name="TotalVariance">The variances of all features added up, dividing by the count less one.</param>
public sealed record PcaModel(
    Pca Options, ImmutableArray<double> Mean, Matrix Components, ImmutableArray<double> Variances, double TotalVariance) : Model
{
    /// <summary>The share of the total variance along each direction, from 0 to 1; 0 where nothing varies; shape: K.</summary>
    public ImmutableArray<double> ExplainedVarianceRatio() =>
        [.. Variances.Select(variance => TotalVariance > 0 ? variance / TotalVariance : 0)];

    /// <summary>The row that K numbers stand for: their directions added up, and the mean.</summary>
    /// <param name="components">What the model made of a row; shape: K.</param>
    /// <returns>The nearest row in the space of the directions; shape: features.</returns>
    /// <exception cref="RowException">There are not K numbers.</exception>
    public Vector Restore(Vector components)
    {
        Taken(components, Variances.Length);
        double[] restored = Options.WithMean ? [.. Mean] : new double[Mean.Length];
        for (var k = 0; k < Variances.Length; k++)
        {
            var along = components[k] * (Options.Whiten ? Math.Sqrt(Variances[k]) : 1);
            DenseKernels.Axpy(along, Components.Row(k), restored);
        }

        return restored;
    }

    /// <inheritdoc/>
    public override Schema Transform(Schema input)
    {
        input.FeatureField(Options.Features, Mean.Length);
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

    Projection Projection()
    {
        var scale = Variances.Select(one => !Options.Whiten ? 1 : one > 0 ? 1 / Math.Sqrt(one) : 0).ToArray();
        return new(Components, Options.WithMean ? [.. Mean] : [], scale);
    }
}

/// <summary>What a <see cref="Pca"/> learns of its rows in the first pass: products for few features, moments for many.</summary>
sealed class PcaSums
{
    public Products Products { get; } = new();

    public Moments Moments { get; } = new();

    public long Count => Products.Count + Moments.Count;

    public int Width => Products.Count > 0 ? Products.Width : Moments.Features;
}

/// <summary>The first pass of a <see cref="Pca"/>.</summary>
sealed record PcaPass(Pca Options) : IAggregator<PcaSums>
{
    /// <summary>Above this, the eigenvectors of a covariance matrix cost more than passes over the rows.</summary>
    const int MostFeatures = 1024;

    public PcaSums Start(Schema schema) => new();

    public PcaSums Update(PcaSums state, Table batch)
    {
        var rows = batch.Features(Options.Features);
        if (Options.Solver == PcaSolver.Randomized || (Options.Solver == PcaSolver.Auto && rows.Width > MostFeatures))
        {
            state.Moments.Add(rows, []);
        }
        else
        {
            state.Products.Add(rows, new double[rows.Rows], []);
        }

        return state;
    }

    public PcaSums Merge(PcaSums left, PcaSums right)
    {
        left.Products.Add(right.Products);
        left.Moments.Add(right.Moments);
        return left;
    }
}
