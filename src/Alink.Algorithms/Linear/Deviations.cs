using Alink.Statistics;

namespace Alink.Linear;

/// <summary>Deviations as linear models take them.</summary>
static class Deviations
{
    /// <summary>The population deviation of each feature; exactly 0 for one that never varies.</summary>
    public static double[] Deviation(this Moments moments)
    {
        var deviation = moments.PopulationVariance();
        var (minimum, maximum) = (moments.Minimum(), moments.Maximum());
        for (var j = 0; j < deviation.Length; j++)
        {
            // The mean of equal numbers may be rounded, and their deviation then not 0.
            deviation[j] = minimum[j] == maximum[j] ? 0 : Math.Sqrt(deviation[j]);
        }

        return deviation;
    }
}
