using Npgsql;
using NpgsqlTypes;

namespace Alink.IO;

/// <summary>A column as binary COPY takes it.</summary>
/// <param name="data">The values.</param>
readonly struct PostgreSqlColumn(ColumnData data)
{
    /// <summary>The type that a column is sent as.</summary>
    public static string TypeOf(Field field) => field.Type switch
    {
        DataType.Boolean => "boolean",
        DataType.Int32 => "integer",
        DataType.Int64 => "bigint",
        DataType.Single => "real",
        DataType.Double => "double precision",
        DataType.String => "text",
        DataType.DateTimeOffset => "timestamptz",
        DataType.Vector => "double precision[]",
        _ => throw new SchemaException($"Column '{field.Name}' of {field.Type} cannot be written to PostgreSQL."),
    };

    /// <summary>Writes the value of a row.</summary>
    public void Write(NpgsqlBinaryImporter copy, int row)
    {
        if (data.IsMissing(row))
        {
            copy.WriteNull();
            return;
        }

        switch (data)
        {
            case FixedColumn<bool> values:
                copy.Write(values.Values[row], NpgsqlDbType.Boolean);
                break;
            case FixedColumn<int> values:
                copy.Write(values.Values[row], NpgsqlDbType.Integer);
                break;
            case FixedColumn<long> values:
                copy.Write(values.Values[row], NpgsqlDbType.Bigint);
                break;
            case FixedColumn<float> values:
                copy.Write(values.Values[row], NpgsqlDbType.Real);
                break;
            case FixedColumn<double> values:
                copy.Write(values.Values[row], NpgsqlDbType.Double);
                break;
            case FixedColumn<DateTimeOffset> values:
                copy.Write(values.Values[row].UtcDateTime, NpgsqlDbType.TimestampTz);
                break;
            case StringColumn values:
                copy.Write(values[row], NpgsqlDbType.Text);
                break;
            default:
                copy.Write(((VectorColumn)data)[row].ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Double);
                break;
        }
    }
}
