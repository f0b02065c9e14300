using System.Collections;

namespace Alink.Runtime;

/// <summary>Finds the columns that the options of a model mention.</summary>
static class ModelColumns
{
    /// <summary>The name of every column that a model mentions, to read it or to write it.</summary>
    public static IReadOnlyCollection<string> Of(ITransformer model)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        Visit(model, names);
        return names;
    }

    static void Visit(object? value, HashSet<string> names)
    {
        if (value is null)
        {
            return;
        }

        var type = value.GetType();
        if (JsonForm.IsColumn(type))
        {
            names.Add(value.ToString()!);
        }
        else if (JsonForm.ElementOf(type) is { } element)
        {
            if (MayMention(element) && !(type.IsValueType && value.Equals(Activator.CreateInstance(type))))
            {
                foreach (var item in (IEnumerable)value)
                {
                    Visit(item, names);
                }
            }
        }
        else if (RecordShape.Find(type) is { } shape)
        {
            foreach (var member in shape.Members.Where(member => MayMention(member.Type)))
            {
                Visit(member.Property.GetValue(value), names);
            }
        }
    }

    static bool MayMention(Type type) => JsonForm.ElementOf(type) is { } element ? MayMention(element)
        : JsonForm.IsColumn(Nullable.GetUnderlyingType(type) ?? type) || !JsonForm.IsSimple(type);
}
