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
}
