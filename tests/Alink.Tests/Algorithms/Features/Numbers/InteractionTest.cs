using Alink.Features;

namespace Alink.Tests.Algorithms;

public class InteractionTest
{
    static readonly Table Rows = new StringIndexer { Columns = ["color"], Order = IndexOrder.Ascending }.Fit(Table.Of("color", "blue", "green", "red"))
        .Transform(Table.Of("color", "red", "green"))
        .With<Vector>("v", [3.0, 4.0], [1.0, 0.0])
        .With("on", true, false)
        .With("x", 10, -2);

    [Theory] // By hand.
    [InlineData("[30 40]", "x", "v")]
    [InlineData("[30 40]", "v", "x", "on")]
    [InlineData("[9 12 12 16]", "v", "v")]
    [InlineData("[6: 4:3 5:4]", "color_index", "v")]
    [InlineData("[6: 2:3 5:4]", "v", "color_index")]
    [InlineData("[9: 8:1]", "color_index", "color_index")]
    public void Each_number_is_multiplied_by_each_of_the_other_columns(string expected, params string[] columns) => Assert.Equal(
        expected, new Interaction { Columns = [.. columns] }.Transform(Rows).Values<Vector>("interaction")[0].ToString());

    [Fact]
    public void Zeros_of_sparse_rows_are_not_stored_and_sparse_vectors_make_sparse_ones()
    {
        var sparse = Rows.With("s", Vector.Sparse(3, new[] { 1 }, new[] { 5.0 }), Vector.Sparse(3, new[] { 2 }, new[] { 6.0 }));

        Assert.Equal(["[6: 2:15 3:20]", "[6: 4:6]"], Shown("s", "v"));
        Assert.Equal(["[3: 1:50]", "[3: 2:-12]"], Shown("x", "s"));
        Assert.Equal(["[3: 1:5]", "[3:]"], Shown("on", "s"));

        IEnumerable<string> Shown(params string[] columns) => new Interaction { Columns = [.. columns] }.Transform(sparse)
            .Values<Vector>("interaction").ToArray().Select(row => row.ToString());
    }

    [Fact]
    public void Products_are_named_by_their_factors()
    {
        var rows = new VectorAssembler { Columns = ["x", "on"], Output = "v" }.Transform(Rows);

        Assert.Equal(
            ["color_index=blue:x", "color_index=blue:on", "color_index=green:x", "color_index=green:on", "color_index=red:x", "color_index=red:on"],
            new Interaction { Columns = ["color_index", "v"] }.Transform(rows.Schema)["interaction"].FeatureNames.ToArray());
        Assert.Equal(4, new Interaction { Columns = ["v", "v"] }.Transform(rows.Schema)["interaction"].VectorLength);
    }

    [Fact]
    public void What_cannot_be_multiplied_is_refused_in_words()
    {
        var levels = Rows.Schema["color_index"] with { Name = "i", Type = DataType.Double };

        Assert.Contains("StringIndexer makes indices", Assert.Throws<SchemaException>(
            () => new Interaction { Columns = ["color"] }.Transform(Rows)).Message);
        Assert.Contains("has no Columns", Assert.Throws<SchemaException>(() => new Interaction().Transform(Rows)).Message);
        Assert.Equal("Column 'i' holds 1.5 in row 1; its levels go from 0 to 2.", Assert.Throws<RowException>(
            () => new Interaction { Columns = ["i"] }.Transform(Rows.With(levels, new FixedColumn<double>(new[] { 1.0, 1.5 })))).Message);
        Assert.Contains("has no value in row 0", Assert.Throws<RowException>(
            () => new Interaction { Columns = ["n"] }.Transform(Table.Of<double?>("n", null, 1))).Message);
        Assert.Contains("2^31 numbers or more", Assert.Throws<SchemaException>(() => new Interaction { Columns = ["w", "w"] }.Transform(
            new Schema(new Field("w", DataType.Vector) { VectorLength = 50_000 }))).Message);
    }
}
