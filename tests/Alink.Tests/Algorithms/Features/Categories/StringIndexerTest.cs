using Alink.Classification;
using Alink.Features;

namespace Alink.Tests.Algorithms;

public class StringIndexerTest
{
    static readonly Table Rows = Table.Of("x", "b", "c", "a", "a", "c", null!);

    [Theory]
    [InlineData(IndexOrder.FrequencyDescending, "a, c, b")]
    [InlineData(IndexOrder.FrequencyAscending, "b, a, c")]
    [InlineData(IndexOrder.Ascending, "a, b, c")]
    [InlineData(IndexOrder.Descending, "c, b, a")]
    public void Levels_come_in_the_order_asked_for(IndexOrder order, string expected) =>
        Assert.Equal(expected, new StringIndexer { Columns = ["x"], Order = order }.Fit(Rows).Levels[0].ToString());

    [Fact]
    public void Numbers_are_ordered_by_size_and_not_as_text() =>
        Assert.Equal("9, 10", new StringIndexer { Columns = ["x"] }.Fit(Table.Of("x", 10, 9)).Levels[0].ToString());

    [Fact]
    public void A_value_not_seen_is_named_skipped_or_kept()
    {
        var seen = Table.Of("x", "a", "b");
        var rows = Table.Of("x", "b", "z");
        StringIndexer indexer = new() { Columns = ["x"] };

        Assert.Contains("'z'", Assert.Throws<RowException>(() => indexer.Fit(seen).Transform(rows)).Message);
        Assert.Equal(1, (indexer with { HandleInvalid = HandleInvalid.Skip }).Fit(seen).Transform(rows).RowCount);
        Assert.Equal([1, 2], (indexer with { HandleInvalid = HandleInvalid.Keep }).Fit(seen).Transform(rows).Values<int>("x_index").ToArray());
    }

    [Fact]
    public void The_way_back_takes_the_levels_that_the_column_carries()
    {
        var rows = Table.Of("x", "b", "a", "b");
        var indexed = new StringIndexer { Columns = ["x"] }.Fit(rows).Transform(rows);

        Assert.Equal(["b", "a", "b"], new IndexToString { Input = "x_index" }.Transform(indexed).Values<string>("label").ToArray());
    }

    [Fact]
    public void Indices_of_numbers_are_classes_and_come_back_as_what_they_stand_for()
    {
        var rows = Table.Of("year", 2001, 1999, 2001, 1999, 2001).With<Vector>("features", [5.0], [1.0], [5.5], [1.5], [5.2]);
        var indexed = new StringIndexer { Columns = ["year"] }.Fit(rows).Transform(rows);

        var predicted = new GaussianNaiveBayes { Label = "year_index" }.Fit(indexed).Transform(indexed);
        var back = new IndexToString { Input = "prediction", LevelsOf = "year_index", Output = "predicted_year" }.Transform(predicted);

        Assert.Equal([0, 1, 0, 1, 0], predicted.Values<int>("prediction").ToArray());
        Assert.Equal(["2001", "1999", "2001", "1999", "2001"], back.Values<string>("predicted_year").ToArray());
        Assert.Contains("Column 'prediction' carries no levels that its indices stand for: give Labels, or LevelsOf.", Assert.Throws<SchemaException>(
            () => new IndexToString { Input = "prediction" }.Transform(predicted)).Message);
    }

    [Fact]
    public void In_the_order_of_a_stream_a_value_keeps_its_index_for_ever()
    {
        var indexer = new StringIndexer { Columns = ["x"], Order = IndexOrder.FirstSeen, HandleInvalid = HandleInvalid.Skip, Weight = "w" };
        var rows = Rows.With("w", 0.0, 1, 1, 9, 1, 1); // A value counts from its first row on, whatever that weighs.

        var state = indexer.Advance(indexer.Start(rows.Schema), rows.Slice(0, 2), out var first);
        state = indexer.Advance(state, rows.Slice(2, 4), out var second);

        Assert.Equal([0, 1], first.Values<int>("x_index").ToArray());
        Assert.Equal([2, 2, 1], second.Values<int>("x_index").ToArray());
        Assert.Equal("b, c, a", second.Schema["x_index"].Levels!.ToString());
        Assert.Equal("b, c, a", indexer.Fit(rows).Levels[0].ToString());
        Assert.Equal("b, c, a", indexer.Snapshot(state).Levels[0].ToString());
    }

