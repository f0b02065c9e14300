namespace Alink.Drift;

/// <summary>The window of an <see cref="Adwin"/>: buckets of 1, 2, 4, … values, each with its mean and
/// squares.</summary>
/// <remarks>
/// An exponential histogram as of B. Babcock, M. Datar, R. Motwani and L. O'Callaghan, "Maintaining variance and
/// k-medians over data stream windows", PODS 2003. Mean and variance of the window are those of its values, not of an
/// estimate.
/// </remarks>
public sealed class AdwinState : DriftState
{
    /// <summary>How many values the window has.</summary>
    public long Width { get; private set; }

    /// <summary>The buckets of each size: 1, 2, 4, …; the newest values stand in the first.</summary>
    internal List<AdwinBuckets> Levels { get; } = [];

    /// <summary>The variance of the window, by its count; 0 before the first value.</summary>
    public double Variance() => Width == 0 ? 0 : Moments().Squares / Width;

    /// <summary>Adds the newest value, and joins the two oldest buckets of a size that has become too many.</summary>
    internal void Add(double value, int most)
    {
        Width++;
        var (mean, squares) = (value, 0.0);
        for (var level = 0; ; level++)
        {
            if (level == Levels.Count)
            {
                Levels.Add(new(1L << level, most));
            }

            var buckets = Levels[level];
            buckets.Add(mean, squares);
            if (buckets.Count <= most)
            {
                return;
            }

            (mean, squares) = buckets.TakeTwo();
        }
    }

    /// <summary>Leaves the oldest bucket behind.</summary>
    internal void DropOldest()
    {
        var oldest = Levels[^1];
        Width -= oldest.Size;
        oldest.Remove(1);
        if (oldest.Count == 0)
        {
            Levels.RemoveAt(Levels.Count - 1);
        }
    }

    /// <summary>The mean of the window, and the sum of the squares of the distances from it.</summary>
    internal (double Mean, double Squares) Moments()
    {
        var (count, mean, squares) = (0L, 0.0, 0.0);
        for (var level = Levels.Count - 1; level >= 0; level--)
        {
            var buckets = Levels[level];
            for (var k = 0; k < buckets.Count; k++)
            {
                var apart = buckets.Means[k] - mean;
                squares += buckets.Squares[k] + (apart * apart * count * buckets.Size / (count + buckets.Size));
                count += buckets.Size;
                mean += apart * buckets.Size / count;
            }
        }

        return (mean, squares);
    }
}

/// <summary>Buckets of one size, the oldest first.</summary>
/// <param name="size">How many values each holds.</param>
/// <param name="most">How many there may be between two values.</param>
sealed class AdwinBuckets(long size, int most)
{
    public long Size { get; } = size;

    public int Count { get; private set; }

    public double[] Means { get; } = new double[most + 1];

    /// <summary>The sum of the squares of the distances from the mean, for each bucket.</summary>
    public double[] Squares { get; } = new double[most + 1];

    public void Add(double mean, double squares) => (Means[Count], Squares[Count++]) = (mean, squares);

    /// <summary>Takes out the two oldest, as one.</summary>
    public (double Mean, double Squares) TakeTwo()
    {
        var apart = Means[1] - Means[0];
        var joined = (Means[0] + (apart / 2), Squares[0] + Squares[1] + (apart * apart * Size / 2));
        Remove(2);
        return joined;
    }

    public void Remove(int oldest)
    {
        Count -= oldest;
        foreach (var numbers in new[] { Means, Squares })
        {
            numbers.AsSpan(oldest).CopyTo(numbers);
            numbers.AsSpan(Count).Clear(); // Equal windows are to have equal bytes.
        }
    }
}
