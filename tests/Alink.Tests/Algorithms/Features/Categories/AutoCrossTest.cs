using Alink.Classification;
using Alink.Features;

namespace Alink.Tests.Algorithms;

public class AutoCrossTest
{
    static readonly AutoCross Finder = new() { Columns = ["a", "b", "c", "d"], Length = 1 << 12 };

    /// <summary>The class is whether a equals c, but for every tenth row; b and d say nothing.</summary>
    static Table Rows(int rows = 1000, Func<int, int, int, int, bool>? label = null)
    {
        var random = new Random(6);
        int[] Drawn(int levels) => [.. Enumerable.Range(0, rows).Select(_ => random.Next(levels))];
        var (a, b, c, d) = (Drawn(2), Drawn(3), Drawn(2), Drawn(4));
        return Table.Of("a", a).With("b", b).With("c", c).With("d", Array.ConvertAll(d, level => $"{level}"))
            .With("label", [.. Enumerable.Range(0, rows).Select(
                i => (label?.Invoke(a[i], b[i], c[i], d[i]) ?? a[i] == c[i]) ^ (random.Next(10) == 0))]);
    }

    [Fact]
    public void The_cross_that_tells_the_class_is_found_first()
    {
        var model = Finder.Fit(Rows());

        Assert.Equal(["a", "c"], model.Crossed[..2].ToArray());
        Assert.Equal(2, model.Starts[1]);
    }

    [Fact]
    public void A_class_of_three_columns_takes_a_cross_of_a_cross()
    {
        var rows = Rows(4000, (a, b, c, _) => (a == c) ^ (b == 0));
        var model = Finder.Fit(rows);
        var crosses = Enumerable.Range(0, model.Starts.Length - 1).Select(c => string.Join(' ', model.Crossed[model.Starts[c]..model.Starts[c + 1]]));

        Assert.Contains("a b c", crosses);
        var pairs = (Finder with { MostColumns = 2 }).Fit(rows).Starts;
        Assert.All(Enumerable.Range(1, pairs.Length - 1), c => Assert.Equal(2, pairs[c] - pairs[c - 1]));
    }

    [Fact]
    public void Columns_that_tell_all_by_themselves_need_no_crosses() =>
        Assert.Empty((Finder with { LeastGain = 0.02 }).Fit(Rows(2000, (a, _, _, _) => a == 1)).Crossed.ToArray());

    [Fact]
    public void Crosses_let_a_linear_model_tell_what_it_could_not()
    {
        var rows = Rows();
        var train = rows.Slice(0, 700);
        var pipeline = (Finder with { MostCrosses = 1 }).Then(new LogisticRegression { Features = "crosses" });
        var predicted = pipeline.Fit(train).Transform(rows.Slice(700, 300));
        var right = predicted.Values<bool>("label").ToArray().Zip(predicted.Values<bool>("prediction").ToArray()).Count(pair => pair.First == pair.Second);

        Assert.InRange(right, 250, 300);
    }

    [Fact]
    public void A_combination_lies_where_crossed_text_is_hashed_and_missing_values_lie_nowhere()
    {
        var model = (Finder with { MostCrosses = 1 }).Fit(Rows());
        var rows = Table.Of<int?>("a", 1, null).With("b", 0, 0).With("c", 0, 0).With("d", "1", "1");
        var vectors = model.Transform(rows).Values<Vector>("crosses");
        var place = new CrossFeatures { Columns = ["a", "c"], Output = "a|c", Places = 1 << 12 }.Transform(rows).Values<int>("a|c")[0];

        Assert.Equal([place], vectors[0].Indices.ToArray());
        Assert.Equal([1.0], vectors[0].Values.ToArray());
        Assert.Empty(vectors[1].Values.ToArray());
    }

    [Fact]
    public void One_column_is_refused_and_so_are_three_classes()
    {
        Assert.Contains("at least two", Assert.Throws<SchemaException>(() => (Finder with { Columns = ["a"] }).Fit(Rows(10))).Message);
        Assert.Contains("classes", Assert.Throws<TrainingException>(() => Finder.Fit(Rows(100).With("label", row => row.Index % 3))).Message);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4096)]
    public void Crosses_of_rows_together_lie_where_those_of_each_do(int length)
    {
        var model = new AutoCrossModel(
            new AutoCross { Columns = ["a", "b", "c"], Length = length }, ["a", "b", "b", "c", "a", "b", "c"], [0, 2, 4, 7]);
        var rows = Table.Of("a", [.. Enumerable.Range(0, 500).Select(i => i * 7 % 11)])
            .With("b", [.. Enumerable.Range(0, 500).Select(i => i % 4 == 0 ? (int?)null : i % 3)])
            .With("c", [.. Enumerable.Range(0, 500).Select(i => $"{i % 5}")]);

        Assert.Equal(RowTransform.Run(model, rows).Values<Vector>("crosses").ToArray(), model.Transform(rows).Values<Vector>("crosses").ToArray());
    }
}
