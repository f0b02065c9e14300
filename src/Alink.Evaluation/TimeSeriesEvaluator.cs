using System.Collections.Immutable;

namespace Alink.Evaluation;

/// <summary>Compares forecasts with what came, for each series and for all of them.</summary>
/// <remarks>
/// A row without a prediction is history: it is not judged, and tells how far a forecast strays that repeats the value of
/// one period before. Errors divided by that compare series of different units. The rows of a series must stand in the
/// order of time. Keeps two periods of numbers for each series.
/// R. Hyndman and A. Koehler, "Another look at measures of forecast accuracy", International Journal of Forecasting 22, 2006;
/// squared errors are scaled as in S. Makridakis et al., "M5 accuracy competition", the same journal 38, 2022.
/// </remarks>
/// <example>
/// <code>
/// var rows = Table.Of("label", 1.0, 3.0, 2.0, 4.0, 8.0).With&lt;double?>("prediction", [null, null, null, 5.0, 6.0]);
/// var metrics = new TimeSeriesEvaluator().Evaluate(rows);
/// metrics.Errors.MeanAbsoluteError // => 1.5
/// metrics.MeanAbsoluteScaledError // => 1
/// </code>
/// </example>
public sealed record TimeSeriesEvaluator : IOnePassEvaluator<TimeSeriesSums, TimeSeriesMetrics>
{
    /// <summary>The true numbers.</summary>
    public Column<double> Label { get; init; } = "label";

    /// <summary>The forecasts; missing, or NaN, in rows of history.</summary>
    public Column<double> Prediction { get; init; } = "prediction";

    /// <summary>The series that a row belongs to; null: all rows are of one.</summary>
    public Column<Category>? Series { get; init; }

    /// <summary>How much each forecast counts, at least 0; null counts every one once. History always counts once.</summary>
    public Column<double>? Weight { get; init; }

    /// <summary>After how many rows a series repeats itself, at least 1: 12 for months of years, and 1 for no season.</summary>
    public int Period { get; init => field = Require.AtLeast(1, value); } = 1;

    /// <inheritdoc/>
    /// <exception cref="SchemaException">A column is missing or of the wrong type.</exception>
    public TimeSeriesSums Start(Schema schema)
    {
        schema.Reading(Label).Reading(Prediction).Reading(Series).Reading(Weight);
        return new(Period);
    }

    /// <inheritdoc/>
    /// <exception cref="TrainingException">A true number is missing or not finite, or a forecast is infinite.</exception>
    public TimeSeriesSums Update(TimeSeriesSums state, Table batch)
    {
        var labels = batch.Targets(Label);
        var predictions = batch.Numbers(Prediction);
        var weights = batch.Weights(Weight);
        var series = Series is { } column ? batch.Classes(column, state.Names) : [];
        for (var i = 0; i < labels.Length; i++)
        {
            if (double.IsInfinity(predictions[i]))
            {
                throw new TrainingException(
                    $"Column '{Prediction}' holds {predictions[i]} in row {batch.FirstRow + i}; it must be finite, or missing in history.");
            }

            state.Of(series.Length == 0 ? 0 : series[i]).Add(labels[i], predictions[i], weights.IsEmpty ? 1 : weights[i]);
        }

        return state;
    }

    /// <inheritdoc/>
    public TimeSeriesSums Merge(TimeSeriesSums left, TimeSeriesSums right) => left.Add(right);

    /// <inheritdoc/>
    public TimeSeriesMetrics Snapshot(TimeSeriesSums state) => state.Metrics();
}

/// <summary>How far forecasts strayed.</summary>
/// <param name="Errors">The errors of all forecasts, in the units of the series.</param>
/// <param name="MeanAbsoluteScaledError">
/// MASE: the mean of |error| / mean |value − value one period before| in the history of the series; below 1 where forecasts
/// beat repeating the last period. Series without such a scale, or whose scale is 0, are left out; NaN where all are.
/// </param>
/// <param name="RootMeanSquaredScaledError">RMSSE: the same of squares, and the root of their mean.</param>
/// <param name="Series">Each series that has forecasts, in the order of their first rows.</param>
[TypeFormatterSource]
public sealed record TimeSeriesMetrics(
    RegressionMetrics Errors, double MeanAbsoluteScaledError, double RootMeanSquaredScaledError, ImmutableArray<SeriesMetrics> Series)
{
    /// <summary>A row for each series: its errors, in its unit and scaled.</summary>
    public Table ToTable() => Table.Of("series", [.. Series.Select(series => series.Name)])
        .Beside(Column("weight", series => series.Errors.Weight))
        .Beside(Column("mae", series => series.Errors.MeanAbsoluteError))
        .Beside(Column("rmse", series => series.Errors.RootMeanSquaredError))
        .Beside(Column("mape", series => series.Errors.MeanAbsolutePercentageError))
        .Beside(Column("smape", series => series.Errors.SymmetricMeanAbsolutePercentageError))
        .Beside(Column("nd", series => series.Errors.NormalizedDeviation))
        .Beside(Column("mase", series => series.MeanAbsoluteScaledError))
        .Beside(Column("rmsse", series => series.RootMeanSquaredScaledError));

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant(
        $"RMSE {Errors.RootMeanSquaredError:G6}  MAE {Errors.MeanAbsoluteError:G6}  sMAPE {Errors.SymmetricMeanAbsolutePercentageError:F4}  ND {Errors.NormalizedDeviation:F4}  MASE {MeanAbsoluteScaledError:F4}");

    Table Column(string name, Func<SeriesMetrics, double> of) => Table.Of(name, [.. Series.Select(of)]);
}

/// <summary>How far the forecasts of one series strayed.</summary>
/// <param name="Name">The series; empty where all rows are of one.</param>
/// <param name="Errors">The errors in its unit.</param>
/// <param name="Scale">The mean of |value − value one period before| in its history; NaN where that is no longer than a period.</param>
/// <param name="SquaredScale">The mean of their squares.</param>
[TypeFormatterSource]
public sealed record SeriesMetrics(string Name, RegressionMetrics Errors, double Scale, double SquaredScale)
{
    /// <summary>MASE: the mean absolute error over the scale; NaN without one, or where it is 0.</summary>
    public double MeanAbsoluteScaledError => Scale > 0 ? Errors.MeanAbsoluteError / Scale : double.NaN;

    /// <summary>RMSSE: the root of the mean squared error over the squared scale; NaN without one, or where it is 0.</summary>
    public double RootMeanSquaredScaledError => SquaredScale > 0 ? Math.Sqrt(Errors.MeanSquaredError / SquaredScale) : double.NaN;
}
