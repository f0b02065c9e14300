namespace Alink.Benchmarks;

/// <summary>A job that is held against an absolute limit in CPU seconds, which stands in the neighbour's place.</summary>
abstract class LimitedJob : Job
{
    /// <summary>The CPU seconds that one repetition may take.</summary>
    public abstract double Limit { get; }

    /// <inheritdoc/>
    public override double AtMost => 1;

    /// <summary>How many times a run repeats the work; the time reported is for one.</summary>
    public abstract int Repeats { get; }

    /// <summary>The work, so many times; timed. The result computes the quality afterwards.</summary>
    public abstract ValueTask<Func<double>> RunAsync();

    /// <inheritdoc/>
    public override async ValueTask<Comparison> CompareAsync(int runs, Sides sides)
    {
        var seconds = new double[runs];
        var quality = double.NaN;
        for (var run = 0; run < runs; run++)
        {
            (seconds[run], quality) = await CpuClock.MeasureAsync(RunAsync, judge: run == runs - 1);
        }

        var one = CpuClock.Median(seconds) / Repeats;
        return new(Name, one, Neighbour, Limit, one / Limit, AtMost, quality, null);
    }
}
