using Alink.Classification;
using Alink.Features;
using Alink.MicrosoftML;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Alink.Tests.MicrosoftML;

public class AlinkTransformerTest
{
    static readonly Table Rows = Table.Of<Vector>("features", [1.0, 5.0], [2.0, 4.0], [8.0, 1.0], [9.0, 0.0])
        .With("label", "a", "a", "b", "b");

    static readonly PipelineModel Model = new StandardScaler().Then(new GaussianNaiveBayes()).Fit(Rows);

    [Fact]
    public void A_model_stands_in_a_pipeline_of_MLNET()
    {
        var ml = new MLContext();
        var view = Rows.ToDataView();
        var chain = ml.Transforms.CopyColumns("raw", "features").Append(Model.ToMicrosoftML())
            .Append(ml.Transforms.Conversion.MapValueToKey("key", "prediction"));
        var made = chain.Fit(view).Transform(view).ToTable("raw", "features", "prediction", "probabilities", "key");
        var ours = Model.Transform(Rows);

        Assert.Equal(ours.Values<string>("prediction").ToArray(), made.Values<string>("prediction").ToArray());
        Assert.Equal(ours.Values<string>("prediction").ToArray(), made.Values<string>("key").ToArray());
        Assert.Equal(Rows.Values<Vector>("features").ToArray(), made.Values<Vector>("raw").ToArray());
        for (var row = 0; row < 4; row++)
        {
            Assert.Equal(ours.Values<Vector>("probabilities")[row].ToArray(), made.Values<Vector>("probabilities")[row].ToArray(), (a, b) => Math.Abs(a - b) < 1e-6);
            Assert.Equal(ours.Values<Vector>("features")[row].ToArray(), made.Values<Vector>("features")[row].ToArray(), (a, b) => Math.Abs(a - b) < 1e-6);
        }

        Assert.Equal(["a", "b"], made.Schema["probabilities"].FeatureNames.ToArray());
    }

    [Fact]
    public void A_trainer_of_MLNET_learns_from_what_a_model_makes()
    {
        var ml = new MLContext(1);
        var view = Rows.With("y", 1f, 2f, 8f, 9f).ToDataView();
        var chain = new StandardScaler().Fit(Rows).ToMicrosoftML().Append(ml.Regression.Trainers.LbfgsPoissonRegression("y", "features"));

        var scores = chain.Fit(view).Transform(view).ToTable("Score").Values<float>("Score");
        Assert.True(scores[0] < scores[1] && scores[1] < scores[2] && scores[2] < scores[3]);
    }

    [Fact]
    public void A_prediction_engine_of_MLNET_asks_a_model()
    {
        var ml = new MLContext();
        var engine = ml.Model.CreatePredictionEngine<Asked, Answer>(Model.ToMicrosoftML());

        Assert.Equal("a", engine.Predict(new() { Features = [1, 5] }).Prediction);
        Assert.Equal("b", engine.Predict(new() { Features = [9, 0] }).Prediction);
    }

    [Fact]
    public void A_model_of_ours_is_not_saved_in_a_file_of_MLNET()
    {
        using var file = new MemoryStream();

        Assert.Contains("save it as a model file", Assert.ThrowsAny<Exception>(
            () => new MLContext().Model.Save(Model.ToMicrosoftML(), null, file)).GetBaseException().Message);
    }

    [Fact]
    public void Columns_that_the_model_does_not_take_are_refused() =>
        Assert.Throws<SchemaException>(() => Model.ToMicrosoftML().Fit(Table.Of("x", 1.0).ToDataView()));

    sealed class Asked
    {
        [VectorType(2), ColumnName("features")]
        public float[] Features { get; set; } = [];
    }

    sealed class Answer
    {
        [ColumnName("prediction")]
        public string Prediction { get; set; } = "";
    }
}
