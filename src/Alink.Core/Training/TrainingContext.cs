namespace Alink;

/// <summary>All that a training gets from outside: who runs its passes, who may stop it, whom
/// it tells, what time it is.</summary>
/// <param name="Machine">What runs its passes.</param>
public sealed record TrainingContext(IMachine Machine)
{
    readonly Lock _reporting = new();
    string _stage = "";
    long _rows;
    (int Iteration, double? Loss) _last;

    /// <summary>Stops the training; it returns within one batch.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>Is told how far the training is.</summary>
    public IProgress<TrainingProgress>? Progress { get; init; }

    /// <summary>Where a training leaves its state, to go on from after a crash.</summary>
    public ICheckpoints? Checkpoints { get; init; }

    /// <summary>What time it is.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The rows of the longest pass so far.</summary>
    public long Rows => Interlocked.Read(ref _rows);

    /// <summary>This context for one stage of a pipeline, whose progress and checkpoints go by its name.</summary>
    public TrainingContext For(string stage)
    {
        var context = this with { };
        (context._stage, context._rows, context._last) = (_stage.Length == 0 ? stage : $"{_stage}/{stage}", 0, default);
        return context;
    }

    /// <summary>Tells how far the training is.</summary>
    /// <param name="iteration">The number of iterations done.</param>
    /// <param name="loss">The loss after them; null where there is none.</param>
    public void Report(int iteration, double? loss = null)
    {
        Cancellation.ThrowIfCancellationRequested();
        _last = (iteration, loss);
        Tell(Rows);
    }

    /// <summary>The state of this stage's last checkpoint, and the iterations it stands
    /// for; null where there is none.</summary>
    public ValueTask<(int Iteration, TState State)?> ResumeAsync<TState>() =>
        Checkpoints is null ? new((ValueTuple<int, TState>?)null) : Checkpoints.LoadAsync<TState>(_stage, Cancellation);

    /// <summary>Offers the state after an iteration as a checkpoint.</summary>
    public ValueTask SaveAsync<TState>(int iteration, TState state) =>
        Checkpoints is null ? default : Checkpoints.SaveAsync(_stage, iteration, state, Cancellation);

    /// <summary>Where a model trained now comes from.</summary>
    public ModelOrigin Origin() => ModelOrigin.Of(Rows, Time.GetUtcNow());

    /// <summary>Told by the machine now and then in a long pass: it has read so many rows so far.</summary>
    public void Passing(long rows) => Tell(rows);

    /// <summary>Told by the machine: a pass read so many rows.</summary>
    public void Passed(long rows)
    {
        if (rows > Rows)
        {
            Interlocked.Exchange(ref _rows, rows);
        }
    }

    void Tell(long rows)
    {
        if (Progress is null)
        {
            return;
        }

        lock (_reporting) // Workers pass on their rows at the same time; whoever listens hears one after the other.
        {
            Progress.Report(new(_stage, _last.Iteration, _last.Loss, rows));
        }
    }
}

/// <summary>How far a training is.</summary>
/// <param name="Stage">The stage of the pipeline, by its place and name; empty outside a pipeline.</param>
/// <param name="Iteration">The number of iterations done.</param>
/// <param name="Loss">The loss after them; null where there is none.</param>
/// <param name="Rows">The rows of a pass; within a long pass, those it has read so far.</param>
public readonly record struct TrainingProgress(string Stage, int Iteration, double? Loss, long Rows);

/// <summary>Keeps the state of long trainings.</summary>
public interface ICheckpoints
{
    /// <summary>The last state saved under a stage, and its iteration; null where there is none.</summary>
    ValueTask<(int Iteration, TState State)?> LoadAsync<TState>(string stage, CancellationToken cancellation);

    /// <summary>Saves a state under a stage, wholly or not at all.</summary>
    ValueTask SaveAsync<TState>(string stage, int iteration, TState state, CancellationToken cancellation);
}
