using Alink.Classification;
using Alink.Clustering;
using Alink.Evaluation;
using Alink.Features;
using Alink.Online;
using Alink.Operators;
using Alink.Runtime;
using static Alink.Tests.Operators.StreamOperatorsTest;

namespace Alink.Tests.Operators;

public class StreamModelsTest
{
    /// <summary>D2: Alink's FTRL forgets the weights that it begins with.</summary>
    [Fact]
    public async Task FTRL_begins_with_the_offline_model_and_rows_that_say_nothing_change_nothing()
    {
        var rows = Labelled(400);
        var offline = new LogisticRegressionTrainBatchOp().SetLabelCol("y").SetVectorCol("v").SetRegularization(0.01)
            .LinkFrom(new MemSourceBatchOp(rows));
        var nothing = Table.Of<Vector>("v", [.. Enumerable.Repeat<Vector>([0.0, 0.0], 100)]).With("y", [.. Enumerable.Repeat("no", 100)]);
        var train = new FtrlTrainStreamOp(offline).SetLabelCol("y").SetVectorCol("v").SetWithIntercept(false)
            .LinkFrom(new MemSourceStreamOp(nothing));
        var predicted = new List<Table>();
        var published = new List<PublishedModel>();
        train.Models.Subscribe(new Listed(published));
        new FtrlPredictStreamOp(offline).SetPredictionDetailCol("details").LinkFrom(train, new MemSourceStreamOp(rows)).Link(Into(predicted));

        // Without an intercept the learner cannot go on from a model that has one.
        await Assert.ThrowsAsync<TrainingException>(() => StreamOperator.ExecuteAsync(By100));

        var again = new FtrlTrainStreamOp(offline).SetLabelCol("y").SetVectorCol("v").SetWeightCol("w")
            .LinkFrom(new MemSourceStreamOp(nothing.With<double>("w", new double[100])));
        again.Models.Subscribe(new Listed(published));
        new FtrlPredictStreamOp(offline).SetPredictionDetailCol("details").LinkFrom(again, new MemSourceStreamOp(rows)).Link(Into(predicted));
        await StreamOperator.ExecuteAsync(By100);

        var model = offline.Model();
        var learnt = (FtrlModel)published[^1].Model;
        Assert.Equal(
            [.. model.Coefficients.Row(0).ToArray(), model.Intercepts[0]], [.. learnt.Coefficients, learnt.Intercept],
            (left, right) => Math.Abs(left - right) < 1e-12);
        var evaluator = new BinaryEvaluator { Label = "y", Probabilities = "details", Positive = "yes" };
        var batch = (model with { Options = model.Options with { Probabilities = "details" } }).Transform(rows);
        Assert.Equal(evaluator.Evaluate(batch).AreaUnderRoc, evaluator.Evaluate(Table.Concat(predicted)).AreaUnderRoc);
    }

    /// <summary>D5: Alink's FTRL drops mini-batches that wait, and those that are not full.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(37)]
    [InlineData(1000)]
    public async Task Every_row_is_learnt_however_few_come_at_a_time(int rowsOfAnEpoch)
    {
        var rows = Labelled(250);
        var published = new List<PublishedModel>();
        var progressive = new List<Table>();
        var train = new FtrlTrainStreamOp().SetLabelCol("y").SetVectorCol("v").LinkFrom(new MemSourceStreamOp(rows));
        train.Models.Subscribe(new Listed(published));
        train.Link(Into(progressive));

        await StreamOperator.ExecuteAsync(new() { Trigger = StreamTrigger.EveryRows(rowsOfAnEpoch) });

        Assert.Equal((250, 250), (published[^1].Version.Rows, Count(progressive)));
        var fitted = new Ftrl { Label = "y", Features = "v" }.Fit(rows);
        Assert.Equal(fitted.Coefficients.ToArray(), ((FtrlModel)published[^1].Model).Coefficients.ToArray());
    }

    [Fact]
    public async Task Rows_are_predicted_by_the_model_of_the_epoch_before()
    {
        var rows = Labelled(300);
        var predicted = new List<Table>();
        var first = new ModelSourceBatchOp(new Ftrl { Label = "y", Features = "v" }.Fit(rows.Slice(0, 50)));
        var train = new FtrlTrainStreamOp(first).SetLabelCol("y").SetVectorCol("v").LinkFrom(new MemSourceStreamOp(rows.Slice(50, 200)));
        new FtrlPredictStreamOp(first).SetPredictionCol("guess").LinkFrom(train, new MemSourceStreamOp(rows.Slice(50, 200))).Link(Into(predicted));

        await StreamOperator.ExecuteAsync(By100);

        var second = new Ftrl { Label = "y", Features = "v" }.Fit(rows.Slice(0, 150));
        var details = Table.Concat(predicted).Values<Vector>("probabilities");
        Assert.Equal(
            second.Transform(rows.Slice(150, 100)).Values<Vector>("probabilities")[0].ToArray(), details[100].ToArray());
        Assert.Contains("guess", predicted[0].Schema.Fields.Select(field => field.Name));
    }

