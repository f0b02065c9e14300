using Alink.Classification;
using Alink.Features;
using Alink.Runtime;

namespace Alink.Tests.Runtime.Online;

public sealed class RebasedTrainingTest : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    ModelStore Bases => new(Path.Combine(_folder, "bases"), Catalog.Of(typeof(Ftrl).Assembly));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_model_of_other_columns_is_told_of_once_and_passed_over()
    {
        var models = new Clicks.Models();
        await Bases.AddAsync(Of(Clicks.Learner, 50), TimeProvider.System);
        var failed = new Failures();
        var folder = Folder(failed);
        var stream = TableStream.Of(Clicks.Rows, 100).Train(folder, new OnlineTrainingOptions { Sinks = [models] });
        await Bases.AddAsync(Of(Clicks.Learner with { Prediction = "other" }, 60), TimeProvider.System);
        await Clicks.Job(100).Run(stream).RunAsync();

        Assert.Equal([2], failed.Numbers);
        Assert.Equal(1050, models.Last.Version.Rows);
    }

    [Fact]
    public async Task A_job_that_begins_again_goes_on_from_the_base_that_it_had()
    {
        var models = new Clicks.Models { FailAt = 5 };
        await Bases.AddAsync(Of(Clicks.Learner, 50), TimeProvider.System);
        await Assert.ThrowsAnyAsync<Exception>(() => RunAsync(models));

        // The folder is empty now, and what there is to begin with is of no use to the job.
        Directory.Delete(Path.Combine(_folder, "bases"), recursive: true);
        models.FailAt = -1;
        await RunAsync(models, Of(Clicks.Learner, 2));

        var expected = Clicks.Learner.Update(Clicks.Learner.Resume(Clicks.Learner.Fit(Clicks.Rows.Slice(0, 50))), Clicks.Rows);
        Assert.Equal(1050, models.Last.Version.Rows);
        Assert.Equal(Clicks.Learner.Snapshot(expected).Coordinates, ((FtrlModel)((PipelineModel)models.Last.Model).Steps[0]).Coordinates);
    }

    [Fact]
    public async Task A_base_that_came_while_the_job_was_down_is_begun_anew_from()
    {
        var models = new Clicks.Models { FailAt = 5 };
        await Bases.AddAsync(Of(Clicks.Learner, 50), TimeProvider.System);
        await Assert.ThrowsAnyAsync<Exception>(() => RunAsync(models));

        var newer = await Bases.AddAsync(Of(Clicks.Learner, 60), TimeProvider.System);
        await RunAsync(models);

        // It is seen at the end of the sixth epoch, so that four follow it.
        var expected = Clicks.Learner.Update(Clicks.Learner.Resume(Clicks.Learner.Fit(Clicks.Rows.Slice(0, 60))), Clicks.Rows.Slice(600, 400));
        Assert.Equal(newer.Version.Rows + 400, models.Last.Version.Rows);
        Assert.Equal(Clicks.Learner.Snapshot(expected).Coordinates, ((FtrlModel)((PipelineModel)models.Last.Model).Steps[0]).Coordinates);
    }

    [Fact]
    public void Nothing_to_begin_from_is_an_error() => Assert.Throws<ArgumentException>(
        () => TableStream.Of(Clicks.Rows, 100).Train(Folder(null)));

    Task RunAsync(Clicks.Models models, PipelineModel? first = null) =>
        Clicks.Job(100, Path.Combine(_folder, "checkpoints")).Run(TableStream.Of(Clicks.Rows, 100)
            .Train(Folder(null), new OnlineTrainingOptions { Sinks = [models], From = first is null ? null : PublishedModel.Of(first) })).RunAsync();

    RebaseFolder Folder(Failures? failed) => new(Bases, pipeline => new(((FtrlModel)pipeline.Steps[0]).Options))
    {
        Interval = TimeSpan.Zero,
        Failed = failed,
    };

    static PipelineModel Of(Ftrl learner, int rows) => new(learner.Fit(Clicks.Rows.Slice(0, rows)));

    sealed class Failures : IProgress<StoredModel>
    {
        public List<long> Numbers { get; } = [];

        public void Report(StoredModel value) => Numbers.Add(value.Number);
    }
}
