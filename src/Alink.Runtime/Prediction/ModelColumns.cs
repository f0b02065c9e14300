using System.Collections;
using System.Collections.Immutable;

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
            foreach (var member in shape.Members)
            {
                if (MayMention(member.Type))
                {
                    Visit(member.Property.GetValue(value), names);
                }
                else if (value is IStage and not Model)
                {
                    Add(member.Property.GetValue(value), names); // Columns of any type are named by text.
                }
            }
        }
    }

    static void Add(object? value, HashSet<string> names)
    {
        if (value is string name)
        {
            names.Add(name);
        }
        else if (value is ImmutableArray<string> { IsDefault: false } several)
        {
            names.UnionWith(several);
        }
    }

    static bool MayMention(Type type) => JsonForm.ElementOf(type) is { } element ? MayMention(element)
        : JsonForm.IsColumn(Nullable.GetUnderlyingType(type) ?? type) || !JsonForm.IsSimple(type);
}
