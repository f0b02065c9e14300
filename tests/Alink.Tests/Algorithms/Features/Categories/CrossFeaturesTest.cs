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

    [Theory]
    [InlineData(null)]
    [InlineData(1000)]
    public void Rows_together_are_crossed_as_each_by_itself(int? places)
    {
        var random = new Random(5);
        T[] Drawn<T>(Func<T> draw) => [.. Enumerable.Range(0, 5000).Select(_ => draw())];
        var table = Table.Of("few", Drawn(() => random.Next(-2, 3)))
            .With("wide", Drawn(() => random.Next(2) == 0 ? int.MinValue : random.Next(1000)))
            .With("long", Drawn(() => (1L << 53) + random.Next(3)))
            .With("single", Drawn(() => random.Next(3) / 4f))
            .With("double", Drawn(() => random.Next(3) == 0 ? -0.0 : random.Next(3)))
            .With("yes", Drawn(() => random.Next(2) == 0))
            .With("missing", Drawn<int?>(() => random.Next(5) == 0 ? null : random.Next(3)))
            .With("text", Drawn(() => random.Next(9) == 0 ? null! : new string('|', random.Next(20))))
            .With(new Field("coded", DataType.String), new StringColumn(Drawn(() => random.Next(3)), StringColumn.Of("", "a", "a|b")));
        foreach (var columns in new string[][]
            { ["few"], ["double"], ["text"], ["few", "yes"], ["few", "wide"], ["wide", "long", "text"], ["missing", "coded", "single"], ["text", "missing"], ["double", "few"] })
        {
            foreach (var rows in new[] { table, table.Slice(4000, 7), table.Slice(3, 0) })
            {
                var crossing = new CrossFeatures { Columns = [.. columns], Places = places };
                var (simple, together) = (RowTransform.Run(crossing, rows).Data("crossed"), crossing.Transform(rows).Data("crossed"));
                Assert.Equal(Enumerable.Range(0, rows.RowCount).Select(simple.Boxed), Enumerable.Range(0, rows.RowCount).Select(together.Boxed));
            }
        }
    }

    [Fact]
    public void Minus_zero_is_zero() =>
        Assert.Equal(["0|x", "0|x"], Crossed(Crossing, Table.Of("a", -0.0, 0.0).With("b", "x", "x")));

    [Fact]
    public void The_text_of_a_combination_stands_once()
    {
        var rows = Table.Of("a", [.. Enumerable.Range(0, 1000).Select(i => i % 3)]).With("b", [.. Enumerable.Range(0, 1000).Select(i => i % 2 == 0)]);

        Assert.Equal(7, ((StringColumn)Crossing.Transform(rows).Data("crossed")).Dictionary!.Length); // One that is empty.
    }
}
