using Alink.Features;

namespace Alink.Tests.Algorithms;

/// <summary>Expected λ by mpmath with 40 digits, as the zero of the likelihood's slope; expected rows by scikit-learn 1.2.1,
/// whose λ are within 3e-8 of these.</summary>
public class PowerTransformerTest
{
    static readonly Table Rows = Table.Of<Vector>(
        "features", [0.5, -3.0], [1.2, 0.0], [0.8, 1.0], [4.5, 2.0], [9.0, -0.5], [2.2, 7.5], [0.9, 12.0]);

    static readonly double[][] YeoJohnson =
    [
        [-1.3636364851117455, -1.7258295905041694], [-0.3005585076318815, -0.3703696222421774],
        [-0.8104697132678932, -0.09580049204977058], [1.1266885262089603, 0.12683334605310867],
        [1.5803535944433733, -0.5443955933514167], [0.43123928514026993, 1.0238888414630316],
        [-0.6636166997810855, 1.5856731106313942],
    ];

    static readonly double[] BoxCox =
    [
        -1.497875261301059, -0.22192239438077785, -0.7628546291015558, 1.0788704003668772, 1.54915955291016,
        0.45207252718520896, -0.5974501956788535,
    ];

    [Fact]
    public void Yeo_Johnson_is_scikit_learns()
    {
        var model = new PowerTransformer().Fit(Rows);
        var plain = (model with { Options = new() { Standardize = false } }).Transform(Rows).Values<Vector>("features");

        Assert.Equal(-0.927266135909340062, model.Lambdas[0], 1e-12);
        Assert.Equal(0.603150465652441607, model.Lambdas[1], 1e-12);
        Same(YeoJohnson, model.Transform(Rows));
        Assert.Equal(-4.248169829240207, plain[0][1], 2e-7);
        Assert.Equal(0, plain[1][1]);
    }

    [Fact]
    public void Box_Cox_is_scikit_learns()
    {
        var rows = new VectorSlicer { Indices = [0] }.Transform(Rows);
        var model = new PowerTransformer { Method = PowerMethod.BoxCox }.Fit(rows);

        Assert.Equal(-0.362297524304045848, model.Lambdas[0], 1e-12);
        Same([.. BoxCox.Select(x => new[] { x })], model.Transform(rows));
        Assert.Equal(double.NaN, model.Transform(Table.Of<Vector>("features", [0.0])).Values<Vector>("features")[0][0]);
    }

    [Theory]
    [InlineData(PowerMethod.YeoJohnson)]
    [InlineData(PowerMethod.BoxCox)]
    public void No_other_power_is_as_likely(PowerMethod method)
    {
        var random = new Random(5);
        double[] x = [.. Enumerable.Range(0, 300).Select(_ => Math.Exp(random.NextDouble() + random.NextDouble() + random.NextDouble()))];
        x = method == PowerMethod.YeoJohnson ? [.. x.Select(one => one - 5)] : x;

        var model = new PowerTransformer { Method = method }.Fit(Table.Of("features", [.. x.Select(one => Vector.Of([one]))]));

        var best = LogLikelihood(method, model.Lambdas[0], x);
        foreach (var step in new[] { -1, -0.1, -1e-3, 1e-3, 0.1, 1 })
        {
            Assert.True(best > LogLikelihood(method, model.Lambdas[0] + step, x));
        }
    }

    [Fact]
    public void Bent_rows_have_mean_0_and_deviation_1_whether_sparse_or_dense()
    {
        var (dense, sparse) = (new PowerTransformer().Fit(Rows), new PowerTransformer().Fit(Rows.Sparse()));

        Assert.Equal(dense.Lambdas.ToArray(), sparse.Lambdas.ToArray());
        for (var j = 0; j < 2; j++)
        {
            var bent = dense.Transform(Rows).Values<Vector>("features").ToArray().Select(row => row[j]).ToArray();
            Assert.Equal(0, bent.Average(), 1e-14);
            Assert.Equal(1, bent.Average(z => z * z), 1e-14);
        }

        Assert.True((sparse with { Options = new() { Standardize = false } }).Transform(Rows.Sparse()).Values<Vector>("features")[0].IsDense is false);
    }

    [Fact]
    public void A_constant_feature_is_only_shifted_and_so_is_one_row()
    {
        var model = new PowerTransformer().Fit(Table.Of<Vector>("features", [7.0], [7.0]));

        Assert.Equal(1, model.Lambdas[0]);
        Assert.Equal([0], model.Transform(Table.Of<Vector>("features", [7.0])).Values<Vector>("features")[0]);
        Assert.Equal(2, model.Transform(Table.Of<Vector>("features", [9.0])).Values<Vector>("features")[0][0], 1e-13);
        Assert.Equal(model.Lambdas.ToArray(), new PowerTransformer().Fit(Table.Of<Vector>("features", [7.0])).Lambdas.ToArray());
    }

