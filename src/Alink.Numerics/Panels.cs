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
    /// <summary>
    /// Rows packed at once. Not a power of two, so that the panels do not fall on the same cache sets.
    /// </summary>
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
                    var shift = Vector512.LoadUnsafe(ref Simd.First(origin), (nuint)(p * Simd.Width));
                    (Vector512.Load(row + (p * Simd.Width)) - shift).StoreAligned(panel);
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

    /// <summary>
    /// gram[i, j] += Σ weights[r] · z[r, i] · z[r, j] for j ≥ i, over the packed rows; empty weights are all 1.
    /// </summary>
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
                    GramTile.MultiplyWide(Panel(_plain, i), Panel(right, j), count, tile);
                    Store(tile, i, j, 2, gram, stride);
                }
                else
                {
                    GramTile.MultiplyNarrow(Panel(_plain, i), Panel(right, j), count, tile);
                    Store(tile, i, j, 1, gram, stride);
                }
            }

            if (wide)
            {
                GramTile.MultiplyNarrow(Panel(_plain, j + 1), Panel(right, j + 1), count, tile);
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

    static double* Panel(AlignedBuffer<double> buffer, int panel) =>
        buffer.Pointer + (panel * MaximumRows * Simd.Width);

    double* At(int column) => Panel(_plain, column / Simd.Width) + (column % Simd.Width);
}
