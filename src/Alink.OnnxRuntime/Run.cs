using System.Collections.Immutable;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Alink.OnnxRuntime;

/// <summary>Runs a model on some rows at a time, by one thread.</summary>
/// <param name="session">The model.</param>
/// <param name="inputs">What it reads.</param>
/// <param name="outputs">What is read of what it makes.</param>
/// <param name="rows">How many rows at most.</param>
sealed class Run(Session session, ImmutableArray<InputPort> inputs, ImmutableArray<OutputPort> outputs, int rows)
{
    readonly Buffer[] _inputs = [.. inputs.Select(input => Buffer.Of(input, rows))];
    readonly string[] _inputNames = [.. inputs.Select(input => input.Port.Name)];
    readonly string[] _outputNames = [.. outputs.Select(output => output.Port.Name)];
    readonly Array[] _made = new Array[outputs.Length];
    readonly int[] _widths = new int[outputs.Length];

    /// <summary>Takes the values of a row.</summary>
    /// <param name="place">Its place among those that run together.</param>
    /// <param name="cells">Its values, input by input.</param>
    /// <param name="row">Its number, for messages.</param>
    /// <exception cref="RowException">A value is missing, or does not fit.</exception>
    public void Put(int place, Cell[] cells, long row)
    {
        for (var i = 0; i < cells.Length; i++)
        {
            _inputs[i].Put(place, cells[i], row);
        }
    }

    /// <summary>Runs the model on the rows put.</summary>
    /// <param name="count">How many.</param>
    /// <param name="first">The number of the first, for messages.</param>
    /// <exception cref="RowException">The model does not take them, or does not make one row of each.</exception>
    public void Do(int count, long first)
    {
        var values = Array.ConvertAll(_inputs, input => input.Tensor(count));
        try
        {
            using var options = new RunOptions { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
            using var made = session.Run(options, _inputNames, values, _outputNames);
            for (var i = 0; i < _made.Length; i++)
            {
                Take(i, made[i], count);
            }
        }
        catch (OnnxRuntimeException exception)
        {
            throw new RowException($"The ONNX model does not take {(count == 1 ? $"row {first}" : $"a row among {first} to {first + count - 1}")}: {exception.Message}");
        }
        finally
        {
            Array.ForEach(values, value => value.Dispose());
        }
    }

    /// <summary>What the model has made of a row.</summary>
    public void Get(int place, Cell[] cells)
    {
        for (var i = 0; i < cells.Length; i++)
        {
            var (cell, width) = (cells[i], _widths[i]);
            if (_made[i] is string[] texts)
            {
                cell.Set(texts[place]);
            }
            else if (cell.Type == DataType.Vector)
            {
                var numbers = cell.Dense(width);
                for (var j = 0; j < width; j++)
                {
                    numbers[j] = Number(_made[i], (place * width) + j);
                }
            }
            else if (_made[i] is long[] whole)
            {
                cell.Set(whole[place]);
            }
            else
            {
                cell.Set(Number(_made[i], place));
            }
        }
    }

    static double Number(Array numbers, int place) => numbers switch
    {
        double[] all => all[place],
        float[] all => all[place],
        long[] all => all[place],
        int[] all => all[place],
        _ => ((bool[])numbers)[place] ? 1 : 0,
    };

    void Take(int output, OrtValue value, int count)
    {
        var about = value.GetTensorTypeAndShape();
        var width = about.ElementCount / count;
        if (about.ElementCount != width * count || width > int.MaxValue || (about.Shape is [var side, ..] ? side : 1) != count
            || (outputs[output].Field.Type != DataType.Vector && width != 1))
        {
            throw new RowException(
                $"The output '{_outputNames[output]}' of the ONNX model is [{string.Join(", ", about.Shape)}] for {count} rows; it must have a row for each.");
        }

        _widths[output] = (int)width;
        _made[output] = outputs[output].Port.Type switch
        {
            TensorElementType.String => value.GetStringTensorAsArray(),
            TensorElementType.Double => value.GetTensorDataAsSpan<double>().ToArray(),
            TensorElementType.Float => value.GetTensorDataAsSpan<float>().ToArray(),
            TensorElementType.Int64 => value.GetTensorDataAsSpan<long>().ToArray(),
            TensorElementType.Int32 => value.GetTensorDataAsSpan<int>().ToArray(),
            _ => value.GetTensorDataAsSpan<bool>().ToArray(),
        };
    }
}
