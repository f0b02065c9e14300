using Alink.Classification;
using Alink.Features;
using Alink.Runtime;

namespace Alink.Tests.Runtime.Online;

public sealed class OnlineTrainingTest : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(1, 1000)]
    [InlineData(7, 130)]
    [InlineData(1000, 1000)]
    public async Task A_stream_in_any_cut_teaches_what_the_table_does(int rowsPerBatch, int rowsPerEpoch)
    {
        var models = new Clicks.Models();

        await Clicks.Job(rowsPerEpoch).Run(TableStream.Of(Clicks.Rows, rowsPerBatch).Train(Clicks.Learner, models)).RunAsync();

        Assert.Equal(
            Clicks.Bytes(Clicks.Learner.Fit(Clicks.Rows) with { Origin = null }),
            Clicks.Bytes((FtrlModel)models.Last.Model with { Origin = null }));
        Assert.Equal(1000, models.Last.Version.Rows);
    }

    [Fact]
    public async Task Every_row_is_learnt_and_the_last_part_of_an_epoch_as_well()
    {
        var models = new Clicks.Models();
        var progress = new List<StreamProgress>();
        var job = new StreamJob
        {
            Options = new() { Trigger = StreamTrigger.EveryRows(300), Progress = new Told(progress) },
        };

        await job.Run(TableStream.Of(Clicks.Rows, 70).Train(Clicks.Learner, models)).RunAsync();

        Assert.Equal([300, 600, 900, 1000], models.All.Values.Select(model => model.Version.Rows));
        Assert.Equal([1, 2, 3, 4], models.All.Keys);
        Assert.Equal([300, 600, 900, 1000], progress.Select(epoch => epoch.Values["rows learnt"]));
        Assert.Equal([1, 2, 3, 4], progress.Select(epoch => epoch.Values["model version"]));
    }

    [Fact]
    public async Task A_version_tells_its_epoch_rows_latest_event_and_time()
    {
        var models = new Clicks.Models();
        var options = new OnlineTrainingOptions { Sinks = [models], EventTime = "time" };

        await Clicks.Job(500).Run(TableStream.Of(Clicks.Rows, 70).Train(Clicks.Learner, options)).RunAsync();

        // The last two rows of an epoch stand in reverse order of time.
        Assert.Equal(
            new ModelVersion(1, 1, 500, DateTimeOffset.UnixEpoch.AddSeconds(499), new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero)),
            models.All[1].Version);
        Assert.Equal(500, ((FtrlModel)models.All[1].Model).Origin!.Rows);
    }

    [Theory]
    [InlineData(3, 1, new long[] { 300, 600, 900, 1000 })]
    [InlineData(1, 250, new long[] { 300, 600, 900, 1000 })]
    [InlineData(int.MaxValue, 1, new long[] { 1000 })]
    public async Task Models_are_published_every_so_many_epochs_or_rows_and_at_the_end(int epochs, long rows, long[] expected)
    {
        var models = new Clicks.Models();
        var options = new OnlineTrainingOptions { Sinks = [models], EveryEpochs = epochs, EveryRows = rows };

        await Clicks.Job(100).Run(TableStream.Of(Clicks.Rows, 30).Train(Clicks.Learner, options)).RunAsync();

        Assert.Equal(expected, models.All.Values.Select(model => model.Version.Rows));
    }

    [Fact]
    public async Task Rows_that_somebody_reads_are_predicted_before_they_are_learnt()
    {
        var sink = new Clicks.Collected();

        await Clicks.Job(100).Write(TableStream.Of(Clicks.Rows, 30).Train(Clicks.Learner), sink).RunAsync();

        IOnlineEstimator<FtrlState, FtrlModel> learner = Clicks.Learner;
        learner.Advance(learner.Start(Clicks.Rows.Schema), Clicks.Rows, out var expected);
        var (before, predicted) = (expected.Values<Vector>("probabilities"), sink.All.Values<Vector>("probabilities"));
        Assert.All(Enumerable.Range(0, 1000), i => Assert.Equal(before[i].ToArray(), predicted[i].ToArray()));
        Assert.Equal([0.5, 0.5], predicted[0].ToArray());
    }

    [Theory]
    [InlineData(1, 3)]
    [InlineData(2, 2)]
    [InlineData(3, 1)]
    public async Task A_crash_between_checkpoint_and_publishing_publishes_the_same_model_later(int everyEpochs, int failAt)
    {
        var undisturbed = new Clicks.Models();
        await Job(undisturbed, Path.Combine(_folder, "undisturbed")).RunAsync();
        var disturbed = new Clicks.Models { FailAt = failAt };

        await Assert.ThrowsAsync<IOException>(() => Job(disturbed, Path.Combine(_folder, "disturbed")).RunAsync());
        Assert.DoesNotContain(failAt, disturbed.All.Keys);
        await Job(disturbed, Path.Combine(_folder, "disturbed")).RunAsync();

        Assert.Equal(undisturbed.All.Keys, disturbed.All.Keys);
        Assert.All(undisturbed.All, pair =>
        {
            Assert.Equal(pair.Value.Version, disturbed.All[pair.Key].Version);
            Assert.Equal(Clicks.Bytes(pair.Value.Model), Clicks.Bytes(disturbed.All[pair.Key].Model));
        });

        StreamJob Job(Clicks.Models models, string folder) => Clicks.Job(100, folder).Run(TableStream.Of(Clicks.Rows, 30)
            .Train(Clicks.Learner, new OnlineTrainingOptions { Sinks = [models], EveryEpochs = everyEpochs }));
    }

    [Fact]
    public async Task A_job_that_goes_on_tells_the_last_model_as_it_was_and_not_of_rows_learnt_since()
    {
        var first = new Clicks.Models();
        var stop = new Failing { FailAt = 5 };
        await Assert.ThrowsAsync<IOException>(() => Job(first).RunAsync());

        stop.FailAt = -1;
        var again = new Clicks.Models();
        await Job(again).RunAsync();

        Assert.Equal(300, again.All[1].Version.Rows);
        Assert.Equal(first.All[1].Version, again.All[1].Version);
        Assert.Equal(Clicks.Bytes(first.All[1].Model), Clicks.Bytes(again.All[1].Model));

        StreamJob Job(Clicks.Models models) => Clicks.Job(100, _folder).Write(TableStream.Of(Clicks.Rows, 30)
            .Train(Clicks.Learner, new OnlineTrainingOptions { Sinks = [models], EveryEpochs = 3 }), stop);
    }

    [Fact]
    public async Task A_batch_model_is_gone_on_from()
    {
        var batch = new LogisticRegression().Fit(Clicks.Rows);
        var models = new Clicks.Models();
        var options = new OnlineTrainingOptions { Sinks = [models], From = PublishedModel.Of(batch) };
        var sink = new Clicks.Collected();

        await Clicks.Job(1000).Write(TableStream.Of(Clicks.Rows, 100).Train(new Ftrl(), options), sink).RunAsync();

        Assert.Equal(
            batch.Probabilities(Clicks.Rows.Values<Vector>("features")[0])[1],
            sink.All.Values<Vector>("probabilities")[0].ToArray()[1], 1e-12);
        Assert.Equal(2000, models.Last.Version.Rows);
    }

    [Fact]
    public async Task A_published_model_is_gone_on_from_by_its_state()
    {
        var whole = new Clicks.Models();
        await Clicks.Job(600).Run(TableStream.Of(Clicks.Rows, 100).Train(new StandardScaler(), whole)).RunAsync();
        var half = new Clicks.Models { WantsState = true };
        await Clicks.Job(600).Run(TableStream.Of(Clicks.Rows.Slice(0, 600), 70).Train(new StandardScaler(), half)).RunAsync();
        var rest = new Clicks.Models();
        var options = new OnlineTrainingOptions { Sinks = [rest], From = half.Last };

        await Clicks.Job(600).Run(TableStream.Of(Clicks.Rows.Slice(600, 400), 90).Train(new StandardScaler(), options)).RunAsync();

        Assert.Equal(2, rest.Last.Version.Number);
        Assert.Equal(1000, rest.Last.Version.Rows);
        Assert.Equal(
            ((StandardScalerModel)whole.Last.Model).Deviation.AsSpan(), ((StandardScalerModel)rest.Last.Model).Deviation.AsSpan());
    }

    [Fact]
    public async Task A_learner_that_cannot_go_on_from_a_model_says_so()
    {
        var scaler = PublishedModel.Of(new StandardScaler().Fit(Clicks.Rows));
        var kept = new Clicks.Models { WantsState = true };
        await Clicks.Job(600).Run(TableStream.Of(Clicks.Rows, 70).Train(new StandardScaler(), kept)).RunAsync();

        Assert.Contains("Ftrl cannot go on from a StandardScalerModel", (await From(scaler)).Message);
        Assert.Contains("is of StandardScaler", (await From(kept.Last)).Message);

        Task<ArgumentException> From(PublishedModel from) => Assert.ThrowsAsync<ArgumentException>(() => new StreamJob()
            .Run(TableStream.Of(Clicks.Rows, 70).Train(Clicks.Learner, new OnlineTrainingOptions { From = from })).RunAsync());
    }

    [Fact]
    public async Task A_model_that_cannot_be_taught_yet_is_waited_for()
    {
        var models = new Clicks.Models();
        var ordered = Clicks.Rows.Sort("label");

        await Clicks.Job(100).Run(TableStream.Of(ordered, 70).Train(new Ftrl(), models)).RunAsync();

        Assert.DoesNotContain(1, models.All.Keys);
        Assert.Equal(10, models.Last.Version.Number);
    }

    [Fact]
    public async Task Fit_learns_a_whole_stream()
    {
        var model = await new StandardScaler().FitAsync(TableStream.Of(Clicks.Rows, 33));

        Assert.Equal(1000, model.Origin!.Rows);
        await Assert.ThrowsAsync<TrainingException>(
            async () => await new StandardScaler().FitAsync(TableStream.Of(Clicks.Rows.Slice(0, 0), 33)));
        await Assert.ThrowsAsync<TrainingException>(
            async () => await new Ftrl().FitAsync(TableStream.Of(Clicks.Rows.Sort("label").Slice(0, 10), 33)));
    }

    [Fact]
    public void A_missing_column_is_told_before_any_row() => Assert.Throws<SchemaException>(
        () => TableStream.Of(Clicks.Rows, 10).Train(Clicks.Learner, new OnlineTrainingOptions { EventTime = "when" }));

    sealed class Told(List<StreamProgress> all) : IProgress<StreamProgress>
    {
        public void Report(StreamProgress value) => all.Add(value);
    }

    sealed class Failing : IStreamSink
    {
        public long FailAt { get; set; }

        public ValueTask WriteAsync(long epoch, IReadOnlyList<Table> rows, CancellationToken cancellation) =>
            epoch == FailAt ? throw new IOException("The disk is full.") : default;
    }
}
