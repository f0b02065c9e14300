namespace Alink.Runtime;

/// <summary>A stage of a pipeline that learns from a stream, its state in the hands of the pipeline.</summary>
abstract class OnlineStage
{
    /// <summary>Whether it has a state at all.</summary>
    public virtual bool Learns => true;

    /// <summary>What learns, and the make of its state.</summary>
    public abstract string Shape { get; }

    /// <exception cref="ArgumentException">It does not learn from streams.</exception>
    public static OnlineStage Of(IStage stage, int place)
    {
        if (stage is ITransformer transformer)
        {
            return new FixedStage(transformer);
        }

        if (stage is Pipeline pipeline)
        {
            return new OnlineStage<PipelineState, PipelineModel>(new OnlinePipeline(pipeline));
        }

        var learns = Array.Find(stage.GetType().GetInterfaces(), type =>
            type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IOnlineEstimator<,>));
        return learns is not null
            ? (OnlineStage)Activator.CreateInstance(typeof(OnlineStage<,>).MakeGenericType(learns.GenericTypeArguments), stage)!
            : throw new ArgumentException(
                $"Stage {place + 1} of the pipeline, {stage.GetType().Name}, does not learn from streams. "
                + "Fit it on a table first, and put its model in its place.");
    }

    public abstract Schema Transform(Schema input);

    public abstract object? Start(Schema schema);

    public abstract object? Update(object? state, Table batch, Workers? workers);

    public abstract object? Advance(object? state, Table batch, out Table output);

    public abstract ITransformer Snapshot(object? state);

    public abstract object? Resume(ITransformer model);

    public abstract byte[] Save(object? state);

    public abstract object? Load(ReadOnlySpan<byte> bytes);
}

/// <summary>A learner as a stage.</summary>
sealed class OnlineStage<TState, TModel>(IOnlineEstimator<TState, TModel> learner) : OnlineStage
    where TModel : ITransformer
{
    public override string Shape => Resuming.ShapeOf(learner);

    public override Schema Transform(Schema input) => learner.Transform(input);

    public override object? Start(Schema schema) => learner.Start(schema);

    public override object? Update(object? state, Table batch, Workers? workers) =>
        learner.Update((TState)state!, batch, workers);

    public override object? Advance(object? state, Table batch, out Table output) =>
        learner.Advance((TState)state!, batch, out output);

    public override ITransformer Snapshot(object? state) => learner.Snapshot((TState)state!);

    public override object? Resume(ITransformer model) => Resuming.StateOf(learner, model);

    public override byte[] Save(object? state) => StateCodec.Write((TState)state!);

    public override object? Load(ReadOnlySpan<byte> bytes) => StateCodec.Read<TState>(bytes);
}

/// <summary>A transformer as a stage that stays as it is.</summary>
sealed class FixedStage(ITransformer transformer) : OnlineStage
{
    public override bool Learns => false;

    public override string Shape => transformer.GetType().Name;

    public override Schema Transform(Schema input) => transformer.Transform(input);

    public override object? Start(Schema schema) => null;

    public override object? Update(object? state, Table batch, Workers? workers) => null;

    public override object? Advance(object? state, Table batch, out Table output)
    {
        output = transformer.Transform(batch);
        return null;
    }

    public override ITransformer Snapshot(object? state) => transformer;

    public override object? Resume(ITransformer model) => null;

    public override byte[] Save(object? state) => [];

    public override object? Load(ReadOnlySpan<byte> bytes) => null;
}
