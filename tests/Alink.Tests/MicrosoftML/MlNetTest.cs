using System.IO.Compression;
using Alink.Features;
using Alink.MicrosoftML;
using Alink.Runtime;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;
using Microsoft.ML.Trainers.FastTree;
using Microsoft.ML.Trainers.LightGbm;

namespace Alink.Tests.MicrosoftML;

public class MlNetTest
{
    static readonly Catalog Catalog = Catalog.Of(typeof(MlNetModel).Assembly, typeof(VectorAssembler).Assembly);

    static readonly Example[] Examples = [.. Made(300)];

    static readonly Table Rows = Table.Of("a", [.. Examples.Select(one => (double)one.Features[0])])
        .With("b", [.. Examples.Select(one => (double)one.Features[1])])
        .With("c", [.. Examples.Select(one => (double)one.Features[2])])
        .With("is", [.. Examples.Select(one => one.Is)])
        .With("kind", [.. Examples.Select(one => one.Kind)])
        .With("y", [.. Examples.Select(one => (double)one.Y)]);

    static readonly Table Vectors = new VectorAssembler { Columns = ["a", "b", "c"] }.Transform(Rows);

    static LightGbmBinaryTrainer LightGbm(MLContext ml) => ml.BinaryClassification.Trainers.LightGbm(new LightGbmBinaryTrainer.Options
    {
        LabelColumnName = "is",
        FeatureColumnName = "features",
        NumberOfIterations = 20,
        NumberOfThreads = 1,
        Seed = 5,
        Deterministic = true,
        MinimumExampleCountPerLeaf = 5,
    });

    static SdcaMaximumEntropyMulticlassTrainer Sdca(MLContext ml) => ml.MulticlassClassification.Trainers.SdcaMaximumEntropy(
        new SdcaMaximumEntropyMulticlassTrainer.Options { LabelColumnName = "kind", FeatureColumnName = "features", NumberOfThreads = 1, Shuffle = false, MaximumNumberOfIterations = 10 });

    static FastTreeRegressionTrainer FastTree(MLContext ml) => ml.Regression.Trainers.FastTree(
        new FastTreeRegressionTrainer.Options { LabelColumnName = "y", FeatureColumnName = "features", NumberOfThreads = 1, NumberOfTrees = 10, Seed = 3 });

    [Fact]
    public void LightGBM_in_our_pipeline_is_LightGBM_alone_to_the_bit()
    {
        var ours = new VectorAssembler { Columns = ["a", "b", "c"] }.Then(new MlNet(LightGbm) { Seed = 1 }).Fit(Rows).Transform(Rows);
        var theirs = Alone(new MLContext(1), LightGbm);

        Assert.Equal(theirs.Values<float>("Probability").ToArray(), ours.Values<float>("Probability").ToArray());
        Assert.Equal(theirs.Values<bool>("PredictedLabel").ToArray(), ours.Values<bool>("PredictedLabel").ToArray());
        Assert.True(ours.Values<float>("Probability").ToArray().Distinct().Count() > 20);
    }

    [Fact]
    public void FastTree_in_our_pipeline_is_FastTree_alone_to_the_bit()
    {
        var ours = new MlNet(FastTree) { Seed = 1 }.Fit(Vectors).Transform(Vectors);

        Assert.Equal(Alone(new MLContext(1), FastTree).Values<float>("Score").ToArray(), ours.Values<float>("Score").ToArray());
    }

    [Fact]
    public void SDCA_of_several_classes_is_SDCA_alone_to_the_bit()
    {
        var model = new MlNet(Sdca) { Seed = 1, Keys = ["kind"] }.Fit(Vectors);
        var ours = model.Transform(Vectors);
        var ml = new MLContext(1);
        var theirs = Alone(ml, context => context.Transforms.Conversion
            .MapValueToKey("kind", keyOrdinality: Microsoft.ML.Transforms.ValueToKeyMappingEstimator.KeyOrdinality.ByValue).Append(Sdca(context)));

        Assert.Equal(theirs.Values<Vector>("Score").ToArray(), ours.Values<Vector>("Score").ToArray());
        Assert.Equal(theirs.Values<string>("PredictedLabel").ToArray(), ours.Values<string>("PredictedLabel").ToArray());
        Assert.Equal(["high", "low", "middle"], ours.Schema["PredictedLabel"].Levels!.Names.ToArray());
        Assert.Equal(model.Transform(Vectors.Schema).Fields.Select(field => (field.Name, field.Type)), ours.Schema.Fields.Select(field => (field.Name, field.Type)));
        Assert.Equal(
            new MlNet(Sdca) { Keys = ["kind"] }.Transform(Vectors.Schema).Fields.Select(field => (field.Name, field.Type)).Order(),
            ours.Schema.Fields.Select(field => (field.Name, field.Type)).Order());
    }

    [Fact]
    public void The_model_file_holds_the_model()
    {
        var model = new VectorAssembler { Columns = ["a", "b", "c"] }.Then(new MlNet(LightGbm)).Fit(Rows);
        var read = ModelFile.Read(Written(model), Catalog);

        Assert.Equal(
            model.Transform(Rows).Values<float>("Probability").ToArray(), read.Transform(Rows.Drop("is", "y")).Values<float>("Probability").ToArray());
        Assert.Equal(300, ((MlNetModel)((PipelineModel)read).Steps[1]).Origin!.Rows);
        Assert.Equal(["features"], ((MlNetModel)((PipelineModel)read).Steps[1]).Columns.Select(column => column.Field.Name));
    }

