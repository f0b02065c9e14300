using Alink.Features;

namespace Alink.Tests.Algorithms;

public class StandardScalerTest
{
    static readonly Table Rows = Table.Of<Vector>("features", [1.0, 5.0], [2.0, 5.0], [3.0, 5.0]);

    [Fact]
    public void Mean_and_deviation_are_those_computed_by_hand()
    {
        var model = new StandardScaler().Fit(Rows);

        Assert.Equal([2.0, 5.0], model.Mean.ToArray());
        Assert.Equal(Math.Sqrt(2.0 / 3), model.Deviation[0], 1e-15);
        Assert.Equal(0, model.Deviation[1]);
        Assert.Equal(1, new StandardScaler { Unbiased = true }.Fit(Rows).Deviation[0], 1e-15);
    }

    [Fact]
    public void Scaled_rows_have_mean_0_and_deviation_1()
    {
        var again = new StandardScaler().Fit(new StandardScaler().Fit(Rows).Transform(Rows));

        Assert.Equal(0, again.Mean[0], 1e-15);
        Assert.Equal(1, again.Deviation[0], 1e-15);
    }

    [Fact]
    public void A_feature_that_never_varies_is_only_shifted() =>
        Assert.Equal(1, new StandardScaler().Fit(Rows)
            .Transform(Table.Of<Vector>("features", [2.0, 6.0])).Values<Vector>("features")[0][1]);

    [Fact]
    public void A_large_offset_loses_no_digits() =>
        Assert.Equal(
            Math.Sqrt(2.0 / 3),
            new StandardScaler().Fit(Table.Of<Vector>("features", [1e9 + 1], [1e9 + 2], [1e9 + 3])).Deviation[0],
            1e-9);

    [Fact]
    public void A_sparse_row_stays_sparse_unless_it_is_shifted()
    {
        var sparse = Table.Of("features", Vector.Sparse(2, new[] { 1 }, new[] { 5.0 }), Vector.Sparse(2, new[] { 0 }, new[] { 3.0 }));

        Assert.False(new StandardScaler { WithMean = false }.Fit(sparse).Transform(sparse).Values<Vector>("features")[0].IsDense);
        Assert.True(new StandardScaler().Fit(sparse).Transform(sparse).Values<Vector>("features")[0].IsDense);
    }

    [Fact]
    public void Rows_of_weight_0_do_not_count()
    {
        var weighted = Table.Of<Vector>("features", [1.0], [3.0], [99.0]).With("w", 1.0, 1.0, 0.0);

        Assert.Equal(2, new StandardScaler { Weight = "w" }.Fit(weighted).Mean[0]);
    }

    [Fact]
    public void No_rows_teach_nothing() =>
        Assert.Throws<TrainingException>(() => new StandardScaler().Fit(Table.Of<Vector>("features")));

    [Fact]
    public void NaN_is_refused_with_its_row_and_feature() =>
        Assert.Equal(
            "Column 'features' holds NaN in row 1, feature 'height'; it must be finite.",
            Assert.Throws<TrainingException>(() => new StandardScaler().Fit(new VectorAssembler
            {
                Columns = ["age", "height"],
                HandleInvalid = HandleInvalid.Keep,
            }.Transform(Table.Of("age", 1.0, 2.0).With("height", 1.0, double.NaN)))).Message);

    [Fact]
    public void A_stream_is_scaled_by_the_rows_so_far_the_row_itself_among_them()
    {
        var scaler = new StandardScaler();

        scaler.Advance(scaler.Start(Rows.Schema), Rows, out var output);

        Assert.Equal([0, 0], output.Values<Vector>("features")[0]);
        Assert.Equal(1, output.Values<Vector>("features")[1][0], 1e-15); // (2 − 1.5) / 0.5
        Assert.Equal(1 / Math.Sqrt(2.0 / 3), output.Values<Vector>("features")[2][0], 1e-15);
    }

    [Theory]
    [InlineData(true, false, false)]
    [InlineData(false, false, true)]
    [InlineData(false, true, false)]
    public void A_stream_is_scaled_as_row_by_row(bool withMean, bool unbiased, bool isSparse)
    {
        var scaler = new StandardScaler { WithMean = withMean, Unbiased = unbiased, Weight = "w", Output = "scaled" };
        var random = new Random(4);
        var rows = Table.Of("features", [.. Enumerable.Range(0, 40).Select(
            _ => Vector.Of([.. Enumerable.Range(0, 11).Select(j => random.Next(3) == 0 ? 0 : random.NextDouble() + j)]))])
            .With("w", [.. Enumerable.Range(0, 40).Select(i => i < 3 ? 0.0 : i % 4 * 0.7)]);
        rows = isSparse ? rows.Sparse() : rows;

        RowByRow.Advance(scaler, scaler.Start(rows.Schema), rows, out var simple);
        var state = scaler.Advance(scaler.Start(rows.Schema), rows.Slice(0, 7), out var first);
        scaler.Advance(state, rows.Slice(7, 33), out var second);

        Assert.Equal(simple.Schema["scaled"] with { IsNullable = false }, second.Schema["scaled"]);
        Assert.Equal(simple.Values<Vector>("scaled").ToArray(), first.Values<Vector>("scaled").ToArray().Concat(second.Values<Vector>("scaled").ToArray()));
        Assert.True(first.Data("scaled").IsMissing(2) && !first.Data("scaled").IsMissing(5));
    }
}
