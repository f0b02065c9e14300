using System.Collections.Concurrent;
using Alink.Linear;
using Alink.Numerics;

namespace Alink.Classification;

/// <summary>Sums over rows at one point.</summary>
/// <param name="parameters">How many coefficients and intercepts.</param>
/// <param name="hessian">Whether second derivatives are added up.</param>
sealed class LogisticSums(int parameters, bool hessian)
{
    public double Loss { get; set; }

    public double Weight { get; set; }

    public double[] Gradient { get; } = new double[parameters];

    public double[] Hessian { get; } = hessian ? new double[parameters * parameters] : [];

    public void Add(LogisticSums other)
    {
        Loss += other.Loss;
        Weight += other.Weight;
        DenseKernels.Axpy(1, other.Gradient, Gradient);
        DenseKernels.Axpy(1, other.Hessian, Hessian);
    }

    public void Clear()
    {
        (Loss, Weight) = (0, 0);
        Gradient.AsSpan().Clear();
        Hessian.AsSpan().Clear();
    }
}

/// <summary>The objective at a point of the standard space, and its derivatives.</summary>
/// <param name="Point">Where.</param>
/// <param name="LogLoss">The weighted mean of −log p.</param>
/// <param name="Value">The objective: the mean and the penalties.</param>
/// <param name="Gradient">Of all but the L1 penalty.</param>
/// <param name="Hessian">Of the mean, mirrored; empty where it was not asked for.</param>
sealed record LogisticPoint(double[] Point, double LogLoss, double Value, double[] Gradient, double[] Hessian);

/// <summary>The objective of a logistic regression over resident rows: a pass for each evaluation.</summary>
/// <param name="rows">The rows.</param>
/// <param name="space">The space of one margin's parameters.</param>
/// <param name="penalty">The penalties of all parameters.</param>
/// <param name="margins">1 for binomial, else the number of classes.</param>
sealed class LogisticObjective(IResidents<LogisticRows[]> rows, StandardSpace space, Penalty penalty, int margins)
{
    // Large sums are used again from pass to pass; how many there are follows from the workers, what is in them does not.
    readonly ConcurrentBag<LogisticSums> _gradients = [];
    readonly ConcurrentBag<LogisticSums> _hessians = [];

    /// <summary>The penalties of all parameters.</summary>
    public Penalty Penalty => penalty;

    /// <summary>How many lanes the rows stand in.</summary>
    public int Lanes => rows.Lanes;

    /// <summary>Reads the rows once.</summary>
    /// <param name="point">Where; kept.</param>
    /// <param name="hessian">Whether second derivatives are asked for; binomial only.</param>
    /// <param name="stride">Reads every so manyth lane only.</param>
    public async ValueTask<LogisticPoint> EvaluateAsync(double[] point, bool hessian, int stride = 1)
    {
        var parameters = new double[point.Length];
        for (var k = 0; k < margins; k++)
        {
            space.ToRaw(Margin(point, k), Margin(parameters, k));
        }

        var bag = hessian ? _hessians : _gradients;
        var sums = await rows.AggregateAsync(
            () =>
            {
                if (!bag.TryTake(out var sums))
                {
                    return new(point.Length, hessian);
                }

                sums.Clear();
                return sums;
            },
            (sums, lane, batches) =>
            {
                if (lane % stride == 0)
                {
                    foreach (var batch in batches)
                    {
                        Add(sums, batch, parameters, hessian);
                    }
                }

                return sums;
            },
            (left, right) =>
            {
                left.Add(right);
                bag.Add(right);
                return left;
            }).ConfigureAwait(false);
        var result = Read(sums, point, hessian);
        bag.Add(sums);
        return result;
    }

    LogisticPoint Read(LogisticSums sums, double[] point, bool hessian)
    {
        double[] gradient = [.. sums.Gradient];
        DenseKernels.Scale(1 / sums.Weight, gradient);
        for (var k = 0; k < margins; k++)
        {
            space.Gradient(Margin(gradient, k));
        }

        penalty.AddGradient(point, gradient);
        double[] second = hessian ? [.. sums.Hessian] : [];
        if (hessian)
        {
            space.Hessian(second);
            DenseKernels.Scale(1 / sums.Weight, second);
            Gram.Mirror(second, point.Length);
        }

        var mean = sums.Loss / sums.Weight;
        return new(point, mean, mean + penalty.Squared(point) + penalty.Absolute(point), gradient, second);
    }

    void Add(LogisticSums sums, LogisticRows batch, double[] parameters, bool hessian)
    {
        var block = batch.Features.Block;
        var (labels, weights, gradient) = (batch.Labels, batch.Weights, sums.Gradient);
        sums.Weight += weights.Length == 0 ? block.Rows : DenseKernels.Sum(weights);
        sums.Loss += (margins, hessian, block.IsDense) switch
        {
            (1, true, true) =>
                LogisticLoss.AddWithHessian(block.Dense(), labels, weights, parameters, gradient, sums.Hessian),
            (1, true, false) =>
                LogisticLoss.AddWithHessian(block.Sparse(), labels, weights, parameters, gradient, sums.Hessian),
            (1, false, true) => LogisticLoss.Add(block.Dense(), labels, weights, parameters, gradient),
            (1, false, false) => LogisticLoss.Add(block.Sparse(), labels, weights, parameters, gradient),
            (_, _, true) => SoftmaxLoss.Add(block.Dense(), batch.Classes, weights, margins, parameters, gradient),
            (_, _, false) => SoftmaxLoss.Add(block.Sparse(), batch.Classes, weights, margins, parameters, gradient),
        };
    }

    Span<double> Margin(double[] values, int margin) => values.AsSpan(margin * space.Length, space.Length);
}
