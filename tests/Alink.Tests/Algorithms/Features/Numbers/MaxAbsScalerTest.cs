using Alink.Features;

namespace Alink.Tests.Algorithms;

public class MaxAbsScalerTest
{
    static readonly Table Rows = Table.Of<Vector>("features", [1.0, -8.0, 0.0], [-4.0, 2.0, 0.0], [3.0, -49.0, 0.0]);

    [Fact]
    public void Each_feature_lies_from_minus_1_to_1_and_one_of_zeros_stays()
    {
        var model = new MaxAbsScaler().Fit(Rows);

        Assert.Equal([4, 49, 0], model.MaxAbs.ToArray());
        Assert.Equal([0.25, -8.0 / 49, 0], model.Transform(Rows).Values<Vector>("features")[0]);
        Assert.Equal([0.75, -1, 0], model.Transform(Rows).Values<Vector>("features")[2]); // Divided: 49 · (1 / 49) is not 1.
        Assert.Equal([2, 0, 7], model.Transform(Table.Of<Vector>("features", [8.0, 0.0, 7.0])).Values<Vector>("features")[0]);
    }

    [Fact]
    public void A_sparse_row_stays_sparse() => Assert.Equal(
        "[3: 0:0.25 1:-0.16326530612244897]",
        new MaxAbsScaler().Fit(Rows.Sparse()).Transform(Rows.Sparse()).Values<Vector>("features")[0].ToString());

    [Fact]
    public void A_vector_of_another_length_or_none_is_refused_with_its_row()
    {
        var model = new MaxAbsScaler().Fit(Rows);
        var missing = VectorColumn.Of([1.0, 2.0, 3.0]).Gather([0, -1]);

        Assert.Contains("length 2; the model takes length 3", Assert.Throws<SchemaException>(
            () => model.Transform(Table.Of<Vector>("features", [1.0, 2.0]))).Message);
        Assert.Equal("Column 'features' has no value in row 1.", Assert.Throws<RowException>(() => model.Transform(
            new Table(new Schema(new Field("features", DataType.Vector)), [missing]))).Message);
    }

    [Fact]
    public void NaN_stays_NaN_and_teaches_nothing()
    {
        var rows = Table.Of<Vector>("features", [1.0, double.NaN, 0.0]);

        Assert.Equal([0.25, double.NaN, 0], new MaxAbsScaler().Fit(Rows).Transform(rows).Values<Vector>("features")[0]);
        Assert.Throws<TrainingException>(() => new MaxAbsScaler().Fit(rows));
    }

    [Fact]
    public void A_slice_of_a_table_is_scaled_as_the_whole()
    {
        var model = new MaxAbsScaler { Output = "scaled" }.Fit(Rows);

        Assert.Equal(
            model.Transform(Rows).Values<Vector>("scaled")[2], model.Transform(Rows.Slice(1, 2)).Values<Vector>("scaled")[1]);
        Assert.Equal([3, -49, 0], model.Transform(Rows).Values<Vector>("features")[2]);
    }
}
