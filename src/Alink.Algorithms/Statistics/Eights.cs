using System.Runtime.Intrinsics;

namespace Alink.Statistics;

/// <summary>Features eight at a time: what is kept of them is padded, so that no eight overlap.</summary>
static class Eights
{
    /// <summary>The least multiple of eight that holds as many features.</summary>
    public static int Padded(int features) => checked(features + 7) & ~7;

    /// <summary>The last numbers of a row, fewer than eight, and zeros after them.</summary>
    public static Vector512<double> Last(ReadOnlySpan<double> numbers)
    {
        Span<double> last = stackalloc double[Vector512<double>.Count];
        last.Clear();
        numbers.CopyTo(last);
        return Vector512.Create<double>(last);
    }
}
