namespace Alink.Runtime;

/// <summary>Measures the predictions of a stream, window by window and altogether.</summary>
sealed class WindowedEvaluation<TState>(IRunningEvaluator<TState> evaluator, EvaluationWindow window)
    : IStreamOperator<EvaluationState<TState>>
{
    const string Total = "total ";

    public bool HeedsTime => window.Period is not null;

    public bool KeepsPartitions => false;

    public Schema Transform(Schema input)
    {
        evaluator.Start(input);
        return Made;
    }

    public EvaluationState<TState> Start(Schema input) =>
        new() { Input = input, Window = evaluator.Start(input), All = evaluator.Start(input) };

    public ValueTask<EvaluationState<TState>> UpdateAsync(
        EvaluationState<TState> state, StreamBatch batch, StreamOutput output)
    {
        var rows = evaluator.Predicted(batch.Rows);
        state.Unpredicted += batch.Rows.RowCount - rows.RowCount;
        for (var start = 0; start < rows.RowCount;)
        {
            var count = (int)Math.Min(rows.RowCount - start, (window.Rows ?? long.MaxValue) - state.WindowRows);
            state.Window = evaluator.Update(state.Window, rows.Slice(start, count));
            state.WindowRows += count;
            start += count;
            if (state.WindowRows == window.Rows)
            {
                Close(state, output);
            }
        }

        return new(state);
    }

    public ValueTask<EvaluationState<TState>> EndAsync(
        EvaluationState<TState> state, StreamEpoch epoch, StreamOutput output)
    {
        state.Epochs++;
        state.Begun ??= epoch.Time;
        var isOver = state.Epochs == window.Epochs || epoch.Time - state.Begun >= window.Period;
        if ((isOver || epoch.IsLast) && state.WindowRows > 0)
        {
            Close(state, output);
        }

        if (isOver)
        {
            (state.Epochs, state.Begun) = (0, epoch.Time);
        }

        if (state.Unpredicted > 0)
        {
            output.Report("rows not predicted", state.Unpredicted);
        }

        return new(state);
    }

    Schema Made => new(
    [
        new(StreamEvaluation.Statistics, DataType.String),
        new(StreamEvaluation.Window, DataType.Int64),
        new(StreamEvaluation.Rows, DataType.Int64),
        .. evaluator.Measures.Select(measure => new Field(measure, DataType.Double)),
    ]);

    void Close(EvaluationState<TState> state, StreamOutput output)
    {
        state.Windows++;
        state.AllRows += state.WindowRows;
        var ofWindow = evaluator.Measure(state.Window);
        state.All = evaluator.Merge(state.All, state.Window);
        var ofAll = evaluator.Measure(state.All);
        var rows = Table.Of(StreamEvaluation.Statistics, "window", "all")
            .With(StreamEvaluation.Window, state.Windows, state.Windows)
            .With(StreamEvaluation.Rows, state.WindowRows, state.AllRows);
        for (var i = 0; i < ofAll.Length; i++)
        {
            rows = rows.With(evaluator.Measures[i], ofWindow[i], ofAll[i]);
            output.Report(evaluator.Measures[i], ofWindow[i]);
            output.Report(Total + evaluator.Measures[i], ofAll[i]);
        }

        output.Add(rows);
        (state.Window, state.WindowRows) = (evaluator.Start(state.Input), 0);
    }
}

/// <summary>The rows of the window that is open, and of all windows before it.</summary>
sealed class EvaluationState<TState>
{
    public required Schema Input;
    public required TState Window;
    public required TState All;
    public long WindowRows;
    public long AllRows;

    /// <summary>How many windows have been closed.</summary>
    public long Windows;

    /// <summary>How many epochs the window that is open has seen end.</summary>
    public long Epochs;

    /// <summary>When the window that is open began.</summary>
    public DateTimeOffset? Begun;

    /// <summary>How many rows had no prediction.</summary>
    public long Unpredicted;
}
