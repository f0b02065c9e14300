using System.Collections;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Alink.Runtime;

/// <summary>Tells one training from another, by its options and its columns.</summary>
static class Fingerprint
{
    const int Deepest = 32;

    /// <summary>A hash of every option of a stage, of the columns, and of how many lanes their rows stand in.</summary>
    public static string Of(IStage stage, IDataset rows)
    {
        var text = new StringBuilder();
        Write(text, stage, 0);
        Write(text, rows.Schema.Fields, 0);
        Write(text, rows is Table table ? table.RowCount : rows.Lanes, 0);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    static void Write(StringBuilder text, object? value, int depth)
    {
        var type = value?.GetType();
        text.Append(type?.FullName ?? "null").Append('(');
        if (value is string or bool or IFormattable or Vector)
        {
            var written = Convert.ToString(value, CultureInfo.InvariantCulture)!;
            text.Append(written.Length).Append(':').Append(written);
        }
        else if (depth < Deepest && value is Delegate function)
        {
            // Where its code lies differs from process to process.
            Write(text.Append(function.Method.DeclaringType).Append('.').Append(function.Method), function.Target, depth + 1);
        }
        else if (depth < Deepest && value is IEnumerable items && !IsDefault(value))
        {
            foreach (var item in items)
            {
                Write(text, item, depth + 1);
            }
        }
        else if (depth < Deepest && type?.Namespace?.StartsWith(nameof(System), StringComparison.Ordinal) == false)
        {
            foreach (var field in Codecs.FieldsOf(type))
            {
                Write(text.Append(field.Name), field.GetValue(value), depth + 1);
            }
        }

        text.Append(')');
    }

    /// <summary>Whether a value is an immutable array that was never given, which cannot be walked.</summary>
    static bool IsDefault(object value) => value.GetType().GetProperty("IsDefault")?.GetValue(value) is true;
}
