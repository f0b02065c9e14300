using System.Runtime.InteropServices;
using System.Text;

namespace Alink.Onnx;

/// <summary>An ONNX file of a graph; the numbers are the fields of onnx.proto.</summary>
/// <remarks>Version 8 of the format with the operators of version 18, and version 3 of those of ai.onnx.ml: of 2022, so
/// that runtimes of the last years read it. Those of texts came in 2023, with version 20 and version 9 of the format.</remarks>
static class OnnxFile
{
    public const string MachineLearning = "ai.onnx.ml";

    const int MachineLearningVersion = 3;

    static readonly string[] OfTexts = ["StringSplit", "StringConcat", "RegexFullMatch"];

    public static byte[] Bytes(Graph graph)
    {
        var model = new ProtoWriter();
        var (formatVersion, operatorsVersion) = graph.Nodes.Any(node => OfTexts.Contains(node.Operator)) ? (9, 20) : (8, 18);
        model.Integer(1, formatVersion);
        model.Text(2, "Alink for .NET");
        model.Text(3, typeof(OnnxFile).Assembly.GetName().Version!.ToString(3));
        model.Message(7, file => Write(file, graph));
        model.Message(8, set => WriteOperators(set, "", operatorsVersion));
        model.Message(8, set => WriteOperators(set, MachineLearning, MachineLearningVersion));
        return model.Written.ToArray();
    }

    static void WriteOperators(ProtoWriter file, string domain, int version)
    {
        file.Text(1, domain);
        file.Integer(2, version);
    }

    static void Write(ProtoWriter file, Graph graph)
    {
        foreach (var node in graph.Nodes)
        {
            file.Message(1, message => Write(message, node));
        }

        file.Text(2, "pipeline");
        foreach (var constant in graph.Constants)
        {
            file.Message(5, message => Write(message, constant));
        }

        foreach (var input in graph.Inputs)
        {
            file.Message(11, message => Write(message, input));
        }

        foreach (var output in graph.Outputs)
        {
            file.Message(12, message => Write(message, output));
        }
    }

    static void Write(ProtoWriter file, Node node)
    {
        Array.ForEach(node.Inputs, input => file.Text(1, input));
        Array.ForEach(node.Outputs, output => file.Text(2, output));
        file.Text(3, node.Name);
        file.Text(4, node.Operator);
        foreach (var (name, value) in node.Attributes)
        {
            file.Message(5, message => Write(message, name, value));
        }

        if (node.Domain.Length > 0)
        {
            file.Text(7, node.Domain);
        }
    }

    static void Write(ProtoWriter file, string name, object value)
    {
        const int type = 20;
        file.Text(1, name);
        switch (value)
        {
            case float number:
                file.Single(2, number);
                file.Integer(type, 1);
                break;
            case long number:
                file.Integer(3, number);
                file.Integer(type, 2);
                break;
            case string text:
                file.Text(4, text);
                file.Integer(type, 3);
                break;
            case Graph body:
                file.Message(6, message => Write(message, body));
                file.Integer(type, 5);
                break;
            case float[] numbers:
                Array.ForEach(numbers, number => file.Single(7, number));
                file.Integer(type, 6);
                break;
            case long[] numbers:
                Array.ForEach(numbers, number => file.Integer(8, number));
                file.Integer(type, 7);
                break;
            case string[] texts:
                Array.ForEach(texts, text => file.Text(9, text));
                file.Integer(type, 8);
                break;
            default:
                throw new ArgumentException($"No attribute is of type {value.GetType().Name}.", nameof(value));
        }
    }

    static void Write(ProtoWriter file, Constant constant)
    {
        foreach (var length in constant.Shape)
        {
            file.Integer(1, length);
        }

        file.Integer(2, (long)constant.Type);
        if (constant.Elements is string[] texts)
        {
            Array.ForEach(texts, text => file.Bytes(6, Encoding.UTF8.GetBytes(text)));
        }

        file.Text(8, constant.Name);
        if (constant.Elements is not string[])
        {
            file.Bytes(9, Raw(constant.Elements));
        }
    }

    static void Write(ProtoWriter file, Port port)
    {
        file.Text(1, port.Name);
        file.Message(2, type => type.Message(1, tensor =>
        {
            tensor.Integer(1, (long)port.Type);
            tensor.Message(2, shape =>
            {
                if (port.IsScalar)
                {
                    return;
                }

                shape.Message(1, rows => rows.Text(2, "rows"));
                shape.Message(1, width =>
                {
                    if (port.Width is { } length)
                    {
                        width.Integer(1, length);
                    }
                });
            });
        }));
    }

    /// <summary>The elements as they stand in memory: little endian, a byte for each boolean.</summary>
    static ReadOnlySpan<byte> Raw(Array elements) => elements switch
    {
        double[] numbers => MemoryMarshal.AsBytes<double>(numbers),
        float[] numbers => MemoryMarshal.AsBytes<float>(numbers),
        long[] numbers => MemoryMarshal.AsBytes<long>(numbers),
        int[] numbers => MemoryMarshal.AsBytes<int>(numbers),
        bool[] booleans => MemoryMarshal.AsBytes<bool>(booleans),
        _ => throw new ArgumentException($"No tensor is of {elements.GetType().Name}.", nameof(elements)),
    };
}
