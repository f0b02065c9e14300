using System.Collections.Immutable;

namespace Alink;

/// <summary>Computes a clause for each group of rows.</summary>
/// <param name="clause">The clause, for messages.</param>
/// <param name="keys">What rows of a group have in common.</param>
sealed class Grouping(string clause, ImmutableArray<Item> keys)
{
    // Keys, and aggregates by their texts: each is a column of a table that has a row for each group.
    readonly Dictionary<string, string> _known = keys.Where(key => key.Term is not null).Select((key, i) => (Text: key.Term!.ToString()!, Name: $"key {i}"))
        .Reverse().DistinctBy(key => key.Text).ToDictionary(key => key.Text, key => key.Name);

    readonly ILookup<string, int> _named = keys.Select((key, i) => (key.Name, i)).ToLookup(key => key.Name, key => key.i);

    readonly List<CallTerm> _aggregates = [];

    public Table Compute(Table rows, ImmutableArray<Item> items)
    {
        if (keys.Any(key => key.Term is null))
        {
            throw new SchemaException("Among the keys of groups, '*' is no key; the columns are named.");
        }

        var replaced = items.Select(item => item with { Term = Replaced(item) }).ToArray();
        var inner = Clause.Of(clause, keys.Select((key, i) => key with { Name = $"key {i}" }).Concat(_aggregates.SelectMany(
            (call, i) => call.Arguments.Select(argument => new Item(argument, $"of {i}"))))).Transform(rows);
        string[] columns = [.. keys.Select((_, i) => $"key {i}")];
        var groups = keys.IsEmpty ? [[.. Enumerable.Range(0, rows.RowCount)]] : inner.RowsOfGroups(columns);
        var table = keys.IsEmpty ? Table.Of("group", 0) : inner.Gather([.. groups.Select(group => group[0])]).Select([.. columns]);
        for (var i = 0; i < _aggregates.Count; i++)
        {
            var call = _aggregates[i];
            var data = call.Arguments.IsEmpty ? null : inner.Data($"of {i}");
            var result = Aggregates.Compute(call.Function, call.IsDistinct, data, groups)
                ?? throw Wrong(call, $"{call.Function} does not take {data!.Type}");
            table = table.With(new Field($"aggregate {i}", result.Type) { IsNullable = result.HasMissing }, result);
        }

        return Clause.Of(clause, replaced).Transform(table);
    }

    Term Replaced(Item item) => item.Term is null
        ? throw new SchemaException($"In the clause '{ClauseToken.Excerpt(clause)}', '*' stands for columns that have no one value in a group.")
        : item.Term.Replace(term => _known.TryGetValue(term.ToString()!, out var name) ? new ColumnTerm(term.Place, name)
            : term is CallTerm call && Aggregates.Has(call.Function) ? Aggregated(call)
            : term is ColumnTerm key && _named[key.Name].ToArray() is [var only] ? new ColumnTerm(term.Place, $"key {only}")
            : term is ColumnTerm column
                ? throw Wrong(term, $"column '{column.Name}' is no key and stands in no aggregate, so that it has no one value in a group")
            : null);

    ColumnTerm Aggregated(CallTerm call)
    {
        if (call.Arguments.Length > 1 || (call.Arguments.IsEmpty && (call.Function != "count" || call.IsDistinct)))
        {
            throw Wrong(call, $"{call.Function} takes 1 value, not {call.Arguments.Length}");
        }

        var name = $"aggregate {_aggregates.Count}";
        _aggregates.Add(call);
        _known.Add(call.ToString(), name);
        return new(call.Place, name);
    }

    SchemaException Wrong(Term term, string what) => new(ClauseToken.Wrong(clause, term.Place, what));
}
