using System.Buffers.Binary;

namespace Alink.IO;

/// <summary>Walks over a structure in Thrift's compact protocol without building
/// it, and refuses what is none.</summary>
/// <remarks>
/// A footer or page header that is not well formed can send a decoder round in circles; so each is walked once before it is
/// decoded. "Thrift compact protocol encoding", Apache Thrift specification.
/// </remarks>
ref struct ThriftWalk(ReadOnlySpan<byte> bytes)
{
    const int Deepest = 32;
    const int Byte = 3;
    const int Int64 = 6;
    const int Double = 7;
    const int Binary = 8;
    const int List = 9;
    const int Set = 10;
    const int Map = 11;
    const int Struct = 12;

    readonly ReadOnlySpan<byte> _bytes = bytes;

    /// <summary>How many bytes have been walked over.</summary>
    public int Place { get; private set; }

    /// <summary>The size that it told; −1 where it told none.</summary>
    public long Size { get; private set; } = -1;

    /// <summary>The count that it told; 0 where it told none.</summary>
    public long Count { get; private set; }

    /// <summary>Walks over a structure.</summary>
    /// <param name="shape">What its fields must be.</param>
    /// <exception cref="InvalidDataException">The bytes are no such structure.</exception>
    public void Walk(ThriftShape shape) => Structure(shape, depth: 0);

    /// <summary>Walks over the footer of a Parquet file.</summary>
    /// <exception cref="InvalidDataException">The file has no footer, or one that is not well formed.</exception>
    public static void CheckFooter(Stream file)
    {
        Span<byte> tail = stackalloc byte[8];
        if (file.Length < 12)
        {
            throw new InvalidDataException("The file is too short.");
        }

        file.Seek(-tail.Length, SeekOrigin.End);
        file.ReadExactly(tail);
        var length = BinaryPrimitives.ReadInt32LittleEndian(tail);
        if (!tail[4..].SequenceEqual("PAR1"u8) || length <= 0 || length > file.Length - 12)
        {
            throw new InvalidDataException("The file does not end as a Parquet file does.");
        }

        var footer = new byte[length];
        file.Seek(-tail.Length - length, SeekOrigin.End);
        file.ReadExactly(footer);
        new ThriftWalk(footer).Walk(ThriftShape.Footer);
        file.Position = 0;
    }

    /// <summary>Walks over the page headers of a column chunk.</summary>
    /// <param name="file">The file; its position is left as it was.</param>
    /// <param name="start">Where the first page begins.</param>
    /// <param name="length">How many bytes the pages take.</param>
    /// <param name="values">How many values they hold, missing ones included.</param>
    /// <exception cref="InvalidDataException">A header is not well formed, a page does not lie within the file, or there
    /// are other values.</exception>
    public static void CheckPages(Stream file, long start, long length, long values)
    {
        const int longestHeader = 1 << 16;
        if (start < 4 || length < 0 || length > file.Length - start)
        {
            throw new InvalidDataException($"Pages from byte {start} on, {length} bytes long, do not lie within the file.");
        }

        var position = file.Position;
        var header = new byte[longestHeader];
        var found = 0L;
        for (var end = start + length; start < end;)
        {
            file.Position = start;
            var longest = header.AsSpan(0, (int)Math.Min(longestHeader, end - start));
            var read = file.ReadAtLeast(longest, longest.Length, throwOnEndOfStream: false);
            var walk = new ThriftWalk(longest[..read]);
            walk.Walk(ThriftShape.PageHeader);
            if (walk.Size < 0 || walk.Size > end - start - walk.Place || walk.Count < 0)
            {
                throw new InvalidDataException($"The page at byte {start} does not end within its column.");
            }

            start += walk.Place + walk.Size;
            found += walk.Count;
        }

        if (found != values)
        {
            throw new InvalidDataException($"The column says it holds {values} values; its pages hold {found}.");
        }

        file.Position = position;
    }

    void Structure(ThriftShape? shape, int depth)
    {
        var field = 0L;
        for (var header = Next(); header != 0; header = Next())
        {
            field = header >> 4 == 0 ? Whole() : field + (header >> 4);
            var (type, (must, inner)) = (header & 15, shape?[field] ?? (' ', null));
            if (!Is(type, char.IsUpper(must) ? 'L' : must))
            {
                throw new InvalidDataException($"Field {field} of a structure is of another type.");
            }

            switch (must)
            {
                case 'z':
                    Size = Whole();
                    break;
                case 'n':
                    Count = Whole();
                    break;
                default:
                    Value(type, isElement: false, must, inner, depth);
                    break;
            }
        }
    }

    void Value(int type, bool isElement, char must, ThriftShape? shape, int depth)
    {
        if (depth > Deepest)
        {
            throw new InvalidDataException("The structure is nested too deeply.");
        }

        switch (type)
        {
            case 1 or 2:
                Skip(isElement ? 1UL : 0UL);
                break;
            case Byte:
                Skip(1);
                break;
            case > Byte and <= Int64:
                Whole();
                break;
            case Double:
                Skip(8);
                break;
            case Binary:
                Skip(Unsigned());
                break;
            case List or Set:
                var header = Next();
                var count = header >> 4 == 15 ? Unsigned() : (ulong)header >> 4;
                if (count > 0 && !Is(header & 15, char.ToLowerInvariant(must)))
                {
                    throw new InvalidDataException("The elements of a list are of another type.");
                }

                Elements(count, shape, depth, header & 15);
                break;
            case Map:
                var pairs = Unsigned();
                var types = pairs == 0 ? 0 : Next();
                Elements(pairs, shape, depth, types >> 4, types & 15);
                break;
            case Struct:
                Structure(shape, depth + 1);
                break;
            default:
                throw new InvalidDataException($"There is no Thrift type {type}.");
        }
    }

    void Elements(ulong count, ThriftShape? shape, int depth, params ReadOnlySpan<int> types)
    {
        if (count > (ulong)(_bytes.Length - Place))
        {
            throw new InvalidDataException($"A list of {count} elements does not lie within its structure.");
        }

        for (var i = 0UL; i < count; i++)
        {
            foreach (var type in types)
            {
                Value(type, isElement: true, ' ', shape, depth + 1);
            }
        }
    }

    /// <summary>Whether a type is what a letter of a <see cref="ThriftShape"/> says; L is a list.</summary>
    static bool Is(int type, char letter) => letter switch
    {
        'i' or 'z' or 'n' => type is > Byte and <= Int64,
        'y' => type == Byte,
        't' => type is 1 or 2,
        'b' => type == Binary,
        's' => type == Struct,
        'L' => type == List,
        _ => true,
    };

    int Next() => Place < _bytes.Length ? _bytes[Place++] : throw new InvalidDataException("The structure is cut off.");

    void Skip(ulong count) => Place = count <= (ulong)(_bytes.Length - Place)
        ? Place + (int)count
        : throw new InvalidDataException("The structure is cut off.");

    /// <summary>A number in ZigZag: 0, −1, 1, −2 …</summary>
    long Whole()
    {
        var bits = Unsigned();
        return (long)(bits >> 1) ^ -(long)(bits & 1);
    }

    ulong Unsigned()
    {
        var value = 0UL;
        for (var shift = 0; shift < 70; shift += 7)
        {
            var next = Next();
            value |= (ulong)(next & 127) << shift;
            if (next < 128)
            {
                return value;
            }
        }

        throw new InvalidDataException("A number is longer than ten bytes.");
    }
}
