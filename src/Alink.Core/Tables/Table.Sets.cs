namespace Alink;

/// <content>Tables as sets of rows, and with <c>all</c> as bags, in which a row can stand several times.</content>
/// <remarks>Rows are equal where all their values are; a missing value equals a missing value.</remarks>
public sealed partial class Table
{
    string[] ColumnNames() => [.. Schema.Fields.Select(field => field.Name)];

    /// <summary>Each different row once, in the order first seen.</summary>
    /// <exception cref="SchemaException">A column holds vectors.</exception>
    public Table Distinct() => Gather([.. RowsOfGroups(ColumnNames()).Select(rows => rows[0])]);

    /// <summary>Each different row of this table and of another, once.</summary>
    /// <exception cref="SchemaException">The tables have other columns, or one holds vectors.</exception>
    public Table Union(Table other) => Concat(this, other).Distinct();

    /// <summary>The rows of this table that stand in another as well: each once, or with <paramref name="all"/> as often as it
    /// stands in both.</summary>
    /// <inheritdoc cref="Union"/>
    public Table Intersect(Table other, bool all = false) => Compared(other, (mine, theirs) => all ? mine <= theirs : mine == 1 && theirs > 0);

    /// <summary>The rows of this table that do not stand in another: each once, or with <paramref name="all"/> as often as it
    /// stands here beyond there.</summary>
    /// <inheritdoc cref="Union"/>
    public Table Minus(Table other, bool all = false) => Compared(other, (mine, theirs) => all ? mine > theirs : mine == 1 && theirs == 0);

    /// <summary>The rows that are wanted, by how often they have stood here so far and how
    /// often they stand in another.</summary>
    Table Compared(Table other, Func<int, int, bool> wanted)
    {
        Agree(Schema, other.Schema);
        var keys = new Keys();
        var theirs = keys.Number(other, ColumnNames(), grows: true).CountBy(key => key).ToDictionary();
        var mine = keys.Number(this, ColumnNames(), grows: true);
        var seen = new int[keys.Count];
        return Gather(Places(row => wanted(++seen[mine[row]], theirs.GetValueOrDefault(mine[row]))));
    }
}
