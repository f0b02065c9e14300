namespace Alink.Tests.Tuning;

/// <summary>A learner whose prediction is an option, so that it is known which options are best.</summary>
sealed record Guess : IEstimator<GuessModel>
{
    public double Value { get; init => field = Require.AtLeast(-1, value); }

    public int Whole { get; init; }

    public string Word { get; init; } = "";

    /// <summary>Added to the prediction by the least id that was taught, to tell what was.</summary>
    public double First { get; init; }

    public int ReadOnly => Whole;

    public Schema Transform(Schema input) => input.Reading<int>("id").With<double>("prediction");

    public ValueTask<GuessModel> FitAsync(IDataset training, TrainingContext context)
    {
        context.Cancellation.ThrowIfCancellationRequested();
        var ids = training.ReadAll()
            .SelectMany(batch => batch.Values<int>("id").ToArray()).ToArray();
        Interlocked.Increment(ref Fits.Count);
        return new(new GuessModel(
            Word == "nan" ? double.NaN : Value + Whole + (First * ids.Min()), ids.Length));
    }
}

/// <summary>How many guesses have been trained; whoever counts them and whoever trains them is of one collection.</summary>
static class Fits
{
    public static int Count;
}

/// <param name="Value">What it predicts.</param>
/// <param name="Rows">How many rows taught it.</param>
sealed record GuessModel(double Value, int Rows) : RowTransformer
{
    public override Schema Transform(Schema input) => input.With<double>("prediction");

    public override Func<bool> Bind(RowCells row)
    {
        var prediction = row.Write(new Field("prediction", DataType.Double));
        return () =>
        {
            prediction.Set(Value);
            return true;
        };
    }
}

/// <summary>The distance of a guess from what is true; NaN stays NaN.</summary>
sealed record Distance : IEvaluator<double>
{
    public async ValueTask<double> EvaluateAsync(IDataset rows, TrainingContext context)
    {
        await Task.CompletedTask;
        var batches = rows.ReadAll().ToArray();
        return batches.SelectMany(batch => batch.Values<double>("prediction").ToArray()
            .Zip(batch.Values<double>("label").ToArray(), (guess, label) => Math.Abs(guess - label))).Average();
    }
}
