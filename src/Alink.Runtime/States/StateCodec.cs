using System.Security.Cryptography;
using System.Text;

namespace Alink.Runtime;

/// <summary>Writes states as bytes, and reads them again: for the other hosts of a cluster, and for
/// checkpoints.</summary>
/// <remarks>
/// A state is plain data: numbers, text, enumerations, arrays, lists, dictionaries, sets, tuples, tables, matrices, and
/// classes, records and structures with fields of those. Both ends know its type, so the bytes hold no names, and
/// reading creates nothing but that type. Equal states give equal bytes (a dictionary in the order in which it
/// enumerates), and every bit of a number is kept, of NaN as well. Two fields that share one object come back with one
/// each.
/// </remarks>
public static class StateCodec
{
    /// <summary>The bytes of a state.</summary>
    /// <exception cref="NotSupportedException">The state holds what is not plain data: the field is named.</exception>
    public static byte[] Write<TState>(TState state)
    {
        var writer = new StateWriter();
        Codecs.Of<TState>().Write(writer, state);
        return writer.ToArray();
    }

    /// <summary>The state that bytes hold.</summary>
    /// <exception cref="InvalidDataException">The bytes are not those of such a state. No more memory was taken than
    /// they account for.</exception>
    /// <exception cref="NotSupportedException">The state holds what is not plain data: the field is named.</exception>
    public static TState Read<TState>(ReadOnlySpan<byte> bytes)
    {
        var reader = new StateReader(bytes);
        var state = Codecs.Of<TState>().Read(ref reader);
        return reader.Remaining == 0 ? state
            : throw new InvalidDataException($"{reader.Remaining} bytes follow after the state.");
    }

    /// <summary>A hash of the names and types of all that a state holds: states of another make are told by
    /// it.</summary>
    internal static string Shape<TState>() =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Codecs.Of<TState>().Shape([]))))[..16];
}
