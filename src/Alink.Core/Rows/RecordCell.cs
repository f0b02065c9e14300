using System.Reflection;

namespace Alink;

/// <summary>What the compiled accessors of records call: a value into a cell, and out of it.</summary>
static class RecordCell
{
    static readonly Dictionary<Type, MethodInfo> Setters = typeof(RecordCell)
        .GetMethods(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
        .Where(method => method.Name == nameof(Set))
        .ToDictionary(method => method.GetParameters()[1].ParameterType);

    static readonly Dictionary<Type, MethodInfo> Getters = typeof(RecordCell)
        .GetMethods(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
        .Where(method => method.Name == nameof(Get))
        .ToDictionary(method => method.ReturnType);

    /// <summary>The method (cell, value) that sets a cell to a value of a type.</summary>
    public static MethodInfo Setter(Type type) => Setters[type];

    /// <summary>The method (cell, property, value so far) that gives the value of a cell as a type.</summary>
    public static MethodInfo Getter(Type type) => Getters[type];

    static void Set(Cell cell, double value) => cell.Set(value);

    static void Set(Cell cell, float value) => cell.Set((double)value);

    static void Set(Cell cell, int value) => cell.Set((long)value);

    static void Set(Cell cell, long value) => cell.Set(value);

    static void Set(Cell cell, bool value) => cell.Set(value);

    static void Set(Cell cell, DateTimeOffset value) => cell.Set(value);

    static void Set(Cell cell, string? value) => cell.Set(value);

    static void Set(Cell cell, Vector value) => cell.Set(value);

    static void Set(Cell cell, ReadOnlyMemory<double> value) => cell.Set(Vector.Dense(value));

    static void Set(Cell cell, ReadOnlyMemory<float> value) => Widen(cell, value.Span);

    static void Set(Cell cell, double? value) => SetOrMiss(cell, value, static (cell, given) => cell.Set(given));

    static void Set(Cell cell, float? value) => Set(cell, (double?)value);

    static void Set(Cell cell, int? value) => Set(cell, (long?)value);

    static void Set(Cell cell, long? value) => SetOrMiss(cell, value, static (cell, given) => cell.Set(given));

    static void Set(Cell cell, bool? value) => Set(cell, value is { } given ? given ? 1L : 0L : null);

    static void Set(Cell cell, DateTimeOffset? value) => SetOrMiss(cell, value, static (cell, given) => cell.Set(given));

    static void Set(Cell cell, Vector? value) => SetOrMiss(cell, value, static (cell, given) => cell.Set(given));

    static void Set(Cell cell, ReadOnlyMemory<double>? value) => Set(cell, value is { } given ? Vector.Dense(given) : default(Vector?));

    static void Set(Cell cell, ReadOnlyMemory<float>? value) =>
        SetOrMiss(cell, value, static (cell, given) => Widen(cell, given.Span));

    static void Set(Cell cell, double[]? value) => Set(cell, value is null ? default(Vector?) : Vector.Dense(value));

    static void Set(Cell cell, float[]? value) => Set(cell, value is null ? default(ReadOnlyMemory<float>?) : value.AsMemory());

    static void SetOrMiss<T>(Cell cell, T? value, Action<Cell, T> set)
        where T : struct
    {
        if (value is { } given)
        {
            set(cell, given);
        }
        else
        {
            cell.SetMissing();
        }
    }

    static double Get(Cell cell, RecordProperty property, double held) => Held(cell, property).Number;

    static float Get(Cell cell, RecordProperty property, float held) => (float)Held(cell, property).Number;

    static long Get(Cell cell, RecordProperty property, long held) => Held(cell, property).Integer;

    static int Get(Cell cell, RecordProperty property, int held) => Narrow(Held(cell, property).Integer, cell, property);

    static bool Get(Cell cell, RecordProperty property, bool held) => Held(cell, property).Integer != 0;

    static DateTimeOffset Get(Cell cell, RecordProperty property, DateTimeOffset held) => Held(cell, property).Time;

    static Vector Get(Cell cell, RecordProperty property, Vector held) => Copy(Held(cell, property).Vector);

    static ReadOnlyMemory<double> Get(Cell cell, RecordProperty property, ReadOnlyMemory<double> held) =>
        Held(cell, property).Vector.ToArray();

    static ReadOnlyMemory<float> Get(Cell cell, RecordProperty property, ReadOnlyMemory<float> held) =>
        Round(Held(cell, property).Vector);

    static double? Get(Cell cell, RecordProperty property, double? held) => cell.IsMissing ? null : cell.Number;

    static float? Get(Cell cell, RecordProperty property, float? held) => cell.IsMissing ? null : (float)cell.Number;

    static long? Get(Cell cell, RecordProperty property, long? held) => cell.IsMissing ? null : cell.Integer;

    static int? Get(Cell cell, RecordProperty property, int? held) =>
        cell.IsMissing ? null : Narrow(cell.Integer, cell, property);

    static bool? Get(Cell cell, RecordProperty property, bool? held) => cell.IsMissing ? null : cell.Integer != 0;

    static DateTimeOffset? Get(Cell cell, RecordProperty property, DateTimeOffset? held) => cell.IsMissing ? null : cell.Time;

    static Vector? Get(Cell cell, RecordProperty property, Vector? held) => cell.IsMissing ? default(Vector?) : Copy(cell.Vector);

    static ReadOnlyMemory<double>? Get(Cell cell, RecordProperty property, ReadOnlyMemory<double>? held) =>
        cell.IsMissing ? default(ReadOnlyMemory<double>?) : cell.Vector.ToArray();

    static ReadOnlyMemory<float>? Get(Cell cell, RecordProperty property, ReadOnlyMemory<float>? held) =>
        cell.IsMissing ? default(ReadOnlyMemory<float>?) : Round(cell.Vector);

    static string? Get(Cell cell, RecordProperty property, string? held) => IsGone(cell, property) ? null : cell.Text;

    static double[]? Get(Cell cell, RecordProperty property, double[]? held)
    {
        if (IsGone(cell, property))
        {
            return null;
        }

        var numbers = held is not null && held.Length == cell.Vector.Length ? held : new double[cell.Vector.Length];
        cell.Vector.CopyTo(numbers);
        return numbers;
    }

    static float[]? Get(Cell cell, RecordProperty property, float[]? held) =>
        IsGone(cell, property) ? null : Round(cell.Vector, held);

    static void Widen(Cell cell, ReadOnlySpan<float> values)
    {
        var numbers = cell.Dense(values.Length);
        for (var j = 0; j < values.Length; j++)
        {
            numbers[j] = values[j];
        }
    }

    static float[] Round(Vector vector, float[]? held = null)
    {
        var numbers = held is not null && held.Length == vector.Length ? held : new float[vector.Length];
        if (!vector.IsDense)
        {
            Array.Clear(numbers);
        }

        var values = vector.Values;
        var indices = vector.Indices;
        for (var i = 0; i < values.Length; i++)
        {
            numbers[vector.IsDense ? i : indices[i]] = (float)values[i];
        }

        return numbers;
    }

    static Vector Copy(Vector vector) => vector.IsDense
        ? Vector.Dense(vector.Values.ToArray())
        : Vector.Trusted(vector.Length, vector.Indices.ToArray(), vector.Values.ToArray());

    static int Narrow(long value, Cell cell, RecordProperty property) => value is >= int.MinValue and <= int.MaxValue
        ? (int)value
        : throw new RowException($"Column '{cell.Name}' holds {value}, too large for {property} (Int32).");

    static bool IsGone(Cell cell, RecordProperty property) => cell.IsMissing && (property.IsNullable || Held(cell, property).IsMissing);

    static Cell Held(Cell cell, RecordProperty property) => !cell.IsMissing ? cell
        : throw new RowException($"Column '{cell.Name}' has no value, and {property} must have one.");
}
