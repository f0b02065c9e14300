using System.Collections.Immutable;
using Alink.Linear;

namespace Alink.Classification;

/// <summary>The bounds of a logistic regression's parameters, checked against their shape.</summary>
sealed class LogisticBounds
{
    readonly LogisticRegression _options;
    readonly int _width;

    /// <summary>Checks the bounds of the settings.</summary>
    /// <exception cref="ArgumentException">There is not one bound for each parameter, or a least exceeds its greatest.</exception>
    public LogisticBounds(LogisticRegression options, int margins, int width)
    {
        (_options, _width) = (options, width);
        Check(options.LowerCoefficients, options.UpperCoefficients, margins * width, "Coefficients");
        Check(options.LowerIntercepts, options.UpperIntercepts, margins, "Intercepts");
        if (OnIntercepts && !options.FitIntercept)
        {
            throw new ArgumentException("LowerIntercepts and UpperIntercepts bound intercepts; FitIntercept was false.");
        }
    }

    /// <summary>Whether an intercept is bounded.</summary>
    public bool OnIntercepts => Bounds(_options.LowerIntercepts) || Bounds(_options.UpperIntercepts);

    /// <summary>Whether anything is bounded.</summary>
    public bool Any => OnIntercepts || Bounds(_options.LowerCoefficients) || Bounds(_options.UpperCoefficients);

    /// <summary>The bounds of the points of a space; empty where nothing is bounded.</summary>
    public (double[] Lower, double[] Upper) In(StandardSpace space, int[] margins, bool binomial) => Any
        ? (
            In(space, margins, binomial, _options.LowerCoefficients, _options.LowerIntercepts, double.NegativeInfinity),
            In(space, margins, binomial, _options.UpperCoefficients, _options.UpperIntercepts, double.PositiveInfinity))
        : ([], []);

    /// <summary>A coefficient within its bounds, which scaling to and fro may have left by a rounding.</summary>
    public double Clamp(double coefficient, int place)
    {
        var (lower, upper) = (_options.LowerCoefficients, _options.UpperCoefficients);
        return Math.Min(
            Math.Max(coefficient, lower.IsDefaultOrEmpty ? coefficient : lower[place]),
            upper.IsDefaultOrEmpty ? double.PositiveInfinity : upper[place]);
    }

    double[] In(
        StandardSpace space, int[] margins, bool binomial,
        ImmutableArray<double> coefficients, ImmutableArray<double> intercepts, double none)
    {
        var bounds = new double[margins.Length * space.Length];
        Array.Fill(bounds, none);
        for (var k = 0; k < margins.Length; k++)
        {
            var place = binomial ? 0 : margins[k];
            for (var j = 0; j < _width && !coefficients.IsDefaultOrEmpty; j++)
            {
                // A feature that never varies stays at coefficient 0, which no bound moves.
                bounds[(k * space.Length) + j] = space.Inverse(j) == 0 ? none
                    : coefficients[(place * _width) + j] / space.Inverse(j);
            }

            if (!intercepts.IsDefaultOrEmpty)
            {
                bounds[(k * space.Length) + _width] = intercepts[place];
            }
        }

        return bounds;
    }

    static bool Bounds(ImmutableArray<double> bounds) => !bounds.IsDefaultOrEmpty && bounds.Any(double.IsFinite);

    static void Check(ImmutableArray<double> lower, ImmutableArray<double> upper, int count, string of)
    {
        foreach (var (bounds, name) in new[] { (lower, $"Lower{of}"), (upper, $"Upper{of}") })
        {
            if (!bounds.IsDefaultOrEmpty && bounds.Length != count)
            {
                throw new ArgumentException($"{name} must have {count} bounds; it has {bounds.Length}.");
            }
        }

        for (var j = 0; !lower.IsDefaultOrEmpty && !upper.IsDefaultOrEmpty && j < count; j++)
        {
            if (!(lower[j] <= upper[j]))
            {
                throw new ArgumentException($"Lower{of} must be at most Upper{of}; they were {lower[j]} and {upper[j]} at {j}.");
            }
        }
    }
}
