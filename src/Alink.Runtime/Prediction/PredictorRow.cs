using System.Runtime.CompilerServices;

namespace Alink;

/// <summary>A row that is filled in, predicted and read, again and again, by one thread.</summary>
/// <remarks>
/// Its values stay until they are set again or <see cref="Clear"/> takes them away; at first all are missing. Every method
/// throws <see cref="SchemaException"/> for a column that is missing or of another type.
/// </remarks>
public sealed class PredictorRow
{
    readonly Dictionary<string, Cell> _inputs = new(StringComparer.Ordinal);
    readonly Dictionary<string, Cell> _outputs = new(StringComparer.Ordinal);
    readonly Schema _input;
    readonly Schema _output;
    readonly Func<bool> _step;
    bool _isPredicted;

    internal PredictorRow(ITransformer model, Schema input, Schema output)
    {
        (_input, _output) = (input, output);
        var cells = new RowCells(input);
        foreach (var field in input.Fields)
        {
            _inputs.Add(field.Name, cells[field.Name]);
        }

        _step = model.Bind(cells);
        foreach (var field in output.Fields)
        {
            _outputs.Add(field.Name, cells[field.Name]);
        }
    }

    /// <summary>Sets a number.</summary>
    /// <exception cref="RowException">The column holds whole numbers or booleans, and this is none.</exception>
    public PredictorRow Set(string column, double value)
    {
        var cell = Input(column);
        switch (cell.Type)
        {
            case DataType.Double:
                cell.Set(value);
                break;
            case DataType.Single:
                cell.Set((double)(float)value);
                break;
            case DataType.Int32 or DataType.Int64 or DataType.Boolean:
                // 2^63 is the first double above every whole number of 64 bits.
                return value == Math.Truncate(value) && Math.Abs(value) < 1L << 62 ? Set(column, (long)value)
                    : throw new RowException($"Column '{column}' takes {cell.Type}; {value} is none.");
            default:
                throw WrongType(cell, "numbers");
        }

        return this;
    }

    /// <summary>Sets a whole number.</summary>
    /// <exception cref="RowException">The column holds shorter numbers or booleans, and this is none.</exception>
    public PredictorRow Set(string column, long value)
    {
        var cell = Input(column);
        switch (cell.Type)
        {
            case DataType.Int32 when value is < int.MinValue or > int.MaxValue:
            case DataType.Boolean when value is not (0 or 1):
                throw new RowException($"Column '{column}' takes {cell.Type}; {value} is none.");
            case DataType.Boolean or DataType.Int32 or DataType.Int64:
                cell.Set(value);
                break;
            default:
                return Set(column, (double)value);
        }

        return this;
    }

    /// <summary>Sets a boolean; in a column of numbers it is 0 or 1.</summary>
    public PredictorRow Set(string column, bool value) => Set(column, value ? 1L : 0L);

    /// <summary>Sets text; null takes the value away.</summary>
    public PredictorRow Set(string column, string? value)
    {
        Input(column, DataType.String).Set(value);
        return this;
    }

    /// <summary>Sets a moment.</summary>
    public PredictorRow Set(string column, DateTimeOffset value)
    {
        Input(column, DataType.DateTimeOffset).Set(value);
        return this;
    }

    /// <summary>Sets a dense vector; its numbers are copied.</summary>
    /// <exception cref="RowException">The column is known to hold vectors of another length.</exception>
    [OverloadResolutionPriority(1)]
    public PredictorRow Set(string column, ReadOnlySpan<double> values)
    {
        var cell = VectorInput(column, values.Length);
        values.CopyTo(cell.Dense(values.Length));
        return this;
    }

    /// <summary>Sets a dense vector; its numbers are copied.</summary>
    /// <exception cref="RowException">The column is known to hold vectors of another length.</exception>
    public PredictorRow Set(string column, ReadOnlySpan<float> values)
    {
        var numbers = VectorInput(column, values.Length).Dense(values.Length);
        for (var j = 0; j < values.Length; j++)
        {
            numbers[j] = values[j];
        }

        return this;
    }

