using System.Collections.Immutable;

namespace Alink.Statistics;

/// <summary>The numbers of numeric and vector columns, each number of a vector in a slot of its own, slots in the order of the columns.</summary>
sealed class NumberSlots
{
    readonly ImmutableArray<string> _columns;
    readonly int[] _starts;

    /// <exception cref="SchemaException">A column is missing, holds neither numbers nor vectors, or vectors of unknown length.</exception>
    public NumberSlots(Schema schema, ImmutableArray<string> columns)
    {
        _columns = columns;
        _starts = new int[columns.Length + 1];
        for (var c = 0; c < columns.Length; c++)
        {
            var field = schema[columns[c]];
            _starts[c + 1] = _starts[c] + (field.Type.IsNumeric() ? 1
                : field.Type != DataType.Vector ? throw new SchemaException($"Column '{field.Name}' holds {field.Type}, neither numbers nor vectors.")
                : field.VectorLength ?? throw new SchemaException($"The length of the vectors in column '{field.Name}' must be known."));
        }
    }

    /// <summary>How many columns.</summary>
    public int Columns => _columns.Length;

    /// <summary>How many slots.</summary>
    public int Count => _starts[^1];

    /// <summary>The first slot of a column; that of the column after the last is <see cref="Count"/>.</summary>
    public int StartOf(int column) => _starts[column];

    /// <summary>The column of a slot.</summary>
    public int ColumnOf(int slot)
    {
        var column = _columns.Length - 1;
        while (_starts[column] > slot)
        {
            column--;
        }

        return column;
    }

    /// <summary>The name of a slot: the column's, or as <c>features[2]</c>.</summary>
    public string Name(int slot)
    {
        var column = ColumnOf(slot);
        return Name(_columns[column], slot - _starts[column], _starts[column + 1] - _starts[column]);
    }

    /// <summary>The name of a number of a column, of so many.</summary>
    public static string Name(string column, int number, int numbers) => numbers <= 1 ? column : $"{column}[{number}]";

    /// <summary>What a slot is called in messages.</summary>
    public string Describe(int slot)
    {
        var column = ColumnOf(slot);
        return _starts[column + 1] - _starts[column] == 1 ? $"Column '{_columns[column]}'" : $"Feature {slot - _starts[column]} of column '{_columns[column]}'";
    }

    /// <summary>Visits every number with its slot and weight: NaN where it is missing, the zeros of a sparse slot all at once.</summary>
    /// <param name="batch">The rows.</param>
    /// <param name="weights">One weight for each row; empty where every weight is 1.</param>
    /// <param name="visit">Told the slot, the number, and the weight of the rows that hold it.</param>
    public void Visit(Table batch, ReadOnlySpan<double> weights, Action<int, double, double> visit)
    {
        for (var c = 0; c < _columns.Length; c++)
        {
            if (batch.Schema[_columns[c]].Type == DataType.Vector)
            {
                var column = (VectorColumn)batch.Data(_columns[c]);
                Visit(column.Block, column, _starts[c], weights, visit);
                continue;
            }

            var numbers = batch.Numbers(_columns[c]);
            for (var i = 0; i < numbers.Length; i++)
            {
                visit(_starts[c], numbers[i], weights.IsEmpty ? 1 : weights[i]);
            }
        }
    }

    static void Visit(
        VectorBlock rows, VectorColumn column, int start, ReadOnlySpan<double> weights, Action<int, double, double> visit)
    {
        var (storedRows, storedWeight, presentRows, presentWeight) = (new int[rows.Width], new double[rows.Width], 0, 0.0);
        for (var i = 0; i < rows.Rows; i++)
        {
            if (column.IsMissing(i))
            {
                continue;
            }

            var weight = weights.IsEmpty ? 1 : weights[i];
            presentRows++;
            presentWeight += weight;
            var values = rows.ValuesOf(i);
            var indices = rows.IndicesOf(i);
            for (var k = 0; k < values.Length; k++)
            {
                var j = rows.IsDense ? k : indices[k];
                storedRows[j]++;
                storedWeight[j] += weight;
                visit(start + j, values[k], weight);
            }
        }

        for (var j = 0; j < rows.Width; j++)
        {
            if (storedRows[j] < presentRows)
            {
                visit(start + j, 0, presentWeight - storedWeight[j]);
            }
        }
    }
}
