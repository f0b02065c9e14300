using Alink.Reduction;

namespace Alink.Tests.Algorithms;

public class TruncatedSvdTest
{
    static readonly Table Digits = DataSets.Read("digits/digits.csv");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Singular_values_and_vectors_are_those_of_numpy(bool sparse)
    {
        // numpy 1.24: linalg.svd(digits), the signs of the right vectors turned so that the largest number is positive.
        var rows = sparse ? Digits.Sparse() : Digits;
        var model = new TruncatedSvd { K = 5, Iterations = 30 }.Fit(rows);

        Near([2193.119336832603, 566.9967718352445, 542.0049327587233, 504.15169750141337, 425.59296526492716], model.SingularValues.ToArray(), 1e-8);
        Near([0.1006960204807773, 0.2296418670088295, 0.22962907893102563], model.Components.Row(0)[2..5].ToArray(), 1e-9);
        Near([0.18204276410375086, 0.20822018749234855, 0.046305980747029296], model.Components.Row(4)[2..5].ToArray(), 1e-7);
        Near(
            [45.86127719439048, -1.1921157429313245, -21.100059323204178, 9.488968278187798, 13.043122668386232],
            model.Transform(rows).Values<Vector>("components")[0].ToArray(), 1e-6);
    }

    [Fact]
    public void A_few_iterations_nearly_do() => Assert.Equal(
        425.59296526492716, new TruncatedSvd { K = 5 }.Fit(Digits).SingularValues[4], 1e-3);

    [Fact]
    public void Directions_that_no_row_shows_are_0()
    {
        var model = new TruncatedSvd { K = 3 }.Fit(Table.Of<Vector>("features", [3.0, 0.0, 4.0], [6.0, 0.0, 8.0]));

        Near([Math.Sqrt(125), 0, 0], model.SingularValues.ToArray(), 1e-6);
        Near([0.6, 0, 0.8], model.Components.Row(0).ToArray(), 1e-12);
    }

    [Fact]
    public void More_directions_than_features_are_refused() => Assert.Contains(
        "length 64", Assert.Throws<TrainingException>(() => new TruncatedSvd { K = 65 }.Fit(Digits)).Message);

    static void Near(double[] expected, double[] actual, double tolerance) =>
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, tolerance));

    [Fact]
    public void What_rounding_leaves_of_a_singular_value_is_0() => Assert.Equal(
        [5, 0], new TruncatedSvd { K = 2 }.Fit(Table.Of<Vector>("features", [1.0, 2.0], [2.0, 4.0])).SingularValues.Select(one => Math.Round(one, 14)));
}
