namespace Alink.Onnx;

/// <summary>The type of a tensor's elements, by ONNX's numbers (TensorProto.DataType).</summary>
enum ElementType
{
    Single = 1,
    Int32 = 6,
    Int64 = 7,
    String = 8,
    Boolean = 9,
    Double = 11,
}
