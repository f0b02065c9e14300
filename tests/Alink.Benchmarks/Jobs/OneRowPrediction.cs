using Alink.Benchmarks.Data;
using Alink.Benchmarks.Neighbours;
using Alink.Classification;
using Alink.Features;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Alink.Benchmarks.Jobs;

/// <summary>A scaler and a logistic regression over 50 features asked about one row at a time, beside ML.NET's PredictionEngine.</summary>
sealed class OneRowPrediction : PairedJob
{
    const int Width = 50;

    readonly MLContext _context = MlNet.Context();
    PredictionEngine<Asked, Answered>? _engine;
    Asked[] _asked = [];
    Predictor<Question, Answer>? _predictor;
    Question[] _questions = [];

    public override string Name => "one-row-prediction";

    public override string Neighbour => "ML.NET 5 PredictionEngine";

    public override double AtMost => 1;

    public override string QualityIs => "bytes allocated by a prediction; 0 is best";

    public override int Repeats => 1_000_000;

    public override async ValueTask PrepareAsync(Workspace workspace)
    {
        var rows = DenseRows.Draw(20_000, Width);
        var pipeline = await new Pipeline(new StandardScaler(), new LogisticRegression()).FitAsync(rows.ToClassificationTable());
        _predictor = pipeline.Predictor<Question, Answer>();
        _questions = [.. Enumerable.Range(0, 1000).Select(i => new Question { Features = rows.Row(i).ToArray() })];

        // A thread's first prediction makes its cells.
        var answer = new Answer();
        _predictor.Predict(_questions[0], ref answer);
        var view = MlNet.View(_context, rows);
        var model = _context.Transforms.NormalizeMeanVariance("Features")
            .Append(_context.BinaryClassification.Trainers.LbfgsLogisticRegression("Class")).Fit(view);
        _engine = _context.Model.CreatePredictionEngine<Asked, Answered>(model);
        _asked = [.. Enumerable.Range(0, 1000).Select(i => new Asked { Features = MlNet.Narrow(rows.Row(i)) })];
    }

    public override void Release() => (_predictor, _engine) = (null, null);

    public override ValueTask<Func<double>> RunAsync()
    {
        var answer = new Answer();
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        for (var repeat = 0; repeat < Repeats; repeat++)
        {
            _predictor!.Predict(_questions[repeat % _questions.Length], ref answer);
        }

        var bytes = (GC.GetAllocatedBytesForCurrentThread() - allocated) / (double)Repeats;
        return ValueTask.FromResult(() => bytes);
    }

    public override ValueTask<Func<double>> RunNeighbourAsync()
    {
        // The one answer is filled again and again: the engine's cheapest way.
        var answered = new Answered();
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        for (var repeat = 0; repeat < Repeats; repeat++)
        {
            _engine!.Predict(_asked[repeat % _asked.Length], ref answered);
        }

        var bytes = (GC.GetAllocatedBytesForCurrentThread() - allocated) / (double)Repeats;
        return ValueTask.FromResult(() => bytes);
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

    sealed class Asked
    {
        [VectorType(Width)]
        public float[] Features { get; set; } = [];

        public bool Class { get; set; }
    }

    sealed class Answered
    {
        public float Probability { get; set; }
    }
}
