namespace Alink.Drift;

/// <summary>A detector as a stage: each row of a column is a value, and gets the level and the estimate up to
/// it.</summary>
/// <remarks>A row without a value is passed over: its level is <see cref="DriftLevel.None"/>, its estimate the one
/// before.</remarks>
/// <typeparam name="TState">The values so far, as far as they matter.</typeparam>
public abstract record DriftDetector<TState> : IDriftDetector<TState>, ISequentialEstimator<TState, DriftModel>
    where TState : DriftState
{
    /// <summary>The values to watch; a row may have none.</summary>
    public Column<double> Errors { get; init; } = "error";

    /// <summary>Where the level goes: 0 none, 1 warning, 2 drift, as in <see cref="DriftLevel"/>.</summary>
    public Column<int> Level { get; init; } = "drift";

    /// <summary>Where the estimate goes: the mean of the values since the last change.</summary>
    public Column<double> Estimate { get; init; } = "estimate";

    /// <inheritdoc/>
    bool IOnlineEstimator<TState, DriftModel>.LearnsFirst => true;

    /// <summary>What values must be, for messages.</summary>
    protected virtual string Rule => "finite";

    /// <inheritdoc/>
    public Schema Transform(Schema input) => input.Reading(Errors).With(Level).With(Estimate);

    /// <inheritdoc/>
    public abstract TState Start();

    /// <inheritdoc/>
    public TState Start(Schema schema)
    {
        schema.Reading(Errors);
        return Start();
    }

    /// <inheritdoc/>
    /// <exception cref="TrainingException">The value is none that the detector takes.</exception>
    public DriftLevel Update(TState state, double value)
    {
        if (!Takes(value))
        {
            throw new TrainingException($"{GetType().Name} watches values that are {Rule}; one was {value}.");
        }

        state.Count++;
        state.Level = Observe(state, value);
        state.Drifts += state.Level == DriftLevel.Drift ? 1 : 0;
        return state.Level;
    }

    /// <inheritdoc/>
    /// <exception cref="TrainingException">A value is none that the detector takes: column and row are
    /// named.</exception>
    public TState Update(TState state, Table batch)
    {
        Watch(state, batch, default, default);
        return state;
    }

    /// <inheritdoc/>
    /// <exception cref="TrainingException">A value is none that the detector takes: column and row are
    /// named.</exception>
    public TState Advance(TState state, Table batch, out Table output)
    {
        var levels = new int[batch.RowCount];
        var estimates = new double[batch.RowCount];
        var first = Watch(state, batch, levels, estimates);
        var before = Validity.Where(batch.RowCount, row => row < first);
        var isNullable = first > 0;
        output = batch
            .With(
                new Field(Level.Name, DataType.Int32) { IsNullable = isNullable },
                new FixedColumn<int>(levels, before))
            .With(
                new Field(Estimate.Name, DataType.Double) { IsNullable = isNullable },
                new FixedColumn<double>(estimates, before));
        return state;
    }

    /// <inheritdoc/>
    /// <exception cref="TrainingException">There was no value.</exception>
    public DriftModel Snapshot(TState state) => state.Count > 0
        ? new(Errors, Level, Estimate, (int)state.Level, state.Estimate)
        : throw new TrainingException($"{GetType().Name} needs at least one value in column '{Errors}'.");

    /// <summary>Takes in one value that is known to be one of those taken, and sets
    /// <see cref="DriftState.Estimate"/>.</summary>
    protected abstract DriftLevel Observe(TState state, double value);

    /// <summary>Whether a value is one that the detector takes.</summary>
    protected virtual bool Takes(double value) => double.IsFinite(value);

    /// <summary>Takes in the rows, and writes what each brings, where there is room for it.</summary>
    /// <returns>The place of the first row that is or follows a value.</returns>
    int Watch(TState state, Table batch, Span<int> levels, Span<double> estimates)
    {
        var values = batch.Numbers(Errors);
        var data = batch.Data(Errors.Name);
        var first = state.Count > 0 ? 0 : values.Length;
        for (var row = 0; row < values.Length; row++)
        {
            if (data.IsMissing(row))
            {
                state.Level = DriftLevel.None;
            }
            else if (Takes(values[row]))
            {
                Update(state, values[row]);
                first = Math.Min(first, row);
            }
            else
            {
                throw new TrainingException(
                    $"Column '{Errors}' holds {values[row]} in row {batch.FirstRow + row}; it must be {Rule}.");
            }

            if (!levels.IsEmpty)
            {
                (levels[row], estimates[row]) = ((int)state.Level, state.Estimate);
            }
        }

        return first;
    }
}

/// <summary>What a detector makes of the values up to a moment, said to every row.</summary>
/// <param name="Errors">The values that were watched.</param>
/// <param name="Level">Where the level goes.</param>
/// <param name="Estimate">Where the estimate goes.</param>
/// <param name="Last">The level that the last row brought: 0 none, 1 warning, 2 drift.</param>
/// <param name="Mean">The mean of the values since the last change.</param>
public sealed record DriftModel(
    Column<double> Errors, Column<int> Level, Column<double> Estimate, int Last, double Mean) : Model
{
    /// <inheritdoc/>
    public override Schema Transform(Schema input) => input.Reading(Errors).With(Level).With(Estimate);

    /// <inheritdoc/>
    public override Func<bool> Bind(RowCells row)
    {
        row.Read(Errors);
        var level = row.Write(new Field(Level.Name, DataType.Int32));
        var estimate = row.Write(new Field(Estimate.Name, DataType.Double));
        return () =>
        {
            level.Set((long)Last);
            estimate.Set(Mean);
            return true;
        };
    }

    /// <inheritdoc/>
    public override Table Transform(Table input)
    {
        Transform(input.Schema);
        var levels = GC.AllocateUninitializedArray<int>(input.RowCount);
        var estimates = GC.AllocateUninitializedArray<double>(input.RowCount);
        Array.Fill(levels, Last);
        Array.Fill(estimates, Mean);
        return input
            .With(new Field(Level.Name, DataType.Int32), new FixedColumn<int>(levels))
            .With(new Field(Estimate.Name, DataType.Double), new FixedColumn<double>(estimates));
    }
}
