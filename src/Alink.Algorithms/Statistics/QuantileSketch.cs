using Alink.Numerics;

namespace Alink.Statistics;

/// <summary>Quantiles of any number of numbers in bounded memory, each within a small error of its rank.</summary>
/// <remarks>
/// Z. Karnin, K. Lang and E. Liberty, "Optimal quantile approximation in streams", FOCS 2016, without its sampler. Numbers
/// wait in levels; where they have become too many, the lowest full level is sorted and every second number moves up,
/// counting twice as much. Of the lowest level, which is large, it is every eighth that counts eight times as much, where the
/// levels between are so small that they would err as much. While nothing has moved, every quantile is exact. Chance (which
/// numbers move) goes by the seed and the numbers, so any cut of them into batches gives the same sketch.
/// </remarks>
/// <example>
/// <code>
/// var sketch = new QuantileSketch();
/// for (var i = 1; i &lt;= 101; i++)
/// {
///     sketch.Add(i);
/// }
///
/// sketch.Quantile(0.5) // => 51
/// </code>
/// </example>
public sealed partial class QuantileSketch
{
    const int LeastCapacity = 8;
    const int SortedTogether = 1024;
    const int FarthestJump = 3;

    readonly List<List<double>> _levels = [[]];
    readonly int _width;
    readonly long _seed;
    long _moves;
    int _stored;
    int _capacity;

    /// <summary>A sketch of no numbers.</summary>
    /// <param name="error">
    /// How far the rank of a quantile may be off, as a share of all numbers, 99 times of 100; from 1e-5 to 0.1.
    /// </param>
    /// <param name="seed">What chance goes by.</param>
    public QuantileSketch(double error = 0.001, long seed = 0)
    {
        // Fitted to measured errors by the Apache DataSketches library, for levels that shrink by 2/3.
        var factor = 2.296 / Require.Between(1e-5, 0.1, error, nameof(error));
        _width = (int)Math.Ceiling(VectorMath.Exp(VectorMath.Log(factor) / 0.9723));
        _seed = seed;
        _capacity = Capacities();
    }

    /// <summary>How many numbers.</summary>
    public long Count { get; private set; }

    /// <summary>The least number; infinity where there is none.</summary>
    public double Minimum { get; private set; } = double.PositiveInfinity;

    /// <summary>The greatest number; minus infinity where there is none.</summary>
    public double Maximum { get; private set; } = double.NegativeInfinity;

    /// <summary>Adds a number.</summary>
    /// <param name="number">Any number but NaN.</param>
    public void Add(double number)
    {
        if (double.IsNaN(number))
        {
            throw new ArgumentOutOfRangeException(nameof(number), number, "NaN has no rank.");
        }

        number += 0.0; // −0 becomes 0.
        Count++;
        Minimum = number < Minimum ? number : Minimum;
        Maximum = number > Maximum ? number : Maximum;
        _levels[0].Add(number);
        if (++_stored >= _capacity)
        {
            MoveUp();
        }
    }

    /// <summary>Adds the numbers of another sketch of the same error.</summary>
    public void Add(QuantileSketch other)
    {
        Count += other.Count;
        Minimum = Math.Min(Minimum, other.Minimum);
        Maximum = Math.Max(Maximum, other.Maximum);
        while (_levels.Count < other._levels.Count)
        {
            Grow();
        }

        for (var level = 0; level < other._levels.Count; level++)
        {
            _levels[level].AddRange(other._levels[level]); // A level above the first is put in order when it moves up.
        }

        (_stored, _moves) = (_stored + other._stored, _moves + other._moves);
        while (_stored >= _capacity)
        {
            MoveUp();
        }
    }

    /// <summary>The least number whose rank reaches a share of all numbers: an actual one of them; NaN where there is none.</summary>
    /// <param name="share">Which quantile, from 0 to 1: 0.5 is the median, the lower one of an even count.</param>
    public double Quantile(double share) => Quantile(share, zeros: 0);

    /// <summary>How many of the numbers are at most <paramref name="number"/>, about.</summary>
    public long Rank(double number)
    {
        var rank = 0L;
        for (var level = 0; level < _levels.Count; level++)
        {
            rank += (long)_levels[level].Count(other => other <= number) << level;
        }

        return rank;
    }

    /// <summary>Several quantiles, each as <see cref="Quantile(double)"/> gives it.</summary>
    /// <param name="shares">Which ones, each from 0 to 1.</param>
    public double[] Quantiles(params ReadOnlySpan<double> shares)
    {
        var quantiles = new double[shares.Length];
        Quantiles(Sorted(zeros: 0), shares, quantiles);
        return quantiles;
    }

    /// <summary>How often numbers have moved up.</summary>
    internal long Moves => _moves;

    /// <summary>Several quantiles.</summary>
    /// <param name="sorted">What <see cref="Sorted"/> gives, or would give.</param>
    /// <param name="shares">Which ones, each from 0 to 1.</param>
    /// <param name="quantiles">One place for each.</param>
    internal void Quantiles(
        ReadOnlySpan<(double Number, long Weight)> sorted, ReadOnlySpan<double> shares, Span<double> quantiles)
    {
        for (var i = 0; i < quantiles.Length; i++)
        {
            quantiles[i] = Quantile(sorted, shares[i], zeros: 0);
        }
    }

    /// <inheritdoc cref="Quantile(double)"/>
    /// <param name="share">Which quantile, from 0 to 1.</param>
    /// <param name="zeros">How many zeros there are besides.</param>
    internal double Quantile(double share, long zeros) => Quantile(Sorted(zeros: 0), share, zeros);

    /// <inheritdoc cref="Quantile(double)"/>
    /// <param name="sorted">What <see cref="Sorted"/> gives without zeros, or would give.</param>
    /// <param name="share">Which quantile, from 0 to 1.</param>
    /// <param name="zeros">How many zeros there are besides.</param>
    internal double Quantile(ReadOnlySpan<(double Number, long Weight)> sorted, double share, long zeros)
    {
        var wanted = Require.Between(0, 1, share, nameof(share)) * (Count + zeros);
        var (reached, last) = (0L, double.NaN);
        foreach (var (number, weight) in sorted)
        {
            if (number >= 0 && zeros > 0)
            {
                (reached, last, zeros) = (reached + zeros, 0, 0);
                if (reached >= wanted)
                {
                    break;
                }
            }

            (reached, last) = (reached + weight, number);
            if (reached >= wanted)
            {
                break;
            }
        }

        last = zeros > 0 && (double.IsNaN(last) || reached < wanted) ? 0 : last;

        // The ends are known exactly, and are no further inside.
        return share == 0 ? Math.Min(last, Minimum) : share == 1 ? Math.Max(last, Maximum) : last;
    }

    /// <summary>The numbers that are kept, rising, and for how many each stands.</summary>
    internal (double Number, long Weight)[] Sorted(long zeros)
    {
        var numbers = new (double Number, long Weight)[_stored + (zeros > 0 ? 1 : 0)];
        var place = 0;
        for (var level = 0; level < _levels.Count; level++)
        {
            foreach (var number in _levels[level])
            {
                numbers[place++] = (number, 1L << level);
            }
        }

        if (zeros > 0)
        {
            numbers[place] = (0, zeros);
        }

        Array.Sort(numbers, static (left, right) => left.Number.CompareTo(right.Number));
        return numbers;
    }
}
