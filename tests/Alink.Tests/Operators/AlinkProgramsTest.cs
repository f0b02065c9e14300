using Alink.Classification;
using Alink.Clustering;
using Alink.Evaluation;
using Alink.Features;
using Alink.IO;
using Alink.Operators;

namespace Alink.Tests.Operators;

/// <summary>Programs that users of Alink write, in its style and in ours.</summary>
public class AlinkProgramsTest
{
    static readonly string Iris = Path.Combine(Architecture.Repository.Root, "datasets", "iris", "iris.csv");
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
            .LinkTo(new EvalBinaryBatchOp().SetLabelCol("diagnosis").SetPredictionDetailCol("details").SetPositiveLabelValueString("malignant"))
            .CollectMetrics();

        var (training, test) = new VectorAssembler { Columns = [.. features], Output = "vec" }.Transform(Csv.Read(Cancer)).Split(0.8, seed: 1);
        var model = new LogisticRegression { Features = "vec", Label = "diagnosis", Regularization = 0.01, Probabilities = "details" }.Fit(training);
        var ours = new BinaryEvaluator { Label = "diagnosis", Probabilities = "details", Positive = "malignant" }.Evaluate(model.Transform(test));

        Assert.Equal(ours.AreaUnderRoc, metrics.AreaUnderRoc);
        Assert.InRange(metrics.AreaUnderRoc, 0.98, 1);
    }

    [Fact]
    public void An_operator_is_linked_once()
    {
        var source = new MemSourceBatchOp(Table.Of<Vector>("features", [1.0], [2.0]));
        var train = new KMeansTrainBatchOp().LinkFrom(source);

        Assert.Contains("linked already", Assert.Throws<InvalidOperationException>(() => train.LinkFrom(source)).Message);
        Assert.Contains("no input", Assert.Throws<InvalidOperationException>(() => new KMeansTrainBatchOp().Model()).Message);
    }

    [Fact]
    public void The_parts_of_a_split_share_the_rows_out()
    {
        var split = new SplitBatchOp().SetFraction(0.3).LinkFrom(new MemSourceBatchOp(Table.Of("x", [.. Enumerable.Range(0, 10)])));

        Assert.Equal((3, 7), (split.Collect().RowCount, split.GetSideOutput().Collect().RowCount));
        Assert.Throws<ArgumentOutOfRangeException>(() => split.GetSideOutput(1));
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

    [Fact]
    public void Every_estimator_transformer_and_evaluator_has_its_operators()
    {
        var operators = typeof(KMeansTrainBatchOp).Assembly.GetExportedTypes().Select(type => type.Name).ToHashSet();

        Assert.All(
            typeof(KMeans).Assembly.GetExportedTypes().Where(type => !type.IsAbstract && !type.ContainsGenericParameters && type.IsAssignableTo(typeof(IEstimator))),
            type => Assert.Subset(operators, new HashSet<string> { $"{type.Name}TrainBatchOp", $"{type.Name}PredictBatchOp" }));
        Assert.Subset(operators, new HashSet<string> { "VectorAssemblerBatchOp", "EvalBinaryBatchOp", "EvalMulticlassBatchOp", "EvalRegressionBatchOp", "EvalClusteringBatchOp" });
    }
}
