using System.Collections.Immutable;
using System.Linq.Expressions;
using System.Reflection;

namespace Alink;

/// <summary>Sets the cells of a row to what a record holds.</summary>
/// <param name="record">The record.</param>
/// <param name="cells">A cell for each property, in the order they were asked for.</param>
public delegate void RecordLoad<T>(in T record, Cell[] cells);

/// <summary>Sets a record to what the cells of a row hold.</summary>
/// <param name="cells">A cell for each property, in the order they were asked for.</param>
/// <param name="record">The record: filled in where it can be, and else made anew.</param>
public delegate void RecordFill<T>(Cell[] cells, ref T record);

/// <summary>The properties of a class, struct or record as columns, with accessors that are compiled once.</summary>
/// <remarks>
/// A property holds a number, a boolean, text, a moment (each may be nullable) or a vector: <see cref="Vector"/>, or an
/// array or <see cref="ReadOnlyMemory{T}"/> of numbers. Its column is named after it with a small first letter, or by
/// <see cref="ColumnAttribute"/>; <see cref="NotColumnAttribute"/> leaves it out.
/// </remarks>
/// <typeparam name="T">The type of the records.</typeparam>
public sealed class RecordMap<T>
{
    static readonly Lazy<RecordMap<T>> Only = new(() => new());

    readonly ConstructorInfo? _constructor;

