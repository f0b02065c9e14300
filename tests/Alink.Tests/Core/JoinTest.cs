namespace Alink.Tests.Core;

public class JoinTest
{
    static readonly Table People = Table.Of<int?>("id", 1, 2, null, 4).With("name", "Ada", "Alan", "Eve", "Grace");
    static readonly Table Books = Table.Of<long?>("author", 2, 2, 9, null).With("title", "w", "x", "y", "z").With("price", 5.0, 1.0, 2.0, 3.0);

    /// <summary>The rows that SQLite 3.40.1 gives, in our order.</summary>
    [Theory]
    [InlineData(JoinKind.Inner, "Alan w|Alan x")]
    [InlineData(JoinKind.Left, "Ada -|Alan w|Alan x|Eve -|Grace -")]
    [InlineData(JoinKind.Right, "Alan w|Alan x|- y|- z")]
    [InlineData(JoinKind.Full, "Ada -|Alan w|Alan x|Eve -|Grace -|- y|- z")]
    public void Rows_are_paired_and_others_kept(JoinKind kind, string expected) =>
        Assert.Equal(expected, Shown(People.Join(Books, "id = author", "name, title", kind)));

    [Theory]
    [InlineData(JoinKind.Inner, "Alan x")]
    [InlineData(JoinKind.Left, "Ada -|Alan x|Eve -|Grace -")]
    [InlineData(JoinKind.Full, "Ada -|Alan x|Eve -|Grace -|- w|- y|- z")]
    public void What_else_the_condition_asks_decides_who_has_a_partner(JoinKind kind, string expected) =>
        Assert.Equal(expected, Shown(People.Join(Books, "a.id = b.author and price < 2 * a.id", "name, title", kind)));

    [Fact]
    public void Without_an_equality_each_row_is_compared_with_each()
    {
        Assert.Equal("Ada w|Ada x|Ada y|Alan y|Grace y", Shown(People.Join(Books, "id < author", "name, title")));
        Assert.Equal(16, People.Join(Books, "true").RowCount);
        Assert.Contains("too much", Assert.Throws<SchemaException>(
            () => Table.Of("x", new int[20_000]).Join(Table.Of("y", new int[20_000]), "x < y")).Message);
    }

    [Fact]
    public void Expressions_and_numbers_of_other_types_are_keys()
    {
        var left = Table.Of("x", 1, 2, 3).With("flag", true, false, true);
        var right = Table.Of("y", 2.0, 4.5, double.NaN);

        Assert.Equal([1, 3], left.Join(right, "x * 1.5 = y or x + 1 = y", "x").Values<int>("x").ToArray());
        Assert.Equal([1], left.Join(right, "x + 1 = y", "x").Values<int>("x").ToArray());
        Assert.Equal([2], left.Join(right, "y = x", "x").Values<int>("x").ToArray());
        Assert.Equal(0, right.Join(right, "a.y = b.y and a.y > 5", "a.y").RowCount);
        Assert.Equal(2, right.Join(right, "a.y = b.y", "a.y").RowCount);
    }

    [Fact]
    public void All_columns_stand_once_where_they_must_be_equal()
    {
        var left = Table.Of("id", 1, 2).With("x", "a", "b");
        var right = Table.Of("id", 2, 3).With("y", "c", "d");

        Assert.Equal("id: Int32, x: String, y: String", left.Join(right, "a.id = b.id").Schema.ToString());
        Assert.Equal([1, 2, 3], left.Join(right, "a.id = b.id", "*", JoinKind.Full).Rows.Select(row => (int)row["id"]!));
        Assert.Equal("x id y", string.Join(' ', left.Join(right, "a.id = b.id", "a.x, b.*").Schema.Fields.Select(field => field.Name)));
        Assert.Contains("'id' stands twice", Assert.Throws<SchemaException>(() => left.Join(right, "a.id < b.id")).Message);
        Assert.Contains("both tables have a column 'id': a.id, or b.id", Assert.Throws<SchemaException>(() => left.Join(right, "id = 1")).Message);
        Assert.Contains("no column 'idd' in either table. Did you mean 'id'?", Assert.Throws<SchemaException>(() => left.Join(right, "idd = 1")).Message);
        Assert.Contains("there is no table 'c'", Assert.Throws<SchemaException>(() => left.Join(right, "a.id = b.id", "c.*")).Message);
        Assert.Contains("String stands where Int32 is expected", Assert.Throws<SchemaException>(() => left.Join(right, "a.id = b.y")).Message);
        Assert.Contains("a condition is expected, not Int32", Assert.Throws<SchemaException>(() => left.Join(right, "a.id")).Message);
    }

    [Fact]
    public void Joins_by_name_keep_the_keys_of_either_table()
    {
        var left = Table.Of<int?>("id", 1, 2, null).With("x", "a", "b", "c");
        var right = Table.Of<int?>("id", 2, 3, null).With("y", "d", "e", "f");

        var full = left.Join(right, ["id"], JoinKind.Full);
        Assert.Equal([1, 2, null, 3], full.Rows.Select(row => (int?)row["id"]));
        Assert.Equal(["a", "b", "c", null], full.Rows.Select(row => (string?)row["x"]));
        Assert.Equal([null, "d", "f", "e"], full.Rows.Select(row => (string?)row["y"]));
        Assert.Equal([2, null, 3], left.Join(right, ["id"], JoinKind.Right).Rows.Select(row => (int?)row["id"]));
        Assert.Equal([2, null], left.Join(right, ["id"]).Rows.Select(row => (int?)row["id"]));
    }

    [Fact]
    public void Tables_are_sets_and_bags_of_rows()
    {
        var left = Table.Of<int?>("x", 1, 1, 1, 2, null, null);
        var right = Table.Of<int?>("x", 1, 1, null, 3);

        Assert.Equal([1, 2, null], Of(left.Distinct()));
        Assert.Equal([1, 2, null, 3], Of(left.Union(right)));
        Assert.Equal([1, null], Of(left.Intersect(right)));
        Assert.Equal([1, 1, null], Of(left.Intersect(right, all: true)));
        Assert.Equal([2], Of(left.Minus(right)));
        Assert.Equal([1, 2, null], Of(left.Minus(right, all: true)));
        Assert.Throws<SchemaException>(() => left.Union(right.Rename("x", "y")));
        Assert.Throws<SchemaException>(() => left.Minus(right.Rename("x", "y")));

        static int?[] Of(Table table) => [.. table.Rows.Select(row => (int?)row["x"])];
    }

    static string Shown(Table table) =>
        string.Join('|', table.Rows.Select(row => string.Join(' ', table.Schema.Fields.Select(field => row[field.Name] ?? "-"))));
}
