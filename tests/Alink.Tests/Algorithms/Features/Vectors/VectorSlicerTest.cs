using Alink.Features;

namespace Alink.Tests.Algorithms;

public class VectorSlicerTest
{
    static readonly Table Named = new VectorAssembler { Columns = ["x", "y", "z"] }
        .Transform(Table.Of("x", 1.0).With("y", 0.0).With("z", 3.0));

    [Fact]
    public void Places_come_before_names_each_in_the_order_given()
    {
        var made = new VectorSlicer { Indices = [2, 1], Names = ["x"], Output = "sliced" }.Transform(Named);

        Assert.Equal([3, 0, 1], made.Values<Vector>("sliced")[0]);
        Assert.Equal(["z", "y", "x"], made.Schema["sliced"].FeatureNames.ToArray());
        Assert.Equal(3, made.Schema["features"].VectorLength);
    }

    [Fact]
    public void A_sparse_row_stays_sparse() => Assert.Equal(
        "[2: 0:5]",
        new VectorSlicer { Indices = [4, 1] }.Transform(Table.Of("features", Vector.Sparse(6, new[] { 0, 4 }, new[] { 7.0, 5.0 })))
            .Values<Vector>("features")[0].ToString());

    [Fact]
    public void What_is_not_there_is_refused_in_words()
    {
        Assert.Contains("has no feature 'yy'. Did you mean 'y'?", Refusal(new() { Names = ["yy"] }));
        Assert.Contains("holds vectors of 3 numbers; there is no feature 3", Refusal(new() { Indices = [3] }));
        Assert.Contains("no feature -1", Refusal(new() { Indices = [-1] }));
        Assert.Contains("Feature 2 of column 'features' is picked twice", Refusal(new() { Indices = [2], Names = ["z"] }));
        Assert.Contains("neither Indices nor Names", Refusal(new()));

        static string Refusal(VectorSlicer slicer) => Assert.Throws<SchemaException>(() => slicer.Transform(Named)).Message;
    }

    [Fact]
    public void A_vector_that_is_too_short_is_refused_when_it_comes()
    {
        var cells = new RowCells(new Schema(new Field("features", DataType.Vector)));
        var step = new VectorSlicer { Indices = [1] }.Bind(cells);
        cells["features"].SetMissing();
        cells.Inputs[0].Set((Vector)new[] { 1.0 });

        Assert.Contains("there is no feature 1", Assert.Throws<SchemaException>(() => step()).Message);
    }

    [Fact]
    public void Numbers_of_a_sparse_row_come_out_in_the_order_given()
    {
        var rows = Table.Of("features", Vector.Sparse(9, new[] { 1, 4, 5, 8 }, new[] { 1.0, 4, 5, 8 }));

        Assert.Equal("[4: 0:8 2:1 3:4]", new VectorSlicer { Indices = [8, 2, 1, 4] }.Transform(rows).Values<Vector>("features")[0].ToString());
    }

    [Fact]
    public void Neighbours_are_picked_as_others_are()
    {
        var rows = Table.Of<Vector>("features", [0.0, 1.0, 2.0, 3.0], [4.0, 5.0, 6.0, 7.0]);

        Assert.Equal([5, 6], new VectorSlicer { Indices = [1, 2] }.Transform(rows).Values<Vector>("features")[1].ToArray());
        Assert.Equal([6, 5], new VectorSlicer { Indices = [2, 1] }.Transform(rows).Values<Vector>("features")[1].ToArray());
    }
}
