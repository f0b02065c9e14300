namespace Alink.Runtime;

/// <summary>Rows as bytes, for states that keep whole rows for a while: equal rows have equal bytes, whatever batch they
/// came in.</summary>
static class RowBytes
{
    /// <summary>The bytes of what cells hold.</summary>
    public static byte[] Of(ReadOnlySpan<Cell> cells)
    {
        var writer = new StateWriter();
        foreach (var cell in cells)
        {
            writer.Write(cell.IsMissing);
            if (cell.IsMissing)
            {
                continue;
            }

            switch (cell.Type)
            {
                case DataType.String:
                    writer.Write(cell.Utf8.Length);
                    writer.Write(cell.Utf8);
                    break;
                case DataType.Vector:
                    Write(writer, cell.Vector);
                    break;
                case DataType.DateTimeOffset:
                    writer.Write(cell.Time.Ticks);
                    writer.Write((short)cell.Time.TotalOffsetMinutes);
                    break;
                case DataType.Single or DataType.Double:
                    writer.Write(cell.Number);
                    break;
                default:
                    writer.Write(cell.Integer);
                    break;
            }
        }

        return writer.ToArray();
    }

    /// <summary>Sets cells to what bytes say.</summary>
    public static void Load(byte[] bytes, ReadOnlySpan<Cell> cells)
    {
        var reader = new StateReader(bytes);
        foreach (var cell in cells)
        {
            if (reader.Read<bool>())
            {
                cell.SetMissing();
                continue;
            }

            switch (cell.Type)
            {
                case DataType.String:
                    cell.SetUtf8(reader.Take(reader.Read<int>()).ToArray());
                    break;
                case DataType.Vector:
                    Load(ref reader, cell);
                    break;
                case DataType.DateTimeOffset:
                    cell.Set(new DateTimeOffset(reader.Read<long>(), TimeSpan.FromMinutes(reader.Read<short>())));
                    break;
                case DataType.Single or DataType.Double:
                    cell.Set(reader.Read<double>());
                    break;
                default:
                    cell.Set(reader.Read<long>());
                    break;
            }
        }
    }

    static void Write(StateWriter writer, Vector vector)
    {
        writer.Write(vector.Length);
        writer.Write(vector.IsDense ? -1 : vector.Indices.Length);
        writer.Write(vector.IsDense ? [] : vector.Indices);
        writer.Write(vector.Values);
    }

    static void Load(ref StateReader reader, Cell cell)
    {
        var (length, stored) = (reader.Read<int>(), reader.Read<int>());
        if (stored < 0)
        {
            reader.Read(cell.Dense(length));
            return;
        }

        var (indices, values) = (new int[stored], new double[stored]);
        reader.Read<int>(indices);
        reader.Read<double>(values);
        cell.BeginSparse(length);
        for (var i = 0; i < stored; i++)
        {
            cell.Store(indices[i], values[i]);
        }

        cell.EndSparse();
    }
}
