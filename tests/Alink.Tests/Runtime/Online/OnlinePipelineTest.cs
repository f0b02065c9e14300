using Alink.Classification;
using Alink.Features;
using Alink.Regression;
using Alink.Runtime;

namespace Alink.Tests.Runtime.Online;

public sealed class OnlinePipelineTest : IDisposable
{
    static readonly Table Rows = Clicks.Rows.Drop("features");

    readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Each_row_is_transformed_by_the_stages_of_that_moment_before_it_is_learnt()
    {
        var (scaler, learner) = (new StandardScaler(), Clicks.Learner);
        var assembled = new VectorAssembler { Columns = ["x", "y"] }.Transform(Rows);
        var (moments, state) = (scaler.Start(assembled.Schema), learner.Start(scaler.Transform(assembled.Schema)));
        for (var i = 0; i < assembled.RowCount; i++)
        {
            var row = assembled.Slice(i, 1);
            moments = scaler.Update(moments, row);
            state = learner.Update(state, scaler.Snapshot(moments).Transform(row));
        }

        var model = await Clicks.Pipeline.FitAsync(TableStream.Of(Rows, 100));

        Assert.Equal(Clicks.Bytes(scaler.Snapshot(moments)), Clicks.Bytes((StandardScalerModel)model.Steps[1] with { Origin = null }));
        Assert.Equal(Clicks.Bytes(learner.Snapshot(state)), Clicks.Bytes((FtrlModel)model.Steps[2] with { Origin = null }));
        Assert.Equal(1000, ((FtrlModel)model.Steps[2]).Origin!.Rows);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1000)]
    public async Task Any_cut_and_whether_rows_are_read_or_not_give_the_same_models(int rowsPerBatch)
    {
        var (expected, models, read) = (new Clicks.Models(), new Clicks.Models(), new Clicks.Models());
        await Clicks.Job(500).Run(TableStream.Of(Rows, 64).Train(Clicks.Pipeline, expected)).RunAsync();

        await Clicks.Job(500).Run(TableStream.Of(Rows, rowsPerBatch).Train(Clicks.Pipeline, models)).RunAsync();
        await Clicks.Job(500).Write(TableStream.Of(Rows, rowsPerBatch).Train(Clicks.Pipeline, read), new Clicks.Collected()).RunAsync();

        Assert.All([1, 2], number => Assert.Equal(Clicks.Bytes(expected.All[number].Model), Clicks.Bytes(models.All[number].Model)));
        Assert.All([1, 2], number => Assert.Equal(Clicks.Bytes(expected.All[number].Model), Clicks.Bytes(read.All[number].Model)));
    }

    [Fact]
    public async Task A_crash_changes_nothing_of_models_and_predictions()
    {
        var (expected, models) = (new Clicks.Models(), new Clicks.Models { FailAt = 4 });
        var (rows, again) = (new Clicks.Collected(), new Clicks.Collected());
        await Job(expected, rows, "undisturbed").RunAsync();

        await Assert.ThrowsAsync<IOException>(() => Job(models, again, "disturbed").RunAsync());
        await Job(models, again, "disturbed").RunAsync();

        Assert.Equal(expected.All.Keys, models.All.Keys);
        Assert.All(models.All, pair => Assert.Equal(Clicks.Bytes(expected.All[pair.Key].Model), Clicks.Bytes(pair.Value.Model)));
        Assert.Equal(Clicks.Scores(rows.All), Clicks.Scores(again.All));

        StreamJob Job(Clicks.Models models, IStreamSink sink, string folder) => Clicks.Job(130, Path.Combine(_folder, folder))
            .Write(TableStream.Of(Rows, 40).Train(Clicks.Pipeline, models), sink);
    }

    [Fact]
    public async Task A_model_file_holds_the_pipeline_its_version_and_the_state_that_it_goes_on_from()
    {
        var (whole, half, rest) = (new Clicks.Models(), new Clicks.Models { WantsState = true }, new Clicks.Models());
        await Clicks.Job(600).Run(TableStream.Of(Rows, 64).Train(Clicks.Pipeline, whole)).RunAsync();
        await Clicks.Job(600).Run(TableStream.Of(Rows.Slice(0, 600), 64).Train(Clicks.Pipeline, half)).RunAsync();
        var path = Path.Combine(_folder, "model.alink");

        ModelFile.Write(path, half.Last);
        var read = ModelFile.ReadPublished(path, Clicks.Catalog);
        await Clicks.Job(600).Run(TableStream.Of(Rows.Slice(600, 400), 64)
            .Train(Clicks.Pipeline, new OnlineTrainingOptions { Sinks = [rest], From = read })).RunAsync();

        Assert.Equal(half.Last.Version, ModelFile.ReadVersion(path));
        Assert.Equal(half.Last.Version, read.Version);
        Assert.Equal(Clicks.Bytes(half.Last.Model), Clicks.Bytes(ModelFile.Read(path, Clicks.Catalog)));
        Assert.Equal(Clicks.Bytes(whole.Last.Model), Clicks.Bytes(rest.Last.Model));
        Assert.Equal(1000, rest.Last.Version.Rows);
    }

    [Fact]
    public async Task The_state_of_another_pipeline_is_refused()
    {
        var models = new Clicks.Models { WantsState = true };
        await Clicks.Job(600).Run(TableStream.Of(Clicks.Rows, 64).Train(new StandardScaler().Then(Clicks.Learner), models)).RunAsync();

        var stream = TableStream.Of(Rows, 64).Train(Clicks.Pipeline, new OnlineTrainingOptions { From = models.Last });

        Assert.Contains("VectorAssembler > StandardScaler",
            (await Assert.ThrowsAsync<ArgumentException>(() => new StreamJob().Run(stream).RunAsync())).Message);
    }

    [Fact]
    public async Task A_batch_pipeline_is_gone_on_from_stage_by_stage()
    {
        var stages = new VectorAssembler { Columns = ["x", "y"] };
        var batch = new PipelineModel(stages, Clicks.Learner.Fit(stages.Transform(Rows)));
        var models = new Clicks.Models();
        var options = new OnlineTrainingOptions { Sinks = [models], From = PublishedModel.Of(batch) };

        await Clicks.Job(1000).Run(TableStream.Of(Rows, 64).Train(stages.Then(Clicks.Learner), options)).RunAsync();

        var twice = Clicks.Learner.Fit(stages.Transform(Table.Concat(Rows, Rows)));
        Assert.Equal(Clicks.Bytes(twice with { Origin = null }), Clicks.Bytes(((FtrlModel)((PipelineModel)models.Last.Model).Steps[1]) with { Origin = null }));
    }

    [Fact]
    public void A_stage_that_does_not_learn_from_streams_is_refused_by_name() => Assert.Contains(
        "Stage 3 of the pipeline, LinearRegression,",
        Assert.Throws<ArgumentException>(() => TableStream.Of(Rows, 10).Train(
            new VectorAssembler { Columns = ["x"] }.Then(new StandardScaler()).Then(new LinearRegression { Label = "y" }))).Message);

    [Fact]
    public void A_pipeline_that_learns_nothing_is_refused() => Assert.Throws<ArgumentException>(
        () => TableStream.Of(Rows, 10).Train(new Pipeline(new VectorAssembler { Columns = ["x"] })));
}
