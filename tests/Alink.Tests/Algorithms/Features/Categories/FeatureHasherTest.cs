using Alink.Features;
using Alink.Runtime;

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

    [Theory]
    [InlineData(1 << 20, true)]
    [InlineData(1 << 20, false)]
    [InlineData(50, true)]
    [InlineData(1, false)]
    public void A_table_is_hashed_as_its_rows_are(int length, bool namesAlone)
    {
        var random = new Random(5);
        var texts = Enumerable.Range(0, 18).Aggregate(
            Table.Of("bool", Draw(i => i % 3 == 0)),
            (rows, column) => rows.With($"text{column}", Draw(_ => random.Next(9) == 0 ? null : $"v{random.Next(4 << column)}")));
        var coded = new StringColumn(Draw(_ => random.Next(4)), StringColumn.Of("red", "green", "blue", ""));
        var rows = texts.With(new Field("coded", DataType.String), coded)
            .With("real", Draw(_ => random.NextDouble()))
            .With("whole", Draw(_ => random.Next(5) == 0 ? (int?)null : random.Next(10)));
        var hasher = new FeatureHasher
        {
            Columns = [.. rows.Schema.Fields.Select(field => field.Name).Where(name => !namesAlone || name != "real")],
            Categorical = ["whole"],
            Length = length,
        };

        var (fast, simple) = (hasher.Transform(rows), RowTransform.Run(hasher, rows));

        Assert.Equal(simple.Schema, fast.Schema);
        Assert.Equal(StateCodec.Write(simple), StateCodec.Write(fast));

        static T[] Draw<T>(Func<int, T> draw) => [.. Enumerable.Range(0, 700).Select(draw)];
    }
}
