namespace Alink.Tests.Algorithms;

/// <summary>Keeps the checkpoints of a training up to an iteration, as if it had been killed then.</summary>
sealed class KeptCheckpoints : ICheckpoints
{
    object? _state;

    public required int Until { get; init; }

    public int Iteration { get; set; }

    public ValueTask<(int Iteration, TState State)?> LoadAsync<TState>(string stage, CancellationToken cancellation) =>
        new(_state is TState state ? (Iteration, state) : null);

    public ValueTask SaveAsync<TState>(string stage, int iteration, TState state, CancellationToken cancellation)
    {
        (Iteration, _state) = iteration <= Until ? (iteration, state) : (Iteration, _state);
        return default;
    }
}

/// <summary>Writes down what a training tells.</summary>
sealed class Told : IProgress<TrainingProgress>
{
    public List<TrainingProgress> Iterations { get; } = [];

    public void Report(TrainingProgress value) => Iterations.Add(value);
}
