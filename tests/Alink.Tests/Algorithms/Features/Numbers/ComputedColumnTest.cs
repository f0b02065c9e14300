using Alink.Features;
using Alink.Runtime;

namespace Alink.Tests.Algorithms;

public class ComputedColumnTest
{
    static readonly Table Rows = Table.Of("name", "Ada", "Bob").With<int?>("people", 4, null).With("area", 80f, 30f).With<Vector>("v", [1.0, 2.0], [3.0, 4.0])
        .With("built", DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(3));

    [Fact]
    public void Any_columns_give_a_column_of_any_type()
    {
        Assert.Equal(
            [20.0, null],
            new[] { 0, 1 }.Select(row => (double?)ComputedColumn.Of("share", (House house) => house.Area / house.People).Transform(Rows).Data("share").Boxed(row)));
        Assert.Equal("Ada 1970", ComputedColumn.Of("text", (Plate plate) => $"{plate.Name} {plate.Built.Year}").Transform(Rows).Values<string>("text")[0]);
        Assert.Equal([2, 1], ComputedColumn.Of("v", (Numbers numbers) => Vector.Of([numbers.V[1], numbers.V[0]])).Transform(Rows).Values<Vector>("v")[0]);
        Assert.True(ComputedColumn.Of("isOld", (Plate plate) => plate.Built.Year < 1971).Transform(Rows).Values<bool>("isOld")[0]);
    }

    [Fact]
    public void It_is_a_stage_of_a_pipeline_and_predicts_row_by_row()
    {
        var model = ComputedColumn.Of("area", (Plot plot) => plot.Area * 2)
            .Then(new VectorAssembler { Columns = ["area"] }).Then(new MaxAbsScaler()).Fit(Rows);

        Assert.Equal([0.375], model.Transform(Rows).Values<Vector>("features")[1]);
        Assert.Equal([0.375], RowTransform.Run(model, Rows).Values<Vector>("features")[1]);
    }

    [Fact]
    public void A_missing_number_is_refused_where_the_property_is_not_nullable() => Assert.Throws<RowException>(
        () => ComputedColumn.Of("twice", (Crowd crowd) => crowd.People * 2).Transform(Rows));

    [Fact]
    public void A_property_without_its_column_is_refused_with_the_nearest() => Assert.Contains(
        "Did you mean 'area'?", Assert.Throws<SchemaException>(() => ComputedColumn.Of("x", (Wrong wrong) => wrong.Areas).Transform(Rows.Schema)).Message);

    [Fact]
    public void Files_refuse_a_lambda_in_words()
    {
        var stage = ComputedColumn.Of("twice", (Plot plot) => plot.Area * 2);

        Assert.Contains("no file can hold it", Assert.Throws<NotSupportedException>(() => PipelineFile.Write(new Pipeline(stage))).Message);
        using var file = new MemoryStream();
        Assert.Contains("no file can hold it", Assert.Throws<NotSupportedException>(() => ModelFile.Write(file, stage)).Message);
    }

    sealed record House(double? People, float Area);

    sealed record Crowd(int People);

    sealed record Plot(double Area);

    sealed record Wrong(double Areas);

    sealed record Plate(string Name, DateTimeOffset Built);

    readonly record struct Numbers(Vector V);
}
