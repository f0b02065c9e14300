using System.Collections.Immutable;
using System.Globalization;

namespace Alink;

/// <summary>The different values of a categorical column, in their order: the place of a value is its index.</summary>
/// <remarks>Numbers are ordered by size, false comes before true, and text goes by its UTF-16 code units.</remarks>
/// <param name="type">The type of the values in a column.</param>
/// <param name="names">Each value as invariant text.</param>
/// <exception cref="ArgumentException">A value stands twice.</exception>
public sealed class Levels(DataType type, ImmutableArray<string> names) : IEquatable<Levels>
{
    readonly Dictionary<string, int> _places = Places(names);
    readonly double[] _numbers = type == DataType.String ? [] : [.. names.Select(Number)];
    readonly long[] _wholes = type == DataType.Int64 ? [.. names.Select(Whole)] : []; // Which doubles do not tell apart.

    /// <summary>The type of the values in a column.</summary>
    public DataType Type => type;

    /// <summary>Each value as invariant text; shape: levels.</summary>
    public ImmutableArray<string> Names => names;

    /// <summary>How many.</summary>
    public int Count => Names.Length;

    /// <summary>Levels of text, in the order given.</summary>
    public static Levels Of(params ImmutableArray<string> names) => new(DataType.String, names);

    /// <summary>The index of a value, or −1.</summary>
    public int IndexOf(string name) => _places.GetValueOrDefault(name, -1);

    /// <summary>The index of a value given as text, or −1.</summary>
    public int IndexOf(ReadOnlySpan<char> name) =>
        _places.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name, out var index) ? index : -1;

    /// <summary>Sets a cell to the level of an index.</summary>
    public void Set(Cell cell, int index)
    {
        if (type == DataType.String)
        {
            cell.Set(names[index]);
        }
        else if (type is DataType.Single or DataType.Double)
        {
            cell.Set(_numbers[index]);
        }
        else
        {
            cell.Set(type == DataType.Int64 ? _wholes[index] : (long)_numbers[index]);
        }
    }

    /// <summary>A column of the levels of indices.</summary>
    public ColumnData Column(ReadOnlySpan<int> indices)
    {
        return type switch
        {
            DataType.String => new StringColumn(indices.ToArray(), StringColumn.Of(names.AsSpan())),
            DataType.Boolean => Of(indices, Array.ConvertAll(_numbers, number => number != 0)),
            DataType.Int32 => Of(indices, Array.ConvertAll(_numbers, number => checked((int)number))),
            DataType.Int64 => Of(indices, _wholes),
            DataType.Single => Of(indices, Array.ConvertAll(_numbers, number => (float)number)),
            _ => Of(indices, _numbers),
        };

        static FixedColumn<T> Of<T>(ReadOnlySpan<int> places, T[] levels)
            where T : unmanaged
        {
            var column = new T[places.Length];
            for (var i = 0; i < column.Length; i++)
            {
                column[i] = levels[places[i]];
            }

            return new(column);
        }
    }

    /// <summary>The different values among <paramref name="names"/>, ordered as their type asks.</summary>
    public static Levels Sorted(DataType type, IEnumerable<string> names)
    {
        var different = names.Distinct(StringComparer.Ordinal);
        return new(type, type is DataType.String or DataType.Boolean
            ? [.. different.Order(StringComparer.Ordinal)]
            : type == DataType.Int64 ? [.. different.OrderBy(Whole)]
            : [.. different.OrderBy(Number)]);
    }

    /// <summary>A column of these levels.</summary>
    public Field Field(string name) => new(name, Type) { Levels = this };

    /// <summary>A column of vectors that hold a number for each level.</summary>
    public Field NumbersField(string name) => new(name, DataType.Vector) { VectorLength = Count, FeatureNames = Names };

    /// <summary>These levels, in the same order and of the same type.</summary>
    public bool Equals(Levels? other) => other is not null && Type == other.Type && Names.SequenceEqual(other.Names);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Levels);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Type, Names.Length, Names.FirstOrDefault());

    /// <inheritdoc/>
    public override string ToString() => string.Join(", ", Names);

    static long Whole(string name) => long.TryParse(name, CultureInfo.InvariantCulture, out var whole) ? whole : (long)Number(name);

    static double Number(string name) =>
        name == "true" ? 1 : name == "false" ? 0 : double.Parse(name, CultureInfo.InvariantCulture);

    static Dictionary<string, int> Places(ImmutableArray<string> names)
    {
        var places = new Dictionary<string, int>(names.Length, StringComparer.Ordinal);
        for (var i = 0; i < names.Length; i++)
        {
            if (!places.TryAdd(names[i], i))
            {
                throw new ArgumentException($"The level '{names[i]}' stands twice.", nameof(names));
            }
        }

        return places;
    }
}
