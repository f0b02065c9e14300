namespace Alink.Ensembles;

/// <summary>Fits p = 1 / (1 + exp(a · score + b)) to scores of a positive and a negative class.</summary>
/// <remarks>
/// J. Platt, "Probabilistic outputs for support vector machines", Advances in Large Margin Classifiers, 1999: the targets are
/// (N₊ + 1) / (N₊ + 2) and 1 / (N₋ + 2). Newton's method with backtracking as in H.-T. Lin, C.-J. Lin and R. Weng, "A note on
/// Platt's probabilistic outputs for support vector machines", Machine Learning 68, 2007.
/// </remarks>
static class PlattScaling
{
    const int MostIterations = 100;
    const double LeastStep = 1e-10;
    const double Ridge = 1e-12;
    const double Small = 1e-10;

    /// <summary>The slope and the intercept.</summary>
    public static (double A, double B) Fit(ReadOnlySpan<double> scores, ReadOnlySpan<bool> isPositive, ReadOnlySpan<double> weights)
    {
        var (positive, negative) = (0.0, 0.0);
        for (var i = 0; i < scores.Length; i++)
        {
            (positive, negative) = isPositive[i] ? (positive + weights[i], negative) : (positive, negative + weights[i]);
        }

        var (high, low) = ((positive + 1) / (positive + 2), 1 / (negative + 2));
        var (a, b) = (0.0, Math.Log((negative + 1) / (positive + 1)));
        var loss = Loss(scores, isPositive, weights, high, low, a, b);
        for (var iteration = 0; iteration < MostIterations; iteration++)
        {
            var (aa, ab, bb, ga, gb) = (Ridge, 0.0, Ridge, 0.0, 0.0);
            for (var i = 0; i < scores.Length; i++)
            {
                var p = Probability(scores[i], a, b);
                var curvature = weights[i] * p * (1 - p);
                aa += scores[i] * scores[i] * curvature;
                ab += scores[i] * curvature;
                bb += curvature;
                var slope = weights[i] * ((isPositive[i] ? high : low) - p);
                ga += scores[i] * slope;
                gb += slope;
            }

            if (Math.Abs(ga) < Small * (positive + negative) && Math.Abs(gb) < Small * (positive + negative))
            {
                break;
            }

            var determinant = (aa * bb) - (ab * ab);
            var (da, db) = (-((bb * ga) - (ab * gb)) / determinant, -((aa * gb) - (ab * ga)) / determinant);
            var gain = (ga * da) + (gb * db);
            var step = 1.0;
            for (; step >= LeastStep; step /= 2)
            {
                var next = Loss(scores, isPositive, weights, high, low, a + (step * da), b + (step * db));
                if (next < loss + (1e-4 * step * gain))
                {
                    (a, b, loss) = (a + (step * da), b + (step * db), next);
                    break;
                }
            }

            if (step < LeastStep)
            {
                break; // No step makes it better: rounding has the last word.
            }
        }

        return (a, b);
    }

    /// <summary>1 / (1 + exp(a · score + b)), without overflow.</summary>
    public static double Probability(double score, double a, double b)
    {
        var margin = (a * score) + b;
        var small = Math.Exp(-Math.Abs(margin));
        return (margin >= 0 ? small : 1) / (1 + small);
    }

    static double Loss(
        ReadOnlySpan<double> scores, ReadOnlySpan<bool> isPositive, ReadOnlySpan<double> weights, double high, double low, double a, double b)
    {
        var loss = 0.0;
        for (var i = 0; i < scores.Length; i++)
        {
            var (margin, target) = ((a * scores[i]) + b, isPositive[i] ? high : low);
            loss += weights[i] * ((margin >= 0 ? target * margin : (target - 1) * margin) + Math.Log(1 + Math.Exp(-Math.Abs(margin))));
        }

        return loss;
    }
}
