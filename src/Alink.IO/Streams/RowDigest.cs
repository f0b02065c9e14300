using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Alink.IO;

/// <summary>What tells the rows of an epoch from other rows, whatever tables they come in: their SHA-256.</summary>
static class RowDigest
{
    /// <summary>The digest of rows, in hexadecimal digits.</summary>
    public static string Of(IReadOnlyList<Table> tables)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var field in tables[0].Schema.Fields)
        {
            Append(hash, Encoding.UTF8.GetBytes(field.Name));
        }

        foreach (var table in tables)
        {
            ColumnData[] columns = [.. table.Schema.Fields.Select(field => table.Data(field.Name))];
            for (var row = 0; row < table.RowCount; row++)
            {
                foreach (var column in columns)
                {
                    Append(hash, column, row);
                }
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    static void Append(IncrementalHash hash, ColumnData column, int row)
    {
        if (column.IsMissing(row))
        {
            Append(hash, -1);
            return;
        }

        switch (column)
        {
            case FixedColumn<bool> values:
                Append(hash, values.Values[row] ? 1 : 0);
                break;
            case FixedColumn<int> values:
                Append(hash, values.Values[row]);
                break;
            case FixedColumn<long> values:
                Append(hash, values.Values[row]);
                break;
            case FixedColumn<float> values:
                Append(hash, BitConverter.SingleToInt32Bits(values.Values[row]));
                break;
            case FixedColumn<double> values:
                Append(hash, BitConverter.DoubleToInt64Bits(values.Values[row]));
                break;
            case FixedColumn<DateTimeOffset> values:
                Append(hash, values.Values[row].Ticks);
                Append(hash, values.Values[row].Offset.Ticks);
                break;
            case StringColumn values:
                Append(hash, values.Utf8(row));
                break;
            case VectorColumn values:
                foreach (var number in values[row].ToArray())
                {
                    Append(hash, BitConverter.DoubleToInt64Bits(number));
                }

                break;
            default:
                throw new SchemaException($"A column of {column.GetType().Name} cannot be told apart.");
        }
    }

    static void Append(IncrementalHash hash, ReadOnlySpan<byte> text)
    {
        Append(hash, text.Length);
        hash.AppendData(text);
    }

    static void Append(IncrementalHash hash, long number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
        hash.AppendData(bytes);
    }
}
