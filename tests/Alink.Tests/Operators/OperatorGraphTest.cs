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
    public void What_was_asked_too_early_or_failed_is_computed_once_it_can_be()
    {
        var (train, select, runs) = (new KMeansTrainBatchOp().SetK(2), new SelectBatchOp(), 0);
        Assert.Contains("no input", Assert.Throws<InvalidOperationException>(() => train.Model()).Message);
        Assert.Contains("no input", Assert.Throws<InvalidOperationException>(() => select.Collect()).Message);
        var source = new UdfBatchOp<int>("x", row => runs++ == 0 ? throw new InvalidDataException("once") : 1)
            .LinkFrom(new MemSourceBatchOp(Table.Of<Vector>("features", [1.0])));
        var both = new UnionAllBatchOp().LinkFrom(select.LinkFrom(source).SetClause("x"), source.Select("x"), source.Select("x"));

        Assert.Equal("once", Assert.Throws<InvalidDataException>(() => both.Collect()).Message);
        Assert.Equal(3, both.Collect().RowCount);
        Assert.Equal(2, runs);
        Assert.Equal(2, train.LinkFrom(new MemSourceBatchOp(Table.Of<Vector>("features", [1.0], [2.0]))).Model().Centroids.Rows);
    }

    [Fact]
    public void Options_change_until_they_are_read()
    {
        var rows = new MemSourceBatchOp(Table.Of<Vector>("features", [1.0], [2.0], [9.0]));
        var train = new KMeansTrainBatchOp().LinkFrom(rows).SetK(2);
        var predict = new KMeansPredictBatchOp().LinkFrom(train, rows).SetPredictionCol("a").SetPredictionCol("p");
        var (split, join) = (new SplitBatchOp().LinkFrom(rows), new JoinBatchOp().LinkFrom(rows, rows).SetJoinPredicate("true").SetSelectClause("1 as one"));

        Assert.Equal(3, train.Collect().RowCount);
        Assert.Equal(3, train.SetK(3).Model().Centroids.Rows);
        Assert.True(predict.Collect().Schema.Has("p"));
        split.GetSideOutput("rest").Collect();
        join.Collect();
        Assert.All<Action>(
            [() => train.SetK(2), () => predict.SetPredictionCol("q"), () => split.SetFraction(0.1), () => join.SetSelectClause("2 as two")],
            change => Assert.Contains("begun with the options as they were", Assert.Throws<InvalidOperationException>(change).Message));
    }

    [Fact]
    public void An_operator_that_is_linked_to_itself_is_refused()
    {
        var (first, second) = (new WhereBatchOp().SetClause("true"), new WhereBatchOp().SetClause("true"));
        first.LinkFrom(second.LinkFrom(first));

        Assert.Contains("WhereBatchOp is linked to itself", Assert.Throws<InvalidOperationException>(() => first.Collect()).Message);
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
            type => Assert.Subset(operators, new HashSet<string> { $"{type.Name}TrainBatchOp", $"{type.Name}ModelInfoBatchOp", $"{type.Name}PredictBatchOp" }));
        Assert.Subset(operators, new HashSet<string> { "VectorAssemblerBatchOp", "EvalBinaryClassBatchOp", "EvalMultiClassBatchOp", "EvalMultiLabelBatchOp", "EvalRankingBatchOp", "EvalRegressionBatchOp", "EvalClusterBatchOp", "EvalTimeSeriesBatchOp", "EvalOutlierBatchOp" });
    }
}
