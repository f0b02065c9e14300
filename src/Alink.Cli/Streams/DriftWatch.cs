using Alink.Drift;
using Alink.Runtime;

namespace Alink.Cli.Streams;

/// <summary>Gives each row the level and the estimate of a detector that has seen its error, and tells the figures of the
/// detector; unlike a stage that is trained, it is part of no model.</summary>
/// <param name="detector">What watches.</param>
sealed class DriftWatch<TState>(DriftDetector<TState> detector) : IStreamOperator<TState>
    where TState : DriftState
{
    public bool KeepsPartitions => false;

    public string Settings => detector.ToString();

    public Schema Transform(Schema input) => detector.Transform(input);

    public TState Start(Schema input) => detector.Start(input);

    public ValueTask<TState> UpdateAsync(TState state, StreamBatch batch, StreamOutput output)
    {
        state = detector.Advance(state, batch.Rows, out var rows);
        output.Add(rows);
        return new(state);
    }

    public ValueTask<TState> EndAsync(TState state, StreamEpoch epoch, StreamOutput output)
    {
        foreach (var (name, value) in ((IFigures)state).Figures)
        {
            output.Report(name, value);
        }

        return new(state);
    }
}
