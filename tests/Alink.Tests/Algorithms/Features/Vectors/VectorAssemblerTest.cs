using Alink.Features;

namespace Alink.Tests.Algorithms;

public class VectorAssemblerTest
{
    static readonly Table Rows = Table.Of("a", 1, 2).With("v", Vector.Sparse(3, new[] { 2 }, new[] { 7.0 }), [1.0, 0.0, 2.0]).With("b", true, false);

    [Fact]
    public void A_sparse_vector_makes_the_row_sparse() =>
        Assert.Equal("[5: 0:1 3:7 4:1]", new VectorAssembler { Columns = ["a", "v", "b"] }.Transform(Rows).Values<Vector>("features")[0].ToString());

    [Fact]
    public void Numbers_are_named_after_their_columns() =>
        Assert.Equal(["a", "v_0", "v_1", "v_2", "b"], new VectorAssembler { Columns = ["a", "v", "b"] }.Transform(Rows.Schema)["features"].FeatureNames.ToArray());

    [Fact]
    public void A_missing_number_is_named_skipped_or_kept()
    {
        var rows = Table.Of<double?>("x", 1.0, null).With("y", 3.0, 4.0);
        VectorAssembler assembler = new() { Columns = ["x", "y"] };

        Assert.Equal("Column 'x' has no value in row 1.", Assert.Throws<RowException>(() => assembler.Transform(rows)).Message);
        Assert.Equal(1, (assembler with { HandleInvalid = HandleInvalid.Skip }).Transform(rows).RowCount);
        Assert.Equal("[NaN 4]", (assembler with { HandleInvalid = HandleInvalid.Keep }).Transform(rows).Values<Vector>("features")[1].ToString());
    }

    [Fact]
    public void Text_is_refused_by_the_schema() =>
        Assert.Contains("'t' holds String", Assert.Throws<SchemaException>(
            () => new VectorAssembler { Columns = ["t"] }.Transform(Table.Of("t", "x").Schema)).Message);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1024)]
    [InlineData(2500)]
    public void Columns_put_together_at_once_are_those_put_together_row_by_row(int rows)
    {
        var places = Enumerable.Range(0, rows).ToArray();
        var table = Table.Of("whole", places)
            .With("long", Array.ConvertAll(places, row => -3L * row))
            .With("half", Array.ConvertAll(places, row => row / 2f))
            .With("third", Array.ConvertAll(places, row => row / 3.0))
            .With("odd", Array.ConvertAll(places, row => row % 2 == 1))
            .With("gaps", Array.ConvertAll(places, row => row % 5 == 0 ? default(double?) : row))
            .With("pair", Array.ConvertAll(places, row => Vector.Dense(new double[] { row % 7 == 3 ? double.NaN : row, -row })));
        VectorAssembler assembler = new()
        {
            Columns = ["whole", "long", "half", "third", "odd", "pair", "gaps", "whole"],
            HandleInvalid = HandleInvalid.Keep,
        };

        var together = assembler.Transform(table);
        var oneByOne = RowTransform.Run(assembler, table);

        Assert.Equal(oneByOne.Schema, together.Schema);
        Assert.Equal(oneByOne.Block("features").Values.ToArray(), together.Block("features").Values.ToArray());
        assembler = assembler with { HandleInvalid = HandleInvalid.Skip };
        Assert.Equal(
            RowTransform.Run(assembler, table).Block("features").Values.ToArray(),
            assembler.Transform(table).Block("features").Values.ToArray());
    }
}
