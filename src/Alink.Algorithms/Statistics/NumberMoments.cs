namespace Alink.Statistics;

/// <summary>Count, mean and sum of squares about the mean of numbers: B. Welford's formula, and T. Chan's where two sums meet.</summary>
/// <remarks>The mean is kept as its distance from the first number, as in <see cref="FeatureMoments"/>.</remarks>
struct NumberMoments
{
    public long Count;
    public double First;
    public double FromFirst;
    public double Squares;

    /// <summary>The mean; 0 of no number.</summary>
    public readonly double Mean => First + FromFirst;

    /// <summary>The unbiased variance; NaN of fewer than two numbers.</summary>
    public readonly double Variance => Count > 1 ? Squares / (Count - 1) : double.NaN;

    /// <summary>The mean as a distance from a number near it, which has more digits.</summary>
    public readonly double MeanFrom(double origin) => First - origin + FromFirst;

    public void Add(double number)
    {
        First = Count == 0 ? number : First;
        var distance = number - First;
        var before = distance - FromFirst;
        FromFirst += before * (1.0 / ++Count); // The division does not wait for the number before.
        Squares += before * (distance - FromFirst);
    }

    public void Add(in NumberMoments other)
    {
        if (other.Count == 0)
        {
            return;
        }

        First = Count == 0 ? other.First : First;
        var (total, apart) = (Count + other.Count, other.First - First + (other.FromFirst - FromFirst));
        var share = other.Count / (double)total;
        Squares += other.Squares + (apart * apart * (Count * share));
        FromFirst += apart * share;
        Count = total;
    }
}
