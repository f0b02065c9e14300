using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Alink.OnnxRuntime;

/// <summary>An input or output of a model.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">The type of its elements; null where it is no tensor.</param>
/// <param name="Shape">The length of each side, −1 for any; the first is that of the rows.</param>
sealed record Port(string Name, TensorElementType? Type, ImmutableArray<long> Shape)
{
    /// <summary>How many elements each row has; null where that is not known.</summary>
    public int? Width { get; } = Shape.Skip(1).All(side => side > 0)
        ? (int)Math.Min(int.MaxValue, Shape.Skip(1).Aggregate(1.0, (product, side) => product * side)) : null;

    public static Port Of(string name, NodeMetadata about) =>
        new(name, about.IsTensor ? about.ElementDataType : null, about.IsTensor ? [.. about.Dimensions.Select(side => (long)side)] : []);
}

/// <summary>A model that ONNX Runtime has read.</summary>
sealed class Session
{
    const long MostBytes = 1L << 30;

    static readonly ConditionalWeakTable<byte[], Session> Loaded = [];

    readonly InferenceSession _session;

    Session(byte[] file)
    {
        using var options = new SessionOptions
        {
            IntraOpNumThreads = 1, // Workers are ours.
            InterOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
        };
        _session = new(file, options);
        Inputs = [.. _session.InputNames.Select(name => Port.Of(name, _session.InputMetadata[name]))];
        Outputs = [.. _session.OutputNames.Select(name => Port.Of(name, _session.OutputMetadata[name]))];
        IsRowByRow = Inputs.Any(input => input.Shape is [1, ..]);
    }

    public ImmutableArray<Port> Inputs { get; }

    public ImmutableArray<Port> Outputs { get; }

    /// <summary>Whether a run takes one row.</summary>
    public bool IsRowByRow { get; }

    /// <summary>The bytes of a file.</summary>
    /// <exception cref="DataFormatException">There is no such file, or it is longer than 1 GiB.</exception>
    public static ImmutableArray<byte> Read(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            if (file.Length > MostBytes)
            {
                throw new DataFormatException($"It has {file.Length} bytes; an ONNX file may have {MostBytes}.", path);
            }

            var bytes = new byte[file.Length];
            file.ReadExactly(bytes);
            return ImmutableCollectionsMarshal.AsImmutableArray(bytes);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new DataFormatException($"It cannot be read: {exception.Message}", path, inner: exception);
        }
    }

    /// <summary>The model of a file's bytes, read once.</summary>
    /// <exception cref="DataFormatException">ONNX Runtime does not read them, or the model does not make rows of rows.</exception>
    public static Session Of(ImmutableArray<byte> file) => Loaded.GetValue(ImmutableCollectionsMarshal.AsArray(file) ?? [], static bytes =>
    {
        if (bytes.LongLength > MostBytes)
        {
            throw Wrong($"it has {bytes.LongLength} bytes, and may have {MostBytes}.");
        }

        try
        {
            OutsideData.Refuse(bytes);
            var session = new Session(bytes);
            return session.Inputs.FirstOrDefault(input => input.Shape is not [-1 or 1, ..]) is not { } odd ? session
                : throw Wrong($"its input '{odd.Name}' takes no tensor whose first side is that of the rows.");
        }
        catch (Exception exception) when (exception is OnnxRuntimeException or InvalidDataException)
        {
            throw Wrong(exception.Message);
        }
    });

    /// <summary>Runs the model.</summary>
    public IDisposableReadOnlyCollection<OrtValue> Run(RunOptions options, IReadOnlyCollection<string> inputs, OrtValue[] values, string[] outputs) =>
        _session.Run(options, inputs, values, outputs);

    static DataFormatException Wrong(string message) => new($"It holds no model that ONNX Runtime can run on rows: {message}", "onnx");
}
