namespace Alink.Tests.Runtime;

public class PredictorTest
{
    static readonly Line Model = new([1, 2], [3, 4], 5);

    static readonly Schema Columns = new(
        new Field("features", DataType.Vector) { VectorLength = 2 }, new Field("id", DataType.Int32), new Field("word", DataType.String),
        new Field("flag", DataType.Boolean), new Field("moment", DataType.DateTimeOffset), new Field("rate", DataType.Single));

    [Fact]
    public void A_row_is_filled_in_predicted_and_read_again_and_again()
    {
        var row = Model.Predictor(Columns).Row();

        row.Set("features", [2.0, 3.0]).Predict();
        Assert.Equal(5 + 3 + 4, row.Number("prediction"));

        row.Set("features", new[] { 1f, 2f }).Predict();
        Assert.Equal(5, row.Number("prediction"));

        row.Set("features", (Vector)new[] { 1.0, 3.0 }).Predict();
        Assert.Equal(9, row.Number("prediction"));
    }

    [Fact]
    public void Columns_that_came_in_go_out_as_well()
    {
        var noon = DateTimeOffset.UnixEpoch.AddHours(12);
        var row = Model.Predictor(Columns).Row();

        row.Set("features", [0.0, 0.0]).Set("id", 7).Set("word", "é").Set("flag", true).Set("moment", noon).Set("rate", 0.1).Predict();

        Assert.Equal((7, 7.0, "é", true, noon), (row.Integer("id"), row.Number("id"), row.Text("word"), row.Boolean("flag"), row.Time("moment")));
        Assert.Equal(0.1f, row.Number("rate"));
        Assert.Equal([0.0, 0.0], row.Vector("features"));
    }

    [Fact]
    public void A_column_written_in_place_is_set_before_and_read_after()
    {
        var row = new Times(3) { Output = "x" }.Predictor(new Schema(new Field("x", DataType.Double))).Row();

        row.Set("x", 2.0).Predict();
        Assert.Equal(6, row.Number("x"));
        row.Predict();
        Assert.Equal(6, row.Number("x"));
    }

    [Fact]
    public void A_row_that_the_model_leaves_out_is_told()
    {
        var row = new Times(3).Predictor(new Schema(new Field("x", DataType.Double))).Row();

        Assert.False(row.TryPredict());
        Assert.Equal("The model leaves this row out.", Assert.Throws<RowException>(row.Predict).Message);
        Assert.Throws<InvalidOperationException>(() => row.Number("product"));
        Assert.True(row.Set("x", 1).TryPredict());
        Assert.Equal(3, row.Number("product"));
        Assert.False(row.SetMissing("x").TryPredict());
        Assert.False(row.Set("x", 1).Clear().TryPredict());
    }

    [Fact]
    public void What_is_wrong_is_named()
    {
        var row = Model.Predictor(Columns).Row();

        Assert.StartsWith("There is no column 'feature'. Did you mean 'features'?", Assert.Throws<SchemaException>(() => row.Set("feature", 1.0)).Message);
        Assert.Equal("Column 'features' holds Vector, not numbers.", Assert.Throws<SchemaException>(() => row.Set("features", 1.5)).Message);
        Assert.Equal("Column 'word' holds String, not numbers.", Assert.Throws<SchemaException>(() => row.Set("word", 1)).Message);
        Assert.Equal("Column 'id' holds Int32, not String.", Assert.Throws<SchemaException>(() => row.Set("id", "7")).Message);
        Assert.Equal("Column 'id' takes Int32; 1.5 is none.", Assert.Throws<RowException>(() => row.Set("id", 1.5)).Message);
        Assert.Equal("Column 'id' takes Int32; 2147483648 is none.", Assert.Throws<RowException>(() => row.Set("id", 1L << 31)).Message);
        Assert.Equal("Column 'id' takes Int32; NaN is none.", Assert.Throws<RowException>(() => row.Set("id", double.NaN)).Message);
        Assert.Equal("Column 'flag' takes Boolean; 2 is none.", Assert.Throws<RowException>(() => row.Set("flag", 2)).Message);
        Assert.Equal("Column 'features' takes vectors of length 2, not 3.", Assert.Throws<RowException>(() => row.Set("features", [1.0, 2.0, 3.0])).Message);
        Assert.Throws<InvalidOperationException>(() => row.Number("prediction"));
        Assert.Throws<RowException>(row.Predict);
        row.Set("features", [1.0, 2.0]).Predict();
        Assert.StartsWith("There is no column 'prediktion'. Did you mean 'prediction'?", Assert.Throws<SchemaException>(() => row.Number("prediktion")).Message);
        Assert.Equal("Column 'prediction' holds Double, not String.", Assert.Throws<SchemaException>(() => row.Text("prediction")).Message);
        Assert.Equal("Column 'prediction' holds Double, not whole numbers.", Assert.Throws<SchemaException>(() => row.Integer("prediction")).Message);
        Assert.Equal("Column 'id' has no value.", Assert.Throws<RowException>(() => row.Integer("id")).Message);
        Assert.True(row.IsMissing("id"));
        Assert.StartsWith("There is no column 'features'.", Assert.Throws<SchemaException>(() => Model.Predictor(Schema.Empty)).Message);
    }

    [Fact]
    public void A_row_predicts_what_a_table_does()
    {
        var random = new Random(1);
        var vectors = Enumerable.Range(0, 50).Select(_ => (Vector)new[] { random.NextDouble(), random.NextDouble() }).ToArray();
        var model = new PipelineModel(Model, new Times(2) { Input = "prediction" });
        var table = Table.Of<Vector>("features", vectors);
        var expected = model.Transform(table).Values<double>("product").ToArray();
        var row = model.Predictor(table.Schema).Row();

        for (var i = 0; i < vectors.Length; i++)
        {
            row.Set("features", vectors[i].Values).Predict();
            Assert.Equal(expected[i], row.Number("product"));
        }
    }

    [Fact]
    public void A_prediction_allocates_nothing()
    {
        var row = new PipelineModel(Model, new Times(2) { Input = "prediction" }).Predictor(Columns).Row();
        var sum = 0.0;
        Predict(10);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Predict(1000);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.NotEqual(0, sum);

        void Predict(int times)
        {
            for (var i = 0; i < times; i++)
            {
                row.Set("features", [i, 1.0]).Set("word", "w").Set("id", i).Predict();
                sum += row.Number("product") + row.Integer("id") + row.Text("word").Length;
            }
        }
    }
}
