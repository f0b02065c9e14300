using System.Text;
using Alink.Numerics;

namespace Alink.Features;

/// <summary>The places that hashing gives to a column and to its values.</summary>
/// <param name="column">The name of the column.</param>
/// <param name="length">How many places there are.</param>
sealed class NamePlaces(string column, int length)
{
    const uint Seed = 42;

    readonly int _prefix = Encoding.UTF8.GetByteCount(column) + 1;
    byte[] _name = Encoding.UTF8.GetBytes($"{column}=");

    /// <summary>The place of the column itself.</summary>
    public int OfColumn() => Of(_name.AsSpan(0, _prefix - 1), length);

    /// <summary>The place of a value.</summary>
    public int Of(Cell value) => Of(value.Type == DataType.String ? value.Utf8 : Encoding.UTF8.GetBytes(value.Shown));

    /// <summary>The place of a value, given as UTF-8.</summary>
    public int Of(ReadOnlySpan<byte> value)
    {
        if (_name.Length < _prefix + value.Length)
        {
            Array.Resize(ref _name, _prefix + (2 * value.Length));
        }

        value.CopyTo(_name.AsSpan(_prefix));
        return Of(_name.AsSpan(0, _prefix + value.Length), length);
    }

    static int Of(ReadOnlySpan<byte> name, int length)
    {
        var place = Hash.Murmur3(name, Seed) % length;
        return place < 0 ? place + length : place;
    }
}