    [Fact]
    public void The_same_training_gives_the_same_file()
    {
        var (one, other) = (new MlNet(Sdca) { Keys = ["kind"] }.Fit(Vectors), new MlNet(Sdca) { Keys = ["kind"] }.Fit(Vectors));

        Assert.Equal(one.Zip.ToArray(), other.Zip.ToArray());
    }

    [Fact]
    public void A_whole_pipeline_of_MLNET_reads_scalars_and_texts_row_by_row()
    {
        var forest = new MlNet(ml => ml.Transforms.Categorical.OneHotEncoding("hot", "kind").Append(ml.Transforms.Concatenate("features", "a", "b", "hot"))
            .Append(ml.Regression.Trainers.FastForest("y", "features", numberOfTrees: 5)));
        var model = (forest with { Outputs = ["Score"] }).Fit(Rows);
        var table = model.Transform(Rows);
        var row = new RowCells(Rows.Schema);
        var step = model.Bind(row);
        for (var i = 0; i < 20; i++)
        {
            foreach (var cell in row.Inputs)
            {
                Rows.Data(cell.Name).Load(i, cell);
            }

            Assert.True(step());
            Assert.Equal(table.Values<float>("Score")[i], (float)row["Score"].Number);
        }

        Assert.Equal(["a", "b", "kind"], model.Columns.Select(column => column.Field.Name).Order());
        Assert.Equal([.. Rows.Schema.Fields.Select(field => field.Name), "Score"], table.Schema.Fields.Select(field => field.Name));
        Assert.True(table.Values<float>("Score").ToArray().Distinct().Count() > 5);
    }

    [Fact]
    public void Columns_that_a_trainer_does_not_take_are_told_before_any_row()
    {
        Assert.Contains("kind: String", Assert.Throws<SchemaException>(() => new MlNet(Sdca).Transform(Vectors.Schema)).Message);
        Assert.Contains("features", Assert.Throws<SchemaException>(() => new MlNet(LightGbm).Transform(Rows.Schema)).Message);
        Assert.Throws<SchemaException>(() => new MlNet(Sdca) { Keys = ["kinds"] }.Transform(Vectors.Schema));
        var model = new MlNet(LightGbm).Fit(Vectors);
        Assert.Contains("length 1", Assert.Throws<SchemaException>(() => model.Transform(Table.Of<Vector>("features", [1.0]))).Message);
        Assert.Contains("no column 'features'", Assert.Throws<SchemaException>(() => model.Transform(Rows)).Message);
    }

    [Fact]
    public void No_rows_teach_nothing() =>
        Assert.Throws<TrainingException>(() => new MlNet(LightGbm).Fit(Vectors.Slice(0, 0)));

    [Fact]
    public void A_missing_label_is_named_and_not_taken_for_false()
    {
        var rows = Vectors.With(new Field("is", DataType.Boolean), new FixedColumn<bool>(new bool[300], Validity.Where(300, row => row == 7)));

        Assert.Contains("Column 'is' has no value in row 7", Assert.Throws<RowException>(() => new MlNet(LightGbm).Fit(rows)).Message);
    }

    [Fact]
    public void What_is_no_zip_of_MLNET_or_unpacks_to_too_much_is_refused()
    {
        var model = new MlNet(LightGbm).Fit(Vectors);

        Assert.Throws<DataFormatException>(() => (model with { Zip = [1, 2, 3] }).Transform(Vectors));
        Assert.Throws<DataFormatException>(() => (model with { Zip = model.Zip[..(model.Zip.Length / 2)] }).Transform(Vectors));
        using var bomb = new MemoryStream();
        using (var zip = new ZipArchive(bomb, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var entry = zip.CreateEntry("TransformerChain/Model.key").Open();
            for (var i = 0; i < 65; i++)
            {
                entry.Write(new byte[1 << 20]);
            }
        }

        Assert.Contains($"entries of {65 << 20} bytes", Assert.Throws<DataFormatException>(() => (model with { Zip = [.. bomb.ToArray()] }).Transform(Vectors)).Message);
    }

    [Fact]
    public async Task A_stopped_training_stops()
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await new MlNet(FastTree).FitAsync(Vectors, stop.Token));
    }

    static MemoryStream Written(ITransformer model)
    {
        var file = new MemoryStream();
        ModelFile.Write(file, model);
        file.Position = 0;
        return file;
    }

    /// <summary>ML.NET by itself: its own view of its own objects.</summary>
    static Table Alone(MLContext ml, Func<MLContext, Microsoft.ML.IEstimator<Microsoft.ML.ITransformer>> estimator)
    {
        var view = ml.Data.LoadFromEnumerable(Examples);
        return estimator(ml).Fit(view).Transform(view).ToTable();
    }

    static IEnumerable<Example> Made(int count)
    {
        var random = new Random(11);
        for (var i = 0; i < count; i++)
        {
            var (a, b, c) = (random.NextSingle(), random.NextSingle(), random.NextSingle());
            yield return new()
            {
                Features = [a, b, c],
                Is = a + (b * c) + (0.2 * random.NextDouble()) > 0.9,
                Kind = a < 0.3 ? "low" : a < 0.7 ? "middle" : "high",
                Y = (3 * a) - b + (0.1f * random.NextSingle()),
            };
        }
    }

    sealed class Example
    {
        [VectorType(3), ColumnName("features")]
        public float[] Features { get; set; } = [];

        [ColumnName("is")]
        public bool Is { get; set; }

        [ColumnName("kind")]
        public string Kind { get; set; } = "";

        [ColumnName("y")]
        public float Y { get; set; }
    }
}
