namespace Alink.Drift;

/// <summary>Watches a number that comes again and again, an error for the most part, and tells when its mean has
/// changed.</summary>
/// <remarks>A state is plain data, and follows from the values in their order alone.</remarks>
/// <typeparam name="TState">The values so far, as far as they matter.</typeparam>
public interface IDriftDetector<TState>
    where TState : DriftState
{
    /// <summary>The state before any value.</summary>
    TState Start();

    /// <summary>Takes in one value; the state is changed in its place.</summary>
    /// <returns>What is to be made of the values up to this one; <see cref="DriftState.Level"/> as well.</returns>
    DriftLevel Update(TState state, double value);
}

/// <summary>What a detector makes of the values so far.</summary>
public enum DriftLevel
{
    /// <summary>The values are as they were.</summary>
    None,

    /// <summary>The values may be about to change.</summary>
    Warning,

    /// <summary>The values have changed; the detector has left those before behind.</summary>
    Drift,
}

/// <summary>Which change of a mean counts.</summary>
public enum DriftDirection
{
    /// <summary>Only a rise, as of errors.</summary>
    Rise,

    /// <summary>Only a fall, as of hits.</summary>
    Fall,

    /// <summary>Both.</summary>
    Either,
}

/// <summary>What every detector keeps.</summary>
public abstract class DriftState : IFigures
{
    /// <summary>How many values so far, those left behind included.</summary>
    public long Count { get; set; }

    /// <summary>What the last row brought; a row without a value brings <see cref="DriftLevel.None"/>.</summary>
    public DriftLevel Level { get; set; }

    /// <summary>The mean of the values since the last change, as far as the detector knows; 0 before the first
    /// value.</summary>
    public double Estimate { get; set; }

    /// <summary>How often there was drift.</summary>
    public long Drifts { get; set; }

    IEnumerable<(string Name, double Value)> IFigures.Figures =>
        [("drifts", Drifts), ("drift level", (double)Level), ("drift estimate", Estimate)];
}
