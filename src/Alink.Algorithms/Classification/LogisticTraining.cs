using Alink.Linear;
using Alink.Numerics;
using Alink.Statistics;

namespace Alink.Classification;

/// <summary>What a training found.</summary>
/// <param name="Coefficients">Shape: margins × features.</param>
/// <param name="Intercepts">Shape: margins.</param>
/// <param name="LogLoss">The weighted mean of −log p.</param>
/// <param name="Losses">The objective at the start and after each iteration.</param>
/// <param name="Errors">The standard errors of the coefficients and then the intercept; empty where there are none.</param>
sealed record LogisticFit(
    Matrix Coefficients, double[] Intercepts, double LogLoss, IReadOnlyList<double> Losses, double[] Errors);

/// <summary>One training of a logistic regression, after the first pass.</summary>
sealed class LogisticTraining
{
    const int MostNewton = 4096;
    const int FewFeatures = 1024;

    /// <summary>A mean of so many deviations costs digits in every margin; then centred rows are kept.</summary>
    const double FarMean = 1000;

    readonly LogisticRegression _options;
    readonly IDataset _training;
    readonly TrainingContext _context;
    readonly Levels _labels;
    readonly double[] _weights;
    readonly double[] _mean;
    readonly double[] _deviation;
    readonly bool _binomial;
    readonly LogisticBounds _bounds;

    /// <summary>Takes what the first pass has learnt.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="training">The rows.</param>
    /// <param name="context">The training.</param>
    /// <param name="moments">Of the features.</param>
    /// <param name="labels">The classes; at least two.</param>
    /// <param name="weights">The weight of each class.</param>
    /// <exception cref="TrainingException">The family does not take so many classes, or the solver so many features.</exception>
    public LogisticTraining(
        LogisticRegression options,
        IDataset training,
        TrainingContext context,
        Moments moments,
        Levels labels,
        double[] weights)
    {
        (_options, _training, _context, _labels, _weights) = (options, training, context, labels, weights);
        (_mean, _deviation) = (moments.Mean(), moments.Deviation());
        if (options.Family == LogisticFamily.Binomial && labels.Count != 2)
        {
            throw new TrainingException(
                $"Family {LogisticFamily.Binomial} takes two classes; column '{options.Label}' has {labels.Count}.");
        }

        _binomial = labels.Count == 2 && options.Family != LogisticFamily.Multinomial;
        _bounds = new(options, _binomial ? 1 : labels.Count, _mean.Length);
        if (options.Solver == LogisticSolver.Newton && (!_binomial || _mean.Length > MostNewton))
        {
            throw new TrainingException($"Solver {options.Solver} takes one margin of at most {MostNewton} features; there are "
                + $"{(_binomial ? 1 : labels.Count)} of {_mean.Length}.");
        }
    }

    int Margins => _binomial ? 1 : _labels.Count;

    /// <summary>Whether a class without rows has intercept −∞.</summary>
    bool LeavesOutEmpty => _options.FitIntercept && !_bounds.OnIntercepts;

