using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace Alink;

/// <summary>A row of numbers, dense or sparse. A view: copying a vector does not copy its numbers.</summary>
/// <remarks>Written <c>[1.0, 2.0]</c> it is dense; <see cref="Sparse"/> makes the other kind.</remarks>
[DebuggerDisplay("{ToString(),nq}")]
[CollectionBuilder(typeof(Vector), nameof(Of))]
public readonly struct Vector : IEquatable<Vector>
{
    readonly ReadOnlyMemory<double> _values;
    readonly ReadOnlyMemory<int> _indices;
    readonly bool _sparse;

    Vector(int length, ReadOnlyMemory<int> indices, ReadOnlyMemory<double> values, bool sparse) =>
        (Length, _indices, _values, _sparse) = (length, indices, values, sparse);

    /// <summary>How many numbers, zeros of a sparse vector included.</summary>
    public int Length { get; }

    /// <summary>Whether every number is stored.</summary>
    public bool IsDense => !_sparse;

    /// <summary>The stored numbers: all of them when dense.</summary>
    public ReadOnlySpan<double> Values => _values.Span;

    /// <summary>The places of the stored numbers, rising; empty when dense.</summary>
    public ReadOnlySpan<int> Indices => _indices.Span;

    /// <summary>One number.</summary>
    public double this[int index]
    {
        get
        {
            if (IsDense)
            {
                return Values[index];
            }

            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Length);
            var place = Indices.BinarySearch(index);
            return place < 0 ? 0 : Values[place];
        }
    }

    /// <summary>A dense vector over the given numbers.</summary>
    public static implicit operator Vector(double[] values) => Dense(values);

    /// <summary>A dense vector of a copy of the given numbers.</summary>
    public static Vector Of(ReadOnlySpan<double> values) => Dense(values.ToArray());

    /// <summary>A dense vector over the given numbers.</summary>
    public static Vector Dense(ReadOnlyMemory<double> values) => new(values.Length, default, values, sparse: false);

    /// <summary>A sparse vector over the given numbers.</summary>
    /// <param name="length">How many numbers, zeros included.</param>
    /// <param name="indices">The places of the stored numbers, rising, each in [0, <paramref name="length"/>).</param>
    /// <param name="values">The stored numbers, one for each index.</param>
    /// <exception cref="ArgumentException">The indices do not rise within the length, or there
    /// is not one value for each.</exception>
    public static Vector Sparse(int length, ReadOnlyMemory<int> indices, ReadOnlyMemory<double> values)
    {
        if (indices.Length != values.Length)
        {
            throw new ArgumentException($"{indices.Length} indices for {values.Length} values.", nameof(indices));
        }

        var previous = -1;
        foreach (var index in indices.Span)
        {
            if (index <= previous || index >= length)
            {
                throw new ArgumentException(
                    $"Indices must rise from 0 to {length - 1}; {index} follows {previous}.", nameof(indices));
            }

            previous = index;
        }

        return new(length, indices, values, sparse: true);
    }

    /// <summary>A sparse vector whose indices are known to rise within the length.</summary>
    internal static Vector Trusted(int length, ReadOnlyMemory<int> indices, ReadOnlyMemory<double> values) =>
        new(length, indices, values, sparse: true);

    /// <summary>Every number, zeros included; shape: <see cref="Length"/>.</summary>
    public double[] ToArray()
    {
        var values = new double[Length];
        CopyTo(values);
        return values;
    }

    /// <summary>Writes every number, zeros included.</summary>
    /// <param name="destination">At least <see cref="Length"/> places.</param>
    public void CopyTo(Span<double> destination)
    {
        if (IsDense)
        {
            Values.CopyTo(destination);
            return;
        }

        destination[..Length].Clear();
        var indices = Indices;
        var values = Values;
        for (var i = 0; i < indices.Length; i++)
        {
            destination[indices[i]] = values[i];
        }
    }

    /// <summary>Every number in order, zeros included.</summary>
    public IEnumerator<double> GetEnumerator() => ((IEnumerable<double>)ToArray()).GetEnumerator();

    /// <summary>Whether both hold the same numbers, dense or sparse; NaN equals NaN.</summary>
    public bool Equals(Vector other) =>
        Length == other.Length && ToArray().AsSpan().SequenceEqual(other.ToArray());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Vector other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Length;

    /// <summary>Dense: <c>[1 2.5]</c>. Sparse: <c>[5: 0:1 3:2.5]</c>, the length first.</summary>
    public override string ToString()
    {
        var (indices, values) = (_indices, _values);
        return IsDense
            ? $"[{string.Join(' ', values.ToArray().Select(Text))}]"
            : $"[{Length}:{string.Concat(Enumerable.Range(0, values.Length).Select(i => $" {indices.Span[i]}:{Text(values.Span[i])}"))}]";

        static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);
    }
}
