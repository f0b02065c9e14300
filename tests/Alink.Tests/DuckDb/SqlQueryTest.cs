using Alink.DuckDb;
using Alink.IO;
using Alink.Tests.IO;

namespace Alink.Tests.DuckDb;

/// <summary>The text of queries: its values, its errors, what it may do and how long it may take.</summary>
public class SqlQueryTest
{
    static readonly Table Rows = Table.Of("i", 1, 2, 3).With("t", "a", "b", "it's; --");

    [Fact]
    public void Values_stand_in_for_parameters_whatever_they_hold()
    {
        Assert.Equal(1, Rows.Sql("select i from this where t = $1", "it's; --").RowCount);
        Assert.Equal(0, Rows.Sql("select i from this where t = $1", "' or true --").RowCount);
        Assert.Equal(2, Rows.Sql("select i from this where i between ? and ?", 2, 3L).RowCount);
        Assert.Equal(2, new Sql().With("this", Rows).Query("select i from this where i >= $least and i > $least - 1", new Dictionary<string, object?> { ["least"] = 2 }).RowCount);
        var moment = new DateTimeOffset(2026, 2, 3, 4, 5, 6, TimeSpan.FromHours(3));
        var all = Rows.Sql("select $1 as b, $2 as f, $3 as d, $4 as m, $5 as v, $6 as none, $7 as n", true, 0.5f, 0.1, moment, Vector.Of([1.5, 2]), null, "a\0b");
        Assert.Equal(true, all.Data("b").Boxed(0));
        Assert.Equal(0.5f, all.Data("f").Boxed(0));
        Assert.Equal(0.1, all.Data("d").Boxed(0));
        Assert.Equal(moment.ToUniversalTime(), all.Data("m").Boxed(0));
        Assert.Equal([1.5, 2.0], all.Values<Vector>("v")[0].ToArray());
        Assert.True(all.Data("none").IsMissing(0));
        Assert.Equal("a\0b", all.Data("n").Boxed(0));
    }

    [Fact]
    public void Parameters_and_values_must_agree()
    {
        Assert.Equal("The query has no parameter $2; it has 1.", Problem(() => Rows.Sql("select $1 as n", 1, 2)));
        Assert.Equal("The query has 2 parameters; there are 1 values.", Problem(() => Rows.Sql("select $1 + $2 as n", 1)));
        Assert.Equal("The query has no parameter $x; it has 1.", Problem(() => new Sql().Query("select $y as n", new Dictionary<string, object?> { ["x"] = 1 })));
        Assert.Equal("Parameter $1 is a Uri, which no column can hold.", Problem(() => Rows.Sql("select $1 as n", new Uri("http://a"))));

        static string Problem(Action query) => Assert.Throws<ArgumentException>(query).Message.Split(" (Parameter")[0];
    }

    [Fact]
    public void An_error_tells_the_place_in_the_query()
    {
        var error = Assert.Throws<SqlException>(() => Rows.Sql("select 'ä' as a,\n  nme from this"));
        Assert.Equal(19, error.Position);
        Assert.Contains("\"nme\" not found", error.Message);
        Assert.EndsWith("(line 2, character 3: nme from this)", error.Message);
        Assert.EndsWith("(line 1, character 14: x y z)", Assert.Throws<SqlException>(() => Rows.Sql("select 1 fro x y z")).Message);
        Assert.EndsWith("begins with 'selec'.", Assert.Throws<SqlException>(() => Rows.Sql("selec 1")).Message);
        Assert.StartsWith("Conversion: Could not convert string 'b'", Assert.Throws<SqlException>(() => Rows.Sql("select t::integer as n from this where i = 2")).Message);
        Assert.Null(Assert.Throws<SqlException>(() => Rows.Sql("select error('mine') from this")).Position);
        Assert.Throws<SqlException>(() => Rows.Sql(""));
    }

    [Theory]
    [InlineData("-- first\n/* a comment */ (select 1 as one)")]
    [InlineData("\r\n\tWITH x AS (select 1 as one) FROM x")]
    [InlineData("values (1)")]
    [InlineData("describe select 1")]
    [InlineData("pivot (select 1 as a, 2 as b) on a in (1, 2) using sum(b)")]
    public void A_query_is_a_select_in_all_its_forms(string query) => Assert.Equal(1, new Sql().Query(query).RowCount);

    [Fact]
    public void An_error_after_millions_of_rows_is_no_end_of_them() => Assert.Contains("late", Assert.Throws<SqlException>(() =>
        new Sql().Query("select case when i = 2999999 then error('late')::bigint else i end as x from range(3000000) t(i)")).Message);

