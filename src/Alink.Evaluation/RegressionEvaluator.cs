using System.Collections.Immutable;

namespace Alink.Evaluation;

/// <summary>Compares predicted numbers with the true ones.</summary>
/// <example>
/// <code>
/// var rows = Table.Of("label", 1.0, 2.0, 3.0).With("prediction", 1.0, 2.0, 6.0);
/// new RegressionEvaluator().Evaluate(rows).MeanAbsoluteError // => 1
/// </code>
/// </example>
public sealed record RegressionEvaluator : IOnePassEvaluator<RegressionSums, RegressionMetrics>, IRunningEvaluator<RegressionSums>
{
    /// <summary>The true numbers.</summary>
    public Column<double> Label { get; init; } = "label";

    /// <summary>The predicted numbers.</summary>
    public Column<double> Prediction { get; init; } = "prediction";

    /// <summary>How much each row counts, at least 0; null counts every row once.</summary>
    public Column<double>? Weight { get; init; }

    /// <summary>Whether R² compares with predicting 0 rather than with predicting the mean.</summary>
    public bool ThroughOrigin { get; init; }

    /// <inheritdoc/>
    public ImmutableArray<string> Measures => ["rmse", "mse", "mae", "mape", "r2", "explained variance", "smape", "bias", "max error", "nd"];

    /// <inheritdoc/>
    public ImmutableArray<string> Predictions => [Prediction.Name];

    /// <inheritdoc/>
    /// <exception cref="SchemaException">A column is missing or of the wrong type.</exception>
    public RegressionSums Start(Schema schema)
    {
        schema.Reading(Label).Reading(Prediction).Reading(Weight);
        return new();
    }

    /// <inheritdoc/>
    public RegressionSums Update(RegressionSums state, Table batch)
    {
        var labels = batch.Targets(Label);
        var predictions = batch.Targets(Prediction);
        var weights = batch.Weights(Weight);
        for (var i = 0; i < labels.Length; i++)
        {
            state.Add(labels[i], predictions[i], weights.IsEmpty ? 1 : weights[i]);
        }

        return state;
    }

    /// <inheritdoc/>
    public RegressionSums Merge(RegressionSums left, RegressionSums right) => left.Add(right);

    /// <inheritdoc/>
    public RegressionMetrics Snapshot(RegressionSums state) =>
        state.Weight > 0 ? state.Metrics(ThroughOrigin) : throw new TrainingException("There are no rows to evaluate.");

    /// <inheritdoc/>
    public void Measure(RegressionSums state, Span<double> measures)
    {
        measures.Fill(double.NaN);
        if (state.Weight > 0)
        {
            var m = state.Metrics(ThroughOrigin);
            double[] values =
            [
                m.RootMeanSquaredError, m.MeanSquaredError, m.MeanAbsoluteError, m.MeanAbsolutePercentageError, m.R2,
                m.ExplainedVariance, m.SymmetricMeanAbsolutePercentageError, m.Bias, m.MaxError, m.NormalizedDeviation,
            ];
            values.CopyTo(measures);
        }
    }
}

/// <summary>Sums over true numbers, predicted ones and their differences; squares are about the means so far.</summary>
/// <remarks>Means count from the first true number, so that a large offset loses no digits.</remarks>
public sealed class RegressionSums
{
    double _first;
    double _labelMean;
    double _labelSquares;
    double _predictionMean;
    double _predictionSquares;
    double _errors;
    double _absoluteErrors;
    double _absoluteLabels;
    double _relativeErrors;
    double _relativeWeight;
    double _squaredErrors;
    double _symmetricErrors;
    double _maxError;

    /// <summary>The sum of the weights.</summary>
    public double Weight { get; private set; }

    internal void Add(double label, double prediction, double weight)
    {
        if (weight == 0)
        {
            return;
        }

        _first = Weight == 0 ? label : _first;
        Weight += weight;
        Welford(label - _first, weight, ref _labelMean, ref _labelSquares);
        Welford(prediction - _first, weight, ref _predictionMean, ref _predictionSquares);
        var error = label - prediction;
        _errors += weight * error;
        _absoluteErrors += weight * Math.Abs(error);
        _absoluteLabels += weight * Math.Abs(label);
        _squaredErrors += weight * error * error;
        _symmetricErrors += error == 0 ? 0 : weight * 2 * Math.Abs(error) / (Math.Abs(label) + Math.Abs(prediction));
        _maxError = Math.Max(_maxError, Math.Abs(error));
        if (label != 0)
        {
            _relativeErrors += weight * Math.Abs(error / label);
            _relativeWeight += weight;
        }
    }

