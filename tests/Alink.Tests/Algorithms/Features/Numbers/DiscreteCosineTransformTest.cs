using Alink.Features;

namespace Alink.Tests.Algorithms;

/// <summary>Expected values by SciPy's dct and idct, norm="ortho".</summary>
public class DiscreteCosineTransformTest
{
    static readonly Table Rows = Table.Of<Vector>("features", [0.6, -1.1, -3.0, 2.5, 0.25]);

    [Theory]
    [InlineData(false, -0.3354101966249683, -1.1277675898040234, 2.05866846804367, 2.2955152500882288, -2.4475771976962712)]
    [InlineData(true, -0.9500947509667289, -1.185945363770951, 2.3238086364094217, 2.6394050870791825, -1.4855328222510509)]
    public void The_transform_is_SciPys(bool inverse, params double[] expected)
    {
        var made = new DiscreteCosineTransform { Inverse = inverse }.Transform(Rows).Values<Vector>("features")[0];

        Assert.All(expected, (number, k) => Assert.Equal(number, made[k], 1e-14));
    }

    [Fact]
    public void There_and_back_is_where_it_began_and_lengths_stay()
    {
        var random = new Random(1);
        var rows = Table.Of("features", [.. Enumerable.Range(0, 5).Select(_ => Vector.Of(
            [.. Enumerable.Range(0, 301).Select(_ => random.NextDouble() - 0.5)]))]);

        var waves = new DiscreteCosineTransform { Output = "waves" }.Transform(rows);
        var back = new DiscreteCosineTransform { Features = "waves", Output = "waves", Inverse = true }.Transform(waves);

        for (var i = 0; i < 5; i++)
        {
            var (row, wave) = (rows.Values<Vector>("features")[i].ToArray(), waves.Values<Vector>("waves")[i].ToArray());
            Assert.Equal(row.Sum(x => x * x), wave.Sum(x => x * x), 1e-11);
            Assert.All(row, (x, j) => Assert.Equal(x, back.Values<Vector>("waves")[i][j], 1e-12));
        }
    }

    [Fact]
    public void Numbers_that_come_out_have_no_names() => Assert.Empty(new DiscreteCosineTransform()
        .Transform(new VectorAssembler { Columns = ["x"] }.Transform(Table.Of("x", 1.0)).Schema)["features"].FeatureNames);

    [Theory]
    [InlineData(1024)]
    [InlineData(1025)]
    public void Long_vectors_are_those_of_the_formula_and_go_back(int length)
    {
        var random = new Random(length);
        double[] row = [.. Enumerable.Range(0, length).Select(_ => random.NextDouble() - 0.5)];
        var waves = new DiscreteCosineTransform().Transform(Table.Of("features", Vector.Of(row)));
        var back = new DiscreteCosineTransform { Inverse = true }.Transform(waves).Values<Vector>("features")[0];

        foreach (var k in new[] { 0, 1, 2, 77, length - 1 })
        {
            var sum = row.Select((x, i) => x * Math.Cos(Math.PI * ((2 * i) + 1) * k / (2 * length))).Sum();
            Assert.Equal(Math.Sqrt((k == 0 ? 1.0 : 2.0) / length) * sum, waves.Values<Vector>("features")[0][k], 1e-11);
        }

        Assert.All(row, (x, j) => Assert.Equal(x, back[j], 1e-12));
    }

    [Fact]
    public void A_vector_of_fifty_thousand_numbers_takes_no_square_of_memory()
    {
        var rows = Table.Of("features", Vector.Sparse(50_000, new[] { 0 }, new[] { 1.0 }));

        var before = GC.GetAllocatedBytesForCurrentThread();
        var waves = new DiscreteCosineTransform().Transform(rows).Values<Vector>("features")[0];

        Assert.Equal(Math.Sqrt(2.0 / 50_000) * Math.Cos(Math.PI * 3 / 100_000), waves[3], 1e-15);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10_000_000);
    }
}
