namespace Alink;

/// <summary>A state of a learner that tells figures to whoever watches it learn from a stream.</summary>
public interface IFigures
{
    /// <summary>The figures, each by its name: <c>drifts</c>.</summary>
    IEnumerable<(string Name, double Value)> Figures { get; }
}