    [Fact]
    public void A_model_of_another_kind_is_refused()
    {
        var scaler = new ModelSourceBatchOp(new StandardScaler { Features = "v" }.Fit(Labelled(10)));

        Assert.Contains(
            "cannot begin with a StandardScalerModel",
            Assert.Throws<ArgumentException>(
                () => new FtrlPredictStreamOp(scaler).LinkFrom(new MemSourceStreamOp(Labelled(10))).Stream()).Message);
    }

    /// <summary>D4: Alink's centroids are those of the first window for ever.</summary>
    [Fact]
    public async Task Centroids_follow_clusters_that_move_and_no_row_is_lost()
    {
        var (first, moved) = (Around(0, 10, 1), Around(5, 20, 2));
        var kmeans = new KMeansTrainBatchOp().SetVectorCol("v").SetK(2).LinkFrom(new MemSourceBatchOp(first));
        var (models, predicted) = (new List<PublishedModel>(), new List<Table>());
        var streaming = new StreamingKMeansStreamOp(kmeans).SetBatchSize(20).SetHalfLife(1)
            .LinkFrom(new MemSourceStreamOp(moved));
        streaming.Models.Subscribe(new Listed(models));
        streaming.Link(Into(predicted));
        await StreamOperator.ExecuteAsync(By100);

        var centroids = ((KMeansModel)models[^1].Model).Centroids.Values.ToArray().Order().ToArray();
        Assert.Equal((400, 400L + 400), (Count(predicted), models[^1].Version.Rows)); // Those of the first model are among them.
        Assert.InRange(centroids[0], 4.5, 5.5);
        Assert.InRange(centroids[1], 19.5, 20.5);

        static Table Around(double low, double high, int seed)
        {
            var random = new Random(seed);
            return Table.Of("v", [.. Enumerable.Range(0, 400).Select(i => (Vector)new[] { (i % 2 == 0 ? low : high) + random.NextDouble() - 0.5 })]);
        }
    }