    RecordMap()
    {
        var properties = typeof(T).GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.GetIndexParameters().Length == 0)
            .OrderBy(property => Depth(property.DeclaringType!))
            .ToArray();
        _constructor = typeof(T).GetConstructors()
            .Where(one => one.GetParameters().All(parameter => Array.Exists(properties, property => IsOf(parameter, property))))
            .OrderBy(one => CanBeginEmpty && one.GetParameters().Length == 0 ? 0 : 1)
            .ThenByDescending(one => one.GetParameters().Length)
            .FirstOrDefault();
        Properties =
        [
            .. properties
                .Select(property => (property, parameter: ParameterOf(property)))
                .Where(pair => pair.property.GetCustomAttribute<NotColumnAttribute>() is null
                    && pair.parameter?.GetCustomAttribute<NotColumnAttribute>() is null)
                .Select(pair => new RecordProperty(pair.property, pair.parameter)),
        ];
    }

    /// <summary>The map of this type.</summary>
    public static RecordMap<T> Instance => Only.Value;

    /// <summary>The properties, those of a base class first.</summary>
    public ImmutableArray<RecordProperty> Properties { get; }

    /// <summary>The properties that are read when records become rows.</summary>
    /// <exception cref="SchemaException">No column can hold the values of a property.</exception>
    public ImmutableArray<RecordProperty> Inputs => [.. Properties.Where(property => property.IsRead).Select(Held)];

    /// <summary>The properties that are set when rows become records.</summary>
    /// <exception cref="SchemaException">
    /// No column can hold the values of a property, or a record cannot be made: there is neither a constructor without
    /// parameters nor one whose parameters are named after properties.
    /// </exception>
    public ImmutableArray<RecordProperty> Outputs => _constructor is null && !typeof(T).IsValueType
        ? throw new SchemaException(
            $"{typeof(T).Name} cannot be made: it has no public constructor without parameters, or with those of its properties.")
        : [.. Properties.Where(property => property.IsSet || property.Parameter is not null).Select(Held)];

    /// <summary>The columns of a table of such records.</summary>
    /// <exception cref="SchemaException">No column can hold the values of a
    /// property, or two have one column.</exception>
    public Schema Schema => new([.. Inputs.Select(Field)]);

    /// <summary>The column that a property stands for.</summary>
    public static Field Field(RecordProperty property) =>
        new(property.Column, property.Type!.Value) { IsNullable = property.IsNullable };

    /// <summary>The column of a schema that each of some properties is set from.</summary>
    /// <exception cref="SchemaException">There is no such column, or the property does not take its values.</exception>
    public static ImmutableArray<Field> Columns(ImmutableArray<RecordProperty> properties, Schema schema)
    {
        var names = schema.Fields.Select(field => field.Name).ToArray();
        return
        [
            .. properties.Select(property =>
            {
                var field = property.Among(names) is { } name ? schema[name] : throw new SchemaException(
                    $"There is no column for {property}.{Nearest.Hint(property.Column, names)} The columns are: {schema}.");
                return property.Takes(field.Type) ? field : throw new SchemaException(
                    $"Column '{field.Name}' holds {field.Type}, which {property} ({property.Type}) does not take.");
            }),
        ];
    }

    /// <summary>Compiles what sets cells to the values of some properties.</summary>
    public RecordLoad<T> Load(ImmutableArray<RecordProperty> properties)
    {
        var record = Expression.Parameter(typeof(T).MakeByRefType(), "record");
        var cells = Expression.Parameter(typeof(Cell[]), "cells");
        return Expression.Lambda<RecordLoad<T>>(
            Expression.Block(
                typeof(void),
                properties.Select((property, i) => (Expression)Expression.Call(
                    RecordCell.Setter(property.Property.PropertyType),
                    Expression.ArrayIndex(cells, Expression.Constant(i)),
                    Expression.Property(record, property.Property)))),
            record, cells).Compile();
    }

    /// <summary>Compiles what sets properties to the values of cells.</summary>
    public RecordFill<T> Fill(ImmutableArray<RecordProperty> properties)
    {
        var record = Expression.Parameter(typeof(T).MakeByRefType(), "record");
        var cells = Expression.Parameter(typeof(Cell[]), "cells");
        var isFilledIn = typeof(T).IsValueType
            ? properties.All(property => property.IsSet)
            : CanBeginEmpty && properties.All(property => property.IsSet && !property.IsInitOnly);
        var body = isFilledIn
            ? properties
                .Select((property, i) => (Expression)Expression.Assign(
                    Expression.Property(record, property.Property), Value(property, i, refilled: true)))
                .Prepend(typeof(T).IsValueType ? Expression.Empty() : Expression.IfThen(
                    Expression.ReferenceEqual(record, Expression.Constant(null)), Expression.Assign(record, Expression.New(typeof(T)))))
            : [Expression.Assign(record, Made())];
        return Expression.Lambda<RecordFill<T>>(Expression.Block(typeof(void), body), cells, record).Compile();

        Expression Value(RecordProperty property, int i, bool refilled) => Expression.Call(
            RecordCell.Getter(property.Property.PropertyType),
            Expression.ArrayIndex(cells, Expression.Constant(i)),
            Expression.Constant(property),
            refilled && property.IsRead
                ? Expression.Property(record, property.Property)
                : Expression.Default(property.Property.PropertyType));

        Expression Made()
        {
            var parameters = _constructor?.GetParameters() ?? [];
            var arguments = parameters.Select(parameter =>
            {
                var i = properties.IndexOf(properties.FirstOrDefault(property => property.Parameter == parameter)!);
                return i < 0 ? Expression.Default(parameter.ParameterType) : Value(properties[i], i, refilled: false);
            });
            var made = _constructor is null ? Expression.New(typeof(T)) : Expression.New(_constructor, arguments);
            return Expression.MemberInit(made, properties
                .Select((property, i) => (property, i))
                .Where(pair => pair.property.Parameter is null)
                .Select(pair => Expression.Bind(pair.property.Property, Value(pair.property, pair.i, refilled: false))));
        }
    }

    static bool CanBeginEmpty => typeof(T).IsValueType || typeof(T).GetConstructor([]) is not null;

    static RecordProperty Held(RecordProperty property) => property.Type is not null ? property : throw new SchemaException(
        $"No column can hold {property}, a {property.Property.PropertyType.Name}; [NotColumn] leaves it out.");

    static bool IsOf(ParameterInfo parameter, PropertyInfo property) => parameter.ParameterType == property.PropertyType
        && property.Name.Equals(parameter.Name, StringComparison.OrdinalIgnoreCase);

    static int Depth(Type type) => type.BaseType is { } above ? Depth(above) + 1 : 0;

    ParameterInfo? ParameterOf(PropertyInfo property) =>
        _constructor?.GetParameters().FirstOrDefault(parameter => IsOf(parameter, property));
}
