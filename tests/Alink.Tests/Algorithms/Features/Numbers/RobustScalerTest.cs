using Alink.Features;
using Alink.Runtime;

namespace Alink.Tests.Algorithms;

/// <summary>Expected values by scikit-learn 1.2.1, on five rows, whose quartiles are actual numbers.</summary>
public class RobustScalerTest
{
    static readonly Table Rows = Table.Of<Vector>("features", [1.0, -5.0], [2.0, 7.0], [3.0, 1.0], [4.0, 2.0], [90.0, 0.5]);

    [Fact]
    public void Medians_and_ranges_are_scikit_learns()
    {
        var model = new RobustScaler().Fit(Rows);

        Assert.Equal([3, 1], model.Medians.ToArray());
        Assert.Equal([2, 1.5], model.Ranges.ToArray());
        Assert.Equal([-0.5, 4], model.Transform(Rows).Values<Vector>("features")[1]);
        Assert.Equal([43.5, -1.0 / 3], model.Transform(Rows).Values<Vector>("features")[4]);
    }

    [Theory]
    [InlineData(true, true, "[-0.5 4]")]
    [InlineData(true, false, "[-1 6]")]
    [InlineData(false, true, "[2: 0:1 1:4.666666666666667]")]
    [InlineData(false, false, "[2: 0:2 1:7]")]
    public void Both_halves_can_be_left_out_and_only_a_shift_makes_sparse_rows_dense(bool centering, bool scaling, string expected)
    {
        var rows = Rows.Sparse();

        var model = new RobustScaler { WithCentering = centering, WithScaling = scaling }.Fit(rows);

        Assert.Equal(expected, model.Transform(rows).Values<Vector>("features")[1].ToString());
    }

    [Fact]
    public void Zeros_that_are_not_stored_count_and_a_feature_without_a_range_is_only_shifted()
    {
        var rows = Table.Of<Vector>("features", [0.0, 5.0], [0.0, 5.0], [-3.0, 5.0], [0.0, 5.0], [8.0, 5.0], [9.0, 5.0], [-1.0, 5.0]);
        var scaler = new RobustScaler { Lower = 0, Upper = 1 };

        Assert.Equal([0, 5], scaler.Fit(rows).Medians.ToArray());
        Assert.Equal([0, 5], scaler.Fit(rows.Sparse()).Medians.ToArray());
        Assert.Equal([12, 0], scaler.Fit(rows.Sparse()).Ranges.ToArray());
        Assert.Equal([1, 2], scaler.Fit(rows).Transform(Table.Of<Vector>("features", [12.0, 7.0])).Values<Vector>("features")[0]);
    }

    [Fact]
    public void NaN_and_missing_vectors_teach_nothing()
    {
        var rows = new Table(Rows.Schema, [VectorColumn.Of(
            [.. Rows.Values<Vector>("features").ToArray(), [double.NaN, double.NaN]]).Gather([5, 0, -1, 1, 2, 3, 4])]);

        Assert.Equal([3, 1], new RobustScaler().Fit(rows).Medians.ToArray());
        Assert.Equal([double.NaN, 0], new RobustScaler().Fit(rows)
            .Transform(Table.Of<Vector>("features", [double.NaN, 1.0])).Values<Vector>("features")[0]);
    }

    [Fact]
    public void What_cannot_teach_is_refused_in_words()
    {
        Assert.Contains("has no finite quantiles in feature 1", Assert.Throws<TrainingException>(
            () => new RobustScaler().Fit(Table.Of<Vector>("features", [1.0, double.NaN]))).Message);
        Assert.Contains("has no finite quantiles in feature 0", Assert.Throws<TrainingException>(
            () => new RobustScaler().Fit(Table.Of<Vector>("features", [double.PositiveInfinity, 1.0]))).Message);
        Assert.Contains("they were 0.75 and 0.75", Assert.Throws<ArgumentOutOfRangeException>(
            () => new RobustScaler { Lower = 0.75 }.Fit(Rows)).Message);
        Assert.Contains("A vector of length 1 follows", Assert.Throws<TrainingException>(() =>
        {
            var scaler = new RobustScaler();
            var state = scaler.Update(scaler.Start(Rows.Schema), Rows);
            scaler.Update(state, Table.Of<Vector>("features", [1.0]));
        }).Message);
    }

    [Fact]
    public void Quantiles_of_many_rows_are_near_those_of_the_distribution()
    {
        var random = new Random(3);
        var rows = Table.Of("features", [.. Enumerable.Range(0, 50_000).Select(_ => Vector.Of([random.NextDouble()]))]);

        var model = new RobustScaler { Lower = 0.1, Upper = 0.9, RelativeError = 0.01 }.Fit(rows);

        Assert.Equal(0.5, model.Medians[0], 0.02);
        Assert.Equal(0.8, model.Ranges[0], 0.03);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void A_stream_is_scaled_as_row_by_row(bool isSparse, bool isInfinite)
    {
        var scaler = new RobustScaler { RelativeError = 0.1, Upper = 1, Output = "scaled" };
        var random = new Random(8);
        var rows = Table.Of("features", [.. Enumerable.Range(0, 300).Select(i => Vector.Of(
        [
            i < 3 || i % 50 == 7 ? double.NaN : random.NextDouble() * i,
            random.Next(3) == 0 ? 0 : random.Next(9) - 4,
            isInfinite && i == 250 ? double.PositiveInfinity : -i,
        ]))]);
        rows = isSparse ? rows.Sparse() : rows;

        var simpleState = RowByRow.Advance(scaler, scaler.Start(rows.Schema), rows, out var simple);
        var state = scaler.Advance(scaler.Start(rows.Schema), rows.Slice(0, 111), out var first);
        state = scaler.Advance(state, rows.Slice(111, 189), out var second);

        Assert.Equal(Shown(simple), Shown(first).Concat(Shown(second)));
        Assert.Equal(isInfinite, second.Data("scaled").HasMissing);
        Assert.Equal(StateCodec.Write(simpleState), StateCodec.Write(state));

        static IEnumerable<string> Shown(Table table) => Enumerable.Range(0, table.RowCount).Select(row =>
            string.Join(' ', ((Vector?)table.Data("scaled").Boxed(row))?.ToArray() ?? []));
    }

    [Fact]
    public void Ranges_may_be_those_of_a_normal_distribution_of_deviation_1()
    {
        var rows = Table.Of<Vector>("features", [1.0], [2.0], [3.0], [4.0], [10.0]);
        var scaler = new RobustScaler { UnitVariance = true };

        var scaled = scaler.Fit(rows).Transform(rows).Values<Vector>("features").ToArray();

        // scikit-learn's RobustScaler(unit_variance=True).
        double[] expected = [-1.3489795003921634, -0.6744897501960817, 0.0, 0.6744897501960817, 4.721428251372572];
        Assert.All(expected, (z, row) => Assert.Equal(z, scaled[row][0], 1e-12));
        Assert.Contains("above 0", Assert.Throws<ArgumentOutOfRangeException>(() => (scaler with { Lower = 0 }).Fit(rows)).Message);
    }
}
