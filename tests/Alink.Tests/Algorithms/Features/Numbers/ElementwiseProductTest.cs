using Alink.Features;

namespace Alink.Tests.Algorithms;

public class ElementwiseProductTest
{
    static readonly ElementwiseProduct Product = new() { Factors = [2, -0.5, 0] };

    [Fact]
    public void Each_number_is_multiplied_by_its_factor() => Assert.Equal(
        [6, -2, 0], Product.Transform(Table.Of<Vector>("features", [3.0, 4.0, 5.0])).Values<Vector>("features")[0]);

    [Fact]
    public void A_sparse_row_stays_sparse() => Assert.Equal(
        "[3: 1:-2]",
        Product.Transform(Table.Of("features", Vector.Sparse(3, new[] { 1 }, new[] { 4.0 }))).Values<Vector>("features")[0].ToString());

    [Fact]
    public void What_does_not_fit_is_refused_in_words()
    {
        Assert.Contains("length 2; the model takes length 3", Assert.Throws<SchemaException>(
            () => Product.Transform(Table.Of<Vector>("features", [3.0, 4.0]))).Message);
        Assert.Contains("one was NaN", Assert.Throws<ArgumentOutOfRangeException>(
            () => new ElementwiseProduct { Factors = [1, double.NaN] }).Message);
    }
}
