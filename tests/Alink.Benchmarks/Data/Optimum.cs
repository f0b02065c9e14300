namespace Alink.Benchmarks.Data;

/// <summary>The exact minima that both sides are judged by, by plain Newton steps that share no code with the library.</summary>
static class Optimum
{
    /// <summary>The least mean squared error of any x·w + b.</summary>
    public static double LeastSquares(DenseRows rows)
    {
        var theta = new double[rows.Width + 1];

        // The first step is the normal equations; the second takes off what rounding left.
        for (var step = 0; step < 2; step++)
        {
            Newton(rows, theta, static (target, _, prediction) => (prediction - target, 1));
        }

        return rows.MeanSquaredError(theta.AsSpan(0, rows.Width), theta[rows.Width]);
    }

    /// <summary>The least log loss of any x·w + b.</summary>
    public static double LogLoss(DenseRows rows)
    {
        var theta = new double[rows.Width + 1];
        for (var step = 0; step < 30; step++)
        {
            var moved = Newton(rows, theta, static (_, positive, margin) =>
            {
                var probability = 1 / (1 + Math.Exp(-margin));
                return (probability - (positive ? 1 : 0), probability * (1 - probability));
            });

            if (moved < 1e-9)
            {
                break;
            }
        }

        return rows.LogLoss(theta.AsSpan(0, rows.Width), theta[rows.Width]);
    }

    /// <summary>Takes one Newton step in place; the length of the step.</summary>
    static double Newton(DenseRows rows, double[] theta, Func<double, bool, double, (double Gradient, double Curvature)> loss)
    {
        // Each row is widened by a 1 for the bias.
        var n = rows.Width + 1;
        var x = new double[n];
        var gradient = new double[n];
        var hessian = new double[n * n];
        x[n - 1] = 1;
        for (var i = 0; i < rows.Count; i++)
        {
            rows.Row(i).CopyTo(x);
            var (slope, curvature) = loss(rows.Target[i], rows.Class[i], Lanes.Dot(x, theta));
            for (var j = 0; j < n; j++)
            {
                gradient[j] += slope * x[j];
                Lanes.AddScaled(curvature * x[j], x, hessian.AsSpan(j * n, n));
            }
        }

        var step = Solve(hessian, gradient);
        for (var j = 0; j < n; j++)
        {
            theta[j] -= step[j];
        }

        return Math.Sqrt(Lanes.Dot(step, step));
    }

    /// <summary>Solves a symmetric positive definite system by Cholesky's factors.</summary>
    static double[] Solve(double[] matrix, double[] right)
    {
        var n = right.Length;
        var x = (double[])right.Clone();
        for (var j = 0; j < n; j++)
        {
            for (var i = j; i < n; i++)
            {
                var sum = matrix[(i * n) + j]
                    - Lanes.Dot(matrix.AsSpan(i * n, j), matrix.AsSpan(j * n, j));
                matrix[(i * n) + j] = i == j ? Math.Sqrt(sum) : sum / matrix[(j * n) + j];
            }
        }

        for (var i = 0; i < n; i++)
        {
            x[i] = (x[i] - Lanes.Dot(matrix.AsSpan(i * n, i), x.AsSpan(0, i))) / matrix[(i * n) + i];
        }

        for (var i = n - 1; i >= 0; i--)
        {
            for (var k = i + 1; k < n; k++)
            {
                x[i] -= matrix[(k * n) + i] * x[k];
            }

            x[i] /= matrix[(i * n) + i];
        }

        return x;
    }
}
