namespace Alink.Onnx;

/// <summary>A stage does something that no ONNX model can do, or not to the rows that it is given.</summary>
public sealed class OnnxExportException : Exception
{
    /// <param name="reason">Why not, to go after the stage's name.</param>
    internal OnnxExportException(string reason)
        : base(reason)
    {
    }

    OnnxExportException(string stage, OnnxExportException inner)
        : base($"{stage} cannot be exported: {inner.Message}.", inner) => Stage = stage;

    /// <summary>The stage, with its place where it stands in a pipeline: <c>Stage 2, Tokenizer</c>.</summary>
    public string Stage { get; } = "";

    /// <summary>The same, once it is known where.</summary>
    internal OnnxExportException In(string stage) => Stage.Length > 0 ? this : new(stage, this);
}
