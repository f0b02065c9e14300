using Alink.Anomaly;
using Alink.Classification;
using Alink.Clustering;
using Alink.Evaluation;
using Alink.Features;
using Alink.IO;
using Alink.Operators;
using Alink.Runtime;
using Alink.Tables;
using Alink.Text;
using Alink.Tuning;

namespace Alink.Tests.Operators;

/// <summary>Programs that users of Alink write, in its style and in ours.</summary>
public class AlinkProgramsTest
{
    internal static readonly string Iris = Path.Combine(Architecture.Repository.Root, "datasets", "iris", "iris.csv");
    static readonly string Cancer = Path.Combine(Architecture.Repository.Root, "datasets", "breast-cancer-wdbc", "breast_cancer_wdbc.csv");

    [Fact]
    public void Cluster_a_CSV()
    {
        var source = new CsvSourceBatchOp().SetFilePath(Iris).SetIgnoreFirstLine(true).SetSchemaStr(
            "sepal_length double, sepal_width double, petal_length double, petal_width double, species string");
        var vectors = new VectorAssemblerBatchOp()
            .SetSelectedCols("sepal_length", "sepal_width", "petal_length", "petal_width")
            .SetOutputCol("vec")
            .LinkFrom(source);
        var train = new KMeansTrainBatchOp().SetVectorCol("vec").SetK(3).SetMaxIter(100).LinkFrom(vectors);
        var predicted = new KMeansPredictBatchOp().SetPredictionCol("pred").LinkFrom(train, vectors).Collect();

        var rows = Csv.Read(Iris);
        var ours = new VectorAssembler { Columns = ["sepal_length", "sepal_width", "petal_length", "petal_width"], Output = "vec" }
            .Then(new KMeans { Features = "vec", K = 3, MaxIterations = 100, Prediction = "pred" })
            .Fit(rows)
            .Transform(rows);

        Assert.Equal(ours.Values<int>("pred").ToArray(), predicted.Values<int>("pred").ToArray());
        Assert.Equal(3, predicted.Groups("pred").Length);
    }

    [Fact]
    public void Split_train_evaluate()
    {
        var features = Csv.Read(Cancer).Schema.Fields.Select(field => field.Name).Where(name => name != "diagnosis").ToArray();
        var source = new CsvSourceBatchOp().SetFilePath(Cancer).SetIgnoreFirstLine(true)
            .Link(new VectorAssemblerBatchOp().SetSelectedCols(features).SetOutputCol("vec"));
        var split = new SplitBatchOp().SetFraction(0.8).SetRandomSeed(1).LinkFrom(source);
        var train = new LogisticRegressionTrainBatchOp()
            .SetVectorCol("vec").SetLabelCol("diagnosis").SetRegularization(0.01).LinkFrom(split);
        var metrics = new LogisticRegressionPredictBatchOp().SetPredictionDetailCol("details").LinkFrom(train, split.GetSideOutput(0))
            .LinkTo(new EvalBinaryClassBatchOp().SetLabelCol("diagnosis").SetPredictionDetailCol("details").SetPositiveLabelValueString("malignant"))
            .CollectMetrics();

        var (training, test) = new VectorAssembler { Columns = [.. features], Output = "vec" }.Transform(Csv.Read(Cancer)).Split(0.8, seed: 1);
        var model = new LogisticRegression { Features = "vec", Label = "diagnosis", Regularization = 0.01, Probabilities = "details" }.Fit(training);
        var ours = new BinaryEvaluator { Label = "diagnosis", Probabilities = "details", Positive = "malignant" }.Evaluate(model.Transform(test));

        Assert.Equal(ours.AreaUnderRoc, metrics.AreaUnderRoc);
        Assert.InRange(metrics.AreaUnderRoc, 0.98, 1);
    }

