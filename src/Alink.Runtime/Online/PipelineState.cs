namespace Alink.Runtime;

/// <summary>The states of the stages of a pipeline: as bytes where they were read, until a pipeline that knows their types
/// opens them.</summary>
sealed class PipelineState : IFigures
{
    OnlineStage[]? _stages;
    object?[] _states = [];
    StageState[] _saved = [];

    public PipelineState(OnlineStage[] stages, object?[] states) => (_stages, _states) = (stages, states);

    public PipelineState(StageState[] saved) => _saved = saved;

    /// <summary>The states, to be changed in their places.</summary>
    /// <exception cref="DataFormatException">They are of other stages.</exception>
    public object?[] Open(OnlineStage[] stages)
    {
        if (_stages is not null)
        {
            return _states;
        }

        if (!_saved.Select(one => one.Shape).SequenceEqual(stages.Select(stage => stage.Shape)))
        {
            throw new DataFormatException(
                $"It is of the stages {string.Join(", ", _saved.Select(one => one.Shape))}, "
                + $"not of {string.Join(", ", stages.Select(stage => stage.Shape))}.", "the state of a pipeline");
        }

        _states = [.. stages.Select((stage, i) => stage.Load(_saved[i].Bytes))];
        (_stages, _saved) = (stages, []);
        return _states;
    }

    /// <summary>The figures of all stages.</summary>
    public IEnumerable<(string Name, double Value)> Figures => _states.OfType<IFigures>().SelectMany(state => state.Figures);

    /// <summary>The states as bytes.</summary>
    public StageState[] Save() => _stages is null ? _saved
        : [.. _stages.Select((stage, i) => new StageState(stage.Shape, stage.Save(_states[i])))];
}

/// <summary>The state of one stage.</summary>
/// <param name="Shape">What learns, and the make of its state.</param>
/// <param name="Bytes">The state.</param>
readonly record struct StageState(string Shape, byte[] Bytes);
