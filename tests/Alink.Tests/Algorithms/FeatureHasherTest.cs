using Alink.Features;

namespace Alink.Tests.Algorithms;

public class FeatureHasherTest
{
    // The hash itself is pinned by known vectors in HashTest.
    [Fact]
    public void Places_are_the_murmur_hash_of_name_and_value()
    {
        var rows = Table.Of("real", 2.0).With("bool", true).With("stringNum", "1").With("string", "foo");
        var vector = new FeatureHasher { Columns = ["real", "bool", "stringNum", "string"] }.Transform(rows).Values<Vector>("features")[0];

        Assert.Equal(
            new[] { "real", "bool=true", "stringNum=1", "string=foo" }.Select(Place).Order(),
            vector.Indices.ToArray());
        Assert.Equal(2.0, vector[Place("real")]);

        static int Place(string name) => (int)(((long)Alink.Numerics.Hash.Murmur3(name, 42) % (1 << 18) + (1 << 18)) % (1 << 18));
    }

    [Fact]
    public void What_meets_in_one_place_adds_up() =>
        Assert.Equal("[1: 0:6]", new FeatureHasher { Columns = ["a", "b", "c"], Length = 1 }
            .Transform(Table.Of("a", 2.0).With("b", 3.0).With("c", "x")).Values<Vector>("features")[0].ToString());

    [Fact]
    public void A_missing_value_puts_nothing() =>
        Assert.Equal("[8:]", new FeatureHasher { Columns = ["a"], Length = 8 }
            .Transform(Table.Of<double?>("a", (double?)null)).Values<Vector>("features")[0].ToString());
}
