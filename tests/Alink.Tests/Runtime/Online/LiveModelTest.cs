using Alink.Classification;
using Alink.Features;
using Alink.Runtime;

namespace Alink.Tests.Runtime.Online;

public class LiveModelTest
{
    static readonly FtrlModel[] Models =
        [.. Enumerable.Range(1, 4).Select(i => Clicks.Learner.Fit(Clicks.Rows.Slice(0, 250 * i)) with { Origin = null })];

    static PublishedModel Version(long number, ITransformer model) =>
        new(new(number, number, 0, null, new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero)), model);

    static double[] Scaled(StandardScalerModel scaler, double[] features) =>
        scaler.Transform(Table.Of<Vector>("features", Vector.Dense(features))).Values<Vector>("features")[0].ToArray();

    [Fact]
    public async Task A_table_is_predicted_by_the_last_model()
    {
        var live = new LiveModel<FtrlModel>(Models[0]);
        Assert.Equal(Clicks.Scores(Models[0].Transform(Clicks.Rows)), Clicks.Scores(live.Transform(Clicks.Rows)));

        await live.PublishAsync(Version(1, Models[1]));

        Assert.Equal(Clicks.Scores(Models[1].Transform(Clicks.Rows)), Clicks.Scores(live.Transform(Clicks.Rows)));
        Assert.Equal(1, live.Current.Version.Number);
        Assert.Same(Models[1], live.Model);
        Assert.Equal(TimeSpan.FromHours(1), live.Age(new Clock()));
    }

    [Fact]
    public async Task A_row_that_was_bound_before_a_swap_is_predicted_by_the_last_model()
    {
        var live = new LiveModel<FtrlModel>(Models[0]);
        var row = live.Predictor(Clicks.Rows.Schema).Row().Set("features", [3.0, 0.5]);
        row.Predict();
        var cells = row.Vector("probabilities").ToArray();

        await live.PublishAsync(Version(1, Models[3]));
        row.Predict();

        Assert.Equal(Models[0].Probabilities([3.0, 0.5]), cells);
        Assert.Equal(Models[3].Probabilities([3.0, 0.5]), row.Vector("probabilities").ToArray());
    }

    [Fact]
    public async Task A_pipeline_of_other_stages_takes_the_place_of_one_that_writes_the_same_columns()
    {
        var scaler = new StandardScaler().Fit(Clicks.Rows);
        var learner = Clicks.Learner.Fit(scaler.Transform(Clicks.Rows));
        var one = new PipelineModel(Models[0]);
        var two = new PipelineModel(scaler, scaler with { Options = new StandardScaler() }, learner);
        var live = new LiveModel<PipelineModel>(new PipelineModel(scaler, learner));
        var row = live.Predictor(Clicks.Rows.Schema).Row().Set("features", [3.0, 0.5]);
        row.Predict();
        Assert.Equal(Scaled(scaler, [3.0, 0.5]), row.Vector("features").ToArray());

        await live.PublishAsync(Version(1, two));
        row.Predict();
        Assert.Equal(Scaled(scaler, Scaled(scaler, [3.0, 0.5])), row.Vector("features").ToArray());
        Assert.Equal(
            learner.Probabilities(Scaled(scaler, Scaled(scaler, [3.0, 0.5]))), row.Vector("probabilities").ToArray());

        await live.PublishAsync(Version(2, one));
        row.Predict();
        Assert.Equal(Models[0].Probabilities([3.0, 0.5]), row.Vector("probabilities").ToArray());
        Assert.Equal([3.0, 0.5], row.Vector("features").ToArray());
    }

    [Fact]
    public async Task A_model_that_does_not_fit_a_use_is_refused_and_the_one_before_stays()
    {
        var live = new LiveModel<FtrlModel>(Models[0]);
        var row = live.Predictor(Clicks.Rows.Schema).Row().Set("features", [3.0, 0.5]);
        var reads = Models[1] with { Options = Models[1].Options with { Features = "other" } };
        var writes = Models[1] with { Options = Models[1].Options with { Prediction = "guess" } };

        await Assert.ThrowsAsync<SchemaException>(async () => await live.PublishAsync(Version(1, reads)));
        Assert.Contains("guess", (await Assert.ThrowsAsync<SchemaException>(
            async () => await live.PublishAsync(Version(1, writes)))).Message);
        await Assert.ThrowsAsync<ArgumentException>(
            async () => await live.PublishAsync(Version(1, new StandardScaler().Fit(Clicks.Rows))));

        row.Predict();
        Assert.Equal(Models[0].Probabilities([3.0, 0.5]), row.Vector("probabilities").ToArray());
        Assert.Equal(0, live.Current.Version.Number);
    }

    [Fact]
    public async Task A_model_that_reads_another_column_is_refused_where_rows_are_bound()
    {
        var rows = Clicks.Rows.With("others", [.. Enumerable.Range(0, 1000).Select(_ => Vector.Dense(new[] { 1.0, 2.0 }))]);
        var live = new LiveModel<FtrlModel>(Models[0]);
        live.Predictor(rows.Schema).Row();
        var reads = Models[1] with { Options = Models[1].Options with { Features = "others" } };

        Assert.Contains("'others'", (await Assert.ThrowsAsync<SchemaException>(
            async () => await live.PublishAsync(Version(1, reads)))).Message);
    }

    [Fact]
    public async Task Between_swaps_a_row_allocates_nothing()
    {
        var live = new LiveModel<FtrlModel>(Models[0]);
        var row = live.Predictor(Clicks.Rows.Schema).Row();
        double[] values = [3.0, 0.5];
        for (var i = 0; i < 3; i++)
        {
            await live.PublishAsync(Version(i + 1, Models[i + 1]));
            row.Set("features", values).Predict();
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var j = 0; j < 1000; j++)
            {
                row.Set("features", values).Predict();
            }

            Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        }
    }

    [Fact]
    public async Task Records_are_predicted_by_the_last_model()
    {
        var live = new LiveModel<FtrlModel>(Models[0]);
        var predictor = live.Predictor<Click, Score>();
        Assert.Equal(Models[0].Probabilities([3.0, 0.5]), predictor.Predict(new([3.0, 0.5])).Probabilities);

        await live.PublishAsync(Version(1, Models[1]));

        Assert.Equal(Models[1].Probabilities([3.0, 0.5]), predictor.Predict(new([3.0, 0.5])).Probabilities);
    }

    /// <summary>Each model predicts a row of its own, with probabilities that no other gives: a torn row would show.</summary>
    [Fact]
    public void Threads_predict_whole_rows_while_models_are_swapped()
    {
        const int rows = 20_000;
        var live = new LiveModel<PipelineModel>(PipelineOf(0));
        var expected = Enumerable.Range(0, 4).Select(i => Probability(PipelineOf(i))).ToArray();
        Assert.Equal(4, expected.Distinct().Count());
        var predictor = live.Predictor(Clicks.Rows.Schema);
        using var begin = new Barrier(5);
        var (wrong, seen) = (0, new int[4]);
        var over = 0;
        var readers = Enumerable.Range(0, 4).Select(_ => new Thread(() =>
        {
            var row = predictor.Row();
            begin.SignalAndWait();
            for (var i = 0; i < rows; i++)
            {
                row.Set("features", [3.0, 0.5]).Predict();
                var which = Array.IndexOf(expected, row.Vector("probabilities").ToArray()[1]);
                if (which < 0)
                {
                    Interlocked.Increment(ref wrong);
                }
                else
                {
                    Interlocked.Increment(ref seen[which]);
                }
            }

            Interlocked.Increment(ref over);
        })).ToArray();
        Array.ForEach(readers, reader => reader.Start());
        begin.SignalAndWait();
        var swaps = 0L;
        while (Volatile.Read(ref over) < readers.Length)
        {
            swaps++;
            var swap = live.PublishAsync(Version(swaps, PipelineOf((int)(swaps % 4))));
            Assert.True(swap.IsCompletedSuccessfully);
        }

        Array.ForEach(readers, reader => reader.Join());
        Assert.Equal(0, wrong);
        Assert.Equal(4 * rows, seen.Sum());
        Assert.True(swaps > 0);

        // The scaler of one model with the learner of another would give a probability that none has.
        static PipelineModel PipelineOf(int i)
        {
            var scaler = new StandardScaler().Fit(Clicks.Rows.Slice(0, 250 * (i + 1)));
            return new(scaler, Models[i]);
        }

        static double Probability(PipelineModel model)
        {
            var row = model.Predictor(Clicks.Rows.Schema).Row().Set("features", [3.0, 0.5]);
            row.Predict();
            return row.Vector("probabilities").ToArray()[1];
        }
    }

    [Fact]
    public async Task In_the_job_that_trains_it_a_model_is_swapped_at_the_end_of_an_epoch()
    {
        var live = new LiveModel<FtrlModel>(Models[0]);
        var models = new Clicks.Models();
        var sink = new Clicks.Collected();
        var rows = TableStream.Of(Clicks.Rows, 30);

        await Clicks.Job(250).Run(rows.Train(Clicks.Learner, live, models)).Write(rows.Through(live), sink).RunAsync();

        Assert.Equal(4, live.Current.Version.Number);
        Assert.All(Enumerable.Range(0, 4), i => Assert.Equal(
            Clicks.Scores((i == 0 ? Models[0] : models.All[i].Model).Transform(Clicks.Rows.Slice(250 * i, 250))),
            Clicks.Scores(sink.All.Slice(250 * i, 250))));
    }

    [Fact]
    public async Task All_rows_of_an_epoch_are_predicted_by_the_model_that_its_first_rows_met()
    {
        var live = new LiveModel<FtrlModel>(Version(1, Models[0]));
        var sink = new Clicks.Collected();
        var progress = new List<StreamProgress>();
        var rows = TableStream.Of(Clicks.Rows, 100).Predict(live).Select(batch =>
        {
            if (batch.RowCount > 0)
            {
                Assert.True(live.PublishAsync(Version(live.Current.Version.Number + 1, Models[1])).IsCompletedSuccessfully);
            }

            return batch;
        });
        var job = new StreamJob
        {
            Options = new() { Trigger = StreamTrigger.EveryRows(500), Progress = new Told(progress), Time = new Clock() },
        };

        await job.Write(rows, sink).RunAsync();

        Assert.Equal(Clicks.Scores(Models[0].Transform(Clicks.Rows.Slice(0, 500))), Clicks.Scores(sink.All.Slice(0, 500)));
        Assert.Equal(Clicks.Scores(Models[1].Transform(Clicks.Rows.Slice(500, 500))), Clicks.Scores(sink.All.Slice(500, 500)));
        Assert.Equal([1, 6], progress.Select(epoch => epoch.Values["live model version"]));
        Assert.Equal([3600, 3600], progress.Select(epoch => epoch.Values["live model age"]));
    }

    [Fact]
    public async Task Models_that_come_are_followed()
    {
        var live = new LiveModel<FtrlModel>(Models[0]);

        await live.FollowAsync(Come());

        Assert.Same(Models[3], live.Model);

        static async IAsyncEnumerable<PublishedModel> Come()
        {
            for (var i = 1; i < 4; i++)
            {
                await Task.Yield();
                yield return Version(i, Models[i]);
            }
        }
    }

    sealed class Told(List<StreamProgress> all) : IProgress<StreamProgress>
    {
        public void Report(StreamProgress value) => all.Add(value);
    }

    sealed record Click(double[] Features);

    sealed record Score(double[] Probabilities);

    sealed class Clock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 1, 1, 1, 0, 0, TimeSpan.Zero);
    }
}
