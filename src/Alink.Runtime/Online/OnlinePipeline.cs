namespace Alink.Runtime;

/// <summary>Trains the stages of a pipeline together, each on what the stages before it make of a row at that moment.</summary>
sealed class OnlinePipeline :
    IOnlineEstimator<PipelineState, PipelineModel>, IResumes<PipelineState, PipelineModel>
{
    readonly OnlineStage[] _stages;
    readonly int _last;

    /// <exception cref="ArgumentException">A stage does not learn from streams, or none learns at all.</exception>
    public OnlinePipeline(Pipeline pipeline)
    {
        _stages = [.. pipeline.Stages.Select(OnlineStage.Of)];
        _last = Array.FindLastIndex(_stages, stage => stage.Learns);
        if (_last < 0)
        {
            throw new ArgumentException("No stage of the pipeline learns.", nameof(pipeline));
        }
    }

    /// <summary>The learners, and the makes of their states.</summary>
    public string Shape => string.Join(" > ", _stages.Select(stage => stage.Shape));

    public Schema Transform(Schema input) => _stages.Aggregate(input, (schema, stage) => stage.Transform(schema));

    public PipelineState Start(Schema schema)
    {
        var states = new object?[_stages.Length];
        for (var i = 0; i < states.Length; i++)
        {
            states[i] = _stages[i].Start(schema);
            schema = _stages[i].Transform(schema);
        }

        return new(_stages, states);
    }

    public PipelineState Update(PipelineState state, Table batch) => Update(state, batch, null);

    /// <summary>What no learner reads any more, no stage makes.</summary>
    public PipelineState Update(PipelineState state, Table batch, Workers? workers)
    {
        var states = state.Open(_stages);
        for (var i = 0; i < _last; i++)
        {
            states[i] = _stages[i].Advance(states[i], batch, out batch);
        }

        states[_last] = _stages[_last].Update(states[_last], batch, workers);
        return state;
    }

    public PipelineState Advance(PipelineState state, Table batch, out Table output)
    {
        var states = state.Open(_stages);
        for (var i = 0; i < states.Length; i++)
        {
            states[i] = _stages[i].Advance(states[i], batch, out batch);
        }

        output = batch;
        return state;
    }

    public PipelineModel Snapshot(PipelineState state)
    {
        var states = state.Open(_stages);
        return new([.. _stages.Select((stage, i) => stage.Snapshot(states[i]))]);
    }

    public PipelineState Resume(PipelineModel model) => model.Steps.Length == _stages.Length
        ? new(_stages, [.. _stages.Select((stage, i) => stage.Resume(model.Steps[i]))])
        : throw new ArgumentException($"A pipeline of {_stages.Length} stages cannot go on from one of {model.Steps.Length}.");
}
