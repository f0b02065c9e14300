using Alink.Clustering;
using Alink.Operators;

namespace Alink.Tests.Operators;

public class BatchOperatorTest
{
    static readonly Table Rows = Table.Of<Vector>("features", [0.0, 0.0], [0.0, 1.0], [9.0, 9.0], [9.0, 8.0]);

    [Fact]
    public void What_is_asked_for_lazily_is_answered_in_one_run_and_in_order()
    {
        var computed = 0;
        var told = new List<string>();
        var source = new Counting(Rows, () => computed++);
        var train = new KMeansTrainBatchOp().SetK(2);
        train.LazyCollectModelInfo(model => told.Add($"model of {model.Centroids.Rows}"));
        source.LazyCollect(rows => told.Add($"{rows.RowCount} rows")).LazyCollectStatistics(table => told.Add($"statistics of {table.RowCount}"));
        train.LinkFrom(source).LazyCollectTrainInfo(steps => told.Add(steps.RowCount > 0 ? "iterations" : "none"));

        Assert.Empty(told);
        BatchOperator.Execute();

        Assert.Equal(["model of 2", "4 rows", "statistics of 1", "iterations"], told);
        Assert.Equal(1, computed);
        Assert.Contains("nothing to run", Assert.Throws<InvalidOperationException>(BatchOperator.Execute).Message);
    }

    [Fact]
    public void Collecting_answers_nothing_else()
    {
        var told = 0;
        var source = new MemSourceBatchOp(Rows).LazyCollect(_ => told++);

        source.Collect();
        Assert.Equal(0, told);
        BatchOperator.Execute();
        Assert.Equal(1, told);
    }

    [Fact]
    public void An_error_of_who_receives_an_answer_ends_the_run()
    {
        var told = new List<string>();
        var source = new MemSourceBatchOp(Rows).LazyCollect(_ => told.Add("first"))
            .LazyCollect(_ => throw new InvalidDataException("mine")).LazyCollect(_ => told.Add("last"));

        Assert.Equal("mine", Assert.Throws<InvalidDataException>(BatchOperator.Execute).Message);
        Assert.Contains("nothing to run", Assert.Throws<InvalidOperationException>(BatchOperator.Execute).Message);
        Assert.Equal(["first"], told);
    }

    [Fact]
    public void What_is_asked_for_during_a_run_is_answered_at_its_end_or_by_a_run_within()
    {
        var told = new List<string>();
        var source = new MemSourceBatchOp(Rows);
        source.LazyCollect(_ => source.LazyCollect(_ => told.Add("third"))).LazyCollect(_ => told.Add("first"));
        source.LazyCollect(_ =>
        {
            source.LazyCollect(_ => told.Add("second"));
        });
        BatchOperator.Execute();
        Assert.Equal(["first", "third", "second"], told);

        source.LazyCollect(_ =>
        {
            source.LazyCollect(_ => told.Add("within"));
            BatchOperator.Execute();
            told.Add("after");
        });
        BatchOperator.Execute();
        Assert.Equal(["within", "after"], told[3..]);
    }

