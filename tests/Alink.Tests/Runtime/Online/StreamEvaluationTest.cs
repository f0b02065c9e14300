using Alink.Classification;
using Alink.Evaluation;
using Alink.Runtime;

namespace Alink.Tests.Runtime.Online;

public sealed class StreamEvaluationTest : IDisposable
{
    static readonly BinaryEvaluator Binary = new();

    static readonly Table Predicted = Clicks.Learner.Fit(Clicks.Rows).Transform(Clicks.Rows);

    readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    static async Task<Table> Evaluated<TState>(
        Table rows, IRunningEvaluator<TState> evaluator, EvaluationWindow window, int rowsPerBatch = 64, int rowsPerEpoch = 100)
    {
        var sink = new Clicks.Collected();
        await Clicks.Job(rowsPerEpoch).Write(TableStream.Of(rows, rowsPerBatch).Evaluate(evaluator, window), sink).RunAsync();
        return sink.All;
    }

    static double[] Of(Table measures, string statistics, string measure) =>
        measures.Where<string>("statistics", name => name == statistics).Values<double>(measure).ToArray();

    [Fact]
    public async Task A_window_measures_what_the_evaluator_does_of_its_rows_and_all_of_all_rows()
    {
        var measures = await Evaluated(Predicted, Binary, EvaluationWindow.OfRows(300));

        Assert.Equal(["window", "all", "window", "all", "window", "all", "window", "all"], measures.Values<string>("statistics").ToArray());
        Assert.Equal([1, 1, 2, 2, 3, 3, 4, 4], measures.Values<long>("window").ToArray());
        Assert.Equal([300, 300, 300, 600, 300, 900, 100, 1000], measures.Values<long>("rows").ToArray());
        Assert.All(Enumerable.Range(0, 4), i =>
        {
            Same(Binary.Evaluate(Predicted.Slice(300 * i, Math.Min(300, 1000 - (300 * i)))), "window", i);
            Same(Binary.Evaluate(Predicted.Slice(0, Math.Min(1000, 300 * (i + 1)))), "all", i);
        });

        void Same(BinaryMetrics expected, string statistics, int i)
        {
            Assert.Equal(expected.AreaUnderRoc, Of(measures, statistics, "auc")[i], 1e-4);
            Assert.Equal(expected.AreaUnderPrecisionRecall, Of(measures, statistics, "pr auc")[i], 1e-3);
            Assert.Equal(expected.KolmogorovSmirnov, Of(measures, statistics, "ks")[i], 1e-2);
            Assert.Equal(expected.LogLoss, Of(measures, statistics, "log loss")[i], 1e-12);
            Assert.Equal(expected.Accuracy, Of(measures, statistics, "accuracy")[i]);
            Assert.Equal(expected.Precision, Of(measures, statistics, "precision")[i]);
            Assert.Equal(expected.Recall, Of(measures, statistics, "recall")[i]);
            Assert.Equal(expected.F1, Of(measures, statistics, "f1")[i]);
            Assert.Equal(expected.AtThreshold.Kappa, Of(measures, statistics, "kappa")[i]);
        }
    }

    [Theory]
    [InlineData(1, 1000)]
    [InlineData(77, 130)]
    [InlineData(1000, 10)]
    public async Task Windows_of_rows_do_not_depend_on_the_cut(int rowsPerBatch, int rowsPerEpoch)
    {
        var expected = await Evaluated(Predicted, Binary, EvaluationWindow.OfRows(300));

        var measures = await Evaluated(Predicted, Binary, EvaluationWindow.OfRows(300), rowsPerBatch, rowsPerEpoch);

        Assert.Equal(StateCodec.Write(expected), StateCodec.Write(measures));
    }

    [Fact]
    public async Task Windows_of_epochs_and_one_window_of_all_end_with_epochs()
    {
        var epochs = await Evaluated(Predicted, Binary, EvaluationWindow.OfEpochs(4));
        var all = await Evaluated(Predicted, Binary, EvaluationWindow.All);

        Assert.Equal([400, 400, 400, 800, 200, 1000], epochs.Values<long>("rows").ToArray());
        Assert.Equal([1000, 1000], all.Values<long>("rows").ToArray());
    }

