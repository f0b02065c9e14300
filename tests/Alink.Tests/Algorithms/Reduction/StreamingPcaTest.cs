using Alink.Reduction;

namespace Alink.Tests.Algorithms;

public class StreamingPcaTest
{
    // scikit-learn 1.2.1: PCA(2).fit(iris); the variances times 149/150, as ours divide by the count.
    static readonly double[][] Components =
    [
        [0.36138659, -0.08452251, 0.85667061, 0.3582892],
        [0.65658877, 0.73016143, -0.17337266, -0.07548102],
    ];

    static readonly double[] Variances = [4.20005343, 0.24105294];

    static readonly Table Iris = DataSets.Read("iris/iris.csv").Shuffle(1);

    [Theory]
    [InlineData(1, 1e-2, 0.15)]
    [InlineData(200, 1e-4, 1e-3)]
    public void Directions_come_to_those_of_scikit_learn(int passes, double tolerance, double relative)
    {
        var pca = new StreamingPca();
        var state = pca.Start(Iris.Schema);
        for (var pass = 0; pass < passes; pass++)
        {
            state = pca.Update(state, Iris);
        }

        var model = pca.Snapshot(state);
        for (var k = 0; k < 2; k++)
        {
            var along = Components[k].Select((w, j) => w * model.Components[k, j]).Sum();
            Assert.Equal(1, Math.Abs(along), tolerance);
            Assert.Equal(1, model.Variances[k] / Variances[k], relative);
        }
    }

    [Fact]
    public void Two_rows_give_the_direction_and_variance_between_them()
    {
        var model = new StreamingPca { K = 2, Amnesia = 0 }.Fit(Table.Of<Vector>("features", [1.0, 1.0], [7.0, 9.0]));

        Assert.Equal([4, 5], model.Mean.ToArray());
        Assert.Equal([0.6, 0.8], model.Components.Row(0).ToArray().Select(w => Math.Round(w, 14)));
        Assert.Equal([0, 0], model.Components.Row(1).ToArray()); // No row has left the line.
        Assert.Equal(25, model.Variances[0], 1e-12);
        Assert.Equal(0, model.Variances[1]);
        var projected = model.Transform(Table.Of<Vector>("features", [7.0, 9.0])).Values<Vector>("components")[0];
        Assert.Equal(5, projected[0], 1e-12);
    }

    [Fact]
    public void Directions_follow_rows_that_turn()
    {
        var random = new Random(2);
        var rows = Table.Of("features", [.. Enumerable.Range(0, 4000).Select(i =>
        {
            var (far, near) = (4 * (random.NextDouble() - 0.5), 0.1 * (random.NextDouble() - 0.5));
            return Vector.Of(i < 1000 ? [far, near] : [near, far]);
        })]);

        Assert.InRange(Math.Abs(new StreamingPca { K = 1 }.Fit(rows).Components[0, 1]), 0.99, 1);
        Assert.InRange(Math.Abs(new StreamingPca { K = 1 }.Fit(rows.Slice(0, 1000)).Components[0, 0]), 0.99, 1);
    }

    [Fact]
    public void A_row_is_projected_by_the_rows_so_far_and_itself()
    {
        var pca = new StreamingPca { K = 3 };
        foreach (var rows in new[] { Iris.Head(60), Iris.Head(60).Sparse() })
        {
            RowByRow.Advance(pca, pca.Start(rows.Schema), rows, out var simple);
            var state = pca.Advance(pca.Start(rows.Schema), rows.Slice(0, 7), out var first);
            pca.Advance(state, rows.Slice(7, 53), out var second);

            Assert.Equal(
                simple.Values<Vector>("components").ToArray(),
                first.Values<Vector>("components").ToArray().Concat(second.Values<Vector>("components").ToArray()));
        }
    }

    [Fact]
    public void What_cannot_teach_is_refused_in_words() => Assert.Contains(
        "There are 4 features, fewer than K, which is 5",
        Assert.Throws<TrainingException>(() => new StreamingPca { K = 5 }.Fit(Iris)).Message);
}
