namespace Alink.Statistics;

/// <summary>Count, mean and sum of squares about the mean of numbers: B. Welford's formula, and T. Chan's where two sums meet.</summary>
struct NumberMoments
{
    public long Count;
    public double Mean;
    public double Squares;

    /// <summary>The unbiased variance; NaN of fewer than two numbers.</summary>
    public readonly double Variance => Count > 1 ? Squares / (Count - 1) : double.NaN;

    public void Add(double number)
    {
        var before = number - Mean;
        Mean += before * (1.0 / ++Count); // The division does not wait for the number before.
        Squares += before * (number - Mean);
    }

    public void Add(in NumberMoments other)
    {
        if (other.Count == 0)
        {
            return;
        }

        var (total, apart) = (Count + other.Count, other.Mean - Mean);
        var share = other.Count / (double)total;
        Squares += other.Squares + (apart * apart * (Count * share));
        Mean += apart * share;
        Count = total;
    }
}
