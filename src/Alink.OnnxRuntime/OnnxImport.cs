using System.Collections.Immutable;

namespace Alink.OnnxRuntime;

/// <summary>Takes an ONNX model from a file into a pipeline; the rows of the training teach it nothing.</summary>
/// <remarks>What the pipeline learns holds the file's bytes, and needs the file no more.</remarks>
/// <example>
/// <code>
/// using Alink.Features;
/// using Alink.Onnx;
/// using Alink.OnnxRuntime;
///
/// var rows = Table.Of&lt;Vector&gt;("features", [20.0, 1.0], [40.0, 1.0]);
/// var file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
/// new StandardScaler { Output = "z" }.Fit(rows).WriteOnnx(file, rows.Schema);
/// new OnnxImport { Path = file }.Fit(rows).Transform(rows).Values&lt;Vector&gt;("z")[1] // => [1 0]
/// File.Delete(file);
/// </code>
/// </example>
public sealed record OnnxImport : IEstimator<OnnxModel>
{
    /// <summary>The file, of 1 GiB at most.</summary>
    public string Path { get; init; } = "";

    /// <summary>The column for each input of the model, in the model's order; none where columns have the names of inputs.</summary>
    public ImmutableArray<string> Columns { get; init; } = [];

    /// <summary>The outputs of the model that become columns, by their names; none for all.</summary>
    public ImmutableArray<string> Outputs { get; init; } = [];

    /// <inheritdoc/>
    /// <exception cref="SchemaException">A column is missing, or does not fit its input.</exception>
    /// <exception cref="DataFormatException">The file is missing or too long, or holds no model that can be run on rows.</exception>
    public Schema Transform(Schema input) => Read().Transform(input);

    /// <inheritdoc/>
    public ValueTask<OnnxModel> FitAsync(IDataset training, TrainingContext context)
    {
        context.Cancellation.ThrowIfCancellationRequested();
        var model = Read();
        model.Transform(training.Schema);
        return new(model);
    }

    OnnxModel Read() => OnnxModel.Read(Path) with { Columns = Columns, Outputs = Outputs };
}