    /// <summary>Sets a vector without copying its numbers, which stay as they are until the prediction.</summary>
    /// <exception cref="RowException">The column is known to hold vectors of another length.</exception>
    public PredictorRow Set(string column, Vector value)
    {
        VectorInput(column, value.Length).Set(value);
        return this;
    }

    /// <summary>Takes a value away.</summary>
    public PredictorRow SetMissing(string column)
    {
        Input(column).SetMissing();
        return this;
    }

    /// <summary>Takes every value away.</summary>
    public PredictorRow Clear()
    {
        foreach (var cell in _inputs.Values)
        {
            cell.SetMissing();
        }

        return this;
    }

    /// <summary>Predicts the row.</summary>
    /// <exception cref="RowException">The model cannot take the row, or leaves it out.</exception>
    public void Predict()
    {
        if (!TryPredict())
        {
            throw new RowException("The model leaves this row out.");
        }
    }

    /// <summary>Predicts the row.</summary>
    /// <returns>False where the model leaves the row out; then there is nothing to be read.</returns>
    /// <exception cref="RowException">The model cannot take the row.</exception>
    public bool TryPredict()
    {
        _isPredicted = false; // For a step may throw.
        return _isPredicted = _step();
    }

    /// <summary>Whether a column has no value.</summary>
    public bool IsMissing(string column) => Output(column).IsMissing;

    /// <summary>The number in a column, whatever the type of its numbers; a boolean is 0 or 1.</summary>
    /// <exception cref="RowException">There is no value.</exception>
    public double Number(string column)
    {
        var cell = Output(column);
        return cell.Type.IsNumeric() ? Held(cell).Number : throw WrongType(cell, "numbers");
    }

    /// <summary>The whole number in a column; a boolean is 0 or 1.</summary>
    /// <exception cref="RowException">There is no value.</exception>
    public long Integer(string column)
    {
        var cell = Output(column);
        return cell.Type is DataType.Int32 or DataType.Int64 or DataType.Boolean ? Held(cell).Integer
            : throw WrongType(cell, "whole numbers");
    }

    /// <summary>The boolean in a column.</summary>
    /// <exception cref="RowException">There is no value.</exception>
    public bool Boolean(string column) => Output(column, DataType.Boolean).Integer != 0;

    /// <summary>The text in a column.</summary>
    /// <exception cref="RowException">There is no value.</exception>
    public string Text(string column) => Output(column, DataType.String).Text;

    /// <summary>The moment in a column.</summary>
    /// <exception cref="RowException">There is no value.</exception>
    public DateTimeOffset Time(string column) => Output(column, DataType.DateTimeOffset).Time;

    /// <summary>The vector in a column: a view, which the next prediction changes.</summary>
    /// <exception cref="RowException">There is no value.</exception>
    public Vector Vector(string column) => Output(column, DataType.Vector).Vector;

    Cell Input(string column) =>
        _inputs.TryGetValue(column, out var cell) ? cell : _inputs[_input[column].Name];

    Cell Input(string column, DataType type)
    {
        var cell = Input(column);
        return cell.Type == type ? cell : throw WrongType(cell, type.ToString());
    }

    Cell VectorInput(string column, int length)
    {
        var cell = Input(column, DataType.Vector);
        return _input[column].VectorLength is { } known && known != length
            ? throw new RowException($"Column '{column}' takes vectors of length {known}, not {length}.")
            : cell;
    }

    Cell Output(string column) =>
        !_isPredicted ? throw new InvalidOperationException("The row is read before it is predicted.")
        : _outputs.TryGetValue(column, out var cell) ? cell
        : _outputs[_output[column].Name];

    Cell Output(string column, DataType type)
    {
        var cell = Output(column);
        return cell.Type == type ? Held(cell) : throw WrongType(cell, type.ToString());
    }

    static Cell Held(Cell cell) => !cell.IsMissing ? cell : throw new RowException($"Column '{cell.Name}' has no value.");

    static SchemaException WrongType(Cell cell, string asked) => new($"Column '{cell.Name}' holds {cell.Type}, not {asked}.");
}
