namespace Alink.Benchmarks;

/// <summary>A job that is held against a neighbour's work on the same rows.</summary>
/// <remarks>A run does its work and returns how to judge it; only the work is timed.</remarks>
abstract class PairedJob : Job
{
    /// <summary>How many times a run repeats the work; the time reported is for one.</summary>
    public virtual int Repeats => 1;

    /// <summary>How many runs of each side come first and are not counted: where sides differ by less than what .NET takes to compile them.</summary>
    public virtual int WarmUps => 0;

    /// <summary>Our side; timed. The result computes the quality afterwards.</summary>
    public abstract ValueTask<Func<double>> RunAsync();

    /// <summary>The neighbour's side; timed. The result computes the quality afterwards.</summary>
    public abstract ValueTask<Func<double>> RunNeighbourAsync();

    /// <inheritdoc/>
    /// <remarks>The sides run in turn, A B A B.</remarks>
    public override async ValueTask<Comparison> CompareAsync(int runs, Sides sides)
    {
        var (ours, theirs) = (new double[runs], new double[runs]);
        var (quality, neighbourQuality) = (double.NaN, double.NaN);
        for (var run = -WarmUps; run < runs; run++)
        {
            var place = Math.Max(0, run);

            // The rows are the same each time, so the last run's quality speaks for all.
            var last = run == runs - 1;
            if (sides.HasFlag(Sides.Ours))
            {
                (ours[place], quality) = await CpuClock.MeasureAsync(RunAsync, last);
            }

            if (sides.HasFlag(Sides.Neighbour))
            {
                (theirs[place], neighbourQuality) = await CpuClock.MeasureAsync(RunNeighbourAsync, last);
            }
        }

        var (our, their) = (CpuClock.Median(ours) / Repeats, CpuClock.Median(theirs) / Repeats);
        return new(Name, our, Neighbour, their, our / their, AtMost, quality, neighbourQuality);
    }
}