    /// <summary>Finds the optimum.</summary>
    public async ValueTask<LogisticFit> FitAsync()
    {
        var present = _weights.Count(weight => weight > 0);
        if (LeavesOutEmpty && present == 1)
        {
            return Certain();
        }

        // The margins of the classes that have rows; where a class has none and an intercept may say so, it takes no part.
        int[] margins = _binomial ? [1]
            : [.. Enumerable.Range(0, _labels.Count).Where(k => !LeavesOutEmpty || _weights[k] > 0)];
        var numbers = _binomial ? [0, 1] : new int[_labels.Count];
        for (var k = 0; !_binomial && k < numbers.Length; k++)
        {
            numbers[k] = Array.IndexOf(margins, k);
        }

        // An intercept that is bounded is the rows' own, which a centre would move.
        var centred = _options.FitIntercept && !_bounds.OnIntercepts;
        var far = centred && Enumerable.Range(0, _mean.Length).Any(j => Math.Abs(_mean[j]) > FarMean * _deviation[j]);
        var shift = far ? _mean : [];
        var residents = await _training.ResideAsync(
            batches => batches.Where(batch => batch.RowCount > 0)
                .Select(batch => LogisticRows.Of(batch, _options, _labels, numbers, _binomial, shift)).ToArray(),
            lane => lane.Sum(rows => rows.Bytes),
            _context).ConfigureAwait(false);
        var space = new StandardSpace(centred && !far ? _mean : [], _deviation, _options.FitIntercept);
        var penalty = new Penalty(
            space,
            _options.Regularization * _options.ElasticNet,
            _options.Regularization * (1 - _options.ElasticNet),
            _options.Standardize,
            margins.Length);
        var objective = new LogisticObjective(residents, space, penalty, margins.Length);
        var (lower, upper) = _bounds.In(space, margins, _binomial);
        var newton = _binomial && _options.Solver != LogisticSolver.Lbfgs
            && (_options.Solver == LogisticSolver.Newton || _mean.Length <= FewFeatures);
        var errors = newton && _options.Regularization == 0 && !_bounds.Any;
        var start = Start(space, margins, lower, upper);
        var (point, losses) = newton
            ? await new LogisticNewton(
                objective, lower, upper, StartValue(start), _options.MaxIterations, _options.Tolerance)
                .MinimizeAsync(start, finish: errors, _context).ConfigureAwait(false)
            : await DescendAsync(objective, start, lower, upper).ConfigureAwait(false);
        return Read(point, losses, margins, centred, errors);
    }

    async ValueTask<(LogisticPoint Point, List<double> Losses)> DescendAsync(
        LogisticObjective objective, double[] start, double[] lower, double[] upper)
    {
        var optimizer = QuasiNewton.Optimizer(_options.MaxIterations, _options.Tolerance) with
        {
            L1 = objective.Penalty.L1,
            Lower = lower,
            Upper = upper,
        };
        var optimum = await QuasiNewton.MinimizeAsync(
            optimizer,
            async (point, gradient) =>
            {
                var here = await objective.EvaluateAsync(point.ToArray(), hessian: false).ConfigureAwait(false);
                here.Gradient.CopyTo(gradient);
                return here.Value - objective.Penalty.Absolute(here.Point);
            },
            start,
            unit: 1,
            _context).ConfigureAwait(false);
        var penalties = objective.Penalty.Squared(optimum.Point) + objective.Penalty.Absolute(optimum.Point);
        return (new(optimum.Point, optimum.Loss - penalties, optimum.Loss, [], []), [.. optimum.Losses]);
    }

    /// <summary>Coefficients 0, and intercepts that give each class its share of the rows.</summary>
    double[] Start(StandardSpace space, int[] margins, double[] lower, double[] upper)
    {
        var start = new double[margins.Length * space.Length];
        if (_options.FitIntercept)
        {
            var logs = Array.ConvertAll(_weights, weight => weight > 0 ? Math.Log(weight / _weights.Sum()) : 0);
            var origin = _binomial ? logs[0] : margins.Average(k => logs[k]);
            for (var k = 0; k < margins.Length; k++)
            {
                start[((k + 1) * space.Length) - 1] = logs[margins[k]] - origin;
            }
        }

        for (var j = 0; j < start.Length; j++)
        {
            start[j] = Math.Min(Math.Max(start[j], lower.Length > 0 ? lower[j] : start[j]), upper.Length > 0 ? upper[j] : double.MaxValue);
        }

        return start;
    }

    /// <summary>The objective at a binomial start; +∞ where bounds keep a coefficient from 0.</summary>
    double StartValue(double[] start)
    {
        if (start.AsSpan(0, _mean.Length).ContainsAnyExcept(0.0))
        {
            return double.PositiveInfinity;
        }

        var p = LogisticLoss.Probability(_options.FitIntercept ? start[^1] : 0);
        return -((_weights[1] * Math.Log(p)) + (_weights[0] * Math.Log(1 - p))) / _weights.Sum();
    }

