using Alink.Classification;
using Alink.Evaluation;
using Alink.Runtime;

namespace Alink.Tests.Runtime.Online;

public sealed class ModelGateTest : IDisposable
{
    static readonly FtrlModel Good = Clicks.Learner.Fit(Clicks.Rows) with { Origin = null };

    // Taught that every label is the other.
    static readonly FtrlModel Bad = Clicks.Learner.Fit(Lies()) with { Origin = null };

    readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    static PublishedModel Version(long number, ITransformer model) => new(new(number, number, 0, null, default), model);

    static ModelGate<BinaryTally> Gate(IModelSink next, double auc = 0.8, Told? told = null, int most = 500) =>
        new(next, new BinaryEvaluator(), GateRule.AtLeast("auc", auc), GateRule.AtMost("log loss", 0.7)) { MostRows = most, Progress = told };

    [Fact]
    public async Task Each_model_is_decided_when_it_comes_and_the_last_one_too()
    {
        var (models, told) = (new Clicks.Models(), new Told());
        var gate = Gate(models, told: told);
        await gate.FeedAsync(Clicks.Rows);

        await gate.PublishAsync(Version(1, Good), default);
        Assert.Equal([1], models.All.Keys);
        await gate.PublishAsync(Version(2, Bad), default);
        await gate.PublishAsync(Version(3, Good), default);

        Assert.Equal([1, 3], models.All.Keys);
        Assert.Equal([true, false, true], told.All.Select(decision => decision.IsAccepted));
        Assert.Equal((2, 1), (gate.Accepted, gate.Refused));
    }

    [Fact]
    public async Task A_decision_tells_the_measures_of_the_last_rows_and_the_rules_that_broke()
    {
        var (models, told) = (new Clicks.Models(), new Told());
        var gate = Gate(models, told: told);
        await gate.FeedAsync(Clicks.Rows.Slice(0, 900));
        await gate.FeedAsync(Clicks.Rows.Slice(900, 100));

        await gate.PublishAsync(Version(1, Good), default);
        await gate.PublishAsync(Version(2, Bad), default);

        var expected = new BinaryEvaluator().Evaluate(Good.Transform(Clicks.Rows.Slice(500, 500)));
        Assert.Equal(expected.LogLoss, models.Last.Version.Metrics["log loss"], 1e-12);
        Assert.Equal(expected.Accuracy, models.Last.Version.Metrics["accuracy"], 1e-12);
        Assert.Equal(500, told.All[0].Rows);
        Assert.Equal("", told.All[0].Reason);
        Assert.Matches("^auc is 0\\.[0-9]+ and must be at least 0.8; log loss is [0-9.]+ and must be at most 0.7$", told.All[1].Reason);
    }

    [Fact]
    public async Task A_model_that_comes_before_any_labelled_row_waits_for_the_first()
    {
        var models = new Clicks.Models();
        var gate = Gate(models);
        await gate.PublishAsync(Version(1, Bad), default);
        await gate.PublishAsync(Version(2, Good), default);
        Assert.Empty(models.All);

        await gate.FeedAsync(Clicks.Rows);

        Assert.Equal([2], models.All.Keys);
        Assert.Equal(1, gate.Accepted);
    }

    [Fact]
    public async Task A_model_that_cannot_be_measured_does_not_pass()
    {
        var (models, told) = (new Clicks.Models(), new Told());
        var gate = Gate(models, told: told);
        await gate.FeedAsync(Clicks.Rows);

        await gate.PublishAsync(Version(1, Good with { Options = Good.Options with { Features = "other" } }), default);

        Assert.Empty(models.All);
        Assert.Contains("It cannot be measured: There is no column 'other'", told.All.Single().Reason);
        Assert.True(double.IsNaN(told.All.Single().Version.Metrics["auc"]));
    }

    [Fact]
    public async Task A_measure_that_is_no_number_never_holds()
    {
        var models = new Clicks.Models();
        var gate = new ModelGate<BinaryTally>(models, new BinaryEvaluator { Positive = "yes" }, GateRule.AtLeast("auc", 0));
        await gate.FeedAsync(Clicks.Rows.Where<string>("label", label => label == "yes"));

        await gate.PublishAsync(Version(1, Good), default);

        Assert.Empty(models.All);
    }

    [Fact]
    public async Task A_sink_that_fails_has_the_model_again()
    {
        var models = new Clicks.Models { FailAt = 1 };
        var gate = Gate(models);
        await gate.FeedAsync(Clicks.Rows);

        await Assert.ThrowsAsync<IOException>(async () => await gate.PublishAsync(Version(1, Good), default));
        await gate.PublishAsync(Version(1, Good), default);

        Assert.Equal([1], models.All.Keys);
        Assert.Equal(1, gate.Accepted);
    }

