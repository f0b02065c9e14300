using Alink.Reduction;

namespace Alink.Tests.Algorithms;

public class PcaTest
{
    // scikit-learn 1.2.1: PCA(5, svd_solver='full').fit(digits), its signs turned so that the largest loading is positive.
    static readonly double[] Variances =
        [179.00693009797237, 163.71774688167716, 141.78843909228405, 101.10037520284808, 69.51316559098737];

    static readonly double[] Ratios =
        [0.14890593584063877, 0.13618771239635427, 0.11794593763975798, 0.08409979421009202, 0.05782414664005519];

    static readonly double[] First =
        [-1.2594664501014794, -21.27488348073842, 9.463054617605192, -13.01418869105551, 7.128822779243646];

    static readonly Table Digits = DataSets.Read("digits/digits.csv");

    [Theory]
    [InlineData(PcaSolver.Auto, false, 1e-10)]
    [InlineData(PcaSolver.Covariance, true, 1e-10)]
    [InlineData(PcaSolver.Randomized, false, 1e-3)]
    [InlineData(PcaSolver.Randomized, true, 1e-3)]
    public void Directions_and_variances_are_those_of_scikit_learn(PcaSolver solver, bool sparse, double tolerance)
    {
        var rows = sparse ? Digits.Sparse() : Digits;

        var model = new Pca { K = 5, Solver = solver }.Fit(rows);

        Near(Variances, model.Variances, tolerance * 100);
        Near(Ratios, model.ExplainedVarianceRatio(), tolerance);
        Near(
            [-0.017309465109545973, -0.2234288346592056, -0.13591330431606738, -0.033032309243952854],
            model.Components.Row(0)[1..5].ToArray(), tolerance);
        Near(First, Projected(model, rows.Slice(0, 1)), tolerance * 100);
    }

    [Fact]
    public void More_iterations_come_nearer()
    {
        double Apart(int iterations) => Math.Abs(
            new Pca { K = 5, Solver = PcaSolver.Randomized, Oversampling = 2, Iterations = iterations }.Fit(Digits).Variances[4] - Variances[4]);

        Assert.True(Apart(0) > 10 * Apart(4));
        Assert.True(Apart(40) < 1e-10);
    }

    [Fact]
    public void All_directions_are_found_at_once_by_the_randomized_solver() =>
        Near(Variances, new Pca { K = 60, Solver = PcaSolver.Randomized, Iterations = 0 }.Fit(Digits).Variances[..5], 1e-10);

    [Fact]
    public void Spark_does_not_take_off_the_mean() => Near(
        [-0.9286791930575987, -19.554616466930412, 6.932333145257224, -9.877111823164668, 9.146759301647998],
        Projected(new Pca { K = 5, WithMean = false }.Fit(Digits), Digits.Slice(0, 1)), 1e-10);

    [Fact]
    public void Whitened_rows_vary_by_1()
    {
        var model = new Pca { K = 5, Whiten = true }.Fit(Digits);

        Near(
            [-0.09413512006229974, -1.6627207270326119, 0.7947141320341197, -1.2943171793206685, 0.8550357730438011],
            Projected(model, Digits.Slice(0, 1)), 1e-12);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_row_is_restored_from_its_directions(bool whiten)
    {
        // scikit-learn: PCA.inverse_transform of the first digit.
        var model = new Pca { K = 5, Whiten = whiten }.Fit(Digits);
        var restored = model.Restore(Projected(model, Digits.Slice(0, 1)));

        Near([4.963694919331099, 13.570025261056742, 1.7444745268313717], [restored[2], restored[3], restored[36]], 1e-10);

        var all = new Pca { K = 64, WithMean = false }.Fit(Digits);
        Near(Digits.Values<Vector>("features")[7].ToArray(), all.Restore(Projected(all, Digits.Slice(7, 1))).ToArray(), 1e-10);
    }

    [Theory]
    [InlineData(PcaSolver.Covariance)]
    [InlineData(PcaSolver.Randomized)]
    public void A_large_offset_loses_no_digits(PcaSolver solver)
    {
        var random = new Random(3);
        var rows = Enumerable.Range(0, 500).Select(_ => new[] { random.NextDouble(), 3 * random.NextDouble(), 2 * random.NextDouble() }).ToArray();
        var near = Table.Of("features", [.. rows.Select(row => (Vector)row)]);
        var far = Table.Of("features", [.. rows.Select(row => (Vector)Array.ConvertAll(row, x => x + 1e8))]);

        Near(new Pca { Solver = solver }.Fit(near).Variances, new Pca { Solver = solver }.Fit(far).Variances, 1e-7);
    }

    [Fact]
    public void Directions_without_variance_have_none_and_are_not_divided_by()
    {
        var line = Table.Of<Vector>("features", [1.0, 2.0, 0.0], [2.0, 4.0, 0.0], [4.0, 8.0, 0.0]);
        foreach (var solver in new[] { PcaSolver.Covariance, PcaSolver.Randomized })
        {
            var model = new Pca { K = 3, Whiten = true, Solver = solver }.Fit(line);

            Assert.Equal(35.0 / 3, model.Variances[0], 1e-12);
            Assert.Equal([0, 0], model.Variances[1..].ToArray());
            Assert.Equal([0, 0], Projected(model, line)[1..]);
        }
    }

    [Fact]
    public void Wide_rows_go_without_a_matrix_of_features()
    {
        var random = new Random(4);
        var rows = Table.Of("features", [.. Enumerable.Range(0, 60).Select(i =>
            Vector.Sparse(100_000, new[] { i, 70 + (i % 2), 99_999 }, new[] { 0.1 * random.NextDouble(), 5.0, 1 }))]);

        var model = new Pca { K = 1 }.Fit(rows);

        // Half of the rows have 5 in one place, half in the other: 5 · √½ on either side of the middle, with n / (n − 1).
        Assert.Equal(12.5 * 60 / 59, model.Variances[0], 1e-2);
        Assert.Equal(Math.Sqrt(0.5), Math.Abs(model.Components[0, 70]), 1e-3);
        Assert.Equal(-model.Components[0, 70], model.Components[0, 71], 1e-3);
    }

    [Fact]
    public void What_cannot_teach_is_refused()
    {
        Assert.Contains("two rows", Assert.Throws<TrainingException>(() => new Pca().Fit(Digits.Slice(0, 1))).Message);
        Assert.Contains("length 64", Assert.Throws<TrainingException>(() => new Pca { K = 65 }.Fit(Digits)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Pca { K = 0 });
    }

    static double[] Projected(PcaModel model, Table rows) => model.Transform(rows).Values<Vector>("components")[0].ToArray();

    static void Near(IEnumerable<double> expected, IEnumerable<double> actual, double tolerance) =>
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, tolerance));

    [Fact]
    public void Numbers_whose_squares_are_none_are_refused_in_words() => Assert.Contains(
        "Column 'features' has no finite variance", Assert.Throws<TrainingException>(
            () => new Pca { K = 1 }.Fit(Table.Of<Vector>("features", [1e200, 2.0], [2e200, 2.0]))).Message);
}
