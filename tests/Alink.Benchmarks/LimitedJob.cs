namespace Alink.Benchmarks;

/// <summary>A job that is held against an absolute limit in CPU seconds, which stands in the neighbour's place.</summary>
abstract class LimitedJob : Job
{
    /// <summary>The CPU seconds that one repetition may take.</summary>
    public abstract double Limit { get; }

    /// <inheritdoc/>
    public override double AtMost => 1;

    /// <inheritdoc/>
    public override ValueTask<Func<double>> RunNeighbourAsync() =>
        throw new NotSupportedException($"{Name} has a limit and no neighbour.");

    /// <inheritdoc/>
    public override async ValueTask<Comparison> CompareAsync(int runs, Sides sides)
    {
        var ours = await base.CompareAsync(runs, Sides.Ours);
        return ours with { NeighbourCpuSeconds = Limit, Ratio = ours.CpuSeconds / Limit, NeighbourQuality = null };
    }
}
