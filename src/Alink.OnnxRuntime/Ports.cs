using Microsoft.ML.OnnxRuntime.Tensors;

namespace Alink.OnnxRuntime;

/// <summary>An input and the column that it reads.</summary>
/// <param name="Port">The input.</param>
/// <param name="Column">The column.</param>
sealed record InputPort(Port Port, string Column)
{
    /// <exception cref="SchemaException">The column is missing, or does not fit the input.</exception>
    public static InputPort Of(Port port, string column, Schema schema)
    {
        var field = schema[column];
        var fits = port.Type switch
        {
            TensorElementType.Float or TensorElementType.Double => IsVector(port, field) || (field.Type.IsNumeric() && port.Width == 1),
            TensorElementType.Int64 => IsVector(port, field) || (field.Type is DataType.Int64 or DataType.Int32 && port.Width == 1),
            TensorElementType.Int32 => IsVector(port, field) || (field.Type == DataType.Int32 && port.Width == 1),
            TensorElementType.Bool => field.Type == DataType.Boolean && port.Width == 1,
            TensorElementType.String => field.Type == DataType.String && port.Width == 1,
            _ => throw new SchemaException($"The input '{port.Name}' of the ONNX model takes {Shown(port)}, which no column holds."),
        };
        return fits ? new(port, column)
            : throw new SchemaException($"Column '{column}' holds {field}; the input '{port.Name}' of the ONNX model takes {Shown(port)}.");
    }

    static bool IsVector(Port port, Field field) => field.Type == DataType.Vector
        && (port.Width is null || field.VectorLength is null || field.VectorLength == port.Width);

    public static string Shown(Port port) => port.Type is null ? "no tensor"
        : $"{port.Type}[{string.Join(", ", port.Shape.Select((side, i) => i == 0 ? "rows" : side < 0 ? "any" : $"{side}"))}]";
}

/// <summary>An output and the column that it becomes.</summary>
/// <param name="Port">The output.</param>
/// <param name="Field">The column.</param>
sealed record OutputPort(Port Port, Field Field)
{
    /// <exception cref="SchemaException">No column holds what it gives.</exception>
    public static OutputPort Of(Port port)
    {
        DataType? type = port switch
        {
            { Type: TensorElementType.String } => port.Width == 1 ? DataType.String : null,
            { Type: null or not (TensorElementType.Float or TensorElementType.Double or TensorElementType.Int64 or TensorElementType.Int32 or TensorElementType.Bool) } => null,
            { Width: not 1 } => DataType.Vector,
            { Type: TensorElementType.Float } => DataType.Single,
            { Type: TensorElementType.Double } => DataType.Double,
            { Type: TensorElementType.Int64 } => DataType.Int64,
            { Type: TensorElementType.Int32 } => DataType.Int32,
            _ => DataType.Boolean,
        };
        return new(port, new(port.Name, type ?? throw new SchemaException(
            $"The output '{port.Name}' of the ONNX model is {InputPort.Shown(port)}, which no column holds; name others in Outputs."))
        {
            VectorLength = type == DataType.Vector ? port.Width : null,
        });
    }
}
