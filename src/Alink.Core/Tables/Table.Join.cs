namespace Alink;

/// <summary>Which rows a join keeps.</summary>
public enum JoinKind
{
    /// <summary>The pairs of rows with one key.</summary>
    Inner,

    /// <summary>Those, and the left rows that have no partner, with missing values.</summary>
    Left,

    /// <summary>The pairs, and the right rows that have no partner, with missing values.</summary>
    Right,

    /// <summary>The pairs, and all rows that have no partner.</summary>
    Full,
}

/// <content>Joining two tables.</content>
public sealed partial class Table
{
    /// <summary>Pairs each row with the rows of another table that have the same key, in the order of the left rows and then
    /// of the right; right rows without a partner follow.</summary>
    /// <remarks>A missing key equals a missing key.</remarks>
    /// <param name="right">The other table.</param>
    /// <param name="keys">The columns that must be equal, of one name in both tables;
    /// they stand once in the result.</param>
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
        var theirs = numbers.Number(right, keys, grows: true);
        var (lefts, rights) = RowPairs.Of(numbers.Number(this, keys, grows: false), theirs).With(kind, RowCount, right.RowCount);
        var joined = Paired(lefts, right.Drop(keys), rights, kind);
        var pairs = Array.IndexOf(lefts, -1) is var end && end >= 0 ? end : lefts.Length;
        foreach (var key in keys)
        {
            var data = ColumnData.Concat(Data(key).Gather(lefts[..pairs]), right.Data(key).Gather(rights[pairs..]));
            joined = joined.With(joined.Schema[key] with { IsNullable = Schema[key].IsNullable || right.Schema[key].IsNullable }, data);
        }

        return joined;
    }

    /// <summary>Pairs each row with the rows of another table for which a condition holds, such as
    /// <c>a.id = b.user and a.time &lt; b.time</c>, in the order of the left rows and then of the right; right rows without a
    /// partner follow.</summary>
    /// <remarks>This table is <c>a</c> and the other <c>b</c>; a column that only one of them has needs no <c>a.</c> or
    /// <c>b.</c> before it. Equalities between the two find their rows by hashing; without one, each row is compared with each.
    /// A missing value equals nothing.</remarks>
    /// <example>
    /// <code>
    /// var people = Table.Of("id", 1, 2).With("name", "Ada", "Alan");
    /// var books = Table.Of("author", 2, 2, 3).With("title", "x", "y", "z");
    /// people.Join(books, "id = author", "name, title", JoinKind.Left).Values&lt;string&gt;("title").ToArray() // => [null x y]
    /// </code>
    /// </example>
    /// <param name="right">The other table.</param>
    /// <param name="condition">The condition; the language is that of <see cref="Clause"/>.</param>
    /// <param name="select">The columns that come out; <c>*</c> stands for all of both, those that must be equal once where they
    /// have one name.</param>
    /// <param name="kind">Which rows are kept.</param>
    /// <exception cref="FormatException">A text is no clause: the place and what is wrong are told.</exception>
    /// <exception cref="SchemaException">A column is missing, or its name stands in both tables.</exception>
    public Table Join(Table right, string condition, string select = "*", JoinKind kind = JoinKind.Inner) =>
        new Joining(this, right, condition).Join(select, kind);

    /// <summary>Rows of two tables side by side; −1 stands for no row.</summary>
    internal Table Paired(ReadOnlySpan<int> lefts, Table right, ReadOnlySpan<int> rights, JoinKind kind) =>
        Nullable(Gather(lefts), kind is JoinKind.Right or JoinKind.Full)
            .Beside(Nullable(right.Gather(rights), kind is JoinKind.Left or JoinKind.Full));

    /// <summary>This table with other names of its columns.</summary>
    internal Table Named(Func<string, string> name) =>
        new(new Schema([.. Schema.Fields.Select(field => field with { Name = name(field.Name) })]), _columns, RowCount, FirstRow);

    static Table Nullable(Table table, bool isNullable) => !isNullable ? table
        : new(new Schema([.. table.Schema.Fields.Select(field => field with { IsNullable = true })]), table._columns, table.RowCount, 0);
}

/// <summary>Rows of two tables that belong together, in the order of the left and then of the right.</summary>
readonly record struct RowPairs(List<int> Lefts, List<int> Rights)
{
    /// <summary>The rows of one number; one below 0 belongs to none.</summary>
    public static RowPairs Of(int[] lefts, int[] rights)
    {
        var partners = rights.Select((key, row) => (key, row)).Where(pair => pair.key >= 0).ToLookup(pair => pair.key, pair => pair.row);
        var pairs = new RowPairs([], []);
        for (var row = 0; row < lefts.Length; row++)
        {
            foreach (var partner in partners[lefts[row]])
            {
                pairs.Lefts.Add(row);
                pairs.Rights.Add(partner);
            }
        }

        return pairs;
    }

    /// <summary>These pairs, and the rows without a partner that a join keeps: left ones in their places, right ones at the
    /// end.</summary>
    public (int[] Lefts, int[] Rights) With(JoinKind kind, int leftRows, int rightRows)
    {
        List<int> lefts = [];
        List<int> rights = [];
        var next = 0;
        for (var row = 0; row < leftRows; row++)
        {
            var before = lefts.Count;
            for (; next < Lefts.Count && Lefts[next] == row; next++)
            {
                lefts.Add(row);
                rights.Add(Rights[next]);
            }

            if (lefts.Count == before && kind is (JoinKind.Left or JoinKind.Full))
            {
                lefts.Add(row);
                rights.Add(-1);
            }
        }

        if (kind is JoinKind.Right or JoinKind.Full)
        {
            var has = Rights.ToHashSet();
            for (var row = 0; row < rightRows; row++)
            {
                if (!has.Contains(row))
                {
                    lefts.Add(-1);
                    rights.Add(row);
                }
            }
        }

        return ([.. lefts], [.. rights]);
    }
}
