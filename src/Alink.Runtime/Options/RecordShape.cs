using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Alink.Runtime;

/// <summary>What a record is made of: the parameters of its constructor, and the
/// properties that can be set besides.</summary>
sealed class RecordShape
{
    static readonly ConcurrentDictionary<Type, RecordShape?> Shapes = new();

    readonly ConstructorInfo _constructor;

    RecordShape(Type type, ConstructorInfo constructor, ImmutableArray<RecordMember> members) =>
        (Type, _constructor, Members) = (type, constructor, members);

    public Type Type { get; }

    /// <summary>The parameters of the constructor first.</summary>
    public ImmutableArray<RecordMember> Members { get; }

    /// <summary>The shape of a type; null where it has none.</summary>
    public static RecordShape? Find(Type type) => Shapes.GetOrAdd(type, Make);

    /// <summary>The shape of a type that is known to have one.</summary>
    public static RecordShape Of(Type type) =>
        Find(type) ?? throw new NotSupportedException($"{type.Name} is not made of its properties, so no file can hold it.");

    /// <summary>Whether a type has a shape, and each of its members is plain data.</summary>
    public static bool IsData(Type type) => IsData(type, []);

    /// <summary>A record of the given values; what is not given keeps its default.</summary>
    /// <param name="values">The values of members, each of the member's type.</param>
    /// <param name="setting">Told which member is about to be set; null for the constructor.</param>
    public object Create(IReadOnlyDictionary<RecordMember, object?> values, Action<RecordMember?> setting)
    {
        setting(null);
        var record = _constructor.Invoke(
            BindingFlags.DoNotWrapExceptions, null,
            [.. Members.Where(member => member.Parameter is not null)
                .Select(member => values.TryGetValue(member, out var value) ? value : member.Default)],
            null);
        foreach (var (member, value) in values)
        {
            if (member.Parameter is null)
            {
                setting(member);
                member.Property.SetValue(record, value, BindingFlags.DoNotWrapExceptions, null, null, null);
            }
        }

        return record;
    }

    static bool IsData(Type type, HashSet<Type> known)
    {
        if (!known.Add(type) || JsonForm.IsSimple(type) || JsonForm.IsStage(type))
        {
            return true;
        }

        return JsonForm.ElementOf(type) is { } element ? IsData(element, known)
            : JsonForm.Family(type) is { IsEmpty: false } family ? family.All(one => IsData(one, known))
            : Find(type) is { } shape && shape.Members.All(member => IsData(member.Type, known));
    }

    static RecordShape? Make(Type type)
    {
        if (!type.IsClass && !(type.IsValueType && !type.IsPrimitive && !type.IsEnum) || type.IsAbstract
            || type.IsAssignableTo(typeof(Delegate)) || type.IsAssignableTo(typeof(System.Collections.IEnumerable)))
        {
            return null;
        }

        var properties = type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.GetMethod is { IsPublic: true } && property.GetIndexParameters().Length == 0)
            .DistinctBy(property => property.Name)
            .ToArray();
        var constructor = type.GetConstructors()
            .Where(one => one.GetParameters().All(parameter => PropertyOf(parameter) is not null))
            .MaxBy(one => one.GetParameters().Length);
        if (constructor is null)
        {
            return null;
        }

        var parameters = constructor.GetParameters();
        var own = parameters.Select(parameter => new RecordMember(PropertyOf(parameter)!, parameter)).ToArray();
        var rest = properties
            .Where(property => property.SetMethod is { IsPublic: true } && !own.Any(member => member.Property == property))
            .Select(property => new RecordMember(property, null))
            .ToArray();
        if (constructor.GetParameters().Length == 0 && rest.Length == 0 && !type.IsAssignableTo(typeof(IStage)))
        {
            return null;
        }

        var shape = new RecordShape(type, constructor, [.. own, .. rest]);
        shape.FindDefaults();
        return shape;

        PropertyInfo? PropertyOf(ParameterInfo parameter) => Array.Find(properties, property =>
            property.PropertyType == parameter.ParameterType
            && property.Name.Equals(parameter.Name, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Without required parameters, an instance of its own tells the
    /// default of every other property.</summary>
    void FindDefaults()
    {
        if (Members.Any(member => member.Parameter is { HasDefaultValue: false }) || Type.ContainsGenericParameters)
        {
            return;
        }

        var instance = _constructor.Invoke([.. _constructor.GetParameters().Select(parameter => parameter.DefaultValue)]);
        foreach (var member in Members)
        {
            (member.Default, member.HasDefault) = (member.Property.GetValue(instance), true);
        }
    }
}

/// <summary>One member of a record.</summary>
sealed class RecordMember
{
    public RecordMember(PropertyInfo property, ParameterInfo? parameter)
    {
        (Property, Parameter) = (property, parameter);
        Name = JsonNamingPolicy.CamelCase.ConvertName(property.Name);
        AcceptsNull = property.PropertyType.IsValueType
            ? Nullable.GetUnderlyingType(property.PropertyType) is not null
            : new NullabilityInfoContext().Create(property).ReadState != NullabilityState.NotNull;
        IsRequired = parameter is { HasDefaultValue: false } || property.IsDefined(typeof(RequiredMemberAttribute));
        Default = parameter is { HasDefaultValue: true } ? parameter.DefaultValue : null;
    }

    public PropertyInfo Property { get; }

    public ParameterInfo? Parameter { get; }

    public Type Type => Property.PropertyType;

    /// <summary>Its name in files.</summary>
    public string Name { get; }

    public bool AcceptsNull { get; }

    /// <summary>Whether a record cannot be made without it.</summary>
    public bool IsRequired { get; }

    /// <summary>Whether <see cref="Default"/> is known.</summary>
    public bool HasDefault { get; set; }

    /// <summary>The value where none is given, as far as it is known without the others.</summary>
    public object? Default { get; set; }
}
