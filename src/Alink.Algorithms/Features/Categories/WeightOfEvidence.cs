namespace Alink.Features;

/// <summary>How much the rows of a bin speak for the positive class: the logarithm of its share of the positive rows over
/// its share of the negative ones.</summary>
/// <param name="Positive">The weight of all positive rows.</param>
/// <param name="Negative">The weight of all negative rows.</param>
/// <param name="Smoothing">What is added to each weight; above 0.</param>
readonly record struct WeightOfEvidence(double Positive, double Negative, double Smoothing)
{
    /// <summary>The weight of evidence of a bin.</summary>
    public double Of(double positive, double negative) => Math.Log(ShareOf(positive, Positive) / ShareOf(negative, Negative));

    /// <summary>What a bin adds to the information value of its column; at least 0.</summary>
    public double Information(double positive, double negative) =>
        (ShareOf(positive, Positive) - ShareOf(negative, Negative)) * Of(positive, negative);

    double ShareOf(double part, double all) => (part + Smoothing) / (all + Smoothing);
}
