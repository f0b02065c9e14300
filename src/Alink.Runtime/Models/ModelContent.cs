using System.Collections;
using System.Globalization;

namespace Alink.Runtime;

/// <summary>Tells what a model holds, to be read by people.</summary>
public static class ModelContent
{
    const int MostValues = 10;

    /// <summary>One row for each member of a model: its name, such as <c>mean</c> or, of a step of a pipeline,
    /// <c>1.mean</c>, and its value as text; of a long list the first ten values, and how many there are.</summary>
    /// <example>
    /// <code>
    /// using Alink.Features;
    /// var model = new StandardScaler().Fit(Table.Of&lt;Vector&gt;("features", [20.0], [40.0]));
    /// Alink.Runtime.ModelContent.Of(model).Where((Column&lt;string&gt;)"name", name => name == "mean").Values&lt;string&gt;("value")[0] // => [30]
    /// </code>
    /// </example>
    public static Table Of(ITransformer model)
    {
        var rows = new List<(string Name, string? Value)>();
        Tell("", model, rows);
        return Table.Of("name", [.. rows.Select(row => row.Name)]).With<string?>("value", [.. rows.Select(row => row.Value)]);
    }

    static void Tell(string before, object told, List<(string Name, string? Value)> rows)
    {
        rows.Add((before.Length == 0 ? "kind" : before.TrimEnd('.'), told.GetType().Name));
        if (told is PipelineModel pipeline)
        {
            for (var i = 0; i < pipeline.Steps.Length; i++)
            {
                Tell($"{before}{i}.", pipeline.Steps[i], rows);
            }

            return;
        }

        foreach (var member in RecordShape.Find(told.GetType())?.Members ?? [])
        {
            var value = member.Property.GetValue(told);
            if (value is not null && value is not IEnumerable and not Matrix && !JsonForm.IsSimple(value.GetType())
                && RecordShape.Find(value.GetType()) is not null)
            {
                Tell($"{before}{member.Name}.", value, rows);
            }
            else
            {
                rows.Add(($"{before}{member.Name}", Shown(value)));
            }
        }
    }

    static string? Shown(object? value) => value switch
    {
        null => null,
        string text => text,
        double number => number.ToString("G6", CultureInfo.InvariantCulture),
        bool boolean => boolean ? "true" : "false",
        Matrix matrix => List([.. Enumerable.Range(0, matrix.Rows).Select(row => (object)matrix.Row(row).ToArray())]),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        IEnumerable list when IsMade(list) => List([.. list.Cast<object>()]),
        _ => value.ToString(),
    };

    /// <summary>An immutable array that nobody has made cannot be listed.</summary>
    static bool IsMade(IEnumerable list) => !list.GetType().IsValueType || !list.Equals(Activator.CreateInstance(list.GetType()));

    static string List(object[] values)
    {
        var shown = string.Join(", ", values.Take(MostValues).Select(Shown));
        return values.Length <= MostValues ? $"[{shown}]" : $"[{shown}, …] ({values.Length})";
    }
}
