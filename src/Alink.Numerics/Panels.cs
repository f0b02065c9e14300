using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Alink.Numerics;

/// <summary>Some rows, packed for the Gram kernel: columns in groups of eight, each group a rows × 8 panel.</summary>
/// <remarks>
/// A row is its numbers, then a constant 1 if asked for, then its target if there is one, then zeros up to a whole
/// vector. The kernel keeps an 8 × 16 tile of the sum in registers while it runs down two panels; after
/// K. Goto and R. A. van de Geijn, "Anatomy of high-performance matrix multiplication", ACM TOMS 34(3), 2008.
/// </remarks>
readonly unsafe ref struct Panels
{
    /// <summary>Rows packed at once. Not a power of two, so that the panels do not fall on the same cache sets.</summary>
    public const int MaximumRows = 120;

    readonly AlignedBuffer<double> _plain;
    readonly AlignedBuffer<double> _weighted;

    /// <summary>Columns that matter; the panels hold up to seven zeros more.</summary>
    public int Columns { get; }

    /// <summary>The number of panels.</summary>
    public int Count { get; }

    public Panels(int columns)
    {
        Columns = columns;
        Count = Simd.Vectors(columns);
        _plain = new(Count * MaximumRows * Simd.Width);
        _weighted = new(Count * MaximumRows * Simd.Width);
    }

    Panels(int columns, AlignedBuffer<double> plain, AlignedBuffer<double> weighted)
    {
        Columns = columns;
        Count = Simd.Vectors(columns);
        _plain = plain;
        _weighted = weighted;
    }

    /// <summary>The same memory for fewer columns.</summary>
    public Panels Take(int columns) => new(columns, _plain, _weighted);

    public void Dispose()
    {
        _plain.Dispose();
        _weighted.Dispose();
    }

    /// <summary>Packs at most <see cref="MaximumRows"/> rows.</summary>
    /// <param name="rows">The first number of the first row.</param>
    /// <param name="stride">The numbers from one row to the next.</param>
    /// <param name="count">How many rows.</param>
    /// <param name="width">How many numbers of each row.</param>
    /// <param name="constant">Whether a 1 follows.</param>
    /// <param name="targets">What follows then; empty if nothing does.</param>
    /// <param name="origin">What is subtracted from the numbers and then the target; empty for nothing.</param>
    public void Pack(
        double* rows,
        nint stride,
        int count,
        int width,
        bool constant,
        ReadOnlySpan<double> targets,
        ReadOnlySpan<double> origin)
    {
        var whole = width / Simd.Width;
        for (var r = 0; r < count; r++)
        {
            var row = rows + (r * stride);
            var panel = _plain.Pointer + (r * Simd.Width);
            if (origin.IsEmpty)
            {
                for (var p = 0; p < whole; p++, panel += MaximumRows * Simd.Width)
                {
                    Vector512.Load(row + (p * Simd.Width)).StoreAligned(panel);
                }
            }
            else
            {
                for (var p = 0; p < whole; p++, panel += MaximumRows * Simd.Width)
                {
                    (Vector512.Load(row + (p * Simd.Width)) - Vector512.LoadUnsafe(ref Simd.First(origin), (nuint)(p * Simd.Width)))
                        .StoreAligned(panel);
                }
            }
        }

        for (var column = whole * Simd.Width; column < Count * Simd.Width; column++)
        {
            var place = At(column);
            var shift = origin.IsEmpty || column >= width ? 0 : origin[column];
            for (var r = 0; r < count; r++)
            {
                place[r * Simd.Width] =
                    column < width ? rows[(r * stride) + column] - shift
                    : constant && column == width ? 1
                    : !targets.IsEmpty && column == Columns - 1 ? targets[r] - (origin.IsEmpty ? 0 : origin[width])
                    : 0;
            }
        }
    }

    /// <summary>margins[r] = packed row r · vector, whose length is that of a whole number of panels.</summary>
    public void Multiply(ReadOnlySpan<double> vector, Span<double> margins)
    {
        for (var r = 0; r < margins.Length; r++)
        {
            var lanes = Vector512<double>.Zero;
            for (var p = 0; p < Count; p++)
            {
                lanes = Simd.Fma(
                    Vector512.LoadAligned(Panel(_plain, p) + (r * Simd.Width)),
                    Vector512.LoadUnsafe(ref Simd.First(vector), (nuint)(p * Simd.Width)),
                    lanes);
            }

            margins[r] = Simd.Sum(lanes);
        }
    }

    /// <summary>sums += Σ weights[r] · packed row r; the sums' length is that of a whole number of panels.</summary>
    public void AddTo(Span<double> sums, ReadOnlySpan<double> weights)
    {
        for (var p = 0; p < Count; p++)
        {
            var panel = Panel(_plain, p);
            ref var place = ref Unsafe.Add(ref Simd.First(sums), p * Simd.Width);
            var even = Vector512.LoadUnsafe(ref place);
            Vector512<double> odd = default, third = default, fourth = default;
            var r = 0;
            for (; r <= weights.Length - 4; r += 4, panel += 4 * Simd.Width)
            {
                even = Simd.Fma(Vector512.Create(weights[r]), Vector512.LoadAligned(panel), even);
                odd = Simd.Fma(Vector512.Create(weights[r + 1]), Vector512.LoadAligned(panel + 8), odd);
                third = Simd.Fma(Vector512.Create(weights[r + 2]), Vector512.LoadAligned(panel + 16), third);
                fourth = Simd.Fma(Vector512.Create(weights[r + 3]), Vector512.LoadAligned(panel + 24), fourth);
            }

            for (; r < weights.Length; r++, panel += Simd.Width)
            {
                even = Simd.Fma(Vector512.Create(weights[r]), Vector512.LoadAligned(panel), even);
            }

            (even + odd + (third + fourth)).StoreUnsafe(ref place);
        }
    }

    /// <summary>gram[i, j] += Σ weights[r] · z[r, i] · z[r, j] for j ≥ i, over the packed rows; empty weights are all 1.</summary>
    /// <param name="count">The packed rows.</param>
    /// <param name="weights">One a row, or none.</param>
    /// <param name="gram">The element (0, 0).</param>
    /// <param name="stride">The numbers from one row of the result to the next.</param>
    public void AddGram(int count, ReadOnlySpan<double> weights, double* gram, nint stride)
    {
        var right = _plain;
        if (!weights.IsEmpty)
        {
            Weigh(count, weights);
            right = _weighted;
        }

        var tile = stackalloc double[2 * Simd.Width * Simd.Width];
        for (var j = 0; j < Count; j += 2)
        {
            var wide = j + 1 < Count;
            for (var i = 0; i <= j; i++)
            {
                if (wide)
                {
                    MultiplyWide(Panel(_plain, i), Panel(right, j), count, tile);
                    Store(tile, i, j, 2, gram, stride);
                }
                else
                {
                    MultiplyNarrow(Panel(_plain, i), Panel(right, j), count, tile);
                    Store(tile, i, j, 1, gram, stride);
                }
            }

            if (wide)
            {
                MultiplyNarrow(Panel(_plain, j + 1), Panel(right, j + 1), count, tile);
                Store(tile, j + 1, j + 1, 1, gram, stride);
            }
        }
    }

    void Weigh(int count, ReadOnlySpan<double> weights)
    {
        for (var p = 0; p < Count; p++)
        {
            double* from = Panel(_plain, p), to = Panel(_weighted, p);
            for (var r = 0; r < count; r++, from += Simd.Width, to += Simd.Width)
            {
                (Vector512.Create(weights[r]) * Vector512.LoadAligned(from)).StoreAligned(to);
            }
        }
    }

    /// <summary>Adds a tile to the part of the result that lies on or above the diagonal.</summary>
    void Store(double* tile, int i, int j, int panels, double* gram, nint stride)
    {
        var top = i * Simd.Width;
        var left = j * Simd.Width;
        var height = Math.Min(Simd.Width, Columns - top);
        var width = Math.Min(panels * Simd.Width, Columns - left);
        for (var r = 0; r < height; r++)
        {
            var from = tile + (r * panels * Simd.Width);
            var to = gram + ((top + r) * stride) + left;
            if (i != j && width == panels * Simd.Width)
            {
                for (var c = 0; c < width; c += Simd.Width)
                {
                    (Vector512.Load(to + c) + Vector512.Load(from + c)).Store(to + c);
                }
            }
            else
            {
                for (var c = i == j ? r : 0; c < width; c++)
                {
                    to[c] += from[c];
                }
            }
        }
    }

    /// <summary>tile = aᵀ b, where a is rows × 8 and b two panels of rows × 8; shape: 8 × 16.</summary>
    static void MultiplyWide(double* a, double* b, int rows, double* tile)
    {
        Vector512<double> s00 = default, s01 = default, s10 = default, s11 = default;
        Vector512<double> s20 = default, s21 = default, s30 = default, s31 = default;
        Vector512<double> s40 = default, s41 = default, s50 = default, s51 = default;
        Vector512<double> s60 = default, s61 = default, s70 = default, s71 = default;
        for (var r = 0; r < rows; r++, a += Simd.Width, b += Simd.Width)
        {
            var b0 = Vector512.LoadAligned(b);
            var b1 = Vector512.LoadAligned(b + (MaximumRows * Simd.Width));
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
    static void MultiplyNarrow(double* a, double* b, int rows, double* tile)
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

    static double* Panel(AlignedBuffer<double> buffer, int panel) => buffer.Pointer + (panel * MaximumRows * Simd.Width);

    double* At(int column) => Panel(_plain, column / Simd.Width) + (column % Simd.Width);
}