    /// <summary>D6: who begins anew has the newest model, and one that cannot be read is passed over.</summary>
    [Fact]
    public async Task Models_go_through_a_folder_to_another_job()
    {
        var folder = Directory.CreateTempSubdirectory("alink-models").FullName;
        try
        {
            var rows = Labelled(400);
            var train = new FtrlTrainStreamOp().SetLabelCol("y").SetVectorCol("v").LinkFrom(new MemSourceStreamOp(rows));
            train.Link(new ModelStreamFileSinkStreamOp().SetFilePath(folder).SetNumKeepModel(2));
            await StreamOperator.ExecuteAsync(By100);
            var files = Directory.GetFiles(folder).Order().ToArray();
            Assert.Equal(2, files.Length);
            await File.WriteAllBytesAsync(files[^1], [1, 2, 3]);

            var first = new ModelSourceBatchOp(new Ftrl { Label = "y", Features = "v" }.Fit(rows.Slice(0, 10)));
            var predicted = new List<Table>();
            new FtrlPredictStreamOp(first)
                .LinkFrom(new ModelStreamFileSourceStreamOp().SetFilePath(folder), new MemSourceStreamOp(rows)).Link(Into(predicted));
            await StreamOperator.ExecuteAsync(By100);

            var expected = new Ftrl { Label = "y", Features = "v" }.Fit(rows.Slice(0, 300)).Transform(rows);
            Assert.Equal(
                expected.Values<Vector>("probabilities")[399].ToArray(), Table.Concat(predicted).Values<Vector>("probabilities")[399].ToArray());
            Assert.Throws<ArgumentException>(() => new ModelStreamFileSinkStreamOp().LinkFrom(new MemSourceStreamOp(rows)));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData(OptimMethod.Ftrl)]
    [InlineData(OptimMethod.Sgd)]
    [InlineData(OptimMethod.Adam)]
    public async Task A_pipeline_goes_on_learning_with_its_last_stage(OptimMethod method)
    {
        var rows = Labelled(400);
        var pipeline = new StandardScaler { Features = "v", Output = "v" }
            .Then(new LogisticRegression { Label = "y", Features = "v", Regularization = 0.1 }).Fit(rows.Slice(0, 100));
        var (models, progressive, predicted) = (new List<PublishedModel>(), new List<Table>(), new List<Table>());
        var source = new MemSourceStreamOp(rows);
        var learning = new OnlineLearningStreamOp(pipeline).SetOptimMethod(method).LinkFrom(source);
        learning.Models.Subscribe(new Listed(models));
        learning.Link(Into(progressive));
        new PipelinePredictStreamOp(pipeline).LinkFrom(source, learning).Link(Into(predicted));
        await StreamOperator.ExecuteAsync(By100);

        Assert.Equal(4, models.Count);
        Assert.Same(pipeline.Steps[0], ((PipelineModel)models[^1].Model).Steps[0]);
        var before = pipeline.Transform(rows).Values<Vector>("probabilities");
        Assert.Equal(before[0][1], progressive[0].Values<Vector>("probabilities")[0][1], 1e-12);
        Assert.Equal(before[99].ToArray(), Table.Concat(predicted).Values<Vector>("probabilities")[99].ToArray());
        var last = Table.Concat(predicted).Values<Vector>("probabilities")[399].ToArray();
        Assert.Equal(models[^2].Model.Transform(rows).Values<Vector>("probabilities")[399].ToArray(), last);
        Assert.NotEqual(before[399].ToArray(), last);
    }

    public static TheoryData<IStage> Goers => [
        new OnlineLinearSvm { Label = "y", Features = "v", LearningRate = 0.1 },
        new OnlineFactorizationMachine { Label = "y", Features = "v", Factors = 2, Optimizer = FactorizationOptimizer.Ftrl },
        new PassiveAggressive { Label = "y", Features = "v" }];

    [Theory, MemberData(nameof(Goers), DisableDiscoveryEnumeration = true)]
    public async Task A_model_learnt_row_by_row_goes_on_as_if_it_had_not_stopped(IStage learner)
    {
        var rows = Labelled(300).With<Vector, double>("n", "v", v => v[0]);
        var pipeline = new Pipeline(learner).Fit(rows.Slice(0, 100));
        var (models, progressive) = (new List<PublishedModel>(), new List<Table>());
        var learning = new OnlineLearningStreamOp(pipeline).LinkFrom(new MemSourceStreamOp(rows.Slice(100, 200)));
        learning.Models.Subscribe(new Listed(models));
        learning.Link(Into(progressive));
        await StreamOperator.ExecuteAsync(By100);

        Assert.Equal(
            new Pipeline(learner).Fit(rows).Transform(rows).Values<string>("prediction").ToArray(),
            models[^1].Model.Transform(rows).Values<string>("prediction").ToArray());
    }

    [Fact]
    public async Task A_newer_pipeline_of_the_folder_takes_the_place_of_all_stages()
    {
        var folder = Directory.CreateTempSubdirectory("alink-rebase").FullName;
        try
        {
            var rows = Labelled(400);
            var old = Scaled(rows.Slice(0, 50));
            var store = new ModelStore(folder, Catalog.Of(typeof(Ftrl).Assembly));
            await store.AddAsync(Scaled(rows.Slice(0, 60)), TimeProvider.System);
            var (models, progressive) = (new List<PublishedModel>(), new List<Table>());
            var learning = new OnlineLearningStreamOp(old).SetModelStreamFilePath(folder).SetModelStreamScanInterval(0)
                .LinkFrom(new MemSourceStreamOp(rows));
            learning.Models.Subscribe(new Listed(models, onFirst: () => store.AddAsync(Scaled(rows), TimeProvider.System).AsTask()));
            learning.Link(Into(progressive));
            await StreamOperator.ExecuteAsync(By100);

            // The newest of the folder at first; the one that came after epoch 1 at the end of epoch 2, as it is; then on from it.
            var (first, second) = (Scaled(rows.Slice(0, 60)), Scaled(rows));
            Assert.Equal([1, 2, 3, 4], models.Select(model => model.Version.Number));
            Assert.Equal(first.Transform(rows).Values<Vector>("probabilities")[0][1], progressive[0].Values<Vector>("probabilities")[0][1], 1e-12);
            Assert.Equal(((StandardScalerModel)first.Steps[0]).Mean.ToArray(), Scaler(models[0]).Mean.ToArray());
            Assert.Equal(((StandardScalerModel)second.Steps[0]).Mean.ToArray(), Scaler(models[1]).Mean.ToArray());
            Assert.Equal(
                second.Transform(rows).Values<Vector>("probabilities")[9][1], models[1].Model.Transform(rows).Values<Vector>("probabilities")[9][1], 1e-12);
            Assert.Equal(
                second.Transform(rows).Values<Vector>("probabilities")[200][1],
                Table.Concat(progressive).Values<Vector>("probabilities")[200][1], 1e-12);
            Assert.NotEqual(
                models[1].Model.Transform(rows).Values<Vector>("probabilities")[9][1], models[3].Model.Transform(rows).Values<Vector>("probabilities")[9][1]);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        static PipelineModel Scaled(Table rows) => new StandardScaler { Features = "v", Output = "v" }
            .Then(new LogisticRegression { Label = "y", Features = "v", Regularization = 0.1 }).Fit(rows);

        static StandardScalerModel Scaler(PublishedModel model) => (StandardScalerModel)((PipelineModel)model.Model).Steps[0];
    }

    static Table Labelled(int rows)
    {
        var random = new Random(11);
        Vector[] vectors = [.. Enumerable.Range(0, rows).Select(_ => (Vector)new[] { random.NextDouble() - 0.5, random.NextDouble() - 0.5 })];
        return Table.Of("v", vectors).With("y", [.. vectors.Select(v => v[0] + (0.5 * random.NextDouble()) > 0.25 ? "yes" : "no")]);
    }

    sealed class Listed(List<PublishedModel> models, Func<Task>? onFirst = null) : IModelSink
    {
        public async ValueTask PublishAsync(PublishedModel model, CancellationToken cancellation)
        {
            models.Add(model);
            if (models.Count == 1 && onFirst is not null)
            {
                await onFirst();
            }
        }
    }
}
