namespace Alink.Runtime;

/// <summary>Learns the rows of a stream by a pipeline, and begins anew from each newer one that a batch job has trained.</summary>
/// <remarks>
/// A newer pipeline takes the place of all stages at the end of an epoch, and is published as the next version. It stands in
/// the state, so that a job that begins again goes on from it, whatever the folder holds by then.
/// </remarks>
sealed class RebasedTraining : IStreamOperator<RebasedState>
{
    readonly Schema _input;
    readonly RebaseFolder _folder;
    readonly OnlineTrainingOptions _options;
    readonly Schema _output;
    readonly HashSet<(long, string?)> _told = [];

    // As it was in the state that came last.
    Base _base;

    /// <exception cref="ArgumentException">The folder has no model, and there is none to begin with; or it cannot be gone on from.</exception>
    public RebasedTraining(Schema input, RebaseFolder folder, OnlineTrainingOptions options)
    {
        (_input, _folder, _options) = (input, folder, options);
        _base = BaseOf(folder.Store.ReadServed(folder.Failed) ?? options.From
            ?? throw new ArgumentException("The folder holds no model that can be read, and there is none to begin with."));
        _output = _base.Training.Transform(input);
    }

    public Schema Transform(Schema input) => _output;

    public RebasedState Start(Schema input) => new() { Base = _base.Bytes, Training = _base.Training.Start(input) };

    public async ValueTask<RebasedState> UpdateAsync(RebasedState state, StreamBatch batch, StreamOutput output)
    {
        state.Training = await Training(state).UpdateAsync(state.Training, batch, output).ConfigureAwait(false);
        return state;
    }

    public async ValueTask<RebasedState> EndAsync(RebasedState state, StreamEpoch epoch, StreamOutput output)
    {
        var training = Training(state);
        if (state.Looked is not { } looked || epoch.Time - looked >= _folder.Interval)
        {
            state.Looked = epoch.Time;
            training = Rebased(state, epoch) ?? training;
        }

        state.Training = await training.EndAsync(state.Training, epoch, output).ConfigureAwait(false);
        return state;
    }

    public ValueTask CommitAsync(RebasedState state, StreamEpoch epoch, CancellationToken cancellation) =>
        Training(state).CommitAsync(state.Training, epoch, cancellation);

    public ValueTask ResumeAsync(RebasedState state, StreamEpoch epoch, CancellationToken cancellation) =>
        Training(state).ResumeAsync(state.Training, epoch, cancellation);

    /// <summary>The training from a newer model; null where there is none that can be gone on from.</summary>
    OnlineTraining<PipelineState, PipelineModel>? Rebased(RebasedState state, StreamEpoch epoch)
    {
        if (_folder.Store.Next(_base.Version, Tell) is not { } newer)
        {
            return null;
        }

        try
        {
            var next = BaseOf(newer);
            if (!next.Training.Transform(_input).Equals(_output))
            {
                throw new ArgumentException("It makes other columns than the model before.");
            }

            next.Training.Rebase(state.Training, newer, epoch);
            (state.Base, _base) = (next.Bytes, next);
            return next.Training;
        }
        catch (Exception exception) when (exception is ArgumentException or TrainingException or SchemaException or DataFormatException)
        {
            Tell(new(newer.Version.Number, "", 0, newer.Version, false, exception.Message));
            return null;
        }

        void Tell(StoredModel failure)
        {
            if (_told.Add((failure.Number, failure.Error)))
            {
                _folder.Failed?.Report(failure);
            }
        }
    }

    OnlineTraining<PipelineState, PipelineModel> Training(RebasedState state)
    {
        if (!ReferenceEquals(state.Base, _base.Bytes))
        {
            using var file = new MemoryStream(state.Base);
            _base = BaseOf(ModelFile.ReadPublished(file, _folder.Store.Catalog)) with { Bytes = state.Base };
        }

        return _base.Training;
    }

    Base BaseOf(PublishedModel model)
    {
        var pipeline = model.Model as PipelineModel ?? new(model.Model);
        var learner = new OnlinePipeline(_folder.Learner(pipeline));
        model = model with { Model = pipeline };
        using var file = new MemoryStream();
        ModelFile.Write(file, model with { State = null });

        // The versions that come out go on from where they were, whatever the numbers of the folder are.
        var from = model with { Version = model.Version with { Number = _options.From?.Version.Number ?? 0 } };
        return new(model.Version, new(learner, _options with { From = from }), file.ToArray());
    }

    sealed record Base(ModelVersion Version, OnlineTraining<PipelineState, PipelineModel> Training, byte[] Bytes);
}

/// <summary>What a training has come to since it began anew.</summary>
sealed class RebasedState
{
    /// <summary>The model that it began from, as a file.</summary>
    public required byte[] Base;

    public required OnlineState<PipelineState> Training;

    /// <summary>When the folder was looked at last.</summary>
    public DateTimeOffset? Looked;
}
