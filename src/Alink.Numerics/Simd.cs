using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Alink.Numerics;

/// <summary>The few vector steps that every kernel is made of.</summary>
/// <remarks>
/// The width is always 512 bits and every product is added by a fused multiply-add, so that a sum has the same bits on
/// every machine: the JIT splits the vector where the hardware is narrower, which changes the speed and nothing else.
/// </remarks>
static class Simd
{
    /// <summary>The doubles in a vector.</summary>
    public const int Width = 8;

    /// <summary>a · b + c with one rounding.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Fma<T>(Vector512<T> a, Vector512<T> b, Vector512<T> c)
    {
        if (typeof(T) == typeof(double))
        {
            return Vector512.FusedMultiplyAdd(a.AsDouble(), b.AsDouble(), c.AsDouble()).As<double, T>();
        }

        return Vector512.FusedMultiplyAdd(a.AsSingle(), b.AsSingle(), c.AsSingle()).As<float, T>();
    }

    /// <summary>The sum of the lanes: halves onto each other until one is left.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Sum(Vector512<double> lanes)
    {
        var four = lanes.GetLower() + lanes.GetUpper();
        var two = four.GetLower() + four.GetUpper();
        return two[0] + two[1];
    }

    /// <inheritdoc cref="Sum(Vector512{double})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Sum<T>(Vector512<T> lanes)
        where T : struct
    {
        if (typeof(T) == typeof(double))
        {
            return (T)(object)Sum(lanes.AsDouble());
        }

        var eight = lanes.AsSingle().GetLower() + lanes.AsSingle().GetUpper();
        var four = eight.GetLower() + eight.GetUpper();
        return (T)(object)(four[0] + four[2] + (four[1] + four[3]));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref T First<T>(ReadOnlySpan<T> values) => ref MemoryMarshal.GetReference(values);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref T First<T>(Span<T> values) => ref MemoryMarshal.GetReference(values);

    /// <summary>
    /// The number of whole vectors that hold <paramref name="count"/> doubles, the last perhaps in part.
    /// </summary>
    public static int Vectors(int count) => (count + Width - 1) / Width;
}
