using System.Collections.Frozen;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Alink.Runtime;

/// <summary>Arrays in NumPy's own format (NEP 1, versions 1.0 and 2.0): little-endian, in C order.</summary>
static class NumPyFile
{
    const int Alignment = 64;
    const int LongestHeader = 4096;
    const int PieceBytes = 1 << 20;

    static readonly FrozenDictionary<Type, string> Names = new Dictionary<Type, string>
    {
        [typeof(bool)] = "|b1",
        [typeof(sbyte)] = "|i1",
        [typeof(byte)] = "|u1",
        [typeof(short)] = "<i2",
        [typeof(ushort)] = "<u2",
        [typeof(int)] = "<i4",
        [typeof(uint)] = "<u4",
        [typeof(long)] = "<i8",
        [typeof(ulong)] = "<u8",
        [typeof(float)] = "<f4",
        [typeof(double)] = "<f8",
    }.ToFrozenDictionary();

    static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>Whether the format has a name for a type of numbers.</summary>
    public static bool Holds(Type type) => Names.ContainsKey(type);

    /// <summary>Writes an array.</summary>
    /// <param name="file">Where to.</param>
    /// <param name="values">The numbers, row by row.</param>
    /// <param name="shape">The length of each dimension.</param>
    public static void Write<T>(Stream file, ReadOnlySpan<T> values, params ReadOnlySpan<int> shape)
        where T : unmanaged
    {
        var lengths = string.Join(", ", shape.ToArray()) + (shape.Length == 1 ? "," : "");
        var header = $"{{'descr': '{Names[typeof(T)]}', 'fortran_order': False, 'shape': ({lengths}), }}";
        var start = Magic.Length + 4;
        var padded = ((start + header.Length + 1 + Alignment - 1) / Alignment * Alignment) - start;
        file.Write(Magic);
        file.Write([1, 0, (byte)(padded & 0xFF), (byte)(padded >> 8)]);
        file.Write(Encoding.ASCII.GetBytes(header.PadRight(padded - 1) + '\n'));
        while (!values.IsEmpty) // In pieces, for the bytes of all may be more than a span can have.
        {
            var piece = Math.Min(values.Length, PieceBytes);
            file.Write(MemoryMarshal.AsBytes(values[..piece]));
            values = values[piece..];
        }
    }

    /// <summary>Reads an array.</summary>
    /// <param name="file">Where from.</param>
    /// <param name="bytes">How many bytes the file is said to have.</param>
    /// <param name="dimensions">How many dimensions the array must have.</param>
    /// <returns>The numbers, row by row, and the length of each dimension.</returns>
    /// <exception cref="InvalidDataException">It is no such array, or not as long as it is said to be.</exception>
    public static (T[] Values, int[] Shape) Read<T>(Stream file, long bytes, int dimensions)
        where T : unmanaged
    {
        var (type, isFortran, shape, length) = ReadHeader(file);
        if (type != Names[typeof(T)])
        {
            throw new InvalidDataException($"It holds numbers of type '{type}'; they must be of type '{Names[typeof(T)]}'.");
        }

        if (isFortran)
        {
            throw new InvalidDataException("It is in Fortran order; it must be in C order.");
        }

        if (shape.Length != dimensions)
        {
            throw new InvalidDataException($"It has {shape.Length} dimensions; it must have {dimensions}.");
        }

        // Checked before anything is allocated; no product of lengths can overflow what it is compared with.
        var room = bytes - length;
        var count = shape.Aggregate((Int128)1, (product, one) => product * one);
        if (count * Unsafe.SizeOf<T>() != room || count > Array.MaxLength || shape.Any(one => one > Array.MaxLength))
        {
            throw new InvalidDataException(
                $"Its shape is ({string.Join(", ", shape)}), and it holds {room} bytes of numbers.");
        }

        var values = new T[(int)count];
        var rest = values.AsSpan();
        while (!rest.IsEmpty)
        {
            var piece = Math.Min(rest.Length, PieceBytes);
            file.ReadExactly(MemoryMarshal.AsBytes(rest[..piece]));
            rest = rest[piece..];
        }

        return values is bool[] && MemoryMarshal.AsBytes(values.AsSpan()).IndexOfAnyExceptInRange((byte)0, (byte)1) >= 0
            ? throw new InvalidDataException("It holds a truth value that is neither 0 nor 1.")
            : (values, [.. shape.Select(one => (int)one)]);
    }

    static (string Type, bool IsFortran, long[] Shape, int Length) ReadHeader(Stream file)
    {
        var start = new byte[Magic.Length + 4];
        file.ReadExactly(start);
        if (!start.AsSpan().StartsWith(Magic))
        {
            throw new InvalidDataException("It is no array of NumPy's.");
        }

        int length = start[8] | start[9] << 8;
        var before = start.Length;
        if ((start[6], start[7]) == (2, 0))
        {
            var more = new byte[2];
            file.ReadExactly(more);
            length |= more[0] << 16 | more[1] << 24;
            before += more.Length;
        }
        else if ((start[6], start[7]) != (1, 0))
        {
            throw new InvalidDataException($"It is of version {start[6]}.{start[7]} of NumPy's format; 1.0 and 2.0 are read.");
        }

        if (length is < 0 or > LongestHeader)
        {
            throw new InvalidDataException($"Its header is said to have {(uint)length} bytes; at most {LongestHeader} are read.");
        }

        var header = new byte[length];
        file.ReadExactly(header);
        return NumPyHeader.Parse(Encoding.Latin1.GetString(header)) is var (type, isFortran, shape)
            ? (type, isFortran, shape, before + length)
            : throw new InvalidDataException($"Its header cannot be read: {Encoding.Latin1.GetString(header).Trim()}");
    }
}
