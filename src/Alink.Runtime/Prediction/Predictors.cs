namespace Alink;

/// <summary>Makes models predict one row at a time.</summary>
public static class Predictors
{
    /// <summary>What predicts rows of the given columns.</summary>
    /// <param name="model">The model, or a pipeline of models.</param>
    /// <param name="input">The columns of a row that comes in.</param>
    /// <exception cref="SchemaException">A column is missing or of the wrong type.</exception>
    public static Predictor Predictor(this ITransformer model, Schema input) => new(model, input);

    /// <summary>What predicts records of one type to records of another.</summary>
    /// <param name="model">The model, or a pipeline of models.</param>
    /// <exception cref="SchemaException">A column is missing or of the wrong type, of the row that
    /// comes in or that goes out.</exception>
    public static Predictor<TIn, TOut> Predictor<TIn, TOut>(this ITransformer model) => new(model);
}