    [Theory]
    [InlineData(IndexOrder.FirstSeen, HandleInvalid.Skip)]
    [InlineData(IndexOrder.FirstSeen, HandleInvalid.Keep)]
    [InlineData(IndexOrder.FrequencyDescending, HandleInvalid.Keep)]
    public void A_stream_is_indexed_as_row_by_row(IndexOrder order, HandleInvalid invalid)
    {
        var indexer = new StringIndexer { Columns = ["x"], Order = order, HandleInvalid = invalid };
        var rows = Table.Concat(Rows, Rows, Table.Of("x", "z", null, "a"));

        RowByRow.Advance(indexer, indexer.Start(rows.Schema), rows, out var simple);
        var state = indexer.Advance(indexer.Start(rows.Schema), rows.Slice(0, 4), out var first);
        indexer.Advance(state, rows.Slice(4, 11), out var second);

        Assert.Equal(simple.Values<int>("x_index").ToArray(), first.Values<int>("x_index").ToArray().Concat(second.Values<int>("x_index").ToArray()));
        Assert.Equal(simple.Schema["x_index"].Levels, second.Schema["x_index"].Levels);
    }

    [Theory]
    [InlineData(IndexOrder.FrequencyDescending, false)]
    [InlineData(IndexOrder.FrequencyDescending, true)]
    [InlineData(IndexOrder.FrequencyAscending, true)]
    [InlineData(IndexOrder.Descending, true)]
    [InlineData(IndexOrder.Ascending, false)]
    [InlineData(IndexOrder.FirstSeen, true)]
    public void A_long_stream_in_any_order_is_indexed_as_row_by_row(IndexOrder order, bool weighted)
    {
        var random = new Random(5);
        var rows = Table
            .Of("x", [.. Enumerable.Range(0, 300).Select(i => random.Next(20) == 0 ? null : $"{"fbdaec"[random.Next(1 + (i / 50))]}")])
            .With("w", [.. Enumerable.Range(0, 300).Select(_ => (double)random.Next(3))]);
        var indexer = new StringIndexer { Columns = ["x"], Order = order, HandleInvalid = HandleInvalid.Keep };
        indexer = weighted ? indexer with { Weight = "w" } : indexer;

        RowByRow.Advance(indexer, indexer.Start(rows.Schema), rows, out var simple);
        indexer.Advance(indexer.Start(rows.Schema), rows, out var made);

        Assert.Equal(simple.Data("x_index").Validity.IsFull, made.Data("x_index").Validity.IsFull);
        Assert.Equal(simple.Values<int>("x_index").ToArray(), made.Values<int>("x_index").ToArray());
        Assert.Equal(simple.Schema["x_index"].Levels, made.Schema["x_index"].Levels);
    }

    [Fact]
    public void Indices_of_every_kind_become_their_texts_and_one_beyond_is_named()
    {
        var texts = new IndexToString { Labels = ["a", "b"] };

        Assert.Equal(["b", "a"], texts.Transform(Table.Of("index", 1, 0)).Values<string>("label").ToArray());
        Assert.Equal((string?[])["b", null], texts.Transform(Table.Of<int?>("index", 1, null)).Values<string>("label").ToArray());
        Assert.Equal(["b", "a"], texts.Transform(Table.Of("index", 1.0, 0.0)).Values<string>("label").ToArray());
        Assert.Contains("holds 2 in row 1", Assert.Throws<RowException>(() => texts.Transform(Table.Of("index", 1, 2))).Message);
        Assert.Contains("holds -1 in row 0", Assert.Throws<RowException>(() => texts.Transform(Table.Of("index", -1))).Message);
    }

    [Fact]
    public void A_number_that_is_not_whole_is_a_value_not_seen_and_cannot_teach()
    {
        var seen = Table.Of("x", 1.0, 2);
        var rows = Table.Of("x", 2.0, 0.5, double.NaN);
        var indexer = new StringIndexer { Columns = ["x"], Order = IndexOrder.Ascending };

        foreach (var each in new[] { rows, Table.Of("x", 2f, 0.5f, float.NaN) })
        {
            Assert.Equal([1, 2, 2], (indexer with { HandleInvalid = HandleInvalid.Keep }).Fit(seen).Transform(each).Values<int>("x_index").ToArray());
            Assert.Equal([1], (indexer with { HandleInvalid = HandleInvalid.Skip }).Fit(seen).Transform(each).Values<int>("x_index").ToArray());
            Assert.Contains("row 1 that was not seen in training: '0.5'", Assert.Throws<RowException>(() => indexer.Fit(seen).Transform(each)).Message);
            Assert.Contains("Column 'x' holds 0.5 in row 1; a class or category must be a whole number.", Assert.Throws<TrainingException>(
                () => indexer.Fit(each)).Message);
        }
    }
}
