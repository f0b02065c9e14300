using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Alink.Statistics;

/// <summary>The least and the greatest of the numbers other than 0, and their count, feature by feature.</summary>
/// <remarks>A sparse row costs its stored numbers and a dense one gives the same; zeros join when a feature is read.</remarks>
sealed class Extremes
{
    readonly double[] _minimum;
    readonly double[] _maximum;
    readonly long[] _nonZeros;

    public Extremes(int features)
    {
        var padded = Eights.Padded(Features = features);
        (_minimum, _maximum, _nonZeros) = (new double[padded], new double[padded], new long[padded]);
        Array.Fill(_minimum, double.PositiveInfinity);
        Array.Fill(_maximum, double.NegativeInfinity);
    }

    /// <summary>How many features.</summary>
    public int Features { get; }

    /// <summary>How many numbers other than 0 each feature had; shape: features.</summary>
    public ReadOnlySpan<long> NonZeros => _nonZeros.AsSpan(0, Features);

    /// <summary>The least number of a feature.</summary>
    /// <param name="j">The feature.</param>
    /// <param name="rows">How many rows there were.</param>
    public double Minimum(int j, long rows) => _nonZeros[j] < rows ? Math.Min(0, _minimum[j]) : _minimum[j];

    /// <summary>The greatest number of a feature.</summary>
    /// <inheritdoc cref="Minimum"/>
    public double Maximum(int j, long rows) => _nonZeros[j] < rows ? Math.Max(0, _maximum[j]) : _maximum[j];

    /// <summary>Extremes of rows whose zeros are all counted.</summary>
    public static Extremes Of(ReadOnlySpan<double> minimum, ReadOnlySpan<double> maximum, long rows)
    {
        var extremes = new Extremes(minimum.Length);
        minimum.CopyTo(extremes._minimum);
        maximum.CopyTo(extremes._maximum);
        extremes._nonZeros.AsSpan(0, minimum.Length).Fill(rows);
        return extremes;
    }

    /// <summary>Adds a row.</summary>
    /// <param name="indices">The places of the stored numbers, rising; empty where all are stored.</param>
    /// <param name="values">The stored numbers.</param>
    public void Add(ReadOnlySpan<int> indices, ReadOnlySpan<double> values)
    {
        if (values.Length == Features)
        {
            AddDense(values);
            return;
        }

        for (var i = 0; i < indices.Length; i++)
        {
            Add(indices[i], values[i]);
        }
    }

    /// <summary>Adds the rows of another.</summary>
    public void Add(Extremes other)
    {
        for (var j = 0; j < _minimum.Length; j++)
        {
            _minimum[j] = Math.Min(_minimum[j], other._minimum[j]);
            _maximum[j] = Math.Max(_maximum[j], other._maximum[j]);
            _nonZeros[j] += other._nonZeros[j];
        }
    }

    /// <summary>Eight features at a time; every step is that of <see cref="Add(int, double)"/>.</summary>
    void AddDense(ReadOnlySpan<double> values)
    {
        ref var x = ref MemoryMarshal.GetReference(values);
        var j = 0;
        for (; j <= values.Length - Vector512<double>.Count; j += Vector512<double>.Count)
        {
            Add(j, Vector512.LoadUnsafe(ref x, (nuint)j));
        }

        if (j < values.Length)
        {
            Add(j, Eights.Last(values[j..]));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    void Add(int j, Vector512<double> x)
    {
        ref var least = ref _minimum[j];
        ref var most = ref _maximum[j];
        ref var count = ref _nonZeros[j];
        var isZero = Vector512.Equals(x, Vector512<double>.Zero);
        var (minimum, maximum) = (Vector512.LoadUnsafe(ref least), Vector512.LoadUnsafe(ref most));
        var isLess = Vector512.AndNot(Vector512.LessThan(x, minimum), isZero);
        var isMore = Vector512.AndNot(Vector512.GreaterThan(x, maximum), isZero);
        var counted = Vector512.AndNot(Vector512<long>.One, isZero.AsInt64());
        Vector512.ConditionalSelect(isLess, x, minimum).StoreUnsafe(ref least);
        Vector512.ConditionalSelect(isMore, x, maximum).StoreUnsafe(ref most);
        (Vector512.LoadUnsafe(ref count) + counted).StoreUnsafe(ref count);
    }

    void Add(int j, double x)
    {
        if (x != 0)
        {
            _minimum[j] = x < _minimum[j] ? x : _minimum[j];
            _maximum[j] = x > _maximum[j] ? x : _maximum[j];
            _nonZeros[j]++;
        }
    }
}
