using System.Collections.Immutable;

namespace Alink.IO;

/// <summary>Numbers of several columns in one vector, and back.</summary>
public static class VectorConversions
{
    /// <summary>
    /// The table with a column of dense vectors, each of the numbers of a row; a missing number is NaN.
    /// </summary>
    /// <param name="table">The rows.</param>
    /// <param name="columns">The columns of numbers, in the order of the vector.</param>
    /// <param name="output">Where the vectors go.</param>
    /// <exception cref="SchemaException">A column is missing or holds no numbers.</exception>
    public static Table ColumnsToVector(this Table table, ImmutableArray<string> columns, Column<Vector> output)
    {
        var values = new double[checked(table.RowCount * columns.Length)];
        for (var j = 0; j < columns.Length; j++)
        {
            var field = table.Schema.Field<double>(columns[j]);
            var data = table.Data(field.Name);
            var cell = new Cell(field.Name, field.Type);
            for (var row = 0; row < table.RowCount; row++)
            {
                data.Load(row, cell);
                values[(row * columns.Length) + j] = cell.IsMissing ? double.NaN : cell.Number;
            }
        }

        return table.With(
            new Field(output.Name, DataType.Vector) { VectorLength = columns.Length, FeatureNames = columns },
            new VectorColumn(table.RowCount, columns.Length, values));
    }

    /// <summary>The table with a column of doubles for each number of a vector.</summary>
    /// <param name="table">The rows.</param>
    /// <param name="vector">The vectors; where one is missing, so are its numbers.</param>
    /// <param name="columns">The name of each number; as many as the vectors are long.</param>
    /// <exception cref="SchemaException">The column is missing or holds no vectors, or there is not one name for each
    /// number.</exception>
    public static Table VectorToColumns(this Table table, Column<Vector> vector, ImmutableArray<string> columns)
    {
        var vectors = (VectorColumn)table.Values(vector);
        if (vectors.Width != columns.Length)
        {
            throw new SchemaException(
                $"Column '{vector}' holds vectors of length {vectors.Width}, and there are {columns.Length} names.");
        }

        var numbers = columns.Select(_ => new double[table.RowCount]).ToArray();
        for (var row = 0; row < table.RowCount; row++)
        {
            var (indices, values) = (vectors[row].Indices.ToArray(), vectors[row].Values.ToArray());
            for (var i = 0; i < values.Length; i++)
            {
                numbers[indices.Length > 0 ? indices[i] : i][row] = values[i];
            }
        }

        for (var j = 0; j < columns.Length; j++)
        {
            table = table.With(
                new Field(columns[j], DataType.Double) { IsNullable = vectors.HasMissing },
                new FixedColumn<double>(numbers[j], vectors.Validity));
        }

        return table;
    }
}
