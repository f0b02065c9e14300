using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Alink.Numerics;

/// <summary>The steps of FTRL-Proximal: weights that follow from two numbers for each coordinate, and their change.</summary>
/// <remarks>
/// B. McMahan et al., "Ad click prediction: a view from the trenches", KDD 2013, algorithm 1. A coordinate is (z, n), which
/// stand side by side in an array, so that it costs one cache line. The cost of a row is by its stored entries.
/// </remarks>
/// <param name="alpha">The learning rate, above 0.</param>
/// <param name="beta">What is added to √n, at least 0.</param>
/// <param name="l1">The L1 penalty, at least 0.</param>
/// <param name="l2">The L2 penalty, at least 0.</param>
public readonly struct FtrlProximal(double alpha, double beta, double l1, double l2)
{
    /// <summary>The numbers of scratch memory that one stored entry of a row needs.</summary>
    public const int Scratch = 4;

    readonly double _rate = 1 / alpha;

    /// <summary>The weight of a coordinate: 0 where |z| ≤ L1, else −(z − sign(z) L1) / ((β + √n) / α + L2).</summary>
    public double Weight(double z, double n) => WeightOf(z, Math.Sqrt(n));

    /// <summary>The z whose weight is <paramref name="weight"/>, up to rounding.</summary>
    public double Resume(double weight, double n) => weight == 0 ? 0
        : (-weight * Math.FusedMultiplyAdd(beta + Math.Sqrt(n), _rate, l2)) - Math.CopySign(l1, weight);

    /// <summary>x · w of a row; w and what <see cref="Learn"/> needs of the coordinates go to the scratch memory.</summary>
    /// <param name="indices">The places of the stored entries, rising.</param>
    /// <param name="values">The stored entries.</param>
    /// <param name="coordinates">z and n of each place in turn.</param>
    /// <param name="scratch"><see cref="Scratch"/> numbers for each entry.</param>
    /// <exception cref="IndexOutOfRangeException">An index lies outside the coordinates.</exception>
    public double Margin(
        ReadOnlySpan<int> indices, ReadOnlySpan<double> values, ReadOnlySpan<double> coordinates, Span<double> scratch)
    {
        var count = indices.Length;
        var w = scratch[..count];
        var root = scratch.Slice(count, count);
        var z = scratch.Slice(2 * count, count);
        var n = scratch.Slice(3 * count, count);
        var e = 0;
        for (; e <= count - Simd.Width; e += Simd.Width)
        {
            Gather(indices.Slice(e, Simd.Width), coordinates, out var zs, out var ns);
            var roots = Vector512.Sqrt(ns);
            zs.CopyTo(z[e..]);
            ns.CopyTo(n[e..]);
            roots.CopyTo(root[e..]);
            WeightOf(zs, roots).CopyTo(w[e..]);
        }

        for (; e < count; e++)
        {
            var pair = coordinates.Slice(2 * indices[e], 2);
            (z[e], n[e], root[e]) = (pair[0], pair[1], Math.Sqrt(pair[1]));
            w[e] = WeightOf(z[e], root[e]);
        }

        return LaneDot.Gathered(indices, values, w);
    }

    /// <summary>Learns from a row whose margin was computed last: g = slope · x, n += g², z += g − (√n after − √n before) / α · w.</summary>
    /// <param name="slope">The derivative of the row's loss by its margin.</param>
    /// <param name="indices">The places of the stored entries.</param>
    /// <param name="values">The stored entries.</param>
    /// <param name="coordinates">z and n of each place in turn.</param>
    /// <param name="scratch">As <see cref="Margin"/> left it.</param>
    public void Learn(
        double slope, ReadOnlySpan<int> indices, ReadOnlySpan<double> values, Span<double> coordinates,
        ReadOnlySpan<double> scratch)
    {
        var count = indices.Length;
        var w = scratch[..count];
        var root = scratch.Slice(count, count);
        var z = scratch.Slice(2 * count, count);
        var n = scratch.Slice(3 * count, count);
        var e = 0;
        for (; e <= count - Simd.Width; e += Simd.Width)
        {
            var g = Vector512.Create(slope) * Vector512.Create(values[e..]);
            var after = Simd.Fma(g, g, Vector512.Create(n[e..]));
            var sigma = (Vector512.Sqrt(after) - Vector512.Create(root[e..])) * Vector512.Create(_rate);
            var moved = Vector512.Create(z[e..]) + Simd.Fma(-sigma, Vector512.Create(w[e..]), g);
            Scatter(indices.Slice(e, Simd.Width), coordinates, moved, after);
        }

        for (; e < count; e++)
        {
            var g = slope * values[e];
            var after = Math.FusedMultiplyAdd(g, g, n[e]);
            var sigma = (Math.Sqrt(after) - root[e]) * _rate;
            var pair = coordinates.Slice(2 * indices[e], 2);
            (pair[0], pair[1]) = (z[e] + Math.FusedMultiplyAdd(-sigma, w[e], g), after);
        }
    }

    /// <summary>Learns from one coordinate of a row, as <see cref="Learn"/> does.</summary>
    /// <param name="g">The derivative of the row's loss by the weight.</param>
    /// <param name="weight">The weight.</param>
    /// <param name="z">z of the coordinate.</param>
    /// <param name="n">n of the coordinate.</param>
    public void LearnOne(double g, double weight, ref double z, ref double n)
    {
        var after = Math.FusedMultiplyAdd(g, g, n);
        var sigma = (Math.Sqrt(after) - Math.Sqrt(n)) * _rate;
        (z, n) = (z + Math.FusedMultiplyAdd(-sigma, weight, g), after);
    }

    /// <summary>Asks for the coordinates of a row that comes soon.</summary>
    public static unsafe void Prefetch(ReadOnlySpan<int> indices, ReadOnlySpan<double> coordinates)
    {
        if (!Sse.IsSupported)
        {
            return;
        }

        // An address is not read here, so that a place outside, or memory that moves in between, only makes the hint useless.
        fixed (double* first = coordinates)
        {
            foreach (var index in indices)
            {
                Sse.Prefetch0(first + (2L * index));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    double WeightOf(double z, double root)
    {
        var beyond = Math.Abs(z) - l1;
        return beyond > 0 ? -Math.CopySign(beyond, z) / Math.FusedMultiplyAdd(beta + root, _rate, l2) : 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    Vector512<double> WeightOf(Vector512<double> z, Vector512<double> root)
    {
        var beyond = Vector512.Abs(z) - Vector512.Create(l1);
        var against = (z & Vector512.Create(-0.0)) ^ Vector512.Create(-0.0);
        var scale = Simd.Fma(Vector512.Create(beta) + root, Vector512.Create(_rate), Vector512.Create(l2));
        var weight = (beyond | against) / scale;
        return Vector512.ConditionalSelect(
            Vector512.GreaterThan(beyond, Vector512<double>.Zero), weight, Vector512<double>.Zero);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Gather(
        ReadOnlySpan<int> places, ReadOnlySpan<double> from, out Vector512<double> z, out Vector512<double> n)
    {
        var a = from.Slice(2 * places[0], 2);
        var b = from.Slice(2 * places[1], 2);
        var c = from.Slice(2 * places[2], 2);
        var d = from.Slice(2 * places[3], 2);
        var e = from.Slice(2 * places[4], 2);
        var f = from.Slice(2 * places[5], 2);
        var g = from.Slice(2 * places[6], 2);
        var h = from.Slice(2 * places[7], 2);
        z = Vector512.Create(a[0], b[0], c[0], d[0], e[0], f[0], g[0], h[0]);
        n = Vector512.Create(a[1], b[1], c[1], d[1], e[1], f[1], g[1], h[1]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Scatter(ReadOnlySpan<int> places, Span<double> to, Vector512<double> z, Vector512<double> n)
    {
        for (var e = 0; e < Simd.Width; e++)
        {
            var pair = to.Slice(2 * places[e], 2);
            (pair[0], pair[1]) = (z[e], n[e]);
        }
    }
}
