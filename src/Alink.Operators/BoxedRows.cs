using System.Globalization;

namespace Alink.Operators;

/// <summary>Tables of rows of any values.</summary>
static class BoxedRows
{
    public static Table Table(IEnumerable<object?[]> rows, Schema schema)
    {
        var builders = schema.Fields.Select(field => ColumnBuilder.Of(field)).ToArray();
        var cells = schema.Fields.Select(field => new Cell(field.Name, field.Type)).ToArray();
        var number = 0;
        foreach (var row in rows)
        {
            if (row.Length != cells.Length)
            {
                throw new SchemaException($"Row {number} has {row.Length} values, and there are {cells.Length} columns.");
            }

            for (var c = 0; c < cells.Length; c++)
            {
                Set(cells[c], row[c], number);
                builders[c].Append(cells[c]);
            }

            number++;
        }

        return new(schema, [.. builders.Select(builder => builder.Build())]);
    }

    static void Set(Cell cell, object? value, int row)
    {
        switch (value, cell.Type)
        {
            case (null, _):
                cell.SetMissing();
                break;
            case (bool boolean, DataType.Boolean):
                cell.Set(boolean);
                break;
            case (int or long or short or byte or sbyte or ushort or uint, DataType.Int32 or DataType.Int64)
                when Convert.ToInt64(value, CultureInfo.InvariantCulture) is var whole && (cell.Type == DataType.Int64 || whole == (int)whole):
                cell.Set(whole);
                break;
            case (int or long or short or byte or sbyte or ushort or uint or float or double or decimal, DataType.Single or DataType.Double):
                cell.Set(Convert.ToDouble(value, CultureInfo.InvariantCulture));
                break;
            case (string text, DataType.String):
                cell.Set(text);
                break;
            case (DateTimeOffset moment, DataType.DateTimeOffset):
                cell.Set(moment);
                break;
            case (DateTime time, DataType.DateTimeOffset):
                cell.Set(time.Kind == DateTimeKind.Unspecified ? new DateTimeOffset(time, TimeSpan.Zero) : new DateTimeOffset(time));
                break;
            case (Vector vector, DataType.Vector):
                cell.Set(vector);
                break;
            case (string text, DataType.Vector):
                cell.Set(IO.VectorText.Parse(text));
                break;
            default:
                throw new SchemaException($"In row {row}, a {value.GetType().Name} stands in column '{cell.Name}' of {cell.Type}: '{value}'.");
        }
    }
}