    /// <summary>One class has all the rows: it is certain, whatever the features.</summary>
    LogisticFit Certain()
    {
        var intercepts = new double[Margins];
        if (_binomial)
        {
            intercepts[0] = _weights[1] > 0 ? double.PositiveInfinity : double.NegativeInfinity;
        }
        else
        {
            intercepts[Array.FindIndex(_weights, weight => weight > 0)] = double.PositiveInfinity;
        }

        return new(new(Margins, _mean.Length, [.. new double[Margins * _mean.Length]]), intercepts, 0, [0], []);
    }

    LogisticFit Read(LogisticPoint point, List<double> losses, int[] margins, bool centred, bool errors)
    {
        var space = new StandardSpace(centred ? _mean : [], _deviation, _options.FitIntercept);
        var width = space.Width;
        var coefficients = new double[Margins * width];
        var intercepts = new double[Margins];
        Array.Fill(intercepts, _binomial || !LeavesOutEmpty ? 0 : double.NegativeInfinity);
        var raw = new double[space.Length];
        for (var k = 0; k < margins.Length; k++)
        {
            var place = _binomial ? 0 : margins[k];
            space.ToRaw(point.Point.AsSpan(k * space.Length, space.Length), raw);
            for (var j = 0; j < width; j++)
            {
                coefficients[(place * width) + j] = space.Inverse(j) > 0 ? _bounds.Clamp(raw[j], (place * width) + j) : 0;
            }

            intercepts[place] = _options.FitIntercept ? raw[width] : 0;
        }

        if (!_binomial && !_bounds.Any)
        {
            Centre(coefficients, intercepts, margins);
        }

        return new(
            new(Margins, width, [.. coefficients]),
            intercepts,
            point.LogLoss,
            losses,
            errors && point.Hessian.Length > 0 ? Errors(point.Hessian, space) : []);
    }

    /// <summary>Adding one vector to all classes changes no probability: without a penalty that decides, the mean is 0.</summary>
    void Centre(double[] coefficients, double[] intercepts, int[] margins)
    {
        for (var j = 0; _options.Regularization == 0 && j < _mean.Length; j++)
        {
            var mean = margins.Average(k => coefficients[(k * _mean.Length) + j]);
            foreach (var k in margins)
            {
                coefficients[(k * _mean.Length) + j] -= mean;
            }
        }

        var middle = margins.Average(k => intercepts[k]);
        foreach (var k in margins)
        {
            intercepts[k] -= middle;
        }
    }

    /// <summary>The square roots of the inverse Fisher information's diagonal; NaN for a feature that never varies.</summary>
    double[] Errors(double[] hessian, StandardSpace space)
    {
        var order = space.Length;
        for (var j = 0; j < order; j++)
        {
            ref var diagonal = ref hessian[(j * order) + j];
            diagonal = diagonal > 0 ? diagonal : 1; // A feature that never varies.
        }

        if (!Cholesky.TryFactor(hessian, order, 1e-12, out var cholesky, out _))
        {
            return [];
        }

        var weight = _weights.Sum();
        var errors = cholesky!.InverseDiagonal();
        for (var j = 0; j < space.Width; j++)
        {
            errors[j] = space.Inverse(j) > 0 ? Math.Sqrt(errors[j] / weight) * space.Inverse(j) : double.NaN;
        }

        if (space.HasIntercept)
        {
            // b₀ = θ₀ − Σ μ θ / σ.
            var shift = new double[order];
            for (var j = 0; j < space.Width; j++)
            {
                shift[j] = -_mean[j] * space.Inverse(j);
            }

            shift[^1] = 1;
            double[] solved = [.. shift];
            cholesky.Solve(solved);
            errors[^1] = Math.Sqrt(DenseKernels.Dot(shift, solved) / weight);
        }

        return errors;
    }
}
