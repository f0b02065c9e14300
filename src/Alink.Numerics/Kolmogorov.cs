namespace Alink.Numerics;

/// <summary>The probabilities of the largest distance between two cumulative distributions.</summary>
public static class Kolmogorov
{
    const int MostExact = 1000;
    const int MostTerms = 1_000_000;

    /// <summary>e to the power of less than its negative is 0.</summary>
    const double LeastExponent = 760;

    /// <summary>P(D ≥ d): how often numbers of a continuous distribution are as far from it, on either side.</summary>
    /// <remarks>
    /// Where n d² ≥ 4, twice the one-sided probability of N. Smirnov (1944), which is right to 1e-10 of itself; else, up to
    /// 1,000 numbers, by G. Marsaglia, W. Tsang and J. Wang, "Evaluating Kolmogorov's distribution", Journal of Statistical
    /// Software 8(18), 2003; and for more, right to about 1e-6, by W. Pelz and I. Good, "Approximating the lower tail-areas of
    /// the Kolmogorov-Smirnov one-sample statistic", Journal of the Royal Statistical Society B 38, 1976.
    /// </remarks>
    /// <param name="n">How many numbers; at least 1.</param>
    /// <param name="d">The largest distance.</param>
    public static double Survival(int n, double d)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(n, 1);
        return double.IsNaN(d) ? double.NaN
            : d * n <= 0.5 ? 1
            : d >= 1 ? 0
            : n * d * d >= 4 ? Math.Min(1, 2 * OneSided(n, d))
            : Math.Clamp(1 - (n <= MostExact ? MarsagliaTsangWang(n, d) : PelzGood(n, d)), 0, 1);
    }

    /// <summary>P(D ≥ d) of two samples, every order of their numbers being as likely: exactly, also with ties.</summary>
    /// <remarks>
    /// Numbers are drawn one after the other from what is left of both; the probability of each step that first goes too far
    /// is added, so that small probabilities keep their digits.
    /// </remarks>
    /// <param name="first">How many numbers the first sample has.</param>
    /// <param name="second">How many the second.</param>
    /// <param name="distance">d × first × second; a whole number.</param>
    /// <param name="isEnd">Whether the number at each place of both, sorted, is the last of equal ones.</param>
    public static double TwoSampleSurvival(int first, int second, long distance, ReadOnlySpan<bool> isEnd)
    {
        if (distance <= 0)
        {
            return 1;
        }

        var reached = new double[second + 1]; // The probability of being at (i, j), never having gone too far.
        var outside = 0.0;
        for (var i = 0; i <= first; i++)
        {
            for (var j = 0; j <= second; j++)
            {
                var fromFirst = i == 0 ? 0 : reached[j] * (first - i + 1) / (first + second - i - j + 1);
                var fromSecond = j == 0 ? 0 : reached[j - 1] * (second - j + 1) / (first + second - i - j + 1);
                var here = i + j == 0 ? 1 : fromFirst + fromSecond;
                var isOut = i + j > 0 && isEnd[i + j - 1] && Math.Abs(((long)i * second) - ((long)j * first)) >= distance;
                outside += isOut ? here : 0;
                reached[j] = isOut ? 0 : here;
            }
        }

        return Math.Min(1, outside);
    }

    static double OneSided(int n, double d)
    {
        if (2 * n * d * d > LeastExponent)
        {
            return 0; // P. Massart, "The tight constant in the Dvoretzky-Kiefer-Wolfowitz inequality", 1990: at most e^(−2 n d²).
        }

        if (n > MostTerms)
        {
            var z = (6.0 * n * d) + 1;
            return Math.Exp(-z * z / (18.0 * n)); // U. Maag and G. Dicaire, Biometrika 58, 1971.
        }

        var (sum, log, lost) = (0.0, 0.0, 0.0); // Of the logarithm of n over j, what rounding takes is put back.
        for (var j = 0; j <= n * (1 - d); j++)
        {
            var left = 1 - d - ((double)j / n);
            if (j > 0)
            {
                var (step, before) = (Math.Log((n - j + 1.0) / j) - lost, log);
                log += step;
                lost = log - before - step;
            }

            if (left > 0)
            {
                sum += d * Math.Exp(log + ((j - 1) * Math.Log(d + ((double)j / n))) + ((n - j) * Math.Log(left)));
            }
        }

        return sum;
    }

    /// <summary>P(D &lt; d) of many numbers: the limit and three terms in 1 / √n.</summary>
    static double PelzGood(int n, double d)
    {
        const double p2 = Math.PI * Math.PI;
        var z = d * Math.Sqrt(n);
        double s = z * z, f = s * s, x = f * s;
        double k0 = 0, k1 = 0, k2 = 0, k3 = 0;
        for (var k = 1; k <= 40; k++)
        {
            double odd = ((2 * k) - 1) * ((2 * k) - 1), m = odd * p2 / 4;
            var q = Math.Exp(-m / (2 * s));
            k0 += q;
            k1 += q * (m - s);
            k2 += q * ((6 * x) + (2 * f) + (((2 * f) - (5 * s)) * m) + ((1 - (2 * s)) * m * m));
            k3 += q * ((-30 * x) - (90 * f * f) + (((135 * f) - (96 * x)) * m) + (((212 * f) - (60 * s)) * m * m)
                + ((5 - (30 * s)) * m * m * m));
            var (even, e) = (k * k * p2, k * k * p2 * Math.Exp(-k * k * p2 / (2 * s)));
            k2 -= 2 * f * e;
            k3 += 30 * f * e * ((3 * s) - even);
        }

        return Math.Sqrt(2 * Math.PI) * ((k0 / z) + (k1 / (6 * f * Math.Sqrt(n))) + (k2 / (72 * x * z * n))
            + (k3 / (6480 * f * x * n * Math.Sqrt(n))));
    }

    /// <summary>P(D &lt; d), as the middle element of the n-th power of a matrix.</summary>
    static double MarsagliaTsangWang(int n, double d)
    {
        var k = (int)(n * d) + 1;
        var (order, h) = ((2 * k) - 1, k - (n * d));
        var matrix = new double[order * order];
        for (var i = 0; i < order; i++)
        {
            for (var j = 0; j < order; j++)
            {
                matrix[(i * order) + j] = i - j + 1 < 0 ? 0 : 1;
            }
        }

        for (var i = 0; i < order; i++)
        {
            matrix[i * order] -= Math.Pow(h, i + 1);
            matrix[((order - 1) * order) + i] -= Math.Pow(h, order - i);
        }

        matrix[(order - 1) * order] += h > 0.5 ? Math.Pow((2 * h) - 1, order) : 0;
        for (var i = 0; i < order; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                for (var g = 2; g <= i - j + 1; g++)
                {
                    matrix[(i * order) + j] /= g;
                }
            }
        }

        var (power, exponent) = Power(matrix, order, n);
        var p = power[((k - 1) * order) + k - 1];
        for (var i = 1; i <= n; i++)
        {
            p = p * i / n;
            if (p < 1e-140)
            {
                (p, exponent) = (p * 1e140, exponent - 140);
            }
        }

        return p * Math.Pow(10, exponent);
    }

    /// <summary>A power of a matrix as a mantissa and an exponent of ten, for it leaves the range of numbers.</summary>
    static (double[] Mantissa, int Exponent) Power(double[] matrix, int order, int power)
    {
        if (power == 1)
        {
            return (matrix, 0);
        }

        var (root, exponent) = Power(matrix, order, power / 2);
        var result = Product(root, root, order);
        exponent *= 2;
        result = power % 2 == 0 ? result : Product(matrix, result, order);
        var middle = (order / 2 * order) + (order / 2);
        if (result[middle] > 1e140)
        {
            DenseKernels.Scale(1e-140, result);
            exponent += 140;
        }

        return (result, exponent);
    }

    static double[] Product(double[] left, double[] right, int order)
    {
        var product = new double[order * order];
        for (var i = 0; i < order; i++)
        {
            for (var j = 0; j < order; j++)
            {
                DenseKernels.Axpy(left[(i * order) + j], right.AsSpan(j * order, order), product.AsSpan(i * order, order));
            }
        }

        return product;
    }
}
