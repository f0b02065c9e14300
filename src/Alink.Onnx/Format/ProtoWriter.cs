using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Alink.Onnx;

/// <summary>The wire format of Protocol Buffers, as far as ONNX needs it: a field is a tag and its value.</summary>
/// <remarks>A tag is the field's number times 8 and the wire type: 0 for a varint, 2 for bytes after their length, 5 for
/// four bytes. "Encoding", protobuf.dev/programming-guides/encoding.</remarks>
sealed class ProtoWriter
{
    const int Varint = 0;
    const int Lengthed = 2;
    const int FourBytes = 5;

    readonly ArrayBufferWriter<byte> _bytes = new();

    /// <summary>What has been written.</summary>
    public ReadOnlySpan<byte> Written => _bytes.WrittenSpan;

    public void Integer(int field, long value)
    {
        Tag(field, Varint);
        PutVarint((ulong)value);
    }

    public void Single(int field, float value)
    {
        Tag(field, FourBytes);
        BinaryPrimitives.WriteSingleLittleEndian(_bytes.GetSpan(4), value);
        _bytes.Advance(4);
    }

    public void Text(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

    public void Bytes(int field, ReadOnlySpan<byte> value)
    {
        Tag(field, Lengthed);
        PutVarint((ulong)value.Length);
        _bytes.Write(value);
    }

    public void Message(int field, Action<ProtoWriter> write)
    {
        var message = new ProtoWriter();
        write(message);
        Bytes(field, message.Written);
    }

    void Tag(int field, int wireType) => PutVarint(((ulong)field << 3) | (uint)wireType);

    /// <summary>Seven bits a byte, the lowest first; the eighth says that more follow.</summary>
    void PutVarint(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            Put((byte)(value | 0x80));
        }

        Put((byte)value);
    }

    void Put(byte value)
    {
        _bytes.GetSpan(1)[0] = value;
        _bytes.Advance(1);
    }
}
