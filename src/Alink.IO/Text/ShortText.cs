using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Alink.IO;

/// <summary>Texts of at most 8 bytes as one number: its lowest byte is the text's first, and above its last stand zeros.</summary>
/// <remarks>No branch depends on the length, which in columns of names no processor foresees.</remarks>
static class ShortText
{
    /// <summary>The longest text, in bytes.</summary>
    public const int Width = 8;

    /// <summary>Reads a field; false where it must be read another way.</summary>
    /// <param name="record">The record in which the field lies, with at least 8 bytes from where it begins or up to where it ends.</param>
    /// <param name="field">The field: a part of the record's memory, or else it is left alone.</param>
    /// <param name="text">The text.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryRead(ReadOnlySpan<byte> record, ReadOnlySpan<byte> field, out ulong text)
    {
        text = 0;
        ref var first = ref MemoryMarshal.GetReference(field);
        var begin = (long)Unsafe.ByteOffset(ref MemoryMarshal.GetReference(record), ref first);
        var end = begin + field.Length;
        if (!BitConverter.IsLittleEndian || field.Length > Width || begin < 0 || end > record.Length)
        {
            return false;
        }

        // Half of what is not the field's at a time, as a shift by 64 bits would be none.
        var half = 4 * (Width - field.Length);
        if (begin + Width <= record.Length)
        {
            text = Unsafe.ReadUnaligned<ulong>(ref first) << half << half >> half >> half;
            return true;
        }

        if (end >= Width)
        {
            text = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref first, field.Length - Width)) >> half >> half;
            return true;
        }

        return false;
    }

    /// <summary>A text of at most 8 bytes, wherever it lies.</summary>
    public static ulong Of(ReadOnlySpan<byte> text)
    {
        Span<byte> bytes = stackalloc byte[Width];
        bytes.Clear();
        text.CopyTo(bytes);
        return BitConverter.ToUInt64(bytes);
    }

    /// <summary>The bytes of a text.</summary>
    public static ReadOnlySpan<byte> Bytes(ref readonly ulong text, int length) =>
        MemoryMarshal.AsBytes(new ReadOnlySpan<ulong>(in text))[..length];

    /// <summary>Whether every byte is an ASCII character.</summary>
    public static bool IsAscii(ulong text) => (text & 0x8080_8080_8080_8080) == 0;
}
