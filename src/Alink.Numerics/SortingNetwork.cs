using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Alink.Numerics;

/// <summary>Puts some hundred numbers in order eight at a time, without a branch that depends on them.</summary>
/// <remarks>
/// K. Batcher, "Sorting networks and their applications", AFIPS 1968: eight columns are put in order by a bitonic network of
/// vectors, and then half of the columns, turned round, is laid below the other, and merged, until one is left.
/// </remarks>
static class SortingNetwork
{
    /// <summary>How many whole numbers the network for so many has: the next power of two, at least 64.</summary>
    public static int Padded(int count) => Math.Max(64, (int)BitOperations.RoundUpToPowerOf2((uint)count));

    /// <summary>Puts whole numbers in rising order.</summary>
    /// <param name="keys">As many as <see cref="Padded"/> says; used up.</param>
    /// <param name="sorted">Where they go in order; as many.</param>
    public static void Sort(Span<long> keys, Span<long> sorted)
    {
        var vector = Vector512<long>.Count;
        Merge(keys, vector, vector);
        for (var size = 4 * vector; size <= keys.Length; size *= 2)
        {
            var quarter = size / 4;
            for (var start = 0; start < keys.Length; start += size)
            {
                ref var first = ref keys[start];
                for (int i = 0, back = size - vector; i < quarter; i += vector, back -= vector)
                {
                    Order(ref first, i, i + quarter, back - quarter, back, isTurned: true);
                }
            }

            Merge(keys, quarter / 2, vector);
        }

        Fold<Vector256<long>>(keys, sorted);
        Merge(sorted, keys.Length / 2, columns: 4);
        Fold<Vector128<long>>(sorted, keys);
        Merge(keys, keys.Length / 2, columns: 2);
        Fold<long>(keys, sorted);
        Merge(sorted, keys.Length / 2, columns: 1);
    }

    /// <summary>Of every two halves of a row, the first goes on, and the second from the end back.</summary>
    static void Fold<THalf>(Span<long> keys, Span<long> folded)
        where THalf : struct
    {
        var halves = MemoryMarshal.Cast<long, THalf>(keys);
        var to = MemoryMarshal.Cast<long, THalf>(folded);
        for (var row = 0; row < to.Length / 2; row++)
        {
            to[row] = halves[2 * row];
            to[^(row + 1)] = halves[(2 * row) + 1];
        }
    }

    /// <summary>Orders columns that rise and then fall: what is far apart first.</summary>
    static void Merge(Span<long> keys, int distance, int columns)
    {
        var vector = Vector512<long>.Count;
        for (; distance > vector; distance /= 4)
        {
            for (var start = 0; start < keys.Length; start += 2 * distance)
            {
                ref var first = ref keys[start];
                for (var i = 0; i < distance / 2; i += vector)
                {
                    Order(ref first, i, i + (distance / 2), i + distance, i + distance + (distance / 2), isTurned: false);
                }
            }
        }

        for (var i = 0; i < keys.Length && distance == vector; i += 2 * vector)
        {
            var (a, b) = (Vector512.LoadUnsafe(ref keys[i]), Vector512.LoadUnsafe(ref keys[i + vector]));
            Order(ref a, ref b);
            a.StoreUnsafe(ref keys[i]);
            b.StoreUnsafe(ref keys[i + vector]);
        }

        for (var i = 0; i < keys.Length && columns < vector; i += vector)
        {
            var row = Vector512.LoadUnsafe(ref keys[i]);
            row = Order(row, Vector512.Shuffle(row, Vector512.Create(4L, 5, 6, 7, 0, 1, 2, 3)), Vector512.Create(-1L, -1, -1, -1, 0, 0, 0, 0));
            if (columns <= 2)
            {
                row = Order(row, Vector512.Shuffle(row, Vector512.Create(2L, 3, 0, 1, 6, 7, 4, 5)), Vector512.Create(-1L, -1, 0, 0, -1, -1, 0, 0));
            }

            if (columns == 1)
            {
                row = Order(row, Vector512.Shuffle(row, Vector512.Create(1L, 0, 3, 2, 5, 4, 7, 6)), Vector512.Create(-1L, 0, -1, 0, -1, 0, -1, 0));
            }

            row.StoreUnsafe(ref keys[i]);
        }
    }

    /// <summary>Two steps on four vectors in their order, which need to be read and written once: the halves, of
    /// which the second may be turned round, and then the quarters.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Order(ref long first, int a, int b, int c, int d, bool isTurned)
    {
        var (va, vb) = (Vector512.LoadUnsafe(ref first, (nuint)a), Vector512.LoadUnsafe(ref first, (nuint)b));
        var (vc, vd) = (Vector512.LoadUnsafe(ref first, (nuint)c), Vector512.LoadUnsafe(ref first, (nuint)d));
        if (isTurned)
        {
            Order(ref va, ref vd);
            Order(ref vb, ref vc);
        }
        else
        {
            Order(ref va, ref vc);
            Order(ref vb, ref vd);
        }

        Order(ref va, ref vb);
        Order(ref vc, ref vd);
        va.StoreUnsafe(ref first, (nuint)a);
        vb.StoreUnsafe(ref first, (nuint)b);
        vc.StoreUnsafe(ref first, (nuint)c);
        vd.StoreUnsafe(ref first, (nuint)d);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Order(ref Vector512<long> low, ref Vector512<long> high) =>
        (low, high) = (Vector512.Min(low, high), Vector512.Max(low, high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<long> Order(Vector512<long> row, Vector512<long> other, Vector512<long> isLow) =>
        Vector512.ConditionalSelect(isLow, Vector512.Min(row, other), Vector512.Max(row, other));
}
