using Alink.Linear;
using Alink.Numerics;

namespace Alink.Regression;

/// <summary>What a solver found.</summary>
/// <param name="Coefficients">Shape: features.</param>
/// <param name="Intercept">0 where there is none.</param>
/// <param name="Scale">Huber's σ; 1 under squared error.</param>
/// <param name="Penalty">The penalty at the solution.</param>
/// <param name="Losses">The objective at the start and after each iteration; empty for a direct solution.</param>
/// <param name="Errors">
/// The square roots of the diagonal of (Xᵀ W X)⁻¹, the intercept's last, NaN for a feature that never varies; empty where
/// they say nothing of the coefficients.
/// </param>
/// <param name="Varying">How many features vary.</param>
sealed record LinearFit(
    double[] Coefficients, double Intercept, double Scale, double Penalty, IReadOnlyList<double> Losses, double[] Errors, int Varying)
{
    /// <summary>The fit that predicts one number.</summary>
    public static LinearFit Constant(int width, double value) => new(new double[width], value, 1, 0, [0], [], 0);
}

/// <summary>Solves least squares from the products of the rows.</summary>
static class NormalEquations
{
    /// <summary>A feature of which this share or less is not a combination of the others is one.</summary>
    const double Singular = 1e-12;

    /// <summary>The exact optimum: by Cholesky's factor, or by coordinate descent under an L1 penalty.</summary>
    /// <exception cref="TrainingException">The target is constant, there is no intercept, and a penalty.</exception>
    public static LinearFit Solve(LinearRegression options, Products products)
    {
        products.Centre(out var mean, out var covariance);
        var (width, stride) = (products.Width, products.Width + 1);
        var target = Math.Sqrt(covariance[^1]);
        if (target == 0 && (options.FitIntercept || mean[width] == 0))
        {
            return LinearFit.Constant(width, mean[width]);
        }

        options.RefuseConstant(target);
        var deviation = new double[width];
        for (var j = 0; j < width; j++)
        {
            deviation[j] = Math.Sqrt(covariance[(j * stride) + j]);
        }

        if (!options.FitIntercept)
        {
            // Second moments about 0 in the place of those about the mean.
            for (var i = 0; i < covariance.Length; i++)
            {
                covariance[i] = Math.FusedMultiplyAdd(mean[i / stride], mean[i % stride], covariance[i]);
            }
        }

        int[] varying = [.. Enumerable.Range(0, width).Where(j => deviation[j] > 0)];
        var order = varying.Length;
        var (matrix, right) = (new double[order * order], new double[order]);
        var (means, deviations) = (new double[order], new double[order]);
        for (var a = 0; a < order; a++)
        {
            var i = varying[a];
            (means[a], deviations[a]) = (mean[i], deviation[i]);
            right[a] = covariance[(i * stride) + width] / deviation[i];
            for (var b = 0; b < order; b++)
            {
                matrix[(a * order) + b] = covariance[(i * stride) + varying[b]] / (deviation[i] * deviation[varying[b]]);
            }
        }

        var space = new StandardSpace(means, deviations, intercept: false);
        var penalty = options.PenaltyOf(space, target);
        var solution = Minimize(matrix, right, penalty, out var cholesky);
        var coefficients = new double[width];
        var intercept = options.FitIntercept ? mean[width] : 0;
        for (var a = 0; a < order; a++)
        {
            coefficients[varying[a]] = solution[a] / deviations[a];
            intercept -= options.FitIntercept ? coefficients[varying[a]] * means[a] : 0;
        }

        var errors = options.Regularization == 0 && cholesky is not null
            ? Errors(cholesky, varying, width, means, deviations, products.Weight, options.FitIntercept)
            : [];
        return new(
            coefficients, intercept, 1, penalty.Squared(solution) + penalty.Absolute(solution), [], errors, order);
    }

    static double[] Minimize(double[] matrix, double[] right, Penalty penalty, out Cholesky? cholesky)
    {
        cholesky = null;
        var order = right.Length;
        var solution = new double[order];
        if (penalty.HasL1)
        {
            new CoordinateDescent { L1 = penalty.L1, L2 = penalty.L2 }.Solve(matrix, right, solution);
            return solution;
        }

        for (var j = 0; j < order; j++)
        {
            matrix[(j * order) + j] += penalty.L2.Span[j];
        }

        if (Cholesky.TryFactor(matrix, order, Singular, out cholesky, out _))
        {
            right.CopyTo(solution, 0);
            cholesky!.Solve(solution);
            return solution;
        }

        // From 0, gradients alone never leave the features' own directions: this ends at the shortest of the optima.
        ValueTask<double> Quadratic(ReadOnlyMemory<double> point, Memory<double> gradient)
        {
            var at = point.Span;
            var slope = gradient.Span;
            DenseKernels.Gemv(new(matrix, order, order), at, slope);
            var value = (0.5 * DenseKernels.Dot(slope, at)) - DenseKernels.Dot(right, at);
            DenseKernels.Axpy(-1, right, slope);
            return new(value);
        }

        var optimizer = new Lbfgs { MaxIterations = 1000 + (10 * order), Tolerance = 1e-15, GradientTolerance = 1e-12 };
        return optimizer.MinimizeAsync(Quadratic, solution).AsTask().GetAwaiter().GetResult().Point;
    }

    static double[] Errors(
        Cholesky cholesky, int[] varying, int width, double[] means, double[] deviations, double weight, bool intercept)
    {
        var errors = new double[width + (intercept ? 1 : 0)];
        Array.Fill(errors, double.NaN);
        var diagonal = cholesky.InverseDiagonal();
        for (var a = 0; a < varying.Length; a++)
        {
            errors[varying[a]] = Math.Sqrt(diagonal[a] / weight) / deviations[a];
        }

        if (intercept)
        {
            var shift = new double[varying.Length];
            for (var a = 0; a < shift.Length; a++)
            {
                shift[a] = means[a] / deviations[a];
            }

            double[] solved = [.. shift];
            cholesky.Solve(solved);
            errors[width] = Math.Sqrt((1 + DenseKernels.Dot(shift, solved)) / weight);
        }

        return errors;
    }
}
