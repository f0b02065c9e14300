using Alink.Linear;

namespace Alink.Regression;

/// <summary>Sums of what a fit leaves of the rows.</summary>
sealed class Residuals
{
    /// <summary>Σ w (y − ŷ)².</summary>
    public double Deviance { get; set; }

    /// <summary>Σ w (y − ȳ)², or Σ w y² where there is no intercept.</summary>
    public double NullDeviance { get; set; }

    /// <summary>Σ w |y − ŷ|.</summary>
    public double Absolute { get; set; }

    /// <summary>Σ w (ŷ − ȳ)².</summary>
    public double Explained { get; set; }

    /// <summary>The least √w (y − ŷ).</summary>
    public double Least { get; set; } = double.PositiveInfinity;

    /// <summary>The greatest √w (y − ŷ).</summary>
    public double Greatest { get; set; } = double.NegativeInfinity;
}

/// <summary>The last pass of a linear regression: how well its fit predicts the rows that taught it.</summary>
/// <param name="Options">The settings.</param>
/// <param name="Fit">The fit.</param>
/// <param name="Mean">The mean of the target.</param>
sealed record ResidualAggregator(LinearRegression Options, LinearFit Fit, double Mean) : IAggregator<Residuals>
{
    public Residuals Start(Schema schema) => new();

    public Residuals Update(Residuals state, Table batch)
    {
        var targets = batch.Numbers(Options.Label);
        var weights = Options.Weight is { } weight ? batch.Numbers(weight) : default;
        var predictions = new double[batch.RowCount];
        batch.Block(Options.Features).Multiply(Fit.Coefficients, predictions);
        var origin = Options.FitIntercept ? Mean : 0;
        double deviance = 0, absolute = 0, total = 0, explained = 0, least = state.Least, greatest = state.Greatest;
        for (var i = 0; i < predictions.Length; i++)
        {
            var w = weights.IsEmpty ? 1 : weights[i];
            if (w == 0)
            {
                continue;
            }

            var prediction = predictions[i] + Fit.Intercept;
            var residual = targets[i] - prediction;
            deviance += w * residual * residual;
            absolute += w * Math.Abs(residual);
            total += w * (targets[i] - origin) * (targets[i] - origin);
            explained += w * (prediction - Mean) * (prediction - Mean);
            var own = w == 1 ? residual : Math.Sqrt(w) * residual;
            least = Math.Min(least, own);
            greatest = Math.Max(greatest, own);
        }

        state.Deviance += deviance;
        state.Absolute += absolute;
        state.NullDeviance += total;
        state.Explained += explained;
        (state.Least, state.Greatest) = (least, greatest);
        return state;
    }

    public Residuals Merge(Residuals left, Residuals right)
    {
        left.Deviance += right.Deviance;
        left.Absolute += right.Absolute;
        left.NullDeviance += right.NullDeviance;
        left.Explained += right.Explained;
        left.Least = Math.Min(left.Least, right.Least);
        left.Greatest = Math.Max(left.Greatest, right.Greatest);
        return left;
    }
}