    [Fact]
    public async Task Windows_of_time_end_with_the_epoch_that_is_run_then()
    {
        var state = new Moving();
        var sink = new Clicks.Collected();
        var job = new StreamJob
        {
            Options = new() { Trigger = StreamTrigger.EveryRows(100), Time = state },
        };

        await job.Write(TableStream.Of(Predicted, 64).Evaluate(Binary, EvaluationWindow.Every(TimeSpan.FromMinutes(3))), sink).RunAsync();

        // Each epoch is planned a minute after the one before it.
        Assert.Equal([400, 300, 300], sink.All.Where<string>("statistics", name => name == "window").Values<long>("rows").ToArray());
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public async Task Totals_survive_a_restart(int failAt)
    {
        var expected = await Evaluated(Predicted, Binary, EvaluationWindow.OfRows(150));
        var sink = new Failing { FailAt = failAt };
        await Assert.ThrowsAsync<IOException>(() => Job().RunAsync());

        await Job().RunAsync();

        Assert.Equal(StateCodec.Write(expected), StateCodec.Write(sink.Rows.All));

        StreamJob Job() => Clicks.Job(100, _folder)
            .Write(TableStream.Of(Predicted, 30).Evaluate(Binary, EvaluationWindow.OfRows(150)), sink);
    }

    [Fact]
    public async Task Areas_of_small_and_of_great_probabilities_are_those_of_the_scores()
    {
        var scores = Enumerable.Range(0, 400).Select(i => i * 1e-7).ToArray();
        var labels = Enumerable.Range(0, 400).Select(i => (i * i % 7) < i / 100 ? 1 : 0).ToArray();
        foreach (var ends in new[] { scores, [.. scores.Select(score => 1 - score)], [.. scores.Select(score => 0.5 + (score * 1e4))] })
        {
            var rows = Table.Of("label", labels).With("score", ends);
            var evaluator = new BinaryEvaluator { Score = "score" };

            var measures = await Evaluated(rows, evaluator, EvaluationWindow.All);

            Assert.Equal(evaluator.Evaluate(rows).AreaUnderRoc, measures.Values<double>("auc")[0], 1e-12);
            Assert.Equal(evaluator.Evaluate(rows).KolmogorovSmirnov, measures.Values<double>("ks")[0], 1e-12);
        }
    }

    [Fact] // By hand: one negative row is taken for positive, and no positive one.
    public async Task Precision_is_0_where_positives_are_false_and_recall_is_0()
    {
        var rows = Table.Of("label", 0, 1, 0).With("score", 0.9, 0.2, 0.1);

        var measures = await Evaluated(rows, new BinaryEvaluator { Score = "score" }, EvaluationWindow.All);

        Assert.Equal([0, 0], measures.Values<double>("precision").ToArray());
        Assert.Equal([0, 0], measures.Values<double>("recall").ToArray());
        Assert.Equal(1.0 / 3, measures.Values<double>("accuracy")[0], 1e-15);
        Assert.Equal(0.5, measures.Values<double>("auc")[0]);
        Assert.Equal((Math.Log(10) + Math.Log(5) - Math.Log(0.9)) / 3, measures.Values<double>("log loss")[0], 1e-15);
    }

    [Fact]
    public async Task Progressive_validation_is_that_of_the_rows_predicted_one_by_one()
    {
        IOnlineEstimator<FtrlState, FtrlModel> learner = Clicks.Learner;
        learner.Advance(learner.Start(Clicks.Rows.Schema), Clicks.Rows, out var expected);
        var (sink, progress) = (new Clicks.Collected(), new Told());
        var job = new StreamJob { Options = new() { Trigger = StreamTrigger.EveryRows(100), Progress = progress } };

        await job.Write(TableStream.Of(Clicks.Rows, 30).Train(learner).Evaluate(Binary, EvaluationWindow.OfRows(500)), sink).RunAsync();

        var (loss, scores, labels) = (0.0, Clicks.Scores(expected), Clicks.Rows.Values<string>("label"));
        for (var i = 0; i < 1000; i++)
        {
            loss -= Math.Log(labels[i] == "yes" ? scores[i] : 1 - scores[i]) / 1000;
        }

        Assert.Equal(loss, Of(sink.All, "all", "log loss")[1], 1e-12);
        Assert.Equal(Of(sink.All, "window", "auc")[1], progress.Last!.Values["auc"]);
        Assert.Equal(Of(sink.All, "all", "log loss")[1], progress.Last.Values["total log loss"]);
    }

    [Fact]
    public async Task Rows_that_have_no_prediction_yet_are_left_out_and_counted()
    {
        var progress = new Told();
        var sink = new Clicks.Collected();
        var sorted = Table.Concat(Clicks.Rows.Sort("label").Slice(0, 50), Clicks.Rows);
        var job = new StreamJob { Options = new() { Progress = progress } };

        await job.Write(TableStream.Of(sorted, 30).Train(new Ftrl()).Evaluate(Binary, EvaluationWindow.All), sink).RunAsync();

        var first = Enumerable.Range(50, 1000).First(i => sorted.Values<string>("label")[i] == "yes");
        Assert.Equal(first + 1, progress.Last!.Values["rows not predicted"]);
        Assert.Equal(1050 - first - 1, sink.All.Values<long>("rows")[0]);
    }

    [Fact]
    public async Task Classes_and_numbers_are_measured_likewise()
    {
        var classes = new MulticlassEvaluator();
        var numbers = new RegressionEvaluator { Label = "x", Prediction = "y" };

        var ofClasses = await Evaluated(Predicted, classes, EvaluationWindow.OfRows(400));
        var ofNumbers = await Evaluated(Predicted, numbers, EvaluationWindow.OfRows(400));

        var (expected, error) = (classes.Evaluate(Predicted), numbers.Evaluate(Predicted));
        Assert.Equal(expected.Accuracy, Of(ofClasses, "all", "accuracy")[2], 1e-15);
        Assert.Equal(expected.LogLoss, Of(ofClasses, "all", "log loss")[2], 1e-12);
        Assert.Equal(expected.MacroF1, Of(ofClasses, "all", "macro f1")[2], 1e-12);
        Assert.Equal(error.RootMeanSquaredError, Of(ofNumbers, "all", "rmse")[2], 1e-12);
        Assert.Equal(error.MeanAbsoluteError, Of(ofNumbers, "all", "mae")[2], 1e-12);
        Assert.Equal(error.R2, Of(ofNumbers, "all", "r2")[2], 1e-12);
        Assert.Equal(numbers.Evaluate(Predicted.Slice(800, 200)).R2, Of(ofNumbers, "window", "r2")[2], 1e-15);
    }

    [Fact]
    public async Task One_class_alone_is_measured_once_it_is_known_which_it_is()
    {
        var rows = Predicted.Where<string>("label", label => label == "yes");

        Assert.True(double.IsNaN((await Evaluated(rows, Binary, EvaluationWindow.All)).Values<double>("log loss")[0]));
        var known = await Evaluated(rows, new BinaryEvaluator { Positive = "yes" }, EvaluationWindow.All);
        Assert.Equal(new BinaryEvaluator { Positive = "yes" }.Evaluate(rows).LogLoss, known.Values<double>("log loss")[0], 1e-12);
        Assert.True(double.IsNaN(known.Values<double>("auc")[0]));
    }

    [Fact]
    public async Task A_third_class_and_a_score_that_is_no_probability_are_refused()
    {
        var three = Table.Of("label", "a", "b", "c").With("score", 0.1, 0.2, 0.3);
        var wide = Table.Of("label", "a", "b").With("score", 0.1, 1.2);
        var evaluator = new BinaryEvaluator { Score = "score" };

        Assert.Contains("a, b, c", (await Assert.ThrowsAsync<TrainingException>(() => Evaluated(three, evaluator, EvaluationWindow.All))).Message);
        Assert.Contains("1.2", (await Assert.ThrowsAsync<TrainingException>(() => Evaluated(wide, evaluator, EvaluationWindow.All))).Message);
        Assert.Throws<SchemaException>(() => TableStream.Of(Clicks.Rows, 10).Evaluate(Binary, EvaluationWindow.All));
    }

    sealed class Told : IProgress<StreamProgress>
    {
        public StreamProgress? Last { get; private set; }

        public void Report(StreamProgress value) => Last = value;
    }

    /// <summary>A time that moves on by a minute whenever it is asked for.</summary>
    sealed class Moving : TimeProvider
    {
        DateTimeOffset _now = DateTimeOffset.UnixEpoch;

        public override DateTimeOffset GetUtcNow() => _now += TimeSpan.FromMinutes(1);
    }

    sealed class Failing : IStreamSink
    {
        public Clicks.Collected Rows { get; } = new();

        public long FailAt { get; set; }

        public ValueTask WriteAsync(long epoch, IReadOnlyList<Table> rows, CancellationToken cancellation)
        {
            if (epoch >= FailAt && FailAt > 0)
            {
                FailAt = 0;
                throw new IOException("The disk is full.");
            }

            return Rows.WriteAsync(epoch, rows, cancellation);
        }
    }
}
