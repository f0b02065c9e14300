namespace Alink.Operators;

/// <summary>Predicts the rows of another operator with a model, such as a trained pipeline.</summary>
public sealed class PipelinePredictBatchOp(IModelOperator model) : BatchOperator<PipelinePredictBatchOp>
{
    /// <summary>Predicts with a model that there is already.</summary>
    public PipelinePredictBatchOp(ITransformer model)
        : this(new ModelSourceBatchOp(model))
    {
    }

    /// <inheritdoc/>
    protected override async Task<Table> ComputeAsync() =>
        (await model.ModelAsync().ConfigureAwait(false)).Transform(await Input.CollectAsync().ConfigureAwait(false));
}

/// <summary>Pipelines over graphs of tables.</summary>
public static class PipelineOperators
{
    /// <summary>Learns from the rows of an operator, now.</summary>
    /// <inheritdoc cref="IEstimator{TModel}.FitAsync"/>
    public static TModel Fit<TModel>(this IEstimator<TModel> estimator, BatchOperator training)
        where TModel : ITransformer => estimator.Fit(training.Collect());

    /// <summary>The rows of an operator as a model makes them, once they are wanted.</summary>
    public static PipelinePredictBatchOp Transform(this ITransformer model, BatchOperator rows) => rows.Link(new PipelinePredictBatchOp(model));
}