    [Fact]
    public void Save_in_one_program_and_predict_row_by_row_in_another()
    {
        var features = new VectorAssembler { Columns = ["petal_length", "petal_width"], Output = "vec" };
        var source = new CsvSourceBatchOp().SetFilePath(Iris).SetIgnoreFirstLine(true);
        var vectors = source.Link(new VectorAssemblerBatchOp().SetSelectedCols("petal_length", "petal_width").SetOutputCol("vec"));
        var train = new KMeansTrainBatchOp().SetVectorCol("vec").SetK(3).SetPredictionCol("p").LinkFrom(vectors);
        using var theirs = new MemoryStream();
        ModelFile.Write(theirs, new PipelineModel(features, train.Model()));

        var rows = Csv.Read(Iris);
        using var ours = new MemoryStream();
        ModelFile.Write(ours, features.Then(new KMeans { Features = "vec", K = 3, Prediction = "p" }).Fit(source));

        var (left, right) = (Predictions(theirs), Predictions(ours));
        Assert.Equal(left, right);
        Assert.Equal(new KMeansPredictBatchOp().LinkFrom(train, vectors).Collect().Values<int>("p").ToArray(), left);

        int[] Predictions(MemoryStream file)
        {
            file.Position = 0;
            var row = ModelFile.Read(file, Catalog.Of(typeof(KMeans).Assembly)).Predictor(rows.Schema).Row();
            return [.. rows.Rows.Select(each =>
            {
                row.Set("petal_length", each.Get<double>("petal_length")).Set("petal_width", each.Get<double>("petal_width")).Predict();
                return (int)row.Number("p");
            })];
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Search_options_on_folds(bool atRandom)
    {
        var search = Search.Of(new VectorAssembler { Columns = ["mean_radius", "mean_texture"] }
                .Then(new StandardScaler())
                .Then(new LogisticRegression { Label = "diagnosis", MaxIterations = 20 }))
            .Over((LogisticRegression stage) => stage.Regularization, 0.001, 0.1, 10)
            .By(new BinaryEvaluator { Label = "diagnosis", Positive = "malignant" }, metrics => metrics.AreaUnderRoc) with
        {
            Seed = 7,
            Strategy = atRandom ? new RandomSearch { Trials = 2 } : new GridSearch(),
        };
        var source = new CsvSourceBatchOp().SetFilePath(Cancer).SetIgnoreFirstLine(true);

        var (theirs, ours) = (search.Fit(source), search.Fit(Csv.Read(Cancer)));

        Assert.Equal(ours.Score, theirs.Score);
        Assert.Equal(ours.Trials.Drop("seconds").Format(), theirs.Trials.Drop("seconds").Format());
        Assert.Equal(ours.Transform(Csv.Read(Cancer)).Format(), theirs.Transform(source).Collect().Format());
        Assert.InRange(theirs.Score, 0.9, 1);
    }

    [Fact]
    public void Lead_values_from_format_to_format()
    {
        var rows = Table.Of("id", 7L, 8L).With<string>("kv", "f0:1.5,f1:2", "f0:0.1,f1:-3");
        var schema = SchemaText.Parse("f0 double, f1 double");

        var vectors = new MemSourceBatchOp(rows)
            .Link(new KvToColumnsBatchOp().SetKvCol("kv").SetSchemaStr("f0 double, f1 double"))
            .Link(new ColumnsToVectorBatchOp().SetSelectedCols("f0", "f1").SetVectorCol("vec").SetReservedCols("id"));
        var theirs = vectors.Link(new VectorToTripleBatchOp().SetVectorCol("vec").SetTripleRowCol("id").SetReservedCols("id")).Collect();

        var ours = rows.KeyValuesToColumns("kv", schema).ColumnsToVector(["f0", "f1"], "vec").VectorToColumns("vec", ["f0", "f1"])
            .ColumnsToTriples(["f0", "f1"]).With("row", 7L, 7, 8, 8).Rename("row", "id");

        Assert.Equal(ours.Format(), theirs.Format());
        Assert.Equal([0.1, -3], vectors.Collect().Values<Vector>("vec")[1].ToArray());
    }

    [Fact]
    public void Many_lazy_looks_in_one_execution()
    {
        var (shown, expected) = (new StringWriter(), new StringWriter());
        var raw = new CsvSourceBatchOp().SetFilePath(Iris).SetIgnoreFirstLine(true).LazyPrint(5, "raw", shown).LazyPrintStatistics(writer: shown);
        var vectors = raw.Link(new VectorAssemblerBatchOp().SetSelectedCols("petal_length", "petal_width"));
        KMeansModel? model = null;
        var train = new KMeansTrainBatchOp().SetK(3).LinkFrom(vectors).LazyCollectModelInfo(info => model = info).LazyPrintTrainInfo(writer: shown);
        ClusteringMetrics? metrics = null;
        new KMeansPredictBatchOp().LinkFrom(train, vectors).Link(new EvalClusterBatchOp())
            .LazyCollectMetrics(value => metrics = value).LazyPrintMetrics("clusters", shown);
        BatchOperator.Execute();

        var rows = Csv.Read(Iris);
        var assembled = new VectorAssembler { Columns = ["petal_length", "petal_width"] }.Transform(rows);
        var ours = new KMeans { K = 3 }.Fit(assembled);
        expected.Write($"raw\n{rows.Format(5)}{rows.Describe().Format(99)}");

        Assert.StartsWith(expected.ToString(), shown.ToString());
        Assert.Equal(ours.Centroids, model!.Centroids);
        Assert.Equal(new ClusteringEvaluator().Evaluate(ours.Transform(assembled)).ToString(), metrics!.ToString());
        Assert.EndsWith($"clusters\n{metrics}{Environment.NewLine}", shown.ToString());
    }

    [Fact]
    public void Several_metrics_print_one_below_the_other()
    {
        var shown = new StringWriter();
        var histograms = new MemSourceBatchOp(Table.Of("a", 1.0, 2, 3).With("b", 4.0, 4, 5))
            .Link(new HistogramBatchOp().SetSelectedCols("a", "b")).LazyPrintMetrics(writer: shown);
        BatchOperator.Execute();

        Assert.Equal(string.Join('\n', histograms.CollectMetrics()) + Environment.NewLine, shown.ToString());
    }

    [Fact]
    public void SQL_glue_with_a_function()
    {
        var a = Table.Of("id", 1, 2, 2, 3).With("v", 5.0, 12.0, 18.0, 99.0);
        var b = Table.Of("id", 1, 2).With("name", "x", "y");

        var theirs = new JoinBatchOp().SetJoinPredicate("a.id = b.id").SetSelectClause("b.id, name, v")
            .LinkFrom(new MemSourceBatchOp(a), new MemSourceBatchOp(b))
            .Udf<double, int>("v", "k", v => (int)(v / 10))
            .GroupBy("id, k", "id, k, count(*) as n, sum(v) as total")
            .Where("n > 0 and not (total < 5)")
            .OrderBy("total desc")
            .Collect();

        var ours = a.Join(b, ["id"]).With("k", (Column<double>)"v", v => (int)(v / 10))
            .GroupBy(["id", "k"], Aggregate.Count("n"), Aggregate.Sum("v", "total"))
            .Where(row => row.Get<long>("n") > 0 && !(row.Get<double>("total") < 5))
            .Sort("-total");

        Assert.Equal(ours.Format(), theirs.Format());
        Assert.Equal([30.0, 5.0], theirs.GroupBy("id", "sum(total) as t").Values<double>("t").ToArray());
    }

    [Fact]
    public void Draw_balance_and_learn()
    {
        var source = new CsvSourceBatchOp().SetFilePath(Cancer).SetIgnoreFirstLine(true)
            .Link(new VectorAssemblerBatchOp().SetSelectedCols("mean_radius", "mean_texture"));
        var drawn = source.Link(new StratifiedSampleBatchOp().SetStrataCol("diagnosis").SetStrataRatios("malignant:0.2,benign:0.8"));
        var balanced = drawn.Link(new SmoteBatchOp().SetLabelCol("diagnosis").SetRandomSeed(3));
        var theirs = new LogisticRegressionTrainBatchOp().SetLabelCol("diagnosis").LinkFrom(balanced).Model();

        var rows = new VectorAssembler { Columns = ["mean_radius", "mean_texture"] }.Transform(Csv.Read(Cancer));
        var learnt = new Smote { Label = "diagnosis", Seed = 3 }
            .Resample(new Sample { Strata = "diagnosis", StrataRatios = "malignant:0.2,benign:0.8" }.Resample(rows));
        var ours = new LogisticRegression { Label = "diagnosis" }.Fit(learnt);

        Assert.Equal(ours.Coefficients, theirs.Coefficients);
        Assert.Equal([286L, 286L], balanced.GroupBy("diagnosis", "count(*) as n").Collect().Values<long>("n").ToArray());
    }

    [Fact]
    public async Task Anomalies_of_a_stream_by_device_against_labels()
    {
        var random = new Random(3);
        var rows = Table.Of("dev", [.. Enumerable.Range(0, 600).Select(i => $"d{i % 3}")])
            .With("bad", [.. Enumerable.Range(0, 600).Select(i => i % 40 == 39 ? 1 : 0)])
            .With("v", [.. Enumerable.Range(0, 600).Select(i => (i % 3 * 100) + random.NextDouble() + (i % 40 == 39 ? 1.5 : 0))]);

        var theirs = new List<Table>();
        new MemSourceStreamOp(rows)
            .Link(new KSigmaOutlierStreamOp().SetGroupCols("dev").SetFeatureCol("v").SetPrecedingRows(50).SetThreshold(3))
            .Link(new EvalOutlierStreamOp().SetLabelCol("bad").SetOutlierValueStrings("1").SetOutlierThreshold(0.75).SetWindow(EvaluationWindow.OfRows(200)))
            .Link(new JsonValueStreamOp().SetSelectedCol("Data").SetJsonPath("$.AUC", "$.F1").SetOutputCols("auc", "f1"))
            .Select("Statistics as statistics, auc, f1")
            .Link(new StreamSinkStreamOp(new DelegateSink((_, batches) => theirs.AddRange(batches))));
        await StreamOperator.ExecuteAsync(new() { Trigger = StreamTrigger.EveryRows(100) });

        var ours = new List<Table>();
        var measures = TableStream.Of(rows, rowsPerBatch: 70)
            .KeyBy(["dev"]).Learn(new KSigma { Feature = "v", PrecedingRows = 50 })
            .Evaluate(new BinaryEvaluator { Label = "bad", Score = "anomaly", Positive = "1", Threshold = 0.75 }, EvaluationWindow.OfRows(200));
        await foreach (var batch in measures.Select(batch => batch.Select("statistics", "auc", "f1")))
        {
            ours.Add(batch);
        }

        Assert.Equal(Table.Concat(ours).Format(), Table.Concat(theirs).Format());
        Assert.InRange(theirs[^1].Values<double>("auc")[theirs[^1].RowCount - 1], 0.99, 1);
    }

    [Fact]
    public void Anomalies_of_a_table_by_device()
    {
        var rows = Table.Of("dev", "a", "b", "a", "a", "b", "a").With("v", 1.0, 20, 2, 1, 30, 9);

        var theirs = new MemSourceBatchOp(rows).Link(new KSigmaOutlierBatchOp().SetGroupCols("dev").SetFeatureCol("v").SetThreshold(1.2)).Collect();
        var ours = rows.Groups("dev").Select(group => new KSigma { Feature = "v", Threshold = 1.2 }.Fit(group).Transform(group));

        Assert.Equal(Table.Concat([.. ours]).Gather([0, 4, 1, 2, 5, 3]).Format(), theirs.Format());
        Assert.Equal([false, false, false, false, false, true], theirs.Values<bool>("prediction").ToArray());
        Assert.Contains("In the group of row 6: KSigma needs at least 2", Assert.Throws<TrainingException>(
            () => new MemSourceBatchOp(Table.Concat(rows, rows.Slice(0, 1).With("dev", "c")))
                .Link(new KSigmaOutlierBatchOp().SetGroupCols("dev").SetFeatureCol("v")).Collect()).Message);
        Assert.Equal(1, new MemSourceBatchOp(theirs.With("bad", 0, 0, 0, 0, 0, 1))
            .Link(new EvalOutlierBatchOp().SetLabelCol("bad").SetOutlierValueStrings("1")).CollectMetrics().AreaUnderRoc);
    }

    [Fact]
    public void Texts_are_classified_and_served_row_by_row()
    {
        var words = ChineseSegmenter.Dictionary(["手机 60", "质量 60", "屏幕 40", "喜欢 40", "不错 40", "很好 40", "很差 40", "失望 40", "的 90", "了 90", "我 50", "这个 40"]);
        var reviews = Table.Of("text", "手机质量很好", "我喜欢这个手机", "屏幕不错的手机", "质量很好我喜欢", "手机质量很差", "我失望了", "屏幕很差的手机", "质量很差我失望")
            .With("label", "+", "+", "+", "+", "-", "-", "-", "-");

        var segment = new ChineseSegmenterTrainBatchOp().SetWeightCol("weight").LinkFrom(new MemSourceBatchOp(words));
        var vectors = new ChineseSegmenterPredictBatchOp().LinkFrom(segment, new MemSourceBatchOp(reviews))
            .Link(new StopWordsRemoverBatchOp().SetWords("的", "了", "我", "这个"))
            .Link(new HashingTFBatchOp().SetLength(256));
        var train = new LogisticRegressionTrainBatchOp().SetLabelCol("label").SetRegularization(0.1).LinkFrom(vectors);

        var model = new Pipeline(
            new ChineseSegmenter { Weight = "weight" }.Fit(words),
            new StopWordsRemover { Words = ["的", "了", "我", "这个"] },
            new HashingTF { Length = 256 },
            new LogisticRegression { Label = "label", Regularization = 0.1 }).Fit(reviews);
        using var file = new MemoryStream();
        ModelFile.Write(file, model);
        file.Position = 0;
        var served = ModelFile.Read(file, Catalog.Of(typeof(HashingTF).Assembly)).Predictor(reviews.Schema).Row();

        Assert.Equal(((LogisticRegressionModel)model.Steps[^1]).Coefficients, train.Model().Coefficients);
        Assert.Equal(
            reviews.Values<string>("label").ToArray(),
            new LogisticRegressionPredictBatchOp().LinkFrom(train, vectors).Collect().Values<string>("prediction").ToArray());
        Assert.Equal(["+", "-"], new[] { "屏幕很好我喜欢", "这个手机很差" }.Select(Predicted));

        string Predicted(string text)
        {
            served.Set("text", text).Predict();
            return served.Text("prediction");
        }
    }

    [Fact]
    public void What_a_sink_writes_a_source_reads()
    {
        var folder = Directory.CreateTempSubdirectory("alink-operators").FullName;
        try
        {
            var path = Path.Combine(folder, "rows.csv");
            new MemSourceBatchOp(Table.Of("x", 1.5, 2.5).With("s", "a;b", "c")).Link(new CsvSinkBatchOp().SetFilePath(path).SetFieldDelimiter(';')).Collect();

            var read = new CsvSourceBatchOp().SetFilePath(path).SetFieldDelimiter(';').SetIgnoreFirstLine(true).Collect();
            Assert.Equal(["a;b", "c"], read.Values<string>("s").ToArray());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
