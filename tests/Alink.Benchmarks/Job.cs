namespace Alink.Benchmarks;

/// <summary>One comparison: our work, what it is held against, and what their ratio may be.</summary>
/// <remarks>
/// To add a job, write a subclass of <see cref="PairedJob"/>, or of <see cref="LimitedJob"/> where there is an absolute limit in
/// the neighbour's place, in Jobs/, and name it in <see cref="JobList.All"/>.
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

    /// <summary>Makes the rows, files and references that both sides use; not timed.</summary>
    public abstract ValueTask PrepareAsync(Workspace workspace);

    /// <summary>Lets go of what <see cref="PrepareAsync"/> made, so that the next job has the memory.</summary>
    public abstract void Release();

    /// <summary>Runs it so many times, and compares the medians.</summary>
    public abstract ValueTask<Comparison> CompareAsync(int runs, Sides sides);

    /// <summary>The line that lists it.</summary>
    public sealed override string ToString() => $"{Name,-20} at most {AtMost} of {Neighbour}; quality: {QualityIs}";
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