    [Theory]
    [InlineData("copy (select 1) to 'FILE'")]
    [InlineData("select 1; copy (select 1) to 'FILE'")]
    [InlineData("export database 'FILE'")]
    [InlineData("attach 'FILE' as other")]
    [InlineData("create table x as select 1")]
    [InlineData("drop view this")]
    [InlineData("set threads = 4")]
    [InlineData("set lock_configuration = false")]
    [InlineData("pragma enable_profiling")]
    [InlineData("install httpfs")]
    [InlineData("load 'FILE'")]
    [InlineData("call pragma_version()")]
    [InlineData("explain analyze copy (select 1) to 'FILE'")]
    [InlineData("-- select\rexport database 'FILE' /*\nselect */")]
    [InlineData("/* /* */ select */ export database 'FILE'")]
    [InlineData("/*/ select */ export database 'FILE'")]
    [InlineData("with x as (select 1) export database 'FILE'")]
    [InlineData("with x as (select 1) copy x to 'FILE'")]
    [InlineData("explain select 1")]
    [InlineData("select * from query('copy (select 1) to ''FILE''')")]
    [InlineData("select * from 'https://example.com/a.parquet'")]
    public void A_query_changes_nothing_and_writes_nothing(string query)
    {
        using var scratch = new Scratch();
        var file = scratch.File("written", "");
        File.Delete(file);

        Assert.Throws<SqlException>(() => Rows.Sql(query.Replace("FILE", file)));
        Assert.False(File.Exists(file) || Directory.Exists(file));
    }

    [Fact]
    public void Files_are_read_by_query_unless_that_is_forbidden()
    {
        using var scratch = new Scratch();
        var (csv, parquet) = (scratch.File("rows.csv", "i,x\n1,0.5\n2,\n"), scratch.File("rows.parquet", ""));
        ParquetFile.Write(Table.Of("i", 1L, 2L).With("name", "one", null).With<double?>("y", null, 2.5), parquet);
        var query = $"select c.i, x, name, y from read_csv('{csv}') c join read_parquet('{parquet}') p on c.i = p.i order by c.i";

        var rows = new Sql().Query(query);
        Assert.Equal([1, 2], rows.Values<long>("i").ToArray());
        Assert.Equal(["0.5", "one", null, null, null, "2.5"], Enumerable.Range(0, 2).SelectMany(row => (string[])["x", "name", "y"], (row, column) =>
            rows.Data(column).Boxed(row) is { } value ? FormattableString.Invariant($"{value}") : null));
        Assert.Equal(2, new Sql().With("mine", Table.Of("i", 2L)).Query($"select name, y from mine join '{parquet}' using (i)").Schema.Fields.Length);
        foreach (var each in (string[])[query, $"from '{parquet}'", $"from read_text('{csv}')", $"from glob('{Path.GetDirectoryName(csv)}/*')", $"from sniff_csv('{csv}')"])
        {
            Assert.Contains("disabled by configuration", Assert.Throws<SqlException>(() => new Sql { ReadsFiles = false }.Query(each)).Message);
        }
    }

    [Fact]
    public async Task A_query_ends_when_it_is_told_to()
    {
        using var source = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        var endless = new Sql { Cancellation = source.Token };

        await Task.Run(() => Assert.ThrowsAny<OperationCanceledException>(() =>
            endless.Query("select count(*) as n from range(1000000000) a, range(1000000000) b where a.range * 7 % 13 = b.range % 11"))).WaitAsync(TimeSpan.FromSeconds(30));
        Assert.ThrowsAny<OperationCanceledException>(() => endless.Query("select 1 as one"));
    }

    [Fact]
    public void Memory_is_bounded_and_nothing_is_spilt_unless_there_is_a_folder_for_it()
    {
        using var scratch = new Scratch();
        var query = "select max(i) as last from (select range as i, row_number() over (order by hash(range)) as place from range(1000000)) where place > 0";
        var bounded = new Sql { MemoryLimit = 20_000_000 };

        Assert.StartsWith("Out of Memory", Assert.Throws<SqlException>(() => bounded.Query(query)).Message);
        Assert.Equal(999_999, (bounded with { SpillFolder = scratch["spilt"] }).Query(query).Values<long>("last")[0]);
        Assert.Empty(Directory.GetFiles(scratch.Folder, "*", SearchOption.AllDirectories));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Sql { MemoryLimit = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new Sql { Threads = 0 });
    }

    [Fact]
    public void Threads_change_no_rows()
    {
        var rows = Table.Of("i", [.. Enumerable.Range(0, 50_000)]);
        var query = "select i, i % 10 as k from this where i % 3 = 0";

        AnyTable.AssertSame(rows.Sql(query), new Sql { Threads = 3 }.With("this", rows).Query(query));
    }
}
