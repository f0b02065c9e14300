using Alink.Linear;
using Alink.Numerics;
using Alink.Statistics;

namespace Alink.Regression;

/// <summary>Some rows of a lane, ready to be read in every iteration.</summary>
/// <param name="Features">The vectors, not copied unless they are centred.</param>
/// <param name="Targets">The targets, in deviations from their mean.</param>
/// <param name="Weights">The weights; empty where every weight is 1.</param>
sealed record RegressionRows(VectorColumn Features, double[] Targets, double[] Weights)
{
    public long Bytes => Features.Bytes + (sizeof(double) * ((long)Targets.Length + Weights.Length));
}

/// <summary>Minimises squared error or Huber's loss by L-BFGS: a pass over the rows for each evaluation.</summary>
/// <remarks>
/// The target is scaled to deviation 1 for the optimizer. Huber's scale is searched as its logarithm, so that it stays above
/// 0 without a bound; the change of variable adds no minimum.
/// </remarks>
sealed class IterativeRegression
{
    /// <summary>A mean of so many deviations costs digits in every margin; then centred rows are kept.</summary>
    const double FarMean = 1000;

    readonly LinearRegression _options;
    readonly double[] _mean;
    readonly double[] _deviation;
    readonly double[] _shift;
    readonly double _weight;
    readonly double _origin;
    readonly double _unit;

    /// <summary>Takes the moments of the rows.</summary>
    public IterativeRegression(LinearRegression options, Moments features, Moments target)
    {
        _options = options;
        _weight = features.Weight;
        _mean = features.Mean();
        _deviation = features.Deviation();
        _origin = options.FitIntercept ? target.Mean()[0] : 0;
        var deviation = target.Deviation()[0];
        IsConstant = deviation == 0 && (options.FitIntercept || target.Mean()[0] == 0);
        _unit = deviation > 0 ? deviation : Math.Max(Math.Abs(target.Mean()[0]), double.Epsilon);
        if (!IsConstant && options.Loss == RegressionLoss.SquaredError)
        {
            options.RefuseConstant(deviation);
        }

        var far = options.FitIntercept
            && Enumerable.Range(0, _mean.Length).Any(j => Math.Abs(_mean[j]) > FarMean * _deviation[j]);
        _shift = far ? _mean : [];
    }

    /// <summary>Whether one number is the whole of the answer.</summary>
    public bool IsConstant { get; }

    /// <summary>Iterates.</summary>
    public async ValueTask<LinearFit> FitAsync(IDataset training, TrainingContext context)
    {
        if (IsConstant)
        {
            return LinearFit.Constant(_mean.Length, _origin);
        }

        var residents = await training.ResideAsync(Prepare, lane => lane.Sum(rows => rows.Bytes), context).ConfigureAwait(false);
        var huber = _options.Loss == RegressionLoss.Huber;
        var space = new StandardSpace(_shift.Length > 0 ? [] : _mean, _deviation, _options.FitIntercept);

        // Both are the documented objective over what is quadratic in the target's unit, or linear for Huber's.
        var penalty = huber
            ? new Penalty(
                space, _options.L1, _options.L2 * _unit, _options.Standardize)
            : _options.PenaltyOf(space, _unit, 1 / _unit);
        var unit = huber ? _unit : _unit * _unit;
        var length = space.Length + (huber ? 1 : 0);
        var optimizer = QuasiNewton.Optimizer(_options.MaxIterations, _options.Tolerance) with
        {
            L1 = !penalty.HasL1 ? default : huber ? (double[])[.. penalty.L1.Span, 0.0] : penalty.L1,
        };
        var optimum = await QuasiNewton
            .MinimizeAsync(optimizer, Evaluate, new double[length], unit, context).ConfigureAwait(false);

        var fitted = new StandardSpace(_mean, _deviation, _options.FitIntercept);
        var raw = new double[space.Length];
        fitted.ToRaw(optimum.Point.AsSpan(0, space.Length), raw);
        DenseKernels.Scale(_unit, raw);
        return new(
            raw[..space.Width],
            _options.FitIntercept ? raw[space.Width] + _origin : 0,
            huber ? Math.Exp(optimum.Point[^1]) * _unit : 1,
            unit * (penalty.Squared(optimum.Point) + penalty.Absolute(optimum.Point)),
            [.. optimum.Losses.Select(loss => unit * loss)],
            [],
            _deviation.Count(deviation => deviation > 0));

        async ValueTask<double> Evaluate(ReadOnlyMemory<double> point, Memory<double> gradient)
        {
            var parameters = new double[space.Length];
            space.ToRaw(point.Span, parameters);
            var scale = huber ? Math.Exp(point.Span[^1]) : 1;
            var sums = await residents.AggregateAsync(
                () => new double[length + 1],
                (sums, _, lane) => Add(sums, lane, parameters, scale),
                (left, right) =>
                {
                    DenseKernels.Axpy(1, right, left);
                    return left;
                }).ConfigureAwait(false);
            DenseKernels.Scale(1 / _weight, sums);
            space.Gradient(sums.AsSpan(0, space.Length));
            penalty.AddGradient(point.Span[..space.Length], sums);
            if (huber)
            {
                sums[length - 1] *= scale; // d/d log σ = σ d/dσ.
            }

            sums.AsSpan(0, length).CopyTo(gradient.Span);
            return sums[length] + penalty.Squared(point.Span);
        }
    }

    RegressionRows[] Prepare(IEnumerable<Table> batches) =>
    [
        .. batches.Where(batch => batch.RowCount > 0).Select(batch => new RegressionRows(
            ((VectorColumn)batch.Values(_options.Features)).Less(_shift),
            Array.ConvertAll(batch.Numbers(_options.Label).ToArray(), y => (y - _origin) / _unit),
            _options.Weight is { } weight ? batch.Numbers(weight).ToArray() : [])),
    ];

    /// <summary>Adds the gradient, the scale's derivative where there is one, and last the loss of a lane.</summary>
    double[] Add(double[] sums, RegressionRows[] lane, double[] parameters, double scale)
    {
        var gradient = sums.AsSpan(0, parameters.Length);
        ref var loss = ref sums[^1];
        foreach (var rows in lane)
        {
            var block = rows.Features.Block;
            loss += (_options.Loss, block.IsDense) switch
            {
                (RegressionLoss.Huber, true) => HuberLoss.Add(
                    block.Dense(), rows.Targets, rows.Weights, _options.Epsilon, scale, parameters, gradient, ref sums[^2]),
                (RegressionLoss.Huber, false) => HuberLoss.Add(
                    block.Sparse(), rows.Targets, rows.Weights, _options.Epsilon, scale, parameters, gradient, ref sums[^2]),
                (_, true) => SquaredLoss.Add(block.Dense(), rows.Targets, rows.Weights, parameters, gradient),
                (_, false) => SquaredLoss.Add(block.Sparse(), rows.Targets, rows.Weights, parameters, gradient),
            };
        }

        return sums;
    }
}
