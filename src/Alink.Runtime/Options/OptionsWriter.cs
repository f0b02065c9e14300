using System.Collections;
using System.Globalization;
using System.Text.Json;

namespace Alink.Runtime;

/// <summary>Writes values as JSON, as <see cref="OptionsReader"/> reads them.</summary>
static class OptionsWriter
{
    /// <summary>Writes a value under the type that it was declared as.</summary>
    /// <exception cref="NotSupportedException">The value, or a part of it, is not plain data.</exception>
    public static void Write(Utf8JsonWriter json, object? value, Type declared)
    {
        var type = Nullable.GetUnderlyingType(declared) ?? declared;
        switch (value)
        {
            case null:
                json.WriteNullValue();
                break;
            case bool truth:
                json.WriteBooleanValue(truth);
                break;
            case string text:
                json.WriteStringValue(text);
                break;
            case char letter:
                json.WriteStringValue($"{letter}");
                break;
            case double number:
                WriteNumber(json, number, json.WriteNumberValue);
                break;
            case float number:
                WriteNumber(json, number, _ => json.WriteNumberValue(number));
                break;
            case DateTimeOffset moment:
                json.WriteStringValue(moment.ToString("O", CultureInfo.InvariantCulture));
                break;
            case TimeSpan span:
                json.WriteStringValue(span.ToString("c", CultureInfo.InvariantCulture));
                break;
            case Matrix matrix:
                WriteMatrix(json, matrix);
                break;
            default:
                if (type.IsEnum || JsonForm.IsColumn(type))
                {
                    json.WriteStringValue(value.ToString());
                }
                else if (JsonForm.IsWhole(type))
                {
                    json.WriteRawValue(Convert.ToString(value, CultureInfo.InvariantCulture)!);
                }
                else if (JsonForm.ElementOf(type) is { } element)
                {
                    WriteList(json, value, element);
                }
                else
                {
                    WriteRecord(json, value, type);
                }

                break;
        }
    }

    /// <summary>Writes the members of a record, and first its kind if the declared type leaves it open.</summary>
    public static void WriteRecord(Utf8JsonWriter json, object record, Type declared)
    {
        var isOpen = JsonForm.IsOpen(declared);
        if (!isOpen && record.GetType() != declared)
        {
            throw new NotSupportedException($"A {record.GetType().Name} stands where a file can only tell of {declared.Name}.");
        }

        json.WriteStartObject();
        if (isOpen)
        {
            json.WriteString("kind", Catalog.KindOf(record.GetType()));
        }

        foreach (var member in RecordShape.Of(record.GetType()).Members)
        {
            json.WritePropertyName(member.Name);
            Write(json, member.Property.GetValue(record), member.Type);
        }

        json.WriteEndObject();
    }

    static void WriteNumber(Utf8JsonWriter json, double number, Action<double> write)
    {
        if (JsonForm.Word(number) is { } word)
        {
            json.WriteStringValue(word);
        }
        else
        {
            write(number);
        }
    }

    static void WriteMatrix(Utf8JsonWriter json, Matrix matrix)
    {
        json.WriteStartArray();
        for (var row = 0; row < matrix.Rows; row++)
        {
            json.WriteStartArray();
            foreach (var number in matrix.Row(row))
            {
                WriteNumber(json, number, json.WriteNumberValue);
            }

            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    static void WriteList(Utf8JsonWriter json, object list, Type element)
    {
        json.WriteStartArray();
        if (list is IStructuralEquatable && list.GetType().IsValueType && list.Equals(Activator.CreateInstance(list.GetType())))
        {
            json.WriteEndArray(); // An array that was never set cannot be walked, and means the same as an empty one.
            return;
        }

        foreach (var item in (IEnumerable)list)
        {
            Write(json, item, element);
        }

        json.WriteEndArray();
    }
}
