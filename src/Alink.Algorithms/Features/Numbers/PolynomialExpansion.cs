namespace Alink.Features;

/// <summary>Replaces each vector by all products of its numbers up to a degree, the constant left out.</summary>
/// <remarks>
/// The order is Spark ML's: of x, y to degree 2 come x, x², y, x·y, y². Of n numbers to degree d come C(n + d, d) − 1.
/// A sparse vector stays sparse, and costs the products of its stored numbers. Products are named as scikit-learn names
/// them, as far as they are 10,000 at most: <c>x^2</c>, <c>x y</c>.
/// </remarks>
/// <example>
/// <code>
/// var rows = Table.Of&lt;Vector&gt;("features", [2.0, 10.0]);
/// new PolynomialExpansion().Transform(rows).Values&lt;Vector&gt;("features")[0] // => [2 4 10 20 100]
/// </code>
/// </example>
public sealed record PolynomialExpansion : RowTransformer
{
    const int MostNames = 10_000;

    /// <summary>The vectors to expand.</summary>
    public Column<Vector> Features { get; init; } = "features";

    /// <summary>Where the expanded vectors go; by default in the place of the others.</summary>
    public Column<Vector> Output { get; init; } = "features";

    /// <summary>The highest degree of a product, at least 1.</summary>
    public int Degree { get; init => field = Require.AtLeast(1, value); } = 2;

    /// <inheritdoc/>
    /// <exception cref="SchemaException">The vectors would have 2^31 numbers or more.</exception>
    public override Schema Transform(Schema input)
    {
        var field = input.Field(Features);
        var count = field.VectorLength is { } length ? Monomials.Count(length, Degree) : default(int?);
        var isNamed = field.VectorLength == field.FeatureNames.Length && count <= MostNames;
        return input.With(field with
        {
            Name = Output.Name,
            VectorLength = count,
            FeatureNames = isNamed ? Monomials.Names(field.FeatureNames, Degree) : [],
        });
    }

    /// <inheritdoc/>
    public override Table Transform(Table input) => new Map(Degree).Transform(this, input, Features, Output);

    /// <inheritdoc/>
    public override Func<bool> Bind(RowCells row) => new Map(Degree).Bind(this, row, Features, Output);

    sealed class Map(int degree) : VectorMap
    {
        Monomials _monomials = Monomials.Of(0, degree);

        public override int OutputLength(int length) => Monomials.Count(length, degree);

        public override void Dense(ReadOnlySpan<double> vector, Span<double> output)
        {
            if (_monomials.Features != vector.Length)
            {
                _monomials = Monomials.Of(vector.Length, degree);
            }

            _monomials.Evaluate(vector, output);
        }

        public override bool Sparse(Vector vector, Cell output)
        {
            Put(vector.Indices, vector.Values, degree, 1, -1, output);
            return true;
        }

        /// <summary>Stores a product times all of those of some numbers, but itself.</summary>
        /// <param name="indices">The places of the numbers.</param>
        /// <param name="values">The numbers.</param>
        /// <param name="degree">The degree that is left.</param>
        /// <param name="product">The product so far.</param>
        /// <param name="place">Its place; −1 is that of the constant.</param>
        /// <param name="output">Where products go, in the order of their places.</param>
        static void Put(ReadOnlySpan<int> indices, ReadOnlySpan<double> values, int degree, double product, int place, Cell output)
        {
            for (; degree > 0 && !indices.IsEmpty; degree--)
            {
                Put(indices[..^1], values[..^1], degree, product, place, output);
                place += 1 + Monomials.Count(indices[^1], degree);
                product *= values[^1];
                output.Store(place, product);
            }
        }
    }
}
