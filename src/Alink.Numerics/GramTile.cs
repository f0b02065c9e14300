using System.Runtime.Intrinsics;

namespace Alink.Numerics;

/// <summary>The innermost loops of <see cref="Panels"/>: a tile of the product, whole in registers.</summary>
static unsafe class GramTile
{
    /// <summary>tile = aᵀ b, where a is rows × 8 and b two panels of rows × 8; shape: 8 × 16.</summary>
    public static void MultiplyWide(double* a, double* b, int rows, double* tile)
    {
        Vector512<double> s00 = default, s01 = default, s10 = default, s11 = default;
        Vector512<double> s20 = default, s21 = default, s30 = default, s31 = default;
        Vector512<double> s40 = default, s41 = default, s50 = default, s51 = default;
        Vector512<double> s60 = default, s61 = default, s70 = default, s71 = default;
        for (var r = 0; r < rows; r++, a += Simd.Width, b += Simd.Width)
        {
            var b0 = Vector512.LoadAligned(b);
            var b1 = Vector512.LoadAligned(b + (Panels.MaximumRows * Simd.Width));
            var x = Vector512.Create(a[0]);
            s00 = Simd.Fma(x, b0, s00);
            s01 = Simd.Fma(x, b1, s01);
            x = Vector512.Create(a[1]);
            s10 = Simd.Fma(x, b0, s10);
            s11 = Simd.Fma(x, b1, s11);
            x = Vector512.Create(a[2]);
            s20 = Simd.Fma(x, b0, s20);
            s21 = Simd.Fma(x, b1, s21);
            x = Vector512.Create(a[3]);
            s30 = Simd.Fma(x, b0, s30);
            s31 = Simd.Fma(x, b1, s31);
            x = Vector512.Create(a[4]);
            s40 = Simd.Fma(x, b0, s40);
            s41 = Simd.Fma(x, b1, s41);
            x = Vector512.Create(a[5]);
            s50 = Simd.Fma(x, b0, s50);
            s51 = Simd.Fma(x, b1, s51);
            x = Vector512.Create(a[6]);
            s60 = Simd.Fma(x, b0, s60);
            s61 = Simd.Fma(x, b1, s61);
            x = Vector512.Create(a[7]);
            s70 = Simd.Fma(x, b0, s70);
            s71 = Simd.Fma(x, b1, s71);
        }

        s00.Store(tile);
        s01.Store(tile + 8);
        s10.Store(tile + 16);
        s11.Store(tile + 24);
        s20.Store(tile + 32);
        s21.Store(tile + 40);
        s30.Store(tile + 48);
        s31.Store(tile + 56);
        s40.Store(tile + 64);
        s41.Store(tile + 72);
        s50.Store(tile + 80);
        s51.Store(tile + 88);
        s60.Store(tile + 96);
        s61.Store(tile + 104);
        s70.Store(tile + 112);
        s71.Store(tile + 120);
    }

    /// <summary>tile = aᵀ b, where a and b are rows × 8; shape: 8 × 8.</summary>
    public static void MultiplyNarrow(double* a, double* b, int rows, double* tile)
    {
        Vector512<double> s0 = default, s1 = default, s2 = default, s3 = default;
        Vector512<double> s4 = default, s5 = default, s6 = default, s7 = default;
        for (var r = 0; r < rows; r++, a += Simd.Width, b += Simd.Width)
        {
            var b0 = Vector512.LoadAligned(b);
            s0 = Simd.Fma(Vector512.Create(a[0]), b0, s0);
            s1 = Simd.Fma(Vector512.Create(a[1]), b0, s1);
            s2 = Simd.Fma(Vector512.Create(a[2]), b0, s2);
            s3 = Simd.Fma(Vector512.Create(a[3]), b0, s3);
            s4 = Simd.Fma(Vector512.Create(a[4]), b0, s4);
            s5 = Simd.Fma(Vector512.Create(a[5]), b0, s5);
            s6 = Simd.Fma(Vector512.Create(a[6]), b0, s6);
            s7 = Simd.Fma(Vector512.Create(a[7]), b0, s7);
        }

        s0.Store(tile);
        s1.Store(tile + 8);
        s2.Store(tile + 16);
        s3.Store(tile + 24);
        s4.Store(tile + 32);
        s5.Store(tile + 40);
        s6.Store(tile + 48);
        s7.Store(tile + 56);
    }
}
