namespace Alink;

/// <summary>Which rows a join keeps.</summary>
public enum JoinKind
{
    /// <summary>The pairs of rows with one key.</summary>
    Inner,

    /// <summary>Those, and the left rows that have no partner, with missing values.</summary>
    Left,
}

/// <content>Joining two tables.</content>
public sealed partial class Table
{
    /// <summary>Pairs each row with the rows of another table that have the same key, in the order of the left rows and then of the right.</summary>
    /// <param name="right">The other table.</param>
    /// <param name="keys">The columns that must be equal, of one name in both tables; they stand once in the result.</param>
    /// <param name="kind">Which rows are kept.</param>
    /// <exception cref="SchemaException">A key is missing, or another column's name stands in both tables.</exception>
    public Table Join(Table right, string[] keys, JoinKind kind = JoinKind.Inner)
    {
        ArgumentOutOfRangeException.ThrowIfZero(keys.Length, nameof(keys));
        foreach (var key in keys)
        {
            var (here, there) = (Schema[key].Type, right.Schema[key].Type);
            if (here != there)
            {
                throw new SchemaException($"The key '{key}' holds {here} on the left and {there} on the right.");
            }
        }

        var numbers = new Keys();
        var partners = numbers.Number(right, keys, grows: true)
            .Select((key, row) => (key, row))
            .ToLookup(pair => pair.key, pair => pair.row);
        var wanted = numbers.Number(this, keys, grows: false);
        List<int> lefts = [];
        List<int> rights = [];
        for (var row = 0; row < RowCount; row++)
        {
            var before = lefts.Count;
            foreach (var partner in partners[wanted[row]])
            {
                lefts.Add(row);
                rights.Add(partner);
            }

            if (lefts.Count == before && kind == JoinKind.Left)
            {
                lefts.Add(row);
                rights.Add(-1);
            }
        }

        var others = right.Drop(keys).Gather([.. rights]);
        if (kind == JoinKind.Left)
        {
            others = new(new Schema([.. others.Schema.Fields.Select(field => field with { IsNullable = true })]), others._columns, others.RowCount, 0);
        }

        return Gather([.. lefts]).Beside(others);
    }
}
