using System.Collections;
using System.Globalization;
using System.Reflection;

namespace Alink.Laws;

/// <summary>Everything of a model or table, with every bit of its numbers.</summary>
static class Shown
{
    /// <summary>The data of a model: its properties, but for where it comes from.</summary>
    public static string Model(object? value) => value switch
    {
        null => "null",
        string text => text,
        double number => BitConverter.DoubleToInt64Bits(number).ToString("X", CultureInfo.InvariantCulture),
        float number => BitConverter.SingleToInt32Bits(number).ToString("X", CultureInfo.InvariantCulture),
        DateTimeOffset moment => moment.ToString("O", CultureInfo.InvariantCulture),
        Matrix matrix => $"{matrix.Rows}x{matrix.Columns}[{string.Join(' ', matrix.Values.ToArray().Select(number => Model(number)))}]",
        Levels levels => $"{levels.Type}({levels})",
        _ when value.GetType().IsPrimitive || value is Enum => Convert.ToString(value, CultureInfo.InvariantCulture)!,
        IEnumerable items => $"[{string.Join(' ', items.Cast<object?>().Select(Model))}]",
        _ => $"{value.GetType().Name}{{{string.Join(' ', value.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.GetIndexParameters().Length == 0 && property.Name != nameof(Alink.Model.Origin))
            .Select(property => $"{property.Name}={Model(property.GetValue(value))}"))}}}",
    };

    /// <summary>The rows of a table, each with every bit of its numbers.</summary>
    public static string[] Rows(Table table) => [.. Enumerable.Range(0, table.RowCount).Select(row =>
        string.Join(", ", table.Schema.Fields.Select(field => Value(table.Data(field.Name).Boxed(row)))))];

    static string Value(object? value) => value is Vector vector
        ? $"{vector.Length}:{string.Join(' ', vector.ToArray().Select(number => Model(number == 0 ? 0.0 : number)))}"
        : Model(value);
}
