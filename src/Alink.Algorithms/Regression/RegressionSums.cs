using Alink.Statistics;

namespace Alink.Regression;

/// <summary>What a linear regression learns of its rows in the first pass.</summary>
sealed class RegressionSums
{
    /// <summary>For normal equations: all products. Empty otherwise.</summary>
    public Products Products { get; } = new();

    /// <summary>For iterations: the moments of the features. Empty otherwise.</summary>
    public Moments Features { get; } = new();

    /// <summary>For iterations: the moments of the target. Empty otherwise.</summary>
    public Moments Target { get; } = new();

    /// <summary>For iterations: the sum of the logarithms of the weights above 0.</summary>
    public double LogWeight { get; set; }
}

/// <summary>The first pass of a linear regression: products for few features, moments for many.</summary>
sealed record RegressionAggregator(LinearRegression Options) : IAggregator<RegressionSums>
{
    /// <summary>Above this, normal equations cost more than iterations.</summary>
    public const int MostFeatures = 4096;

    public RegressionSums Start(Schema schema) => new();

    public RegressionSums Update(RegressionSums state, Table batch)
    {
        var features = batch.Features(Options.Features);
        var targets = batch.Targets(Options.Label);
        var weights = batch.Weights(Options.Weight);
        if (Options.Loss == RegressionLoss.Huber || Options.Solver == RegressionSolver.Lbfgs || features.Width > MostFeatures)
        {
            state.Features.Add(features, weights);
            state.Target.Add(new VectorColumn(targets.Length, 1, targets.ToArray()).Block, weights);
            foreach (var weight in weights)
            {
                state.LogWeight += weight > 0 ? Math.Log(weight) : 0;
            }
        }
        else
        {
            state.Products.Add(features, targets, weights);
        }

        return state;
    }

    public RegressionSums Merge(RegressionSums left, RegressionSums right)
    {
        left.Products.Add(right.Products);
        left.Features.Add(right.Features);
        left.Target.Add(right.Target);
        left.LogWeight += right.LogWeight;
        return left;
    }
}
