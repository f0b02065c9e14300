using Alink.Tables;

namespace Alink.Tests.Algorithms.Tables;

public class BalancingTest
{
    static readonly Table Rows = Table.Of("x", [.. Enumerable.Range(0, 16)])
        .With("label", [.. Enumerable.Range(0, 16).Select(i => i < 10 ? "many" : i < 14 ? "some" : "few")])
        .With("features", [.. Enumerable.Range(0, 16).Select(i => Vector.Of([i, (i * 7) % 5]))]);

    [Fact]
    public void Rare_classes_are_repeated_behind_all_rows()
    {
        var made = new OverSample { Seed = 4 }.Resample(Rows);

        Assert.Equal("many10 some10 few10", Classes(made));
        Assert.Equal(Enumerable.Range(0, 16), made.Head(16).Values<int>("x").ToArray());
        Assert.All(made.Rows, row => Assert.Equal(Rows.Values<string>("label")[row.Get<int>("x")], row.Get<string>("label")));
        Assert.Equal("many10 some5 few5", Classes(new OverSample { Ratio = 0.5 }.Resample(Rows)));
        Assert.Equal("many10 some4 few2", Classes(new OverSample { Ratio = 0.1 }.Resample(Rows)));
        Assert.Equal(made.Format(99), new OverSample { Seed = 4 }.Resample(Rows).Format(99));
    }

    [Fact]
    public void Frequent_classes_lose_rows()
    {
        var kept = new UnderSample { Seed = 4 }.Resample(Rows);

        Assert.Equal("many2 some2 few2", Classes(kept));
        Assert.Equal(kept.Values<int>("x").ToArray().Order().Distinct(), kept.Values<int>("x").ToArray());
        Assert.Equal("many4 some4 few2", Classes(new UnderSample { Ratio = 0.5 }.Resample(Rows)));
        Assert.Equal("many10 some4 few2", Classes(new UnderSample { Ratio = 0.1 }.Resample(Rows)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void New_rows_stand_between_a_row_and_one_of_its_nearest(int neighbors)
    {
        var made = new Smote { Neighbors = neighbors, Seed = 11 }.Resample(Rows);

        Assert.Equal("many10 some10 few10", Classes(made));
        Assert.Equal(Rows.Format(99), made.Head(16).Format(99));
        for (var row = 16; row < made.RowCount; row++)
        {
            var from = made.Values<int>("x")[row];
            var vector = made.Values<Vector>("features")[row].ToArray();
            var start = Rows.Values<Vector>("features")[from].ToArray();
            var members = Enumerable.Range(0, 16).Where(i => i != from && Label(Rows, i) == Label(made, row)).ToArray();
            Assert.Equal(Label(Rows, from), Label(made, row));
            Assert.Contains(
                members.OrderBy(i => Distance(start, Rows.Values<Vector>("features")[i].ToArray())).Take(neighbors),
                i => IsBetween(vector, start, Rows.Values<Vector>("features")[i].ToArray()));
        }
    }

    [Fact]
    public void The_same_seed_makes_the_same_rows_dense_or_sparse()
    {
        var sparse = Rows.With("features", [.. Rows.Values<Vector>("features").ToArray().Select(vector =>
            Vector.Sparse(2, new[] { 0, 1 }, vector.ToArray()))]);

        var made = new Smote { Seed = 2 }.Resample(Rows).Values<Vector>("features").ToArray().Select(vector => vector.ToArray());
        Assert.Equal(made, new Smote { Seed = 2 }.Resample(Rows).Values<Vector>("features").ToArray().Select(vector => vector.ToArray()));
        Assert.Equal(made, new Smote { Seed = 2 }.Resample(sparse).Values<Vector>("features").ToArray().Select(vector => vector.ToArray()));
        Assert.NotEqual(made, new Smote { Seed = 3 }.Resample(Rows).Values<Vector>("features").ToArray().Select(vector => vector.ToArray()));
    }

    [Fact]
    public void Sparse_vectors_make_sparse_ones()
    {
        var rows = Table.Of("label", 0, 0, 0, 1, 1).With("features", [.. Enumerable.Range(0, 5)
            .Select(i => Vector.Sparse(1_000_000_000, new[] { i, 10 * (i + 1), 999 }, new[] { 1.0, 2, i }))]);

        var made = new Smote { Seed = 3 }.Resample(rows).Values<Vector>("features")[5];

        Assert.Equal([3, 4, 40, 50, 999], made.Indices.ToArray());
        Assert.Equal(1, made[3] + made[4], 1e-15);
        Assert.Equal(2, made[40] + made[50], 1e-15);
        Assert.Equal(3 + made[4], made[999], 1e-15);
    }

    [Fact]
    public void Of_equally_near_rows_the_first_are_the_neighbours()
    {
        double[][] cross = [[0, 0], [1, 0], [0, 1], [0, -1], [-1, 0]];
        var rows = Table.Of("id", [.. Enumerable.Range(0, 105)]).With("label", row => row.Index < 5 ? 1 : 0)
            .With("features", [.. Enumerable.Range(0, 105).Select(i => Vector.Of(i < 5 ? cross[i] : [9, 9]))]);

        var made = new Smote { Neighbors = 2 }.Resample(rows);

        var fromMiddle = Enumerable.Range(105, 95).Where(row => made.Values<int>("id")[row] == 0).Select(row => made.Values<Vector>("features")[row]).ToArray();
        Assert.True(fromMiddle.Any(vector => vector[0] > 0) && fromMiddle.Any(vector => vector[1] > 0));
        Assert.All(fromMiddle, vector => Assert.True(vector[0] >= 0 && vector[1] >= 0));
    }

    [Fact]
    public void What_cannot_be_balanced_is_told()
    {
        Assert.Contains("'few' has one row", Assert.Throws<TrainingException>(() => new Smote().Resample(Rows.Slice(0, 15))).Message);
        Assert.Contains("'label' has no value", Assert.Throws<TrainingException>(
            () => new OverSample().Resample(Table.Of<string?>("label", "a", null))).Message);
        Assert.Contains("There is no column 'label'", Assert.Throws<SchemaException>(() => new UnderSample().Resample(Rows.Drop("label"))).Message);
        Assert.Throws<TrainingException>(() => new Smote().Resample(Table.Of("label", 0, 0, 0, 1, 1).With<Vector>("features", [1.0], [1.0], [1.0], [double.NaN], [1.0])));
        Assert.Throws<ArgumentOutOfRangeException>(() => new OverSample { Ratio = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new Smote { Neighbors = 0 });
        Assert.Equal(6, new Smote().Resample(Table.Of("label", 0, 0, 0, 1, 1).With<Vector>("features", [1.0], [1.0], [1.0], [1e200], [-1e200])).RowCount);
        Assert.Equal(0, new Smote().Resample(Rows.Slice(0, 0)).RowCount);
        Assert.Equal(0, new UnderSample().Resample(Rows.Slice(0, 0)).RowCount);
    }

    static string Label(Table table, int row) => table.Values<string>("label")[row];

    static double Distance(double[] x, double[] y) => x.Zip(y).Sum(pair => (pair.First - pair.Second) * (pair.First - pair.Second));

    static bool IsBetween(double[] made, double[] from, double[] to)
    {
        var share = (made[0] - from[0]) / (to[0] - from[0]);
        return share is >= 0 and < 1 && Math.Abs(made[1] - (from[1] + (share * (to[1] - from[1])))) < 1e-12;
    }

    static string Classes(Table table) => string.Join(' ', table.Values<string>("label").ToArray()
        .GroupBy(label => label).Select(label => $"{label.Key}{label.Count()}"));
}
