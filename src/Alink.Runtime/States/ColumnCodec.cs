using System.Collections.Immutable;

namespace Alink.Runtime;

/// <summary>Columns: their type, which rows are missing, and their raw buffers.</summary>
sealed class ColumnCodec<TColumn> : Codec<TColumn>
    where TColumn : ColumnData
{
    public override int LeastBytes => 2 * sizeof(int);

    public override void Write(StateWriter writer, TColumn column)
    {
        writer.Write((int)column.Type);
        Arrays<ulong>().Write(writer, MissingBits(column));
        switch (column)
        {
            case FixedColumn<bool> booleans: Arrays<bool>().WriteSpan(writer, booleans.Values); break;
            case FixedColumn<int> numbers: Arrays<int>().WriteSpan(writer, numbers.Values); break;
            case FixedColumn<long> numbers: Arrays<long>().WriteSpan(writer, numbers.Values); break;
            case FixedColumn<float> numbers: Arrays<float>().WriteSpan(writer, numbers.Values); break;
            case FixedColumn<double> numbers: Arrays<double>().WriteSpan(writer, numbers.Values); break;
            case FixedColumn<DateTimeOffset> moments: Arrays<DateTimeOffset>().WriteSpan(writer, moments.Values); break;
            case StringColumn text: Write(writer, text); break;
            default: Write(writer, (VectorColumn)(ColumnData)column); break;
        }
    }

    public override TColumn Read(ref StateReader reader)
    {
        var type = reader.Read<DataType>();
        var bits = Arrays<ulong>().Read(ref reader);
        var validity = new Validity(bits);
        ColumnData column;
        try
        {
            column = type switch
            {
                DataType.Boolean => new FixedColumn<bool>(Buffer<bool>(ref reader), validity),
                DataType.Int32 => new FixedColumn<int>(Buffer<int>(ref reader), validity),
                DataType.Int64 => new FixedColumn<long>(Buffer<long>(ref reader), validity),
                DataType.Single => new FixedColumn<float>(Buffer<float>(ref reader), validity),
                DataType.Double => new FixedColumn<double>(Buffer<double>(ref reader), validity),
                DataType.DateTimeOffset =>
                    new FixedColumn<DateTimeOffset>(Buffer<DateTimeOffset>(ref reader), validity),
                DataType.String => ReadText(ref reader, validity),
                DataType.Vector => ReadVectors(ref reader, validity),
                _ => throw new InvalidDataException($"There is no column type {(int)type}."),
            };
        }
        catch (ArgumentException exception)
        {
            throw new InvalidDataException($"The bytes make no column: {exception.Message}", exception);
        }

        return bits is not null && bits.Length != (column.Length + 63) / 64
            ? throw new InvalidDataException($"{bits.Length} words tell which of {column.Length} rows are missing.")
            : column as TColumn ?? throw new InvalidDataException(
                $"A column of {type} stands in the place of a {typeof(TColumn).Name}.");
    }

    static void Write(StateWriter writer, StringColumn text)
    {
        // Of a dictionary with more texts than rows most would be sent for nothing.
        var encoded = text.Dictionary is { Length: > 0 } && text.Dictionary.Length <= text.Length;
        Codecs.Of<bool>().Write(writer, encoded);
        if (encoded)
        {
            var codes = text.Codes.ToArray();
            for (var row = 0; row < codes.Length; row++)
            {
                codes[row] = text.IsMissing(row) ? 0 : codes[row];
            }

            Arrays<int>().WriteSpan(writer, codes);
            Codecs.Of<StringColumn>().Write(writer, text.Dictionary!);
            return;
        }

        var ends = new int[text.Length];
        for (var (row, end) = (0, 0); row < ends.Length; row++)
        {
            ends[row] = end = checked(end + text.Utf8(row).Length);
        }

        Arrays<int>().WriteSpan(writer, ends);
        for (var row = 0; row < ends.Length; row++)
        {
            writer.Write(text.Utf8(row));
        }
    }

    static StringColumn ReadText(ref StateReader reader, Validity validity)
    {
        if (Codecs.Of<bool>().Read(ref reader))
        {
            var codes = Buffer<int>(ref reader);
            reader.Enter(); // A dictionary may not stand over a dictionary, without end.
            var dictionary = Codecs.Of<StringColumn>().Read(ref reader);
            reader.Leave();
            return dictionary.Dictionary is not null
                || codes.AsSpan().ContainsAnyExceptInRange(0, dictionary.Length - 1)
                ? throw new InvalidDataException($"Codes lie outside their dictionary of {dictionary.Length} texts.")
                : new(codes, dictionary, validity);
        }

        var offsets = Offsets(Buffer<int>(ref reader));
        return new(reader.Take(offsets[^1]).ToArray(), offsets, validity);
    }

    static void Write(StateWriter writer, VectorColumn vectors)
    {
        var block = vectors.Block;
        var dense = vectors.IsDense && vectors.Width > 0; // Vectors of no numbers are counted by their ends.
        writer.Write(vectors.Width);
        Codecs.Of<bool>().Write(writer, dense);
        if (dense)
        {
            Arrays<double>().WriteSpan(writer, block.Values);
            return;
        }

        var (first, last) = block.IsDense ? (0, 0) : (block.Offsets[0], block.Offsets[block.Rows]);
        var ends = new int[block.Rows];
        for (var row = 0; row < ends.Length; row++)
        {
            ends[row] = block.IsDense ? 0 : block.Offsets[row + 1] - first;
        }

        Arrays<int>().WriteSpan(writer, ends);
        Arrays<int>().WriteSpan(writer, block.Indices[first..last]);
        Arrays<double>().WriteSpan(writer, block.Values[first..last]);
    }

    static VectorColumn ReadVectors(ref StateReader reader, Validity validity)
    {
        var width = reader.Read<int>();
        if (width < 0)
        {
            throw new InvalidDataException($"Vectors cannot have {width} numbers.");
        }

        if (Codecs.Of<bool>().Read(ref reader))
        {
            var dense = Buffer<double>(ref reader);
            return width == 0 || dense.Length % width != 0
                ? throw new InvalidDataException($"{dense.Length} numbers make no vectors of {width}.")
                : new(dense.Length / width, width, dense, validity);
        }

        var offsets = Offsets(Buffer<int>(ref reader));
        var (indices, values) = (Buffer<int>(ref reader), Buffer<double>(ref reader));
        if (indices.Length != offsets[^1] || values.Length != offsets[^1] || !Rise(offsets, indices, width))
        {
            throw new InvalidDataException("The places of a sparse column's numbers do not rise within its rows.");
        }

        return width == 0
            ? new(offsets.Length - 1, width, values, validity)
            : new(width, offsets, indices, values, validity);
    }

    static bool Rise(int[] offsets, int[] indices, int width)
    {
        for (var row = 0; row + 1 < offsets.Length; row++)
        {
            for (var (i, last) = (offsets[row], -1); i < offsets[row + 1]; i++)
            {
                if (indices[i] <= last || indices[i] >= width)
                {
                    return false;
                }

                last = indices[i];
            }
        }

        return true;
    }

    /// <summary>Where each row begins and the last ends, from where each ends.</summary>
    static int[] Offsets(int[] ends)
    {
        var offsets = new int[ends.Length + 1];
        for (var row = 0; row < ends.Length; row++)
        {
            offsets[row + 1] = ends[row] >= offsets[row] ? ends[row]
                : throw new InvalidDataException("A row ends before it begins.");
        }

        return offsets;
    }

    static ulong[]? MissingBits(ColumnData column)
    {
        if (!column.HasMissing)
        {
            return null;
        }

        var bits = new ulong[(column.Length + 63) / 64];
        for (var row = 0; row < column.Length; row++)
        {
            bits[row >> 6] |= column.IsMissing(row) ? 0 : 1UL << row;
        }

        return bits;
    }

    static ArrayCodec<T> Arrays<T>() => (ArrayCodec<T>)(object)Codecs.Of<T[]?>();

    static T[] Buffer<T>(ref StateReader reader) =>
        Arrays<T>().Read(ref reader) ?? throw new InvalidDataException("A column has no values.");

    public override string Shape(ImmutableHashSet<Type> within) => nameof(ColumnData);
}
