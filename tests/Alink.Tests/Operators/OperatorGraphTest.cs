using Alink.Clustering;
using Alink.Operators;

namespace Alink.Tests.Operators;

public class OperatorGraphTest
{
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
    public void Every_estimator_transformer_and_evaluator_has_its_operators()
    {
        var operators = typeof(KMeansTrainBatchOp).Assembly.GetExportedTypes().Select(type => type.Name).ToHashSet();

        Assert.All(
            typeof(KMeans).Assembly.GetExportedTypes().Where(type => !type.IsAbstract && !type.ContainsGenericParameters && type.IsAssignableTo(typeof(IEstimator))),
            type => Assert.Subset(operators, new HashSet<string> { $"{type.Name}TrainBatchOp", $"{type.Name}PredictBatchOp" }));
        Assert.Subset(operators, new HashSet<string> { "VectorAssemblerBatchOp", "EvalBinaryClassBatchOp", "EvalMultiClassBatchOp", "EvalMultiLabelBatchOp", "EvalRankingBatchOp", "EvalRegressionBatchOp", "EvalClusterBatchOp", "EvalTimeSeriesBatchOp", "EvalOutlierBatchOp" });
    }
}
