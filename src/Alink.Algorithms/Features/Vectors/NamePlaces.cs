using System.Text;
using Alink.Numerics;

namespace Alink.Features;

/// <summary>The places that hashing gives to a column and to its values.</summary>
/// <param name="column">The name of the column.</param>
/// <param name="length">How many places there are.</param>
sealed class NamePlaces(string column, int length)
{
    const uint Seed = 42;

    readonly Murmur3Prefix _values = new(Encoding.UTF8.GetBytes($"{column}="), Seed);

    /// <summary>The place of the column itself.</summary>
    public int OfColumn() => PlaceOf(Hash.Murmur3(column, Seed));

    /// <summary>The place of a value.</summary>
    public int Of(Cell value) => Of(value.Type == DataType.String ? value.Utf8 : Encoding.UTF8.GetBytes(value.Shown));

    /// <summary>The place of a value, given as UTF-8.</summary>
    public int Of(ReadOnlySpan<byte> value) => PlaceOf(_values.Of(value));

    /// <summary>The hash modulo the length; without a branch on the sign, which no processor can foretell.</summary>
    int PlaceOf(int hash)
    {
        if ((length & (length - 1)) == 0)
        {
            return hash & (length - 1);
        }

        var place = hash % length;
        return place + (length & (place >> 31));
    }
}
