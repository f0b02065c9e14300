using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Alink.Numerics;

/// <summary>Up to 64 or 16 centroids side by side in float32, scored together for four rows at a time.</summary>
sealed unsafe class CentroidGroup
{
    public const int Rows = 4;
    public const int Large = 64;
    public const int Small = 16;
    const int Lanes = 16;

    readonly float[] _packed;
    readonly float[] _offsets;
    readonly int _first;
    readonly int _width;

    /// <summary>Packs the centroids from <paramref name="first"/> on, less the origin.</summary>
    public CentroidGroup(ReadOnlySpan<double> centroids, int first, int count, int size, float[] origin)
    {
        Size = size;
        _first = first;
        _width = origin.Length;
        _packed = GC.AllocateArray<float>(_width * size, pinned: true);
        _offsets = new float[size];

        // What is not a centroid never is the nearest.
        Array.Fill(_offsets, float.NegativeInfinity);
        for (var k = 0; k < count; k++)
        {
            var square = 0.0;
            for (var j = 0; j < _width; j++)
            {
                var shifted = centroids[((first + k) * _width) + j] - origin[j];
                square += shifted * shifted;
                _packed[(j * size) + k] = (float)shifted;
            }

            _offsets[k] = (float)(-0.5 * square);
            Longest = MathF.Max(Longest, (float)Math.Sqrt(square));
        }
    }

    /// <summary>64 or 16.</summary>
    public int Size { get; }

    /// <summary>The length of the longest centroid.</summary>
    public float Longest { get; }

    /// <summary>x · c − c² / 2 for four rows and all centroids: the nearest has the highest.</summary>
    /// <param name="rows">Shape: 4 × width.</param>
    /// <param name="scores">Is overwritten; shape: 4 × size.</param>
    public void Score(float* rows, float* scores)
    {
        fixed (float* packed = _packed, offsets = _offsets)
        {
            if (Size == Large)
            {
                ScoreLarge(rows, _width, packed, offsets, scores);
            }
            else
            {
                ScoreSmall(rows, _width, packed, offsets, scores);
            }
        }
    }

    /// <summary>The centroid of the highest score, or -1 if another is nearer to it than the margin.</summary>
    public int Best(float* scores, float margin, out float highest)
    {
        var s0 = Vector512.Load(scores);
        if (Size == Small)
        {
            highest = Highest(s0);
            return One(AtLeast(s0, Vector512.Create(highest - margin)));
        }

        var s1 = Vector512.Load(scores + Lanes);
        var s2 = Vector512.Load(scores + (2 * Lanes));
        var s3 = Vector512.Load(scores + (3 * Lanes));
        highest = Highest(Vector512.MaxNative(Vector512.MaxNative(s0, s1), Vector512.MaxNative(s2, s3)));
        var least = Vector512.Create(highest - margin);
        return One(
            AtLeast(s0, least) | (AtLeast(s1, least) << 16) | (AtLeast(s2, least) << 32) | (AtLeast(s3, least) << 48));
    }

    // Always inlined, or the profile of many centroids would make calls of them that few centroids pay for.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    int One(ulong candidates) =>
        BitOperations.IsPow2(candidates) ? _first + BitOperations.TrailingZeroCount(candidates) : -1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static ulong AtLeast(Vector512<float> scores, Vector512<float> least) =>
        Vector512.GreaterThanOrEqual(scores, least).ExtractMostSignificantBits();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static float Highest(Vector512<float> scores)
    {
        var eight = Vector256.MaxNative(scores.GetLower(), scores.GetUpper());
        var four = Vector128.MaxNative(eight.GetLower(), eight.GetUpper());
        four = Vector128.MaxNative(four, Vector128.Shuffle(four, Vector128.Create(2, 3, 0, 1)));
        return Vector128.MaxNative(four, Vector128.Shuffle(four, Vector128.Create(1, 0, 3, 2))).ToScalar();
    }

    static void ScoreLarge(float* rows, int width, float* packed, float* offsets, float* scores)
    {
        float* x0 = rows, x1 = x0 + width, x2 = x1 + width, x3 = x2 + width;
        var s00 = Vector512.Load(offsets);
        var s01 = Vector512.Load(offsets + Lanes);
        var s02 = Vector512.Load(offsets + (2 * Lanes));
        var s03 = Vector512.Load(offsets + (3 * Lanes));
        Vector512<float> s10 = s00, s11 = s01, s12 = s02, s13 = s03;
        Vector512<float> s20 = s00, s21 = s01, s22 = s02, s23 = s03;
        Vector512<float> s30 = s00, s31 = s01, s32 = s02, s33 = s03;
        for (var j = 0; j < width; j++, packed += Large)
        {
            var c0 = Vector512.Load(packed);
            var c1 = Vector512.Load(packed + Lanes);
            var c2 = Vector512.Load(packed + (2 * Lanes));
            var c3 = Vector512.Load(packed + (3 * Lanes));
            var x = Vector512.Create(x0[j]);
            s00 = Simd.Fma(x, c0, s00);
            s01 = Simd.Fma(x, c1, s01);
            s02 = Simd.Fma(x, c2, s02);
            s03 = Simd.Fma(x, c3, s03);
            x = Vector512.Create(x1[j]);
            s10 = Simd.Fma(x, c0, s10);
            s11 = Simd.Fma(x, c1, s11);
            s12 = Simd.Fma(x, c2, s12);
            s13 = Simd.Fma(x, c3, s13);
            x = Vector512.Create(x2[j]);
            s20 = Simd.Fma(x, c0, s20);
            s21 = Simd.Fma(x, c1, s21);
            s22 = Simd.Fma(x, c2, s22);
            s23 = Simd.Fma(x, c3, s23);
            x = Vector512.Create(x3[j]);
            s30 = Simd.Fma(x, c0, s30);
            s31 = Simd.Fma(x, c1, s31);
            s32 = Simd.Fma(x, c2, s32);
            s33 = Simd.Fma(x, c3, s33);
        }

        Store(s00, s01, s02, s03, scores);
        Store(s10, s11, s12, s13, scores + Large);
        Store(s20, s21, s22, s23, scores + (2 * Large));
        Store(s30, s31, s32, s33, scores + (3 * Large));
    }

    static void ScoreSmall(float* rows, int width, float* packed, float* offsets, float* scores)
    {
        float* x0 = rows, x1 = x0 + width, x2 = x1 + width, x3 = x2 + width;
        var s0 = Vector512.Load(offsets);
        Vector512<float> s1 = s0, s2 = s0, s3 = s0;
        for (var j = 0; j < width; j++, packed += Small)
        {
            var c = Vector512.Load(packed);
            s0 = Simd.Fma(Vector512.Create(x0[j]), c, s0);
            s1 = Simd.Fma(Vector512.Create(x1[j]), c, s1);
            s2 = Simd.Fma(Vector512.Create(x2[j]), c, s2);
            s3 = Simd.Fma(Vector512.Create(x3[j]), c, s3);
        }

        Store(s0, s1, s2, s3, scores);
    }

    static void Store(Vector512<float> a, Vector512<float> b, Vector512<float> c, Vector512<float> d, float* to)
    {
        a.Store(to);
        b.Store(to + Lanes);
        c.Store(to + (2 * Lanes));
        d.Store(to + (3 * Lanes));
    }
}
