using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Alink.Interactive.Jupyter;

/// <summary>A message of Jupyter's protocol 5.</summary>
/// <param name="Identities">Whom it comes from or goes to.</param>
/// <param name="Header">Its id, session and type.</param>
/// <param name="Parent">The header of the message that it answers; empty where it answers none.</param>
/// <param name="Content">What it says.</param>
sealed record Message(byte[][] Identities, JsonObject Header, JsonObject Parent, JsonObject Content)
{
    /// <summary>What kind of message it is.</summary>
    public string Type => (string?)Header["msg_type"] ?? "";

    /// <summary>A text of the content, or nothing.</summary>
    public string Text(string name) => Content[name] is JsonValue value && value.TryGetValue(out string? text) ? text : "";

    /// <summary>A yes or no of the content.</summary>
    public bool Flag(string name, bool otherwise) => Content[name] is JsonValue value && value.TryGetValue(out bool flag) ? flag : otherwise;

    /// <summary>A whole number of the content, or 0.</summary>
    public int Number(string name) => Content[name] is JsonValue value && value.TryGetValue(out int number) ? number : 0;
}

/// <summary>Signs messages into frames, and takes only those frames that are signed with the same key.</summary>
sealed class MessageCodec(string key)
{
    static readonly byte[] Delimiter = [.. "<IDS|MSG>"u8];
    static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    readonly byte[] _key = Encoding.UTF8.GetBytes(key);

    /// <summary>The frames of a message.</summary>
    public byte[][] Encode(Message message)
    {
        byte[][] parts = [Bytes(message.Header), Bytes(message.Parent), Bytes([]), Bytes(message.Content)];
        return [.. message.Identities, Delimiter, Signature(parts), .. parts];
    }

    /// <summary>The message of frames.</summary>
    /// <exception cref="InvalidDataException">They are no message, or not signed with the key.</exception>
    public Message Decode(byte[][] frames)
    {
        var start = Array.FindIndex(frames, frame => frame.AsSpan().SequenceEqual(Delimiter));
        if (start < 0 || frames.Length < start + 6)
        {
            throw new InvalidDataException("The frames are no message of Jupyter.");
        }

        var parts = frames[(start + 2)..(start + 6)];
        return CryptographicOperations.FixedTimeEquals(Signature(parts), frames[start + 1])
            ? new(frames[..start], Parsed(parts[0]), Parsed(parts[1]), Parsed(parts[3]))
            : throw new InvalidDataException("The message is not signed with the key.");
    }

    byte[] Signature(byte[][] parts)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _key);
        foreach (var part in parts)
        {
            hash.AppendData(part);
        }

        return Encoding.ASCII.GetBytes(Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    static byte[] Bytes(JsonObject part) => JsonSerializer.SerializeToUtf8Bytes(part, Json);

    static JsonObject Parsed(byte[] part)
    {
        try
        {
            return JsonNode.Parse(part) as JsonObject ?? throw new InvalidDataException("A part of the message is no object.");
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException(exception.Message, exception);
        }
    }
}