    internal RegressionSums Add(RegressionSums other)
    {
        if (other.Weight == 0)
        {
            return this;
        }

        _first = Weight == 0 ? other._first : _first;
        var total = Weight + other.Weight;
        var (share, shift) = (other.Weight / total, other._first - _first);
        var (labels, predictions) = (shift + other._labelMean - _labelMean, shift + other._predictionMean - _predictionMean);
        _labelSquares += other._labelSquares + (labels * labels * Weight * share);
        _predictionSquares += other._predictionSquares + (predictions * predictions * Weight * share);
        _labelMean += labels * share;
        _predictionMean += predictions * share;
        _errors += other._errors;
        _absoluteErrors += other._absoluteErrors;
        _absoluteLabels += other._absoluteLabels;
        _squaredErrors += other._squaredErrors;
        _relativeErrors += other._relativeErrors;
        _relativeWeight += other._relativeWeight;
        _symmetricErrors += other._symmetricErrors;
        _maxError = Math.Max(_maxError, other._maxError);
        Weight = total;

        return this;
    }

    internal RegressionMetrics Metrics(bool throughOrigin)
    {
        var apart = _predictionMean - _labelMean;
        var labelMean = _first + _labelMean;
        var total = throughOrigin ? _labelSquares + (Weight * labelMean * labelMean) : _labelSquares;
        var meanError = _errors / Weight;
        return new(
            Weight,
            _squaredErrors / Weight,
            _absoluteErrors / Weight,
            _relativeErrors / _relativeWeight,
            1 - (_squaredErrors / total),
            1 - (((_squaredErrors / Weight) - (meanError * meanError)) / (_labelSquares / Weight)),
            (_predictionSquares / Weight) + (apart * apart),
            _symmetricErrors / Weight,
            -meanError,
            _maxError,
            _absoluteErrors / _absoluteLabels,
            labelMean,
            _labelSquares / Weight);
    }

    void Welford(double value, double weight, ref double mean, ref double squares)
    {
        var before = value - mean;
        mean += before * (weight / Weight);
        squares += weight * before * (value - mean);
    }
}

/// <summary>How near predicted numbers are to the true ones.</summary>
/// <param name="Weight">The sum of the weights: the number of rows where every weight is 1.</param>
/// <param name="MeanSquaredError">The mean of the squared differences.</param>
/// <param name="MeanAbsoluteError">The mean of the absolute differences.</param>
/// <param name="MeanAbsolutePercentageError">The mean of |difference / true number| over the rows whose true number is not 0; 0.1 is ten per cent.</param>
/// <param name="R2">1 − squared differences / squared distances of the true numbers from their mean (or from 0); at most 1. Where these are 0, −∞, or NaN if nothing differs.</param>
/// <param name="ExplainedVariance">1 − variance of the differences / variance of the true numbers; at most 1, and as R² where these never vary.</param>
/// <param name="PredictedVariance">The mean squared distance of the predictions from the mean of the true numbers: Spark's <c>var</c>, Alink's explained variance.</param>
/// <param name="SymmetricMeanAbsolutePercentageError">The mean of |difference| / ((|true| + |predicted|) / 2), in [0, 2]; 0 where both are 0.</param>
/// <param name="Bias">The mean of predicted − true.</param>
/// <param name="MaxError">The greatest absolute difference.</param>
/// <param name="NormalizedDeviation">Σ |difference| / Σ |true number|: ND, which is also the MAPE where true numbers weigh as much as they are (WMAPE).</param>
/// <param name="LabelMean">The mean of the true numbers.</param>
/// <param name="LabelVariance">The mean squared distance of the true numbers from it.</param>
[TypeFormatterSource]
public sealed record RegressionMetrics(
    double Weight, double MeanSquaredError, double MeanAbsoluteError, double MeanAbsolutePercentageError,
    double R2, double ExplainedVariance, double PredictedVariance, double SymmetricMeanAbsolutePercentageError,
    double Bias, double MaxError, double NormalizedDeviation, double LabelMean, double LabelVariance)
{
    /// <summary>The mean of the predictions.</summary>
    public double PredictionMean => LabelMean + Bias;

    /// <summary>The square root of R², the multiple correlation where the predictions are those of least squares; NaN where R² is below 0.</summary>
    public double R => Math.Sqrt(R2);

    /// <summary>The sum of the squared differences: SSE.</summary>
    public double SumOfSquaredErrors => Weight * MeanSquaredError;

    /// <summary>The sum of the absolute differences: SAE.</summary>
    public double SumOfAbsoluteErrors => Weight * MeanAbsoluteError;

    /// <summary>The sum of the squared distances of the true numbers from their mean: SST.</summary>
    public double TotalSumOfSquares => Weight * LabelVariance;

    /// <summary>The sum of the squared distances of the predictions from the mean of the true numbers: SSR.</summary>
    public double RegressionSumOfSquares => Weight * PredictedVariance;

    /// <summary>The square root of the mean squared error, in the unit of the numbers.</summary>
    public double RootMeanSquaredError => Math.Sqrt(MeanSquaredError);

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant(
        $"RMSE {RootMeanSquaredError:G6}  MAE {MeanAbsoluteError:G6}  R² {R2:F4}");
}
