using System.Reflection;
using System.Text.Json;

namespace Alink;

/// <summary>One property of a typed record, as a column.</summary>
public sealed class RecordProperty
{
    static readonly Dictionary<Type, DataType> Types = new()
    {
        [typeof(double)] = DataType.Double,
        [typeof(float)] = DataType.Single,
        [typeof(int)] = DataType.Int32,
        [typeof(long)] = DataType.Int64,
        [typeof(bool)] = DataType.Boolean,
        [typeof(string)] = DataType.String,
        [typeof(DateTimeOffset)] = DataType.DateTimeOffset,
        [typeof(Vector)] = DataType.Vector,
        [typeof(double[])] = DataType.Vector,
        [typeof(float[])] = DataType.Vector,
        [typeof(ReadOnlyMemory<double>)] = DataType.Vector,
        [typeof(ReadOnlyMemory<float>)] = DataType.Vector,
    };

    internal RecordProperty(PropertyInfo property, ParameterInfo? parameter)
    {
        (Property, Parameter) = (property, parameter);
        var value = Nullable.GetUnderlyingType(property.PropertyType);
        Type = Types.TryGetValue(value ?? property.PropertyType, out var type) ? type : null;
        IsNullable = property.PropertyType.IsValueType
            ? value is not null
            : new NullabilityInfoContext().Create(property).ReadState != NullabilityState.NotNull;
        var given = property.GetCustomAttribute<ColumnAttribute>() ?? parameter?.GetCustomAttribute<ColumnAttribute>();
        IsNamed = given is not null;
        Column = given?.Name ?? JsonNamingPolicy.CamelCase.ConvertName(property.Name);
    }

    /// <summary>The column it stands for: the name given by <see cref="ColumnAttribute"/>, or its own
    /// with a small first letter.</summary>
    public string Column { get; }

    /// <summary>Whether <see cref="ColumnAttribute"/> names the column, which then is met exactly.</summary>
    public bool IsNamed { get; }

    /// <summary>The type of its column; null where no column can hold its values.</summary>
    public DataType? Type { get; }

    /// <summary>Whether it can be without a value. Text and arrays can, unless they are declared otherwise.</summary>
    public bool IsNullable { get; }

    /// <summary>Its own name.</summary>
    public string Name => Property.Name;

    /// <summary>Whether a record can be read by it into a column.</summary>
    public bool IsInput => IsRead && Type is not null;

    internal PropertyInfo Property { get; }

    internal ParameterInfo? Parameter { get; }

    internal bool IsRead => Property.GetMethod is { IsPublic: true };

    internal bool IsSet => Property.SetMethod is { IsPublic: true };

    internal bool IsInitOnly => Property.SetMethod?.ReturnParameter.GetRequiredCustomModifiers()
        .Contains(typeof(System.Runtime.CompilerServices.IsExternalInit)) ?? true;

    /// <summary>The one of some columns that it stands for, exactly or but for
    /// capitals; null where there is none.</summary>
    public string? Among(IReadOnlyCollection<string> columns) =>
        columns.FirstOrDefault(column => column == (IsNamed ? Column : Name))
        ?? columns.FirstOrDefault(column => column == Column)
        ?? (IsNamed ? null : columns.FirstOrDefault(column => column.Equals(Name, StringComparison.OrdinalIgnoreCase)));

    /// <inheritdoc/>
    public override string ToString() => $"property {Name} of {Property.DeclaringType!.Name}";

    /// <summary>Whether its values can be taken from a column of a type.</summary>
    internal bool Takes(DataType type) => Type switch
    {
        DataType.Double or DataType.Single => type.IsNumeric(),
        DataType.Int32 or DataType.Int64 => type is DataType.Int32 or DataType.Int64,
        var own => own == type,
    };
}
