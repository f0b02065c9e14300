namespace Alink.Operators;

/// <summary>Remembers how a training went.</summary>
sealed class TrainLog : IProgress<TrainingProgress>
{
    readonly List<TrainingProgress> _steps = [];
    IProgress<TrainingProgress>? _next;

    /// <summary>This log, empty, which passes on to another what it is told.</summary>
    public TrainLog Before(IProgress<TrainingProgress>? next)
    {
        _steps.Clear();
        _next = next;
        return this;
    }

    /// <inheritdoc/>
    public void Report(TrainingProgress value)
    {
        _next?.Report(value);
        if (value.Iteration == 0)
        {
            return;
        }

        // A long pass tells of its rows in between, under the iteration before it.
        var place = _steps.FindIndex(step => step.Stage == value.Stage && step.Iteration == value.Iteration);
        if (place < 0)
        {
            _steps.Add(value);
        }
        else
        {
            _steps[place] = value;
        }
    }

    /// <summary>One row for each iteration: stage, iteration, loss.</summary>
    public Table ToTable() => Table
        .Of("stage", [.. _steps.Select(step => step.Stage)])
        .With("iteration", [.. _steps.Select(step => step.Iteration)])
        .With("loss", [.. _steps.Select(step => step.Loss)]);
}
