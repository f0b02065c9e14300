using Alink.Numerics;

namespace Alink.Features;

/// <summary>Divides each vector by its norm, so that the norm becomes 1; a vector of zeros stays as it is.</summary>
/// <remarks>
/// The norm of order p is (Σ |x|^p)^(1/p), and that of order infinity the greatest absolute number. A sparse vector stays
/// sparse. NaN in a vector makes all of it NaN.
/// </remarks>
/// <example>
/// <code>
/// var rows = Table.Of&lt;Vector&gt;("features", [3.0, -4.0]);
/// new Normalizer().Transform(rows).Values&lt;Vector&gt;("features")[0] // => [0.6 -0.8]
/// new Normalizer { P = double.PositiveInfinity }.Transform(rows).Values&lt;Vector&gt;("features")[0] // => [0.75 -1]
/// </code>
/// </example>
public sealed record Normalizer : RowTransformer
{
    /// <summary>The vectors to normalise.</summary>
    public Column<Vector> Features { get; init; } = "features";

    /// <summary>Where the normalised vectors go; by default in the place of the others.</summary>
    public Column<Vector> Output { get; init; } = "features";

    /// <summary>The order of the norm, at least 1; may be infinity.</summary>
    public double P { get; init => field = Require.AtLeast(1, value); } = 2;

    /// <inheritdoc/>
    public override Schema Transform(Schema input) => input.With(input.Field(Features) with { Name = Output.Name });

    /// <inheritdoc/>
    public override Table Transform(Table input) => new Map(P).Transform(this, input, Features, Output);

    /// <inheritdoc/>
    public override Func<bool> Bind(RowCells row) => new Map(P).Bind(this, row, Features, Output);

    sealed class Map(double p) : VectorMap
    {
        public override void Dense(ReadOnlySpan<double> vector, Span<double> output)
        {
            var norm = Norm(vector);
            for (var j = 0; j < vector.Length; j++)
            {
                output[j] = vector[j] / norm;
            }
        }

        public override bool Sparse(Vector vector, Cell output)
        {
            var norm = Norm(vector.Values);
            for (var k = 0; k < vector.Indices.Length; k++)
            {
                output.Store(vector.Indices[k], vector.Values[k] / norm);
            }

            return true;
        }

        /// <summary>The norm; 1 of zeros.</summary>
        double Norm(ReadOnlySpan<double> values)
        {
            if (p == 2 && Math.Sqrt(DenseKernels.Dot(values, values)) is > 1e-150 and < 1e150 and var length)
            {
                return length;
            }

            var most = 0.0;
            foreach (var value in values)
            {
                most = Math.Max(most, Math.Abs(value)); // NaN stays.
            }

            if (most == 0 || double.IsInfinity(p))
            {
                return most == 0 ? 1 : most;
            }

            // As shares of the greatest, powers neither overflow nor vanish all at once.
            var sum = 0.0;
            foreach (var value in values)
            {
                var share = Math.Abs(value) / most;
                sum += p == 1 ? share : Math.Pow(share, p);
            }

            return most * Math.Pow(sum, 1 / p);
        }
    }
}
