using Alink.Numerics;

namespace Alink.Features;

/// <summary>Replaces each vector by its cosine transform, or goes back from it; lengths and distances stay as they are.</summary>
/// <remarks>
/// The orthonormal transform of type II: z[k] = s[k] Σ x[i] cos(π (2i + 1) k / 2n), with s[0] = √(1/n) and s[k] = √(2/n);
/// its inverse is that of type III. N. Ahmed, T. Natarajan and K. R. Rao, "Discrete cosine transform", IEEE Transactions on
/// Computers C-23, 1974. A vector of n numbers costs n² multiplications. A sparse vector comes out dense.
/// </remarks>
/// <example>
/// <code>
/// var rows = Table.Of&lt;Vector&gt;("features", [1.0, 1.0, 1.0, 1.0]);
/// var waves = new DiscreteCosineTransform().Transform(rows);
/// Math.Round(waves.Values&lt;Vector&gt;("features")[0][0], 9) // => 2
/// var back = new DiscreteCosineTransform { Inverse = true }.Transform(waves);
/// Math.Round(back.Values&lt;Vector&gt;("features")[0][3], 9) // => 1
/// </code>
/// </example>
public sealed record DiscreteCosineTransform : RowTransformer
{
    /// <summary>The vectors to transform.</summary>
    public Column<Vector> Features { get; init; } = "features";

    /// <summary>Where the transformed vectors go; by default in the place of the others.</summary>
    public Column<Vector> Output { get; init; } = "features";

    /// <summary>Whether it goes back from the cosine transform.</summary>
    public bool Inverse { get; init; }

    /// <inheritdoc/>
    public override Schema Transform(Schema input) => input.With(
        input.Field(Features) with { Name = Output.Name, FeatureNames = [] });

    /// <inheritdoc/>
    public override Table Transform(Table input) => new Map(Inverse).Transform(this, input, Features, Output);

    /// <inheritdoc/>
    public override Func<bool> Bind(RowCells row) => new Map(Inverse).Bind(this, row, Features, Output);

    sealed class Map(bool inverse) : VectorMap
    {
        const int MostKept = 1024;

        double[] _waves = [];
        int _length;

        public override void Dense(ReadOnlySpan<double> vector, Span<double> output)
        {
            if (vector.Length != _length)
            {
                (_waves, _length) = (vector.Length <= MostKept ? Waves(vector.Length) : Circle(vector.Length), vector.Length);
            }

            if (_length <= MostKept)
            {
                DenseKernels.Gemv(new(_waves, _length, _length), vector, output);
                return;
            }

            for (var place = 0; place < _length; place++)
            {
                output[place] = inverse
                    ? (vector[0] * Math.Sqrt(1.0 / _length)) + (Math.Sqrt(2.0 / _length) * Along(vector[1..], (2 * place) + 1, (2 * place) + 1))
                    : Math.Sqrt((place == 0 ? 1.0 : 2.0) / _length) * Along(vector, place, 2 * place);
            }
        }

        /// <summary>The numbers times the cosines of turns that begin somewhere and go on in steps.</summary>
        double Along(ReadOnlySpan<double> numbers, int turn, int step)
        {
            var sum = 0.0;
            foreach (var number in numbers)
            {
                sum += number * _waves[turn];
                turn += step;
                turn -= turn >= _waves.Length ? _waves.Length : 0;
            }

            return sum;
        }

        public override bool Sparse(Vector vector, Cell output) => false;

        /// <summary>The cosines of a full circle in 4n turns, of which long vectors take theirs; shape: 4 length.</summary>
        static double[] Circle(int n) => [.. Enumerable.Range(0, checked(4 * n)).Select(turn => Math.Cos(Math.PI * turn / (2.0 * n)))];

        /// <summary>What each number that comes out takes of each that goes in; shape: length × length.</summary>
        double[] Waves(int n)
        {
            var waves = new double[checked(n * n)];
            for (var k = 0; k < n; k++)
            {
                for (var i = 0; i < n; i++)
                {
                    var turn = ((2L * i) + 1) * k % (4L * n); // Of 4n to a full circle: exact, however long the vector is.
                    var wave = Math.Sqrt((k == 0 ? 1.0 : 2.0) / n) * Math.Cos(Math.PI * turn / (2.0 * n));
                    waves[inverse ? (i * n) + k : (k * n) + i] = wave;
                }
            }

            return waves;
        }
    }
}
