namespace Alink.Operators;

/// <summary>An operator that has a model, such as one that trains it on a table.</summary>
public interface IModelOperator
{
    /// <summary>The model.</summary>
    Task<ITransformer> ModelAsync();
}

/// <summary>A model that there is already, such as one read from a file.</summary>
public sealed class ModelSourceBatchOp(ITransformer model) : IModelOperator
{
    /// <inheritdoc/>
    public Task<ITransformer> ModelAsync() => Task.FromResult(model);
}