    [Fact]
    public async Task A_model_that_passes_goes_to_each_sink_with_the_state_for_those_that_keep_it()
    {
        var (kept, plain, told) = (new Clicks.Models { WantsState = true }, new Clicks.Models(), new List<long>());
        var gate = Gate(ModelSinks.Each(kept, plain, ModelSinks.Of((model, _) =>
        {
            told.Add(model.Version.Number);
            return default;
        })));
        await gate.FeedAsync(Clicks.Rows);

        await Clicks.Job(500).Run(TableStream.Of(Clicks.Rows, 50).Train(Clicks.Learner, gate)).RunAsync();

        Assert.Equal([1, 2], told);
        Assert.NotNull(kept.Last.State);
        Assert.Null(plain.Last.State);
    }

    [Fact]
    public void Rules_of_measures_that_are_not_there_are_refused_with_the_nearest()
    {
        Assert.Contains("'auc'", Assert.Throws<ArgumentException>(() => new ModelGate<BinaryTally>(
            new Clicks.Models(), new BinaryEvaluator(), GateRule.AtLeast("acu", 1))).Message);
        Assert.Throws<ArgumentException>(() => new ModelGate<BinaryTally>(new Clicks.Models(), new BinaryEvaluator()));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task In_a_job_the_rows_of_an_epoch_judge_its_model_in_any_order_and_through_a_crash(bool retainsFirst)
    {
        var (expected, models) = (new Clicks.Models(), new Clicks.Models { FailAt = 6 });
        var told = new Told();
        await Job(expected, Path.Combine(_folder, "undisturbed"), told).RunAsync();
        Assert.InRange(expected.All.Count, 2, 9); // Some pass, and some do not.

        await Assert.ThrowsAsync<IOException>(() => Job(models, Path.Combine(_folder, "disturbed"), null).RunAsync());
        var again = new Told();
        await Job(models, Path.Combine(_folder, "disturbed"), again).RunAsync();

        Assert.Equal(expected.All.Keys, models.All.Keys);
        Assert.All(models.All, pair => Assert.Equal(expected.All[pair.Key].Version, pair.Value.Version));
        Assert.Equal(told.All[5..], again.All);

        StreamJob Job(Clicks.Models sink, string folder, Told? told)
        {
            var gate = new ModelGate<BinaryTally>(sink, new BinaryEvaluator(), GateRule.AtMost("log loss", 0.45))
            {
                MostRows = 150,
                Progress = told,
            };
            var rows = TableStream.Of(Clicks.Rows, 30);
            var (retained, trained) = (rows.Retain(gate), rows.Train(Clicks.Learner, gate));
            return retainsFirst
                ? Clicks.Job(100, folder).Run(retained).Run(trained)
                : Clicks.Job(100, folder).Run(trained).Run(retained);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_job_that_goes_on_remembers_what_was_decided_by_rows_that_are_gone(bool retainsFirst)
    {
        var (first, again) = (new Told(), new Told());
        var stop = new Failing { FailAt = 5 };
        await Assert.ThrowsAsync<IOException>(() => Job(first).RunAsync());

        stop.FailAt = -1;
        await Job(again).RunAsync();

        Assert.Single(first.All);
        Assert.Equal(first.All[0], again.All[0]);
        Assert.Equal([1, 2, 3, 4], again.All.Select(decision => decision.Version.Number));

        StreamJob Job(Told told)
        {
            var gate = Gate(new Clicks.Models(), auc: 0.5, told: told, most: 100);
            var rows = TableStream.Of(Clicks.Rows, 30);
            var trained = rows.Train(Clicks.Learner, new OnlineTrainingOptions { Sinks = [gate], EveryEpochs = 3 });
            return retainsFirst
                ? Clicks.Job(100, _folder).Write(rows.Retain(gate), stop).Run(trained)
                : Clicks.Job(100, _folder).Run(trained).Write(rows.Retain(gate), stop);
        }
    }

    sealed class Failing : IStreamSink
    {
        public long FailAt { get; set; }

        public ValueTask WriteAsync(long epoch, IReadOnlyList<Table> rows, CancellationToken cancellation) =>
            epoch == FailAt ? throw new IOException("The disk is full.") : default;
    }

    sealed class Told : IProgress<GateDecision>
    {
        public List<GateDecision> All { get; } = [];

        public void Report(GateDecision value) => All.Add(value);
    }

    static Table Lies() =>
        Clicks.Rows.With<string, string>("label", "label", label => label == "yes" ? "no" : "yes");
}
