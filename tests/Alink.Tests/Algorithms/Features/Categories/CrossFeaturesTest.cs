using Alink.Features;
using Alink.Numerics;

namespace Alink.Tests.Algorithms;

public class CrossFeaturesTest
{
    static readonly CrossFeatures Crossing = new() { Columns = ["a", "b"] };

    [Fact]
    public void Values_of_every_type_are_joined()
    {
        var rows = Table.Of("a", "x", "y").With("b", true, false).With("c", 7L, -1).With("d", 0.5, 1e300);

        Assert.Equal(["x|true|7|0.5", "y|false|-1|1E+300"], Crossed(Crossing with { Columns = ["a", "b", "c", "d"] }, rows));
    }

    [Fact]
    public void No_two_combinations_are_written_alike()
    {
        string[] values = ["", "|", "\\", "\\|", "a", "a|", "|a", "a\\", "a|b", new('|', 100)];
        var pairs = values.SelectMany(a => values.Select(b => (a, b))).ToArray();
        var rows = Table.Of("a", Array.ConvertAll(pairs, pair => pair.a)).With("b", Array.ConvertAll(pairs, pair => pair.b));

        Assert.Equal(100, Crossed(Crossing, rows).Distinct().Count());
        Assert.Contains(@"a\|b|a\\", Crossed(Crossing, rows));
    }

    [Fact]
    public void A_combination_with_a_missing_value_is_missing()
    {
        var crossed = Crossing.Transform(Table.Of("a", "x", null!).With("b", "y", "y"));

        Assert.True(crossed.Data("crossed").IsMissing(1));
        Assert.False(crossed.Data("crossed").IsMissing(0));
    }

    [Fact]
    public void Hashed_it_is_the_place_of_its_text()
    {
        var rows = Table.Of("a", "x", "x").With("b", 1, 2);
        var places = (Crossing with { Places = 1000 }).Transform(rows).Values<int>("crossed").ToArray();

        Assert.Equal(((Hash.Murmur3("crossed=x|1", 42) % 1000) + 1000) % 1000, places[0]);
        Assert.NotEqual(places[0], places[1]);
    }

    static string[] Crossed(CrossFeatures crossing, Table rows) => crossing.Transform(rows).Values<string>("crossed").ToArray();
}
