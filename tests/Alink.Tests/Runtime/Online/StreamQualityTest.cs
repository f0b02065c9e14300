using Alink.Classification;
using Alink.Evaluation;
using Alink.Runtime;
using Alink.Tests.Algorithms;

namespace Alink.Tests.Runtime.Online;

/// <summary>Jobs over whole data sets, whose measures the reference formula computed with numpy and scikit-learn.</summary>
public sealed class StreamQualityTest : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [SharedTheory]
    [InlineData("elec2-stream", 0.1, 0.1)]
    [InlineData("elec2-stream", 1, 0)]
    [InlineData("adult-census", 0.1, 1)]
    [InlineData("open-bandit-ctr", 0.05, 0)]
    public async Task Progressive_validation_in_a_job_agrees_with_the_reference_through_a_crash(string set, double alpha, double penalty)
    {
        var learner = FormattableString.Invariant($"FTRL alpha={alpha} beta=1 l1={penalty} l2={penalty}");
        var ftrl = new Ftrl { Alpha = alpha, L1 = penalty, L2 = penalty, Negative = "0", Positive = "1" };
        var rows = SharedSets.Read(set);
        var models = new Clicks.Models { FailAt = 2 };
        var sink = new Clicks.Collected();

        await Assert.ThrowsAsync<IOException>(() => Job().RunAsync());
        await Job().RunAsync();

        var total = sink.All.Slice(sink.All.RowCount - 1, 1);
        Assert.Equal("all", total.Values<string>("statistics")[0]);
        Assert.Equal(rows.RowCount, total.Values<long>("rows")[0]);
        Assert.Equal(SharedSets.Reference(set, learner, "log_loss"), total.Values<double>("log loss")[0], 1e-6);
        Assert.Equal(SharedSets.Reference(set, learner, "accuracy"), total.Values<double>("accuracy")[0], 1e-6);
        Assert.Equal(SharedSets.Reference(set, learner, "auc"), total.Values<double>("auc")[0], 1e-5); // Scores of one bin are equal.
        Assert.Equal(rows.RowCount, models.Last.Version.Rows);

        StreamJob Job() => Clicks.Job(10_000, _folder).Write(
            TableStream.Of(rows, 4096).Train(ftrl, models).Evaluate(new BinaryEvaluator(), EvaluationWindow.OfRows(5_000)), sink);
    }
}
