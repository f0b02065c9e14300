namespace Alink.Runtime;

/// <summary>Learns the rows of a stream, and publishes a model at the end of an epoch once it stands in a checkpoint.</summary>
sealed class OnlineTraining<TState, TModel>(IOnlineEstimator<TState, TModel> learner, OnlineTrainingOptions options)
    : IStreamOperator<OnlineState<TState>>
    where TModel : ITransformer
{
    Schema? _input;

    /// <summary>Whether rows that cannot teach a model yet are an error, rather than a reason to wait for more.</summary>
    public bool MustPublish { get; init; }

    public Schema Transform(Schema input) => learner.Transform((_input = input).Reading(options.EventTime));

    public OnlineState<TState> Start(Schema input) => options.From is not { } from
        ? new() { Learner = learner.Start(input) }
        : new()
        {
            Learner = Resuming.StateOf(learner, from),
            Rows = from.Version.Rows,
            EventTime = from.Version.EventTime,
            Last = new(from.Version.Number, 0, from.Version.Rows, from.Version.EventTime, from.Version.Trained),
        };

    public ValueTask<OnlineState<TState>> UpdateAsync(OnlineState<TState> state, StreamBatch batch, StreamOutput output)
    {
        if (output.IsWanted())
        {
            state.Learner = learner.Advance(state.Learner, batch.Rows, out var rows);
            output.Add(rows);
        }
        else
        {
            state.Learner = learner.Update(state.Learner, batch.Rows, output.Workers);
        }

        state.Rows += batch.Rows.RowCount;
        if (options.EventTime is { } column)
        {
            var times = batch.Rows.Values(column);
            for (var i = 0; i < times.Length; i++)
            {
                state.EventTime = times.IsMissing(i) || times[i] <= state.EventTime ? state.EventTime : times[i];
            }
        }

        return new(state);
    }

    public ValueTask<OnlineState<TState>> EndAsync(OnlineState<TState> state, StreamEpoch epoch, StreamOutput output)
    {
        var isDue = epoch.IsLast || (epoch.Number - state.Last.Epoch >= options.EveryEpochs
            && state.Rows - state.Last.Rows >= options.EveryRows);
        if (isDue && state.Rows > state.Last.Rows)
        {
            Take(state, epoch);
        }

        output.Report("rows learnt", state.Rows);
        output.Report("model version", state.Last.Number);
        if (state.Last.Number > 0)
        {
            output.Report("model age", (epoch.Time - state.Last.Trained).TotalSeconds);
        }

        foreach (var (name, value) in (state.Learner as IFigures)?.Figures ?? [])
        {
            output.Report(name, value);
        }

        return new(state);
    }

    public ValueTask CommitAsync(OnlineState<TState> state, StreamEpoch epoch, CancellationToken cancellation) =>
        state.Last.Epoch == epoch.Number ? PublishAsync(state.Last, state.Learner, cancellation) : default;

    /// <summary>Begins anew from a model, which is published as the next version at the end of the epoch.</summary>
    public void Rebase(OnlineState<TState> state, PublishedModel from, StreamEpoch epoch)
    {
        state.Learner = Resuming.StateOf(learner, from);
        state.Rows = from.Version.Rows;
        Take(state, epoch);
    }

    /// <summary>The last model comes again, as it was: whoever predicts with it may have begun anew as well.</summary>
    public ValueTask ResumeAsync(OnlineState<TState> state, StreamEpoch epoch, CancellationToken cancellation) =>
        state.Last.Epoch == 0 ? default
        : PublishAsync(
            state.Last, state.OfLast is { } last ? StateCodec.Read<TState>(last) : state.Learner, cancellation);

    void Take(OnlineState<TState> state, StreamEpoch epoch)
    {
        state.Last = new(state.Last.Number + 1, epoch.Number, state.Rows, state.EventTime, epoch.Time);
        state.OfLast = IsPublishedEachTime ? null : StateCodec.Write(state.Learner);
    }

    /// <summary>Whether the state at the end of each epoch is that of the last model.</summary>
    bool IsPublishedEachTime => options is { EveryEpochs: 1, EveryRows: 1 };

    async ValueTask PublishAsync(OnlineVersion version, TState state, CancellationToken cancellation)
    {
        if (options.Sinks.IsDefaultOrEmpty || Snapshot(version, state) is not { } model)
        {
            return;
        }

        var published = new PublishedModel(
            new(version.Number, version.Epoch, version.Rows, version.EventTime, version.Trained), model)
        {
            Input = _input,
        };
        var sinks = ModelSinks.Each(options.Sinks);
        published = sinks.WantsState ? published with { State = Resuming.Keep(learner, state) } : published;
        await sinks.PublishAsync(published, cancellation).ConfigureAwait(false);
    }

    /// <summary>The model; null where the rows so far cannot teach one, which those that follow may.</summary>
    ITransformer? Snapshot(OnlineVersion version, TState state)
    {
        try
        {
            return From(learner.Snapshot(state), ModelOrigin.Of(version.Rows, version.Trained));
        }
        catch (TrainingException) when (!MustPublish)
        {
            return null;
        }
    }

    static ITransformer From(ITransformer model, ModelOrigin origin) => model switch
    {
        Model { Origin: null } learnt => learnt with { Origin = origin },
        PipelineModel pipeline => new PipelineModel([.. pipeline.Steps.Select(step => From(step, origin))]),
        _ => model,
    };
}

/// <summary>What an online training has come to.</summary>
sealed class OnlineState<TState>
{
    public required TState Learner;
    public long Rows;
    public DateTimeOffset? EventTime;

    /// <summary>The last model published; its epoch is 0 where there is none yet.</summary>
    public OnlineVersion Last;

    /// <summary>The state that the last model was taken of, where the learner has learnt more since.</summary>
    public byte[]? OfLast;
}

/// <summary>A <see cref="ModelVersion"/> within a state.</summary>
readonly record struct OnlineVersion(
    long Number, long Epoch, long Rows, DateTimeOffset? EventTime, DateTimeOffset Trained);
