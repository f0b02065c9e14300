using System.Collections.Immutable;

namespace Alink;

/// <summary>Trains estimators in order, each on what the stages before it make of the rows.</summary>
/// <remarks>Neighbours that learn in one pass, and do not read what each other makes, share the
/// pass; the models are the same.</remarks>
/// <param name="Stages">Estimators and transformers; the first meets the rows first.</param>
[TypeFormatterSource]
public sealed record Pipeline(params ImmutableArray<IStage> Stages) : IEstimator<PipelineModel>
{
    /// <summary>This pipeline with one more stage.</summary>
    public Pipeline Then(IStage stage) => new(Stages.Add(stage));

    /// <inheritdoc/>
    public Schema Transform(Schema input) => Stages.Aggregate(input, (schema, stage) => stage.Transform(schema));

    /// <inheritdoc/>
    public async ValueTask<PipelineModel> FitAsync(IDataset training, TrainingContext context)
    {
        Transform(training.Schema);
        var steps = ImmutableArray.CreateBuilder<ITransformer>(Stages.Length);
        while (steps.Count < Stages.Length)
        {
            var members = Together.From(Stages, steps.Count, training.Schema, out var pass);
            IReadOnlyList<ITransformer> learnt = members.Count > 1
                ? await pass!.FitAsync(training, context.For(string.Join('+', members.Select(Place)))).ConfigureAwait(false)
                : [await LearntAsync(Stages[steps.Count]).ConfigureAwait(false)];
            foreach (var model in learnt)
            {
                steps.Add(model);
                training = training.Through(model is ITeachesOthers other ? other.OfTrainingRows() : model);
            }
        }

        return new(steps.MoveToImmutable());

        string Place(IStage stage, int after) => $"{steps.Count + after}-{stage.GetType().Name}";

        async ValueTask<ITransformer> LearntAsync(IStage stage) => stage switch
        {
            ITransformer transformer => transformer,
            IEstimator estimator => await estimator.FitAsync(training, context.For(Place(stage, 0))).ConfigureAwait(false),
            _ => throw new ArgumentException($"{stage.GetType().Name} is neither an estimator nor a transformer."),
        };
    }
}

/// <summary>Runs transformers in order.</summary>
/// <param name="Steps">The transformers; the first meets the rows first.</param>
[TypeFormatterSource]
public sealed record PipelineModel(params ImmutableArray<ITransformer> Steps) : ITransformer
{
    /// <inheritdoc/>
    public Schema Transform(Schema input) => Steps.Aggregate(input, (schema, step) => step.Transform(schema));

    /// <inheritdoc/>
    public Table Transform(Table input) => Steps.Aggregate(input, (table, step) => step.Transform(table));

    /// <inheritdoc/>
    public Func<bool> Bind(RowCells row)
    {
        var steps = Steps.Select(step => step.Bind(row)).ToArray();
        return () =>
        {
            foreach (var step in steps)
            {
                if (!step())
                {
                    return false;
                }
            }

            return true;
        };
    }
}

/// <summary>Joins stages into pipelines.</summary>
public static class Pipelines
{
    /// <summary>Trains <paramref name="first"/>, and then <paramref name="next"/> on what it makes of the
    /// rows.</summary>
    public static Pipeline Then(this IStage first, IStage next) => first is Pipeline pipeline ? pipeline.Then(next) : new(first, next);
}
