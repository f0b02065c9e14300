using Alink.Benchmarks.Data;
using Alink.Classification;
using Alink.Features;
using Alink.Runtime;

namespace Alink.Benchmarks.Jobs;

/// <summary>Rows predicted one at a time by a model that is swapped every 10 ms, beside the same model left alone.</summary>
sealed class LivePrediction : PairedJob
{
    const int Width = 50;

    Question[] _questions = [];
    PublishedModel[] _versions = [];
    LiveModel<PipelineModel>? _live;
    Predictor<Question, Answer>? _swapped;
    Predictor<Question, Answer>? _fixed;

    public override string Name => "live-prediction";

    public override string Neighbour => "the same model, never swapped";

    public override double AtMost => 1.02;

    public override string QualityIs => "swaps of the model in a run";

    public override int Repeats => 5_000_000;

    public override async ValueTask PrepareAsync(Workspace workspace)
    {
        var rows = DenseRows.Draw(20_000, Width);
        var table = rows.ToClassificationTable();
        var pipeline = new Pipeline(new StandardScaler(), new LogisticRegression());
        var models = new[] { await pipeline.FitAsync(table), await pipeline.FitAsync(table.Slice(0, 10_000)) };
        _versions = [.. models.Select(model => PublishedModel.Of(model))];
        _live = new(_versions[0]);
        _swapped = _live.Predictor<Question, Answer>();
        _fixed = models[0].Predictor<Question, Answer>();
        _questions = [.. Enumerable.Range(0, 1000).Select(i => new Question { Features = rows.Row(i).ToArray() })];
        await RunNeighbourAsync();
        await RunAsync();
    }

    public override void Release() => (_live, _swapped, _fixed) = (null, null, null);

    public override ValueTask<Func<double>> RunAsync()
    {
        var swaps = 0;

        // A thread of its own, as a worker of the pool spins for longer than a swap takes before it sleeps again.
        using var done = new ManualResetEvent(false);
        var publisher = new Thread(() =>
        {
            for (; !done.WaitOne(TimeSpan.FromMilliseconds(10)); swaps++)
            {
                _live!.PublishAsync(_versions[~swaps & 1]).AsTask().GetAwaiter().GetResult();
            }
        });
        publisher.Start();
        Predict(_swapped!);
        done.Set();
        publisher.Join();
        return ValueTask.FromResult<Func<double>>(() => swaps);
    }

    public override ValueTask<Func<double>> RunNeighbourAsync()
    {
        Predict(_fixed!);
        return ValueTask.FromResult(() => 0.0);
    }

    void Predict(Predictor<Question, Answer> predictor)
    {
        var answer = new Answer();
        for (var repeat = 0; repeat < Repeats; repeat++)
        {
            predictor.Predict(_questions[repeat % _questions.Length], ref answer);
        }
    }

    sealed class Question
    {
        public double[] Features { get; set; } = [];
    }

    sealed class Answer
    {
        public bool Prediction { get; set; }

        public double[] Probabilities { get; set; } = new double[2];
    }
}