    [Fact]
    public void What_is_printed_lazily_is_printed_with_its_title()
    {
        var writer = new StringWriter();
        var train = new KMeansTrainBatchOp().SetK(2).LinkFrom(new MemSourceBatchOp(Rows).LazyPrint(2, "rows", writer));
        train.LazyPrintModelInfo("model", writer).LazyPrintTrainInfo("training", writer);
        new MemSourceBatchOp(Table.Of("x", 1.0, 3.0)).LazyPrintStatistics("statistics", writer);

        BatchOperator.Execute();

        var text = writer.ToString();
        var lines = text.Split('\n');
        Assert.Equal("rows", lines[0]);
        Assert.Contains("… 2 more rows", lines);
        Assert.Contains(lines, line => line.StartsWith("options.k", StringComparison.Ordinal) && line.EndsWith(" 2", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("centroids", StringComparison.Ordinal) && line.Contains("[[", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("iteration  ", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("median", StringComparison.Ordinal));
        Assert.True(text.IndexOf("model\n", StringComparison.Ordinal) < text.IndexOf("training\n", StringComparison.Ordinal));
    }

    [Fact]
    public void Side_outputs_go_by_name_and_by_number()
    {
        var train = new KMeansTrainBatchOp().SetK(2).LinkFrom(new MemSourceBatchOp(Rows));

        Assert.Equal("model training", string.Join(" ", train.SideOutputs));
        Assert.Equal(2, train.GetSideOutputCount());
        Assert.Equal("KMeansModel", train.GetSideOutput("model").Collect().Values<string>("value")[0]);
        Assert.Equal(train.GetSideOutput(1).Collect().RowCount, train.CollectTrainInfo().RowCount);
        Assert.Contains("Did you mean 'training'?", Assert.Throws<ArgumentException>(() => train.GetSideOutput("trainig")).Message);
        Assert.Contains("It has none.", Assert.Throws<ArgumentException>(() => new MemSourceBatchOp(Rows).GetSideOutput("rest")).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => train.GetSideOutput(2));
        Assert.Throws<ArgumentOutOfRangeException>(() => train.GetSideOutput(-1));
    }

    [Fact]
    public void Model_info_is_the_model()
    {
        var train = new KMeansTrainBatchOp().SetK(2).LinkFrom(new MemSourceBatchOp(Rows));
        var (info, writer, told) = (new KMeansModelInfoBatchOp().LinkFrom(train), new StringWriter(), new List<KMeansModel>());

        Assert.Same(train.Model(), info.LazyCollectModelInfo(told.Add).LazyPrintModelInfo("clusters", writer).CollectModelInfo());
        BatchOperator.Execute();
        Assert.Same(train.Model(), Assert.Single(told));
        Assert.Equal($"clusters\n{info.Collect().Format(int.MaxValue)}", writer.ToString());
        Assert.Equal(train.GetSideOutput("model").Collect().Format(), info.Collect().Format());
    }

    [Fact]
    public void The_last_iteration_of_the_log_is_that_of_the_training()
    {
        var train = new KMeansTrainBatchOp().SetK(2).LinkFrom(new MemSourceBatchOp(Rows));
        var steps = new List<TrainingProgress>();
        var model = new KMeans { K = 2 }.Fit(Rows, new TrainingOptions { Progress = new Listening(steps) });

        var log = train.CollectTrainInfo();

        Assert.Equal(model.Centroids, train.Model().Centroids);
        Assert.Equal(steps[^1].Iteration, log.Values<int>("iteration")[log.RowCount - 1]);
        Assert.Equal(steps[^1].Loss, log.Values<double>("loss")[log.RowCount - 1]);
        Assert.Equal(log.RowCount, log.Values<int>("iteration").ToArray().Distinct().Count());
    }

    [Fact]
    public void An_iteration_stands_once_in_the_log_with_what_was_told_of_it_last()
    {
        var log = new TellingTrainBatchOp().LinkFrom(new MemSourceBatchOp(Rows)).CollectTrainInfo();

        Assert.Equal([1, 2], log.Values<int>("iteration").ToArray());
        Assert.Equal([5.0, 4.0], log.Values<double>("loss").ToArray());
    }

    [Fact]
    public async Task Progress_is_told_and_a_run_can_be_stopped()
    {
        var steps = new List<TrainingProgress>();
        _ = new KMeansTrainBatchOp().SetK(2).LinkFrom(new MemSourceBatchOp(Rows)).LazyCollectModelInfo(_ => { });
        await BatchOperator.ExecuteAsync(new Listening(steps));
        Assert.NotEmpty(steps);

        var told = 0;
        _ = new MemSourceBatchOp(Rows).LazyCollect(_ => told++);
        await Assert.ThrowsAsync<OperationCanceledException>(() => BatchOperator.ExecuteAsync(cancellation: new(canceled: true)));
        Assert.Equal(0, told);
    }

    [Fact]
    public async Task Another_flow_of_control_has_its_own_run()
    {
        var told = 0;
        await Task.Run(() =>
        {
            new MemSourceBatchOp(Rows).LazyCollect(_ => told++);
        });

        Assert.Throws<InvalidOperationException>(BatchOperator.Execute);
        Assert.Equal(0, told);
    }

    [Fact]
    public void Flows_of_control_at_the_same_time_answer_each_its_own()
    {
        var source = new MemSourceBatchOp(Rows).LazyCollect(_ => { });
        BatchOperator.Execute();

        Parallel.For(0, 4, new ParallelOptions { MaxDegreeOfParallelism = 4 }, _ =>
        {
            for (var i = 0; i < 2000; i++)
            {
                var mine = 0;
                source.LazyCollect(_ => mine++);
                BatchOperator.Execute();
                Assert.Equal(1, mine);
            }
        });
    }

    [Fact]
    public async Task A_training_that_was_stopped_is_begun_anew()
    {
        using var cancellation = new CancellationTokenSource();
        var train = new TellingTrainBatchOp { Told = cancellation.Cancel }.LinkFrom(new MemSourceBatchOp(Rows));
        _ = train.LazyCollectModelInfo(_ => { });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => BatchOperator.ExecuteAsync(cancellation: cancellation.Token));
        train.Told = null;
        Assert.Equal([1, 2], train.CollectTrainInfo().Values<int>("iteration").ToArray());
        Assert.Same(train.Model(), train.Model());
    }

    [Fact]
    public void Metrics_are_measured_once()
    {
        var train = new KMeansTrainBatchOp().SetK(2).LinkFrom(new MemSourceBatchOp(Rows));
        var metrics = new KMeansPredictBatchOp().LinkFrom(train, new MemSourceBatchOp(Rows)).Link(new EvalClusterBatchOp());

        Assert.Same(metrics.CollectMetrics(), metrics.CollectMetrics());
        Assert.Contains("begun", Assert.Throws<InvalidOperationException>(() => metrics.SetPredictionCol("p")).Message);
    }

    sealed class TellingTrainBatchOp : TrainBatchOp<TellingTrainBatchOp, Telling, PipelineModel>
    {
        public Action? Told
        {
            set => Set(options => options with { Told = value });
        }
    }

    sealed record Telling : IEstimator<PipelineModel>
    {
        public Action? Told { get; init; }

        public Schema Transform(Schema input) => input;

        public ValueTask<PipelineModel> FitAsync(IDataset training, TrainingContext context)
        {
            context.Passing(10);
            context.Report(1, 5);
            Told?.Invoke();
            context.Cancellation.ThrowIfCancellationRequested();
            context.Passing(10);
            context.Passing(20);
            context.Report(2, 4);
            return new(new PipelineModel());
        }
    }

    sealed class Counting(Table table, Action count) : BatchOperator
    {
        protected override Task<Table> ComputeAsync()
        {
            count();
            return Task.FromResult(table);
        }
    }

    sealed class Listening(List<TrainingProgress> steps) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => steps.Add(value);
    }
}
