using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Alink.Numerics;

/// <summary>
/// The inverse U of an upper triangular matrix R: from the last rows to the first, a block at a time.
/// </summary>
/// <remarks>Row i of R U = 1 says that Uᵢ = (eᵢ − Σ Rᵢₖ Uₖ) / Rᵢᵢ over k > i.</remarks>
static class TriangularInverse
{
    /// <summary>Rows that are solved together, while each row below them is read once.</summary>
    const int BlockRows = 16;
    const int Unroll = 4;

    /// <summary>Returns U; shape: order × order, 0 below the diagonal.</summary>
    public static double[] Of(double[] factor, int order)
    {
        var inverse = new double[order * order];
        for (var bottom = order; bottom > 0; bottom -= BlockRows)
        {
            var top = Math.Max(0, bottom - BlockRows);
            var k = bottom;
            for (; k <= order - Unroll; k += Unroll)
            {
                for (var i = top; i < bottom; i++)
                {
                    SubtractFour(
                        factor.AsSpan((i * order) + k, Unroll), inverse, order, k, inverse.AsSpan(i * order, order));
                }
            }

            for (; k < order; k++)
            {
                for (var i = top; i < bottom; i++)
                {
                    Subtract(factor, inverse, order, i, k);
                }
            }

            for (var i = bottom - 1; i >= top; i--)
            {
                for (k = i + 1; k < bottom; k++)
                {
                    Subtract(factor, inverse, order, i, k);
                }

                inverse[(i * order) + i] = 1;
                DenseKernels.Scale(1 / factor[(i * order) + i], inverse.AsSpan((i * order) + i, order - i));
            }
        }

        return inverse;
    }

    static void Subtract(double[] factor, double[] inverse, int order, int i, int k) => DenseKernels.Axpy(
        -factor[(i * order) + k],
        inverse.AsSpan((k * order) + k, order - k),
        inverse.AsSpan((i * order) + k, order - k));

    /// <summary>row −= Σ factors[r] · U[k + r] over four rows, from column k on.</summary>
    static void SubtractFour(ReadOnlySpan<double> factors, double[] inverse, int order, int k, Span<double> row)
    {
        ref var u0 = ref inverse[k * order];
        ref var u1 = ref Unsafe.Add(ref u0, order);
        ref var u2 = ref Unsafe.Add(ref u1, order);
        ref var u3 = ref Unsafe.Add(ref u2, order);
        double f0 = -factors[0], f1 = -factors[1], f2 = -factors[2], f3 = -factors[3];
        ref var to = ref Simd.First(row);
        var j = k;
        for (; j <= order - Simd.Width; j += Simd.Width)
        {
            var sum = Vector512.LoadUnsafe(ref to, (nuint)j);
            sum = Simd.Fma(Vector512.Create(f0), Vector512.LoadUnsafe(ref u0, (nuint)j), sum);
            sum = Simd.Fma(Vector512.Create(f1), Vector512.LoadUnsafe(ref u1, (nuint)j), sum);
            sum = Simd.Fma(Vector512.Create(f2), Vector512.LoadUnsafe(ref u2, (nuint)j), sum);
            sum = Simd.Fma(Vector512.Create(f3), Vector512.LoadUnsafe(ref u3, (nuint)j), sum);
            sum.StoreUnsafe(ref to, (nuint)j);
        }

        for (; j < order; j++)
        {
            var sum = Math.FusedMultiplyAdd(f0, Unsafe.Add(ref u0, j), row[j]);
            sum = Math.FusedMultiplyAdd(f1, Unsafe.Add(ref u1, j), sum);
            sum = Math.FusedMultiplyAdd(f2, Unsafe.Add(ref u2, j), sum);
            row[j] = Math.FusedMultiplyAdd(f3, Unsafe.Add(ref u3, j), sum);
        }
    }
}
