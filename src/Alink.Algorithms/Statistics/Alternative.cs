using Alink.Numerics;

namespace Alink.Statistics;

/// <summary>What a test holds against its hypothesis.</summary>
public enum Alternative
{
    /// <summary>It is different: less or greater.</summary>
    TwoSided,

    /// <summary>It is less.</summary>
    Less,

    /// <summary>It is greater.</summary>
    Greater,
}

/// <summary>What a statistic says under each alternative.</summary>
static class Alternatives
{
    /// <summary>A Student's t; NaN says nothing.</summary>
    public static TestResult StudentT(this Alternative alternative, double t, double degrees)
    {
        var twoSided = double.IsNaN(t) ? double.NaN : Distributions.StudentTTwoSided(t, degrees);
        return new(t, alternative.Of(t, twoSided), degrees);
    }

    /// <summary>The probability on the asked side of a symmetric distribution.</summary>
    /// <param name="alternative">The side.</param>
    /// <param name="statistic">The statistic.</param>
    /// <param name="twoSided">The probability of one as far from 0, on either side.</param>
    public static double Of(this Alternative alternative, double statistic, double twoSided) =>
        alternative == Alternative.TwoSided ? twoSided
        : alternative == Alternative.Greater == statistic > 0 ? twoSided / 2
        : 1 - (twoSided / 2);
}
