using System.Collections.Immutable;

namespace Alink;

/// <summary>Says how good predictions are while they come in, from a state of bounded size.</summary>
/// <typeparam name="TState">What the rows so far add up to; plain data.</typeparam>
public interface IRunningEvaluator<TState> : IAggregator<TState>
{
    /// <summary>The names of what is measured: <c>auc</c>, <c>log loss</c>.</summary>
    ImmutableArray<string> Measures { get; }

    /// <summary>The columns that a model writes. A row where one has no value was not
    /// predicted, and must be left out.</summary>
    ImmutableArray<string> Predictions { get; }

    /// <summary>Writes what the rows so far measure; the state stays as it is.</summary>
    /// <param name="state">The rows.</param>
    /// <param name="measures">A place for each of <see cref="Measures"/>; NaN where the rows do not tell.</param>
    void Measure(TState state, Span<double> measures);
}
