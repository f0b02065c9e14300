namespace Alink.OnnxRuntime;

/// <summary>Refuses models whose tensors lie in other files, which a model could name as it likes.</summary>
/// <remarks>The numbers are fields of onnx.proto: the messages that hold a tensor, and of a tensor that it lies outside.</remarks>
static class OutsideData
{
    const int Deepest = 100;
    const int External = 13;
    const int Location = 14;

    enum Message
    {
        None, Model, Graph, Node, Attribute, Tensor, Sparse, Function,
    }

    /// <exception cref="InvalidDataException">A tensor lies in another file, or messages lie too deep within each other.</exception>
    public static void Refuse(ReadOnlySpan<byte> model) => Walk(model, Message.Model, 0);

    static void Walk(ReadOnlySpan<byte> bytes, Message message, int depth)
    {
        if (depth > Deepest)
        {
            throw new InvalidDataException("its graphs lie too deep within each other.");
        }

        // What is no message ends the walk: ONNX Runtime does not read it either.
        while (TryVarint(ref bytes, out var tag))
        {
            var (field, length, number) = ((int)(tag >> 3), 0UL, 0UL);
            var isRead = (tag & 7) switch
            {
                0 => TryVarint(ref bytes, out number),
                1 => (length = 8) <= (ulong)bytes.Length,
                2 => TryVarint(ref bytes, out length) && length <= (ulong)bytes.Length,
                5 => (length = 4) <= (ulong)bytes.Length,
                _ => false,
            };
            if (!isRead)
            {
                return;
            }

            if (message == Message.Tensor && (field == External || (field == Location && number != 0)))
            {
                throw new InvalidDataException("a tensor of it lies in another file.");
            }

            if (Within(message, field) is not Message.None and var inner)
            {
                Walk(bytes[..(int)length], inner, depth + 1);
            }

            bytes = bytes[(int)length..];
        }
    }

    static Message Within(Message message, int field) => (message, field) switch
    {
        (Message.Model, 7) or (Message.Attribute, 6) or (Message.Attribute, 11) => Message.Graph,
        (Message.Model, 25) => Message.Function,
        (Message.Graph, 1) or (Message.Function, 7) => Message.Node,
        (Message.Node, 5) or (Message.Function, 11) => Message.Attribute,
        (Message.Graph, 5) or (Message.Attribute, 5) or (Message.Attribute, 10) or (Message.Sparse, 1) or (Message.Sparse, 2) => Message.Tensor,
        (Message.Graph, 15) or (Message.Attribute, 22) or (Message.Attribute, 23) => Message.Sparse,
        _ => Message.None,
    };

    static bool TryVarint(ref ReadOnlySpan<byte> bytes, out ulong value)
    {
        value = 0;
        for (var (i, shift) = (0, 0); i < bytes.Length && shift < 64; i++, shift += 7)
        {
            value |= (ulong)(bytes[i] & 0x7F) << shift;
            if (bytes[i] < 0x80)
            {
                bytes = bytes[(i + 1)..];
                return true;
            }
        }

        return false;
    }
}
