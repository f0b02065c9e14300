using Microsoft.ML.OnnxRuntime;

namespace Alink.Laws;

/// <summary>Rows through an ONNX model in ONNX Runtime.</summary>
sealed class OnnxRun(byte[] model) : IDisposable
{
    const string Replaced = "_out";

    readonly InferenceSession _session = new(model);

    public void Dispose() => _session.Dispose();

    /// <summary>What the model makes of rows, by columns: shape: rows × elements.</summary>
    /// <exception cref="OnnxRuntimeException">The model does not take the rows.</exception>
    public Dictionary<string, object[][]> Of(Table rows)
    {
        var inputs = _session.InputMetadata.ToDictionary(input => input.Key, input => Input(rows, input.Key, input.Value.ElementDataType));
        using var options = new RunOptions();
        using var outputs = _session.Run(options, inputs, _session.OutputNames);
        return _session.OutputNames.Zip(outputs).ToDictionary(
            output => rows.Schema.Has(output.First) && output.First.EndsWith(Replaced, StringComparison.Ordinal) ? output.First : Column(output.First),
            output => Elements(output.Second));

        string Column(string name) => name.EndsWith(Replaced, StringComparison.Ordinal) && rows.Schema.Has(name[..^Replaced.Length])
            ? name[..^Replaced.Length] : name;
    }

    static OrtValue Input(Table rows, string column, Microsoft.ML.OnnxRuntime.Tensors.TensorElementType type)
    {
        long[] shape = [rows.RowCount, 1];
        var data = rows.Data(column);
        if (rows.Schema[column].Type == DataType.Vector)
        {
            var vectors = rows.Values<Vector>(column);
            var numbers = Enumerable.Range(0, rows.RowCount).SelectMany(i => vectors[i].ToArray()).ToArray();
            return OrtValue.CreateTensorValueFromMemory(numbers, [rows.RowCount, rows.Schema[column].VectorLength ?? ((VectorColumn)data).Width]);
        }

        if (rows.Schema[column].Type == DataType.String)
        {
            var texts = rows.Values<string>(column);
            var value = OrtValue.CreateTensorWithEmptyStrings(OrtAllocator.DefaultInstance, shape);
            for (var i = 0; i < rows.RowCount; i++)
            {
                value.StringTensorSetElementAt(texts[i].AsSpan(), i);
            }

            return value;
        }

        var cell = new Cell(column, rows.Schema[column].Type);
        var values = new double[rows.RowCount];
        for (var i = 0; i < values.Length; i++)
        {
            data.Load(i, cell);
            values[i] = cell.IsMissing || cell.Type == DataType.DateTimeOffset ? double.NaN : cell.Number;
        }

        if (cell.Type == DataType.DateTimeOffset)
        {
            return OrtValue.CreateTensorValueFromMemory(Enumerable.Range(0, values.Length).SelectMany(Moment).ToArray(), [rows.RowCount, 2]);
        }

        return type.ToString() switch
        {
            "Double" => OrtValue.CreateTensorValueFromMemory(values, shape),
            "Float" => OrtValue.CreateTensorValueFromMemory(Array.ConvertAll(values, value => (float)value), shape),
            "Int64" => OrtValue.CreateTensorValueFromMemory(Array.ConvertAll(values, value => (long)value), shape),
            "Int32" => OrtValue.CreateTensorValueFromMemory(Array.ConvertAll(values, value => (int)value), shape),
            _ => OrtValue.CreateTensorValueFromMemory(Array.ConvertAll(values, value => value != 0), shape),
        };

        double[] Moment(int row)
        {
            data.Load(row, cell);
            return cell.IsMissing ? [double.NaN, double.NaN] : [cell.Time.ToUnixTimeMilliseconds(), cell.Time.TotalOffsetMinutes];
        }
    }

    static object[][] Elements(OrtValue value)
    {
        var info = value.GetTensorTypeAndShape();
        var (rows, width) = ((int)info.Shape[0], (int)info.Shape[1]);
        object[] all = info.ElementDataType.ToString() switch
        {
            "String" => value.GetStringTensorAsArray(),
            "Double" => Boxed<double>(),
            "Float" => Boxed<float>(),
            "Int64" => Boxed<long>(),
            "Int32" => Boxed<int>(),
            _ => Boxed<bool>(),
        };
        return [.. Enumerable.Range(0, rows).Select(row => all[(row * width)..((row + 1) * width)])];

        object[] Boxed<T>()
            where T : unmanaged => [.. value.GetTensorDataAsSpan<T>().ToArray().Cast<object>()];
    }
}
