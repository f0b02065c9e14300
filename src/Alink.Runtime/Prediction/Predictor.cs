namespace Alink;

/// <summary>Predicts row after row. May be shared by threads; each takes a <see cref="Row"/> of its own.</summary>
/// <example>
/// <code>
/// using Alink.Features;
///
/// var rows = Table.Of&lt;Vector&gt;("features", [20.0], [40.0]);
/// var row = new StandardScaler().Fit(rows).Predictor(rows.Schema).Row();
/// row.Set("features", [50.0]).Predict();
/// row.Vector("features") // => [2]
/// </code>
/// </example>
public sealed class Predictor
{
    readonly ITransformer _model;

    /// <summary>A predictor of rows of the given columns.</summary>
    /// <param name="model">The model, or a pipeline of models.</param>
    /// <param name="input">The columns of a row that comes in; those that the model does not
    /// read need not be among them.</param>
    /// <exception cref="SchemaException">A column is missing or of the wrong type.</exception>
    public Predictor(ITransformer model, Schema input) =>
        (_model, Input, Output) = (model, input, model.Transform(input));

    /// <summary>The columns of a row that comes in.</summary>
    public Schema Input { get; }

    /// <summary>The columns of a row that goes out.</summary>
    public Schema Output { get; }

    /// <summary>A row to be filled in, predicted and read, again and again, by one thread.
    /// Using it allocates nothing.</summary>
    public PredictorRow Row() => new(_model, Input, Output);
}
