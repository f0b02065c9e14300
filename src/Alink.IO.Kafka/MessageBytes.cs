using Confluent.Kafka;

namespace Alink.IO;

/// <summary>Keeps the bytes of the last message, in a buffer of its own: -1 bytes where there are none.</summary>
sealed class MessageBytes : IDeserializer<int>
{
    byte[] _bytes = new byte[1024];
    int _length = -1;

    /// <summary>Whether the message has none.</summary>
    public bool IsNull => _length < 0;

    /// <summary>The bytes, until the next message.</summary>
    public ReadOnlySpan<byte> Span => _bytes.AsSpan(0, Math.Max(0, _length));

    /// <inheritdoc/>
    public int Deserialize(ReadOnlySpan<byte> data, bool isNull, SerializationContext context)
    {
        if (data.Length > _bytes.Length)
        {
            _bytes = new byte[Math.Max(data.Length, 2 * _bytes.Length)];
        }

        data.CopyTo(_bytes);
        return _length = isNull ? -1 : data.Length;
    }
}
