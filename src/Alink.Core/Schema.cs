using System.Collections.Immutable;

namespace Alink;

/// <summary>One column of a <see cref="Schema"/>.</summary>
/// <param name="Name">The name, unique in its schema.</param>
/// <param name="Type">The type of every value.</param>
public sealed record Field(string Name, DataType Type)
{
    /// <summary>The name, unique in its schema.</summary>
    public string Name { get; init => field = value ?? throw SchemaException.Nameless(); } = Name ?? throw SchemaException.Nameless();

    /// <summary>Whether a value may be missing.</summary>
    public bool IsNullable { get; init; }

    /// <summary>How many numbers each vector has; null where it is not known before the rows are read.</summary>
    public int? VectorLength { get; init; }

    /// <summary>The name of each number of a vector; empty where there are none.</summary>
    public ImmutableArray<string> FeatureNames { get; init; } = [];

    /// <summary>The values that a categorical column takes; or, where they are text and the column holds numbers, what its
    /// indices stand for.</summary>
    public Levels? Levels { get; init; }

    /// <inheritdoc/>
    public bool Equals(Field? other) => other is not null && Name == other.Name && Type == other.Type
        && IsNullable == other.IsNullable && VectorLength == other.VectorLength
        && FeatureNames.SequenceEqual(other.FeatureNames) && Equals(Levels, other.Levels);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Type);

    /// <inheritdoc/>
    public override string ToString() =>
        $"{Name}: {Type}{(VectorLength is { } length ? $"[{length}]" : "")}{(IsNullable ? "?" : "")}";
}

/// <summary>The names and types of a table's columns, in order.</summary>
[TypeFormatterSource]
public sealed class Schema : IEquatable<Schema>
{
    readonly Dictionary<string, int> _places;

    /// <summary>A schema of the given columns.</summary>
    /// <exception cref="SchemaException">Two columns have one name.</exception>
    public Schema(params ImmutableArray<Field> fields)
    {
        Fields = fields;
        _places = new(fields.Length, StringComparer.Ordinal);
        for (var i = 0; i < fields.Length; i++)
        {
            if (!_places.TryAdd(fields[i].Name, i))
            {
                throw new SchemaException($"The column '{fields[i].Name}' stands twice.");
            }
        }
    }

    /// <summary>No columns.</summary>
    public static Schema Empty { get; } = new();

    /// <summary>The columns, in order.</summary>
    public ImmutableArray<Field> Fields { get; }

    /// <summary>A column by its name.</summary>
    /// <exception cref="SchemaException">The column is missing.</exception>
    public Field this[string name] => Fields[IndexOf(name)];

    /// <summary>Whether there is a column of this name.</summary>
    public bool Has(string name) => _places.ContainsKey(name);

    /// <summary>The place of a column.</summary>
    /// <exception cref="SchemaException">The column is missing.</exception>
    public int IndexOf(string name) =>
        name is null ? throw SchemaException.Nameless()
        : _places.TryGetValue(name, out var place) ? place
        : throw SchemaException.Missing(name, this);

    /// <summary>The place of a column.</summary>
    /// <exception cref="SchemaException">The column is missing, or not read as <typeparamref name="T"/>.</exception>
    public int IndexOf<T>(Column<T> column)
    {
        var place = IndexOf(column.Name);
        return Fields[place].Type.IsReadAs<T>() ? place : throw SchemaException.WrongType<T>(Fields[place]);
    }

    /// <summary>The column that a handle reads.</summary>
    /// <exception cref="SchemaException">The column is missing, or not read as <typeparamref name="T"/>.</exception>
    public Field Field<T>(Column<T> column) => Fields[IndexOf(column)];

    /// <summary>This schema, once it is known to hold a column.</summary>
    /// <exception cref="SchemaException">The column is missing, or not read as <typeparamref name="T"/>.</exception>
    public Schema Reading<T>(Column<T> column)
    {
        IndexOf(column);
        return this;
    }

    /// <summary>This schema, once it is known to hold a column that may be left out.</summary>
    /// <exception cref="SchemaException">The column is given, and missing or not read as
    /// <typeparamref name="T"/>.</exception>
    public Schema Reading<T>(Column<T>? column) => column is { } given ? Reading(given) : this;

    /// <summary>The column of vectors that a model reads.</summary>
    /// <param name="column">The column.</param>
    /// <param name="length">The length of the vectors that the model takes.</param>
    /// <exception cref="SchemaException">The column is missing, holds no vectors, or
    /// vectors of another length.</exception>
    public Field FeatureField(Column<Vector> column, int length)
    {
        var field = Field(column);
        return field.VectorLength is { } other && other != length
            ? throw new SchemaException($"Column '{column}' holds vectors of length {other}; the model takes length {length}.")
            : field;
    }

    /// <summary>This schema with one more column at its end, or with the column of that
    /// name replaced in its place.</summary>
    public Schema With(Field field) =>
        new(_places.TryGetValue(field.Name, out var place) ? Fields.SetItem(place, field) : Fields.Add(field));

    /// <summary>This schema with one more column of which only the type is known.</summary>
    public Schema With<T>(Column<T> column) => With(new Field(column.Name, DataTypes.Of(typeof(T))));

    /// <inheritdoc/>
    public bool Equals(Schema? other) => other is not null && Fields.SequenceEqual(other.Fields);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Schema);

    /// <inheritdoc/>
    public override int GetHashCode() => Fields.Aggregate(0, HashCode.Combine);

    /// <inheritdoc/>
    public override string ToString() => string.Join(", ", Fields);
}
