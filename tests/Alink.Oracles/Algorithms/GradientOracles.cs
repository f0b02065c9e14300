using Alink.Classification;
using Alink.Online;
using Alink.Regression;

namespace Alink.Oracles.Algorithms;

/// <summary>Linear models by gradient steps, as the batch learners of Spark and Flink ML make them: rows again and again.</summary>
static class GradientRows
{
    /// <summary>One pass after the other.</summary>
    public static Table Passes(this Table rows, int passes) => Table.Concat([.. Enumerable.Repeat(rows, passes)]);

    /// <summary>The rows of a case whose vectors, labels and weights stand apart.</summary>
    public static Table Labelled(Facts data) => Table.Of("features", [.. data["rows"].EnumerateArray().Select(row => (Vector)Facts.NumbersOf(row))])
        .With("label", Facts.NumbersOf(data["label"]))
        .With("weight", data.Find("weight") is { } weight ? Facts.NumbersOf(weight) : [.. data["label"].EnumerateArray().Select(_ => 1.0)]);

    /// <summary>Flink ML divides a batch's gradient by its weight, and takes all rows where a batch would hold more.</summary>
    public static (int BatchSize, double Rate) Batches(Facts given, Table rows)
    {
        given.Says("init", "zeros");
        Assert.False(given.Flag("intercept", true));
        Assert.Equal(0, given.Number("reg", 0));
        Assert.Equal(0, given.Number("elasticNet", 0));
        Assert.True(given.Number("tol", 0) < 1e-5); // No step of these cases is smaller, so none ends early.
        Assert.True(given.Number("globalBatchSize", 0) >= rows.RowCount);
        Assert.Equal("weight", given.Text("weightCol"));
        return (rows.RowCount, given.Number("learningRate", 0) * rows.RowCount / rows.NumbersOf("weight").Sum());
    }

    /// <summary>The memory of an optimiser that has made no step.</summary>
    public static OptimizerMemory NoMemory => new(0, 1, 1, new(0, 0, []));
}

/// <summary>Flink ML's linear regression.</summary>
[Runs("LinearRegression (SGD)")]
sealed class GradientRegressionOracle : IOracle
{
    public void Run(Trial trial)
    {
        var rows = GradientRows.Labelled(trial.Data);
        var (batch, rate) = GradientRows.Batches(trial.Params, rows);
        var model = new OnlineLinearRegression { Weight = "weight", FitIntercept = false, BatchSize = batch, LearningRate = rate }
            .Fit(rows.Passes((int)trial.Params.Number("maxIter", 0)));
        trial.Expected.Of("coefficient", model.Coefficients);
    }
}

/// <summary>Flink ML's linear support vector machine.</summary>
[Runs("LinearSVC (SGD)")]
sealed class GradientSvmOracle : IOracle
{
    public void Run(Trial trial)
    {
        var rows = GradientRows.Labelled(trial.Data);
        var (batch, rate) = GradientRows.Batches(trial.Params, rows);
        var model = new OnlineLinearSvm { Weight = "weight", FitIntercept = false, BatchSize = batch, LearningRate = rate }
            .Fit(rows.Passes((int)trial.Params.Number("maxIter", 0)));
        trial.Expected.Of("coefficient", model.Coefficients.Values.ToArray());
        trial.Expected.Of("prediction", model.Transform(rows).NumbersOf("prediction"));
    }
}

/// <summary>Spark's regression on a stream: its rows come in mini-batches, each read some times.</summary>
[Runs("StreamingLinearRegressionWithSGD")]
sealed class StreamingLinearRegressionOracle : IOracle
{
    public void Run(Trial trial)
    {
        var rows = trial.Data.ToTable().WithFeatures();
        Assert.Equal([0.0, 0.0], Facts.NumbersOf(trial.Params["initialWeights"]));
        var tolerance = trial.Params.Number("convergenceTol", 0);
        var options = new OnlineLinearRegression
        {
            LearningRate = trial.Params.Number("stepSize", 0),
            FitIntercept = false,
            BatchSize = 100,
        };
        var model = options.Fit(rows.Passes((int)trial.Params.Number("numIterations", 1)));
        var next = options.Snapshot(options.Update(options.Resume(model), rows.Slice(0, options.BatchSize)));
        Assert.InRange(model.Coefficients.Zip(next.Coefficients, (left, right) => Math.Abs(left - right)).Max(), 0, 1000 * tolerance);
        trial.Expected.Of("weights", model.Coefficients);
        trial.Expected.Of("intercept", model.Intercept);
    }
}

/// <summary>A step of rate 1 takes the gradient from the weights.</summary>
[Runs("LeastSquareLoss")]
sealed class SquaredErrorOracle : IOracle
{
    public void Run(Trial trial)
    {
        var (x, weights) = (Facts.NumbersOf(trial.Data["x"]), Facts.NumbersOf(trial.Data["coef"]));
        var (label, weight) = (trial.Data.Number("label", 0), trial.Data.Number("weight", 0));
        var options = new OnlineLinearRegression { LearningRate = 1, Weight = "weight", FitIntercept = false };
        var before = new OnlineLinearRegressionModel(options, [.. weights], 0, GradientRows.NoMemory);
        var row = Table.Of<Vector>("features", x).With("label", label).With("weight", weight);
        var after = options.Snapshot(options.Update(options.Resume(before), row));
        trial.Expected.Of("loss", weight * Math.Pow(before.Predict(x) - label, 2) / 2);
        trial.Expected.Of("gradient", weights.Zip(after.Coefficients, (left, right) => left - right));
    }
}

