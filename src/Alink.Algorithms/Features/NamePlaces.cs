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

    int PlaceOf(int hash) => hash % length is var place && place < 0 ? place + length : place;
}
