namespace Alink.Statistics;

/// <summary>Counts each of any number of different values in bounded memory; a count may be too high, and never too low.</summary>
/// <remarks>
/// G. Cormode and S. Muthukrishnan, "An improved data stream summary: the count-min sketch and its applications", Journal of
/// Algorithms 55, 2005: ⌈ln (1 / failure)⌉ rows of ⌈e / error⌉ counters; a value adds to one counter of each row, and its
/// count is the least of them. Neither order nor cut of the values matters.
/// </remarks>
/// <example>
/// <code>
/// var words = new CountMinSketch();
/// words.Add("the");
/// words.Add("cat");
/// words.Add("the");
/// words.Count("the") // => 2
/// </code>
/// </example>
public sealed class CountMinSketch
{
    readonly long[] _counts;
    readonly int _width;

    /// <summary>A sketch of no values.</summary>
    /// <param name="error">How far a count may be too high, as a share of all values; from 1e-7 to 1.</param>
    /// <param name="failure">How often it may be further off; from 1e-9 to 0.5.</param>
    public CountMinSketch(double error = 0.001, double failure = 0.01)
    {
        _width = (int)Math.Ceiling(Math.E / Require.Between(1e-7, 1, error, nameof(error)));
        _counts = new long[checked(_width * (int)Math.Ceiling(-Math.Log(Require.Between(1e-9, 0.5, failure, nameof(failure)))))];
    }

    /// <summary>How many values.</summary>
    public long Total { get; private set; }

    /// <summary>Adds a text.</summary>
    public void Add(ReadOnlySpan<char> text) => AddHash(ValueHash.Of(text));

    /// <summary>Adds a number.</summary>
    public void Add(double number) => AddHash(ValueHash.Of(number));

    /// <summary>How often a text was added; too high by more than error × <see cref="Total"/> only seldom, and never too low.</summary>
    public long Count(ReadOnlySpan<char> text) => CountHash(ValueHash.Of(text));

    /// <summary>How often a number was added.</summary>
    /// <inheritdoc cref="Count(ReadOnlySpan{char})"/>
    public long Count(double number) => CountHash(ValueHash.Of(number));

    /// <summary>Adds a value by a hash of 64 bits, each of them as good as random.</summary>
    /// <returns>How often it was added, this time included; maybe too high.</returns>
    public long AddHash(ulong hash)
    {
        var least = long.MaxValue;
        for (var start = 0; start < _counts.Length; start += _width)
        {
            least = Math.Min(least, ++_counts[start + Place(hash, start)]);
        }

        Total++;
        return least;
    }

    /// <summary>How often a value was added; maybe too high.</summary>
    public long CountHash(ulong hash)
    {
        var least = long.MaxValue;
        for (var start = 0; start < _counts.Length; start += _width)
        {
            least = Math.Min(least, _counts[start + Place(hash, start)]);
        }

        return least;
    }

    /// <summary>Adds the values of another.</summary>
    /// <exception cref="ArgumentException">It is of another size.</exception>
    public void Add(CountMinSketch other)
    {
        if (other._width != _width || other._counts.Length != _counts.Length)
        {
            throw new ArgumentException("Sketches of different errors do not add up.", nameof(other));
        }

        for (var i = 0; i < _counts.Length; i++)
        {
            _counts[i] += other._counts[i];
        }

        Total += other.Total;
    }

    /// <summary>The counter of a row: its hash is the value's with the row's start mixed in.</summary>
    int Place(ulong hash, int start) => (int)Math.BigMul(Numerics.Hash.Combine((ulong)start, hash), (ulong)_width, out _);
}
