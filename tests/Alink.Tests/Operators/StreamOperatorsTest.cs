using Alink.Classification;
using Alink.Clustering;
using Alink.Evaluation;
using Alink.Features;
using Alink.Online;
using Alink.Operators;
using Alink.Runtime;

namespace Alink.Tests.Operators;

public class StreamOperatorsTest
{
    static readonly StreamOptions By100 = new() { Trigger = StreamTrigger.EveryRows(100) };

    static readonly Table Numbers = Table.Of("x", [.. Enumerable.Range(0, 1000)]);

    [Fact]
    public async Task All_sinks_that_were_linked_are_run_as_one_job()
    {
        var (small, all, text) = (new List<Table>(), new List<Table>(), new StringWriter());
        var source = new MemSourceStreamOp(Numbers);
        source.Where(row => row.Get<int>("x") < 10).Link(Into(small));
        source.Print(text, maxLimit: 1).Link(Into(all));

        await StreamOperator.ExecuteAsync(By100);

        Assert.Equal((10, 1000), (Count(small), Count(all)));
        Assert.Equal(10, text.ToString().Split("epoch ").Length - 1);
        await Assert.ThrowsAsync<InvalidOperationException>(() => StreamOperator.ExecuteAsync());
    }

    [Fact]
    public async Task The_parts_of_a_split_share_the_rows_out_however_they_are_cut()
    {
        var parts = new List<(int[] First, int[] Others)>();
        foreach (var rows in new[] { 7, 100, 1000 })
        {
            var (first, rest) = (new List<Table>(), new List<Table>());
            var split = new SplitStreamOp().SetFraction(0.3).SetRandomSeed(5).LinkFrom(new MemSourceStreamOp(Numbers));
            split.Link(Into(first));
            split.GetSideOutput(0).Link(Into(rest));
            await StreamOperator.ExecuteAsync(new() { Trigger = StreamTrigger.EveryRows(rows) });
            parts.Add((Values(first), Values(rest)));
        }

        Assert.All(parts, part => Assert.Equal(parts[0].First, part.First));
        Assert.Equal(Enumerable.Range(0, 1000), parts[0].First.Concat(parts[0].Others).Order());
        Assert.InRange(parts[0].First.Length, 250, 350);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public void A_side_output_that_is_not_there_is_refused(int index)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new SplitStreamOp().GetSideOutput(index));
        Assert.Throws<ArgumentOutOfRangeException>(() => new FilterStreamOp(_ => true).GetSideOutput(0));
        Assert.Equal(1, new SplitStreamOp().GetSideOutputCount());
    }

    [Fact]
    public async Task Columns_are_selected_and_streams_joined()
    {
        var rows = new List<Table>();
        var source = new MemSourceStreamOp(Numbers.With<int, double>("y", "x", x => 2.0 * x));
        new UnionAllStreamOp().LinkFrom(source.Select("y as z, x"), source.Select("y AS z,x").Sample(0)).Link(Into(rows));

        await StreamOperator.ExecuteAsync(By100);

        Assert.Equal(["z", "x"], rows[0].Schema.Fields.Select(field => field.Name));
        Assert.Equal(999 * 1000, rows.Sum(batch => batch.Values<double>("z").ToArray().Sum()));
    }

    [Fact]
    public void An_operator_is_linked_once_and_must_be()
    {
        var source = new MemSourceStreamOp(Numbers);
        var split = new SplitStreamOp().LinkFrom(source);

        Assert.Contains("linked already", Assert.Throws<InvalidOperationException>(() => split.LinkFrom(source)).Message);
        Assert.Contains("no input", Assert.Throws<InvalidOperationException>(() => new SplitStreamOp().Stream()).Message);
        Assert.Contains("no input", Assert.Throws<InvalidOperationException>(() => new UnionAllStreamOp().Stream()).Message);
    }

    [Fact]
    public async Task A_missing_column_is_told_before_a_row_is_read()
    {
        new MemSourceStreamOp(Numbers).Link(new VectorAssemblerStreamOp().SetSelectedCols("xx").SetOutputCol("v")).Link(Into([]));

        Assert.Contains("'xx'", (await Assert.ThrowsAsync<SchemaException>(() => StreamOperator.ExecuteAsync())).Message);
    }

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

    [Fact]
    public void Every_estimator_and_transformer_has_its_operators_for_streams()
    {
        var operators = typeof(KMeansTrainBatchOp).Assembly.GetExportedTypes().Select(type => type.Name).ToHashSet();
        var stages = typeof(Ftrl).Assembly.GetExportedTypes()
            .Where(type => !type.IsAbstract && !type.ContainsGenericParameters && type.GetConstructor([]) is not null).ToArray();

        Assert.All(stages.Where(Is(typeof(IEstimator<>))), type => Assert.Contains($"{type.Name}PredictStreamOp", operators));
        Assert.All(stages.Where(Is(typeof(IOnlineEstimator<,>))), type => Assert.Contains($"{type.Name}TrainStreamOp", operators));
        Assert.All(
            stages.Where(type => type.IsAssignableTo(typeof(ITransformer))),
            type => Assert.Contains($"{type.Name}StreamOp", operators));
        Assert.Contains("VectorAssemblerStreamOp", operators);

        static Func<Type, bool> Is(Type role) => type => type.GetInterfaces().Any(each => each.IsGenericType && each.GetGenericTypeDefinition() == role);
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

    [Fact]
    public async Task What_a_sink_writes_in_files_a_source_reads_at_its_speed()
    {
        var folder = Directory.CreateTempSubdirectory("alink-files").FullName;
        try
        {
            new MemSourceStreamOp(Numbers).Link(new CsvSinkStreamOp().SetFilePath(folder).SetFieldDelimiter(';'));
            await StreamOperator.ExecuteAsync(By100);

            var rows = new List<Table>();
            new CsvSourceStreamOp().SetFilePath(folder).SetFieldDelimiter(';').SetIgnoreFirstLine(true).SetSchemaStr("x int")
                .Link(new SpeedControlStreamOp().SetTimeInterval(1e-7)).Link(Into(rows));
            await StreamOperator.ExecuteAsync();

            Assert.Equal(Enumerable.Range(0, 1000), Values(rows));
            Assert.Throws<ArgumentException>(() => new SpeedControlStreamOp().LinkFrom(new FilterStreamOp(_ => true)));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
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

    internal static StreamSinkStreamOp Into(List<Table> rows) => new(new DelegateSink((_, batches) => rows.AddRange(batches)));

    static int Count(List<Table> rows) => rows.Sum(batch => batch.RowCount);

    static int[] Values(List<Table> rows) => [.. rows.SelectMany(batch => batch.Values<int>("x").ToArray())];

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
