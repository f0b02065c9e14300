using System.Diagnostics;
using Alink.Benchmarks.Data;
using Alink.Classification;
using Alink.Runtime;

namespace Alink.Benchmarks.Jobs;

/// <summary>Logistic regression on a stream of 50 features in mini-batches of 8,192 rows, whose slopes two workers share,
/// beside one worker; in seconds of the clock on the wall, for both sides take the same CPU time.</summary>
sealed class MiniBatchWorkers : Job
{
    const int BatchRows = 8192;

    Table _rows = Table.Of("x", 0.0);

    public override string Name => "mini-batch-workers";

    public override string Neighbour => "one worker, both by the clock on the wall";

    public override double AtMost => 1;

    public override string QualityIs => "the first coefficient, the same to the bit";

    public override ValueTask PrepareAsync(Workspace workspace)
    {
        _rows = DenseRows.Draw(workspace.Rows(DenseRows.FullCount)).ToClassificationTable();
        return ValueTask.CompletedTask;
    }

    public override void Release() => _rows = Table.Of("x", 0.0);

    public override async ValueTask<Comparison> CompareAsync(int runs, Sides sides)
    {
        var (two, one) = (new double[runs], new double[runs]);
        var (quality, neighbourQuality) = (double.NaN, double.NaN);
        for (var run = 0; run < runs; run++)
        {
            if (sides.HasFlag(Sides.Ours))
            {
                (two[run], quality) = await LearnAsync(workers: 2);
            }

            if (sides.HasFlag(Sides.Neighbour))
            {
                (one[run], neighbourQuality) = await LearnAsync(workers: 1);
            }
        }

        var (ours, theirs) = (CpuClock.Median(two), CpuClock.Median(one));
        return new(Name, ours, Neighbour, theirs, ours / theirs, AtMost, quality, neighbourQuality);
    }

    async Task<(double Seconds, double Coefficient)> LearnAsync(int workers)
    {
        var learner = new OnlineLogisticRegression { Label = "label", BatchSize = BatchRows };
        var last = new Last();
        var stream = TableStream.Of(_rows, BatchRows).Train(learner, last);
        GC.Collect();
        var start = Stopwatch.GetTimestamp();
        await new StreamJob { Options = new() { Workers = workers, Trigger = StreamTrigger.EveryRows(_rows.RowCount) } }.Run(stream).RunAsync();
        return (Stopwatch.GetElapsedTime(start).TotalSeconds, last.Model!.Coefficients[0, 0]);
    }

    /// <summary>Remembers the last model.</summary>
    sealed class Last : IModelSink
    {
        public OnlineLogisticRegressionModel? Model { get; private set; }

        public ValueTask PublishAsync(PublishedModel model, CancellationToken cancellation)
        {
            Model = (OnlineLogisticRegressionModel)model.Model;
            return default;
        }
    }
}
