using System.Collections.Immutable;

namespace Alink.Features;

/// <summary>Multiplies each number of a vector by a factor of its own.</summary>
/// <remarks>The Hadamard product, z = x ∘ w. A sparse vector stays sparse.</remarks>
/// <example>
/// <code>
/// var rows = Table.Of&lt;Vector&gt;("features", [1.0, 2.0]);
/// new ElementwiseProduct { Factors = [10, 0.5] }.Transform(rows).Values&lt;Vector&gt;("features")[0] // => [10 1]
/// </code>
/// </example>
public sealed record ElementwiseProduct : RowTransformer
{
    /// <summary>The vectors to multiply; each as long as <see cref="Factors"/>.</summary>
    public Column<Vector> Features { get; init; } = "features";

    /// <summary>Where the products go; by default in the place of the vectors.</summary>
    public Column<Vector> Output { get; init; } = "features";

    /// <summary>What each number is multiplied by, finite; shape: features.</summary>
    public ImmutableArray<double> Factors
    {
        get;
        init => field = Require.Items(value).All(double.IsFinite) ? Require.Items(value) : throw new ArgumentOutOfRangeException(
            nameof(Factors), $"{nameof(Factors)} must be finite; one was {value.First(factor => !double.IsFinite(factor))}.");
    } = [];

    /// <inheritdoc/>
    public override Schema Transform(Schema input) => input.WithFeatures(Features, Output, Factors.Length);

    /// <inheritdoc/>
    public override Table Transform(Table input) => Map().Transform(this, input, Features, Output);

    /// <inheritdoc/>
    public override Func<bool> Bind(RowCells row) => Map().Bind(this, row, Features, Output);

    internal VectorMap Map() => new NumberMap<Product>(new([.. Factors]), Factors.Length);

    readonly struct Product(double[] factors) : INumberMap
    {
        public double Of(double number, int feature) => number * factors[feature];
    }
}
