using System.Collections.Immutable;
using Alink.Evaluation;
using Alink.IO;
using Alink.Runtime;

namespace Alink.Operators;

/// <summary>Measures the predictions of another operator as they come, window by window.</summary>
/// <remarks>
/// Two columns come out: <c>Statistics</c>, which is <c>window</c> or <c>all</c>, and <c>Data</c>, a JSON object of the
/// measures, in which one that the rows do not tell is missing. Rows without a prediction are left out. All of it stands in
/// the checkpoints of the job. <see cref="JsonValueStreamOp"/> takes measures out of the texts.
/// </remarks>
/// <typeparam name="TSelf">The operator.</typeparam>
/// <typeparam name="TEvaluator">What is measured.</typeparam>
/// <typeparam name="TState">What the rows add up to.</typeparam>
public abstract class EvalStreamOp<TSelf, TEvaluator, TState> : StreamOperator<TSelf, TEvaluator>
    where TSelf : EvalStreamOp<TSelf, TEvaluator, TState>
    where TEvaluator : class, IRunningEvaluator<TState>, new()
{
    /// <summary>The column that tells whether a text is of a <c>window</c> or of <c>all</c> rows so far.</summary>
    public const string Statistics = "Statistics";

    /// <summary>The column of the texts.</summary>
    public const string Data = "Data";

    static readonly ImmutableSortedDictionary<string, string> AlinkNames = new Dictionary<string, string>
    {
        ["auc"] = "AUC",
        ["pr auc"] = "PRC",
        ["ks"] = "KS",
        ["rmse"] = "RMSE",
        ["mse"] = "MSE",
        ["mae"] = "MAE",
        ["mape"] = "MAPE",
        ["nd"] = "ND",
        [StreamEvaluation.Rows] = "TotalSamples",
    }.ToImmutableSortedDictionary(StringComparer.Ordinal);

    EvaluationWindow _window = EvaluationWindow.Every(TimeSpan.FromSeconds(3));

    /// <summary>How many seconds a window takes, by the times of epochs; above 0. Default: 3.</summary>
    public TSelf SetTimeInterval(double value) => SetWindow(EvaluationWindow.Every(TimeSpan.FromSeconds(value)));

    /// <summary>Which rows are measured together.</summary>
    public TSelf SetWindow(EvaluationWindow value) => Set(ref _window, value);

    /// <inheritdoc/>
    protected override Task<TableStream> PlanAsync(TableStream rows) => Task.FromResult(
        rows.Evaluate(Options, _window).Select(measures =>
        {
            string[] names = [StreamEvaluation.Rows, .. Options.Measures];
            var (table, told) = (measures, names.Select(NameOf).ToImmutableArray());
            for (var i = 0; i < names.Length; i++)
            {
                table = Known(table.Rename(names[i], told[i]), told[i]);
            }

            return table.Rename(StreamEvaluation.Statistics, Statistics).ColumnsToJson(told, Data).Select(Statistics, Data);
        }));

    /// <summary>A column in which a number that is none is missing.</summary>
    static Table Known(Table table, string column)
    {
        if (table.Schema[column].Type != DataType.Double)
        {
            return table;
        }

        var values = table.Values<double>(column);
        var builder = ColumnBuilder.Of(new Field(column, DataType.Double) { IsNullable = true }, table.RowCount);
        var cell = new Cell(column, DataType.Double);
        for (var i = 0; i < table.RowCount; i++)
        {
            if (double.IsNaN(values[i]))
            {
                cell.SetMissing();
            }
            else
            {
                cell.Set(values[i]);
            }

            builder.Append(cell);
        }

        return table.With(new Field(column, DataType.Double) { IsNullable = true }, builder.Build());
    }

    /// <summary>Alink's name of a measure: <c>LogLoss</c> for <c>log loss</c>.</summary>
    static string NameOf(string measure) => AlinkNames.GetValueOrDefault(measure)
        ?? string.Concat(measure.Split(' ').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
}

/// <summary>Measures how well probabilities tell one class from the other.</summary>
/// <inheritdoc cref="EvalStreamOp{TSelf, TEvaluator, TState}"/>
public sealed class EvalBinaryClassStreamOp : EvalStreamOp<EvalBinaryClassStreamOp, BinaryEvaluator, BinaryTally>
{
    /// <summary>The true class.</summary>
    public EvalBinaryClassStreamOp SetLabelCol(string value) => Set(options => options with { Label = value });

    /// <summary>The probabilities of the classes.</summary>
    public EvalBinaryClassStreamOp SetPredictionDetailCol(string value) => Set(options => options with { Probabilities = value });

    /// <summary>The class that is the positive one; by default the last.</summary>
    public EvalBinaryClassStreamOp SetPositiveLabelValueString(string value) => Set(options => options with { Positive = value });
}

/// <summary>Measures how often the predicted class is the true one.</summary>
/// <inheritdoc cref="EvalStreamOp{TSelf, TEvaluator, TState}"/>
public sealed class EvalMultiClassStreamOp : EvalStreamOp<EvalMultiClassStreamOp, MulticlassEvaluator, ClassPairs>
{
    /// <summary>The true class.</summary>
    public EvalMultiClassStreamOp SetLabelCol(string value) => Set(options => options with { Label = value });

    /// <summary>The predicted class.</summary>
    public EvalMultiClassStreamOp SetPredictionCol(string value) => Set(options => options with { Prediction = value });

    /// <summary>The probabilities of the classes; null leaves out what needs them.</summary>
    public EvalMultiClassStreamOp SetPredictionDetailCol(string? value) =>
        Set(options => options with { Probabilities = value is null ? default(Column<Vector>?) : value });
}

/// <summary>Measures how far predicted numbers are from the true ones.</summary>
/// <inheritdoc cref="EvalStreamOp{TSelf, TEvaluator, TState}"/>
public sealed class EvalRegressionStreamOp : EvalStreamOp<EvalRegressionStreamOp, RegressionEvaluator, RegressionSums>
{
    /// <summary>The true number.</summary>
    public EvalRegressionStreamOp SetLabelCol(string value) => Set(options => options with { Label = value });

    /// <summary>The predicted number.</summary>
    public EvalRegressionStreamOp SetPredictionCol(string value) => Set(options => options with { Prediction = value });
}

/// <summary>Measures how well scores put outliers before other rows.</summary>
/// <inheritdoc cref="EvalStreamOp{TSelf, TEvaluator, TState}"/>
public sealed class EvalOutlierStreamOp : EvalStreamOp<EvalOutlierStreamOp, BinaryEvaluator, BinaryTally>
{
    /// <summary>Scores are read from the column <c>anomaly</c>.</summary>
    public EvalOutlierStreamOp() => SetScore("anomaly");

    /// <summary>What each row is.</summary>
    public EvalOutlierStreamOp SetLabelCol(string value) => Set(options => options with { Label = value });

    /// <summary>The scores, from 0 to 1; the higher the stranger.</summary>
    public EvalOutlierStreamOp SetScore(string value) => Set(options => options with { Score = value });

    /// <summary>The label of outliers; by default the last.</summary>
    public EvalOutlierStreamOp SetOutlierValueStrings(string value) => Set(options => options with { Positive = value });

    /// <summary>The score from which a row is taken for an outlier, where measures ask for one. Default: 0.5.</summary>
    public EvalOutlierStreamOp SetOutlierThreshold(double value) => Set(options => options with { Threshold = value });
}
