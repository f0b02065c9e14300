using System.Diagnostics;

namespace Alink.Benchmarks;

/// <summary>Measures the processor time of the whole process, every thread of it, user and kernel.</summary>
static class CpuClock
{
    /// <summary>Runs the work on a collected heap; the seconds of CPU it took, and its quality if asked for.</summary>
    public static async ValueTask<(double Seconds, double Quality)> MeasureAsync(Func<ValueTask<Func<double>>> work, bool judge)
    {
        // The rows of the run before are gone, so neither side pays for the other's garbage.
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true);
        GC.WaitForPendingFinalizers();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true);
        var start = Now();
        var quality = await work();
        var seconds = Now() - start;
        return (seconds, judge ? quality() : double.NaN);
    }

    /// <summary>The middle value; of an even count, the mean of the middle two.</summary>
    public static double Median(double[] values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    static double Now()
    {
        using var process = Process.GetCurrentProcess();
        return process.TotalProcessorTime.TotalSeconds;
    }
}
