using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Alink.Runtime;

/// <summary>Which form a type takes in JSON, and the names that stand for what JSON has no number for.</summary>
static class JsonForm
{
    public static readonly JsonWriterOptions Written = new()
    {
        Indented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    static readonly ConcurrentDictionary<Type, ImmutableArray<Type>> Families = new();

    static readonly Type[] Whole =
    [
        typeof(int), typeof(long), typeof(uint), typeof(ulong), typeof(short), typeof(ushort), typeof(byte), typeof(sbyte),
    ];

    /// <summary>Whether values of a type are whole numbers.</summary>
    public static bool IsWhole(Type type) => Whole.Contains(type);

    /// <summary>Whether values of a type are numbers that need not be whole.</summary>
    public static bool IsFloating(Type type) => type == typeof(double) || type == typeof(float);

    /// <summary>Whether a type is a handle of a column.</summary>
    public static bool IsColumn(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Column<>);

    /// <summary>Whether a value of a type is one JSON value, or a list of numbers.</summary>
    public static bool IsSimple(Type type) => Nullable.GetUnderlyingType(type) is { } value ? IsSimple(value)
        : type == typeof(bool) || type == typeof(string) || type == typeof(char) || IsWhole(type) || IsFloating(type) || type.IsEnum || IsColumn(type)
        || type == typeof(DateTimeOffset) || type == typeof(TimeSpan) || type == typeof(Matrix);

    /// <summary>Whether a type leaves open which estimator or transformer it is, so
    /// that the value names its kind.</summary>
    public static bool IsStage(Type type) => type.IsAbstract && type.IsAssignableTo(typeof(IStage));

    /// <summary>Whether a type leaves open which of several it is, so that the value names its kind: a stage, or the head of a
    /// <see cref="Family"/>.</summary>
    public static bool IsOpen(Type type) => IsStage(type) || !Family(type).IsEmpty;

    /// <summary>The kinds of an abstract record that stand beside it in its assembly; none for a stage, whose kinds a catalogue
    /// tells, and for any other type.</summary>
    public static ImmutableArray<Type> Family(Type type) => !type.IsAbstract || IsStage(type) || type.GetMethod("<Clone>$") is null ? []
        : Families.GetOrAdd(type, head => [.. head.Assembly.GetExportedTypes().Where(one => !one.IsAbstract && one.IsSubclassOf(head))]);

    /// <summary>The type of the elements of a list; null where a type is no list.</summary>
    public static Type? ElementOf(Type type) => Nullable.GetUnderlyingType(type) is { } value ? ElementOf(value)
        : type.IsSZArray ? type.GetElementType()
        : type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ImmutableArray<>) ? type.GetGenericArguments()[0]
        : null;

    /// <summary>The word for a number that JSON does not write; null for any other.</summary>
    public static string? Word(double number) => double.IsNaN(number) ? "NaN"
        : double.IsPositiveInfinity(number) ? "Infinity"
        : double.IsNegativeInfinity(number) ? "-Infinity"
        : null;

    /// <summary>The number that a word stands for; null where it stands for none.</summary>
    public static double? Number(string? word) => word switch
    {
        "NaN" => double.NaN,
        "Infinity" => double.PositiveInfinity,
        "-Infinity" => double.NegativeInfinity,
        _ => null,
    };
}
