using System.Collections.Immutable;

namespace Alink.Runtime;

/// <summary>A place in the plan of a stream: its columns, and where its rows come from.</summary>
abstract class StreamNode(Schema schema, params ImmutableArray<StreamNode> inputs)
{
    /// <summary>The columns of its rows.</summary>
    public Schema Schema => schema;

    /// <summary>The nodes whose rows it takes.</summary>
    public ImmutableArray<StreamNode> Inputs => inputs;

    /// <summary>Whether all that it takes was rejected by sources, so that none of it comes from a job without a
    /// <see cref="RejectLimit"/>.</summary>
    public virtual bool IsAside => !inputs.IsEmpty && inputs.All(input => input.IsAside);

    /// <summary>Makes what runs in its place, without a state yet.</summary>
    public abstract StreamStep Open(StreamRun run);
}

/// <summary>The rows of a source.</summary>
/// <param name="source">The source.</param>
/// <param name="limit">How many of its records may be rejected; null: none, and it is not asked to.</param>
sealed class SourceNode(IStreamSource source, RejectLimit? limit = null) : StreamNode(source.Schema), IOutputs
{
    public ImmutableSortedDictionary<string, Schema> Sides { get; } = limit is null
        ? ImmutableSortedDictionary<string, Schema>.Empty
        : ImmutableSortedDictionary<string, Schema>.Empty.Add(TableStream.Rejected, RejectedRows.Schema);

    public override StreamStep Open(StreamRun run) => new SourceStep(source, limit, run);
}

/// <summary>The rows of another node, each batch by itself made into another.</summary>
sealed class TransformNode(StreamNode input, Schema schema, Func<Table, Table> transform) : StreamNode(schema, input)
{
    public override StreamStep Open(StreamRun run) => new TransformStep(transform);
}

/// <summary>The rows of several nodes.</summary>
sealed class UnionNode(ImmutableArray<StreamNode> inputs) : StreamNode(inputs[0].Schema, inputs)
{
    public override StreamStep Open(StreamRun run) => new TransformStep(rows => rows);
}

/// <summary>What an operator with a state makes of the rows of another node.</summary>
sealed class OperatorNode<TState>(StreamNode input, IStreamOperator<TState> step)
    : StreamNode(step.Transform(input.Schema), input), IOutputs
{
    public ImmutableSortedDictionary<string, Schema> Sides { get; } = step.Sides(input.Schema);

    public override StreamStep Open(StreamRun run) => new OperatorStep<TState>(step, Inputs[0].Schema, run);
}

/// <summary>A node that has other outputs besides the main one.</summary>
interface IOutputs
{
    /// <summary>The columns of each, by its name.</summary>
    ImmutableSortedDictionary<string, Schema> Sides { get; }
}

/// <summary>Another output of an operator.</summary>
sealed class SideNode(StreamNode input, string name) : StreamNode(SchemaOf(input, name), input)
{
    public string Name => name;

    public override bool IsAside => Inputs[0] is SourceNode || base.IsAside;

    public override StreamStep Open(StreamRun run) => new TransformStep(rows => rows);

    static Schema SchemaOf(StreamNode input, string name) =>
        (input as IOutputs)?.Sides is not { IsEmpty: false } sides ? throw new ArgumentException(
            $"There is no output '{name}': the stream does not come straight from an operator that has any.", nameof(name))
        : sides.GetValueOrDefault(name) ?? throw new ArgumentException(
            $"There is no output '{name}'.{Nearest.Hint(name, [.. sides.Keys])}", nameof(name));
}

/// <summary>Where the rows of a node go to in the end.</summary>
sealed class SinkNode(StreamNode input, IStreamSink sink) : StreamNode(input.Schema, input)
{
    public override StreamStep Open(StreamRun run) => new SinkStep(sink);
}