    [Theory]
    [InlineData(1e6, 1)]
    [InlineData(1e-9, 1e-9)]
    [InlineData(0, 1e12)]
    public void Neither_huge_nor_tiny_nor_far_numbers_break_the_search(double origin, double scale)
    {
        double[] x = [1, 2, 2.5, 3, 5, 9];

        var model = new PowerTransformer().Fit(Table.Of("features", [.. x.Select(one => Vector.Of([origin + (one * scale)]))]));

        Assert.True(double.IsFinite(model.Lambdas[0]) && model.Deviations[0] > 0);
        var bent = model.Transform(Table.Of("features", [.. x.Select(one => Vector.Of([origin + (one * scale)]))]))
            .Values<Vector>("features").ToArray().Select(row => row[0]).ToArray();
        Assert.Equal(bent.Order(), bent);
        Assert.Equal(6, bent.Distinct().Count());
    }

    [Theory] // (x + 1)^λ by the bits of the platform's own functions, near and far from where the series takes over.
    [InlineData(0.7)]
    [InlineData(1e-3)]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(-1.3)]
    public void The_curve_is_the_papers(double lambda)
    {
        foreach (var x in new[] { -5.0, -0.3, 0, 1e-3, 0.4, 1, 1.7, 30 })
        {
            var (power, log) = x < 0 ? (2 - lambda, Math.Log(1 - x)) : (lambda, Math.Log(1 + x));
            var expected = Math.Sign(x) * (power == 0 ? log : (Math.Exp(power * log) - 1) / power);

            Assert.Equal(expected, Bent(PowerMethod.YeoJohnson, lambda, x)[0], 1e-12 * Math.Max(1, Math.Abs(expected)));
        }
    }

    [Fact]
    public void What_cannot_teach_is_refused_in_words() => Assert.Contains(
        "holds -3 in row 0, feature 1; Box-Cox takes numbers above 0",
        Assert.Throws<TrainingException>(() => new PowerTransformer { Method = PowerMethod.BoxCox }.Fit(Rows)).Message);

    static double LogLikelihood(PowerMethod method, double lambda, double[] x)
    {
        var bent = Bent(method, lambda, x);
        var variance = bent.Average(z => Math.Pow(z - bent.Average(), 2));
        return (-x.Length / 2.0 * Math.Log(variance)) + ((lambda - 1) * x.Sum(
            one => method == PowerMethod.BoxCox ? Math.Log(one) : Math.Sign(one) * Math.Log(1 + Math.Abs(one))));
    }

    static double[] Bent(PowerMethod method, double lambda, params double[] x) =>
        [.. new PowerTransformerModel(new() { Method = method, Standardize = false }, [lambda], [0], [1])
            .Transform(Table.Of("features", [.. x.Select(one => Vector.Of([one]))])).Values<Vector>("features").ToArray().Select(row => row[0])];

    static void Same(double[][] expected, Table actual)
    {
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.All(expected[i], (z, j) => Assert.Equal(z, actual.Values<Vector>("features")[i][j], 2e-7));
        }
    }

    [Theory]
    [InlineData(PowerMethod.YeoJohnson)]
    [InlineData(PowerMethod.BoxCox)]
    public void Eight_numbers_at_a_time_have_the_bits_that_each_has_by_itself(PowerMethod method)
    {
        double[] numbers = [0, -0.0, 1e-300, 5e-17, 0.3, 1, 7, 1e300, double.PositiveInfinity, double.NegativeInfinity, -0.5, -1, -2, double.NaN, 12.5, 3];
        foreach (var lambda in new[] { -1.3, 0, 1e-3, 1, 2, 40 })
        {
            var model = new PowerTransformerModel(
                new() { Method = method }, [.. numbers.Select(_ => lambda)], [.. numbers.Select((_, j) => 0.1 * j)], [.. numbers.Select((_, j) => 1.0 + j)]);
            var alone = new PowerTransformerModel(new() { Method = method }, [lambda], [0], [1]);
            var made = model.Transform(Table.Of<Vector>("features", numbers)).Values<Vector>("features")[0];
            foreach (var (number, j) in numbers.Select((number, j) => (number, j)))
            {
                var one = (alone.Transform(Table.Of<Vector>("features", [number])).Values<Vector>("features")[0][0] - (0.1 * j)) / (1.0 + j);

                Assert.Equal(BitConverter.DoubleToInt64Bits(one), BitConverter.DoubleToInt64Bits(made[j]));
            }
        }
    }
}
