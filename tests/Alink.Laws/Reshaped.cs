using System.Collections;
using System.Collections.Immutable;
using System.Reflection;

namespace Alink.Laws;

/// <summary>Models one of whose arrays does not fit the others, as a file may hold them.</summary>
static class Reshaped
{
    /// <summary>For each array, list, matrix and levels of a model, and of the records that it holds: one element shorter, one longer,
    /// empty, and whole numbers below and above all that they may be.</summary>
    public static IEnumerable<(string What, Model Model)> Of(Model model) =>
        OfRecord(model).Select(pair => (pair.What, (Model)pair.Value));

    static IEnumerable<(string What, object Value)> OfRecord(object record) =>
        from member in record.GetType().GetProperties()
        where member.SetMethod is not null && member.GetIndexParameters().Length == 0
        let value = member.GetValue(record)
        where value is not null
        from other in OfValue(value)
        let made = With(record, member, other.Value)
        where made is not null
        select ($"{member.Name} {other.What}", made);

    static IEnumerable<(string What, object Value)> OfValue(object value) => value switch
    {
        IStage or ModelOrigin or string => [],
        Matrix { Rows: > 0, Columns: > 0 } matrix =>
        [
            ("shorter", new Matrix(matrix.Rows - 1, matrix.Columns, [.. matrix.Values[..^matrix.Columns]])),
            ("longer", new Matrix(matrix.Rows + 1, matrix.Columns, [.. matrix.Values, .. matrix.Row(0)])),
            ("narrower", new Matrix(matrix.Rows, matrix.Columns - 1, [.. matrix.Values[..^matrix.Rows]])),
            ("wider", new Matrix(matrix.Rows, matrix.Columns + 1, [.. matrix.Values, .. new double[matrix.Rows]])),
            ("empty", new Matrix(0, 0, [])),
        ],
        Levels { Count: > 0 } levels =>
        [
            ("shorter", new Levels(levels.Type, levels.Names[..^1])),
            ("longer", new Levels(levels.Type, levels.Names.Add("77"))),
            ("empty", new Levels(levels.Type, [])),
        ],
        ICollection list when list.GetType().IsGenericType && list.GetType().GetGenericTypeDefinition() == typeof(ImmutableArray<>)
            && !list.Equals(Activator.CreateInstance(list.GetType())) && list.Count > 0 =>
            (IEnumerable<(string, object)>)typeof(Reshaped).GetMethod(nameof(OfList), BindingFlags.Static | BindingFlags.NonPublic)!
                .MakeGenericMethod(list.GetType().GetGenericArguments()).Invoke(null, [list])!,
        _ when value.GetType().GetMethod("<Clone>$") is not null => OfRecord(value),
        _ => [],
    };

    static IEnumerable<(string What, object Value)> OfList<T>(ImmutableArray<T> values)
    {
        yield return ("shorter", values[..^1]);
        yield return ("longer", values.Add(values[0]));
        yield return ("empty", ImmutableArray<T>.Empty);
        if (values is ImmutableArray<int> { Length: var length })
        {
            yield return ("negative", Enumerable.Repeat(-7, length).ToImmutableArray());
            yield return ("huge", Enumerable.Repeat(int.MaxValue, length).ToImmutableArray());
        }
    }

    /// <summary>The record with another value; null where it takes none such.</summary>
    static object? With(object record, PropertyInfo member, object value)
    {
        var clone = record.GetType().GetMethod("<Clone>$")!.Invoke(record, null)!;
        try
        {
            member.SetValue(clone, value);
            return clone;
        }
        catch (TargetInvocationException)
        {
            return null;
        }
    }
}
