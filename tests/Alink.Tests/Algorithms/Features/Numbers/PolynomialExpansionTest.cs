using Alink.Features;

namespace Alink.Tests.Algorithms;

public class PolynomialExpansionTest
{
    [Fact]
    public void Products_are_named_by_their_factors()
    {
        var rows = new VectorAssembler { Columns = ["x", "y", "z"] }.Transform(
            Table.Of("x", 2.0).With("y", 3.0).With("z", 5.0));

        var made = new PolynomialExpansion().Transform(rows);

        Assert.Equal(["x", "x^2", "y", "x y", "y^2", "z", "x z", "y z", "z^2"], made.Schema["features"].FeatureNames.ToArray());
        Assert.Equal([2, 4, 3, 6, 9, 5, 10, 15, 25], made.Values<Vector>("features")[0]);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 5)]
    [InlineData(6, 1)]
    [InlineData(6, 3)]
    [InlineData(4, 6)]
    public void All_products_come_once_and_a_sparse_row_has_those_of_its_numbers(int features, int degree)
    {
        // Different primes: a product tells its factors.
        double[] numbers = [2, 3, 5, 7, 11, 13];
        var dense = Table.Of("features", Vector.Of(numbers.AsSpan(0, features)));
        var sparse = Table.Of("features", Vector.Sparse(
            6, new[] { 1, 2, 5 }, new[] { 3.0, 5, 13 }), Vector.Sparse(6, Array.Empty<int>(), Array.Empty<double>()));
        var expansion = new PolynomialExpansion { Degree = degree };

        var made = expansion.Transform(dense).Values<Vector>("features")[0].ToArray();
        var stored = expansion.Transform(sparse).Values<Vector>("features");
        var filled = expansion.Transform(Table.Of<Vector>("features", [0.0, 3.0, 5.0, 0.0, 0.0, 13.0])).Values<Vector>("features")[0];

        Assert.Equal(Products(numbers[..features], degree).Order(), made.Order());
        Assert.Equal(filled, stored[0]);
        Assert.Equal(Monomials(3, degree), stored[0].Indices.Length);
        Assert.Equal(0, stored[1].Indices.Length);
    }

    [Fact]
    public void More_products_than_a_vector_holds_are_refused() => Assert.Contains(
        "have 2^31 products or more", Assert.Throws<SchemaException>(() => new PolynomialExpansion { Degree = 3 }.Transform(
            Table.Of("features", Vector.Sparse(100_000, new[] { 1 }, new[] { 1.0 })).Schema)).Message);

    static IEnumerable<double> Products(double[] numbers, int degree) => degree == 0 ? [] : numbers
        .SelectMany((number, j) => Products(numbers[j..], degree - 1).Append(1).Select(product => number * product));

    static int Monomials(int features, int degree) =>
        degree == 0 ? 0 : Enumerable.Range(1, features).Sum(left => 1 + Monomials(left, degree - 1));
}
