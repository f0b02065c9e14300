using System.Text;

namespace Alink.IO;

/// <summary>Vectors as Alink writes them.</summary>
/// <remarks>
/// <para>Dense: numbers between which stand spaces, tabs, one comma, or a comma among spaces and tabs: <c>1 2.5
/// -3e-7</c>.</para>
/// <para>
/// Sparse: <c>$n$</c>, the length, before pairs of an index from 0 and a number: <c>$5$0:1 3:2.5</c>. The pairs may
/// come in
/// any order, an index only once. Without <c>$n$</c> the length is the greatest index + 1. <c>$n$</c> alone is a vector
/// of
/// zeros; after <c>$n$</c> numbers without indices are the first of the vector, and zeros follow.
/// </para>
/// <para>Numbers are written as the shortest text that reads back the same; the words NaN, Infinity and -Infinity are
/// numbers.</para>
/// </remarks>
/// <example>
/// <code>
/// using Alink.IO;
/// VectorText.Parse("$4$0:1 2:2.5").ToArray() // => [1 0 2.5 0]
/// VectorText.Format(VectorText.Parse("1, 2,3")) // => 1 2 3
/// </code>
/// </example>
public static class VectorText
{
    /// <summary>Reads a vector.</summary>
    /// <exception cref="FormatException">The text is malformed; the message names the place, from 1.</exception>
    public static Vector Parse(string text)
    {
        var reader = new VectorReader();
        if (reader.Read(Encoding.UTF8.GetBytes(text)) is { } wrong)
        {
            throw new FormatException($"'{text}' is not a vector: {wrong} It is at place {reader.Position + 1}.");
        }

        return reader.IsSparse
            ? Vector.Sparse(reader.Length, reader.Indices.ToArray(), reader.Values.ToArray())
            : Vector.Of(reader.Values);
    }

    /// <summary>Writes a vector.</summary>
    public static string Format(Vector vector)
    {
        var buffer = Array.Empty<byte>();
        var length = Format(vector, ref buffer);
        return Encoding.UTF8.GetString(buffer.AsSpan(0, length));
    }

    /// <summary>Writes a vector into a buffer, which grows as needed.</summary>
    /// <returns>How many bytes were written.</returns>
    internal static int Format(Vector vector, ref byte[] buffer)
    {
        const int MostOfPair = NumberText.MostBytes + 13;
        var values = vector.Values;
        var indices = vector.Indices;
        var most = checked((values.Length + 1) * MostOfPair);
        buffer = buffer.Length < most ? new byte[most] : buffer;
        var end = 0;
        if (!vector.IsDense)
        {
            buffer[end++] = (byte)'$';
            vector.Length.TryFormat(buffer.AsSpan(end), out var digits);
            end += digits;
            buffer[end++] = (byte)'$';
        }

        for (var i = 0; i < values.Length; i++)
        {
            if (i > 0)
            {
                buffer[end++] = (byte)' ';
            }

            if (!vector.IsDense)
            {
                indices[i].TryFormat(buffer.AsSpan(end), out var digits);
                end += digits;
                buffer[end++] = (byte)':';
            }

            end += NumberText.Format(values[i], buffer.AsSpan(end));
        }

        return end;
    }
}