/// <summary>A step of rate 1 takes the gradient from the weights.</summary>
[Runs("HingeLoss")]
sealed class HingeLossOracle : IOracle
{
    public void Run(Trial trial)
    {
        var weights = Facts.NumbersOf(trial.Data["coef"]);
        var (label, weight) = (trial.Data.Number("label", 0), trial.Data.Number("weight", 0));
        var options = new OnlineLinearSvm { LearningRate = 1, Weight = "weight", FitIntercept = false };
        var before = new OnlineLinearSvmModel(
            options, new(DataType.Double, ["0", "1"]), new(1, weights.Length, [.. weights]), [0], GradientRows.NoMemory);
        var (losses, gradients) = (new List<double>(), new List<double[]>());
        foreach (var x in trial.Data["x"].EnumerateArray().Select(Facts.NumbersOf))
        {
            var row = Table.Of<Vector>("features", x).With("label", label).With("weight", weight);
            var after = options.Snapshot(options.Update(options.Resume(before), row));
            var scores = new double[2];
            before.Scores(x, scores);
            losses.Add(weight * Math.Max(0, 1 - scores[(int)label]));
            gradients.Add([.. weights.Zip(after.Coefficients.Values.ToArray(), (left, right) => left - right)]);
        }

        trial.Expected.Of("loss", losses);
        trial.Expected.Of("gradient", gradients);
    }
}

/// <summary>A row of zeros steps by the penalties alone.</summary>
[Runs("RegularizationUtils")]
sealed class PenaltyStepOracle : IOracle
{
    public void Run(Trial trial)
    {
        var weights = Facts.NumbersOf(trial.Data["coef"]);
        var (penalty, share) = (trial.Params.Number("reg", 0), trial.Params.Number("elasticNet", 0));
        var options = new OnlineLinearRegression
        {
            LearningRate = trial.Params.Number("learningRate", 0),
            L1 = penalty * share,
            L2 = penalty * (1 - share),
            FitIntercept = false,
        };
        var before = new OnlineLinearRegressionModel(options, [.. weights], 0, GradientRows.NoMemory);
        var row = Table.Of<Vector>("features", new double[weights.Length]).With("label", 0.0);
        trial.Expected.Of("coef", options.Snapshot(options.Update(options.Resume(before), row)).Coefficients);
    }
}

/// <summary>
/// Flink ML takes the first gradient at the initial weights and begins z at 0 all the same, so that they are forgotten; ours
/// begins z where its weights are those. Taken off after the first batch, all else is equal.
/// </summary>
[Runs("OnlineLogisticRegression (FTRL)")]
sealed class FtrlOracle : IOracle
{
    public void Run(Trial trial)
    {
        var labels = Facts.NumbersOf(trial.Data["label"]);
        var (penalty, share) = (trial.Params.Number("reg", 0), trial.Params.Number("elasticNet", 0));
        var ftrl = new Ftrl
        {
            Alpha = trial.Params.Number("alpha", 0),
            Beta = trial.Params.Number("beta", 0),
            L1 = penalty * share,
            L2 = penalty * (1 - share),
            FitIntercept = false,
            BatchSize = (int)trial.Params.Number("globalBatchSize", 0),
        };
        var initial = Facts.NumbersOf(trial.Params["initialCoefficient"]);
        var batch = new LogisticRegression { FitIntercept = false }.Fit(Rows("batch1")) with { Coefficients = Matrix.Of(initial) };
        var started = ftrl.Resume(batch);
        var beginning = ftrl.Snapshot(started).Coordinates;
        var first = ftrl.Snapshot(ftrl.Update(started, Rows("batch1")));
        first = first with { Coordinates = new(2, 2, [.. first.Coordinates.Values.ToArray().Zip(beginning.Values.ToArray(), (z, start) => z - start)]) };
        var second = ftrl.Snapshot(ftrl.Update(ftrl.Resume(first), Rows("batch2")));

        Assert.True(trial.Expected.Says("model versions", "1 then 2 (init 0)"));
        trial.Expected.Of("rawPrediction after batch1 (sorted)", Predicted(first));
        trial.Expected.Of("rawPrediction after batch2 (sorted)", Predicted(second));

        Table Rows(string name) => Table.Of("features", [.. trial.Data[name].EnumerateArray().Select(row => (Vector)Facts.NumbersOf(row))])
            .With("label", labels);

        double[][] Predicted(FtrlModel model) =>
        [
            .. trial.Data["predict"].EnumerateArray().Select(row => model.Probabilities(Facts.NumbersOf(row))).OrderBy(p => p[0]),
        ];
    }
}
