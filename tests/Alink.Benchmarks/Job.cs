namespace Alink.Benchmarks;

/// <summary>One comparison: our work, a neighbour's work on the same rows, and what their ratio may be.</summary>
/// <remarks>
/// To add a job, write a subclass in Jobs/ and name it in <see cref="JobList.All"/>. A run does its work and returns how to judge
/// it; only the work is timed. Where there is no neighbour but an absolute limit, see <see cref="LimitedJob"/>.
/// </remarks>
abstract class Job
{
    /// <summary>What the command line calls it: words joined by hyphens.</summary>
    public abstract string Name { get; }

    /// <summary>Whom or what it is compared with.</summary>
    public abstract string Neighbour { get; }

    /// <summary>The highest ratio of our cost to the neighbour's that the project accepts.</summary>
    public abstract double AtMost { get; }

    /// <summary>What the quality figure is, and which direction is better.</summary>
    public abstract string QualityIs { get; }

    /// <summary>How many times a run repeats the work; the time reported is for one.</summary>
    public virtual int Repeats => 1;

    /// <summary>Makes the rows, files and references that both sides use; not timed.</summary>
    public abstract ValueTask PrepareAsync(Workspace workspace);

    /// <summary>Lets go of what <see cref="PrepareAsync"/> made, so that the next job has the memory.</summary>
    public abstract void Release();

    /// <summary>Our side; timed. The result computes the quality afterwards.</summary>
    public abstract ValueTask<Func<double>> RunAsync();

    /// <summary>The neighbour's side; timed. The result computes the quality afterwards.</summary>
    public abstract ValueTask<Func<double>> RunNeighbourAsync();

    /// <summary>Runs the sides in turn, A B A B, and compares the medians.</summary>
    public virtual async ValueTask<Comparison> CompareAsync(int runs, Sides sides)
    {
        var (ours, theirs) = (new double[runs], new double[runs]);
        var (quality, neighbourQuality) = (double.NaN, double.NaN);
        for (var run = 0; run < runs; run++)
        {
            // The rows are the same each time, so the last run's quality speaks for all.
            var last = run == runs - 1;
            if (sides.HasFlag(Sides.Ours))
            {
                (ours[run], quality) = await CpuClock.MeasureAsync(RunAsync, last);
            }

            if (sides.HasFlag(Sides.Neighbour))
            {
                (theirs[run], neighbourQuality) = await CpuClock.MeasureAsync(RunNeighbourAsync, last);
            }
        }

        var (our, their) = (CpuClock.Median(ours) / Repeats, CpuClock.Median(theirs) / Repeats);
        return new(Name, our, Neighbour, their, our / their, AtMost, quality, neighbourQuality);
    }
}

/// <summary>Which sides of a job run; one alone is for profiling.</summary>
[Flags]
enum Sides
{
    /// <summary>The library.</summary>
    Ours = 1,

    /// <summary>What it is compared with.</summary>
    Neighbour = 2,

    /// <summary>Both, in turn.</summary>
    Both = Ours | Neighbour,
}
