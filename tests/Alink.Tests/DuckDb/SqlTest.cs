using Alink.DuckDb;
using Alink.IO;
using Alink.Tests.IO;
using CsCheck;

namespace Alink.Tests.DuckDb;

public class SqlTest
{
    static readonly Table People = Table.Of("name", "Ada", "Bob", "Cy", null).With<int?>("age", 36, 41, null, 17).With("city", "Oslo", "Rome", "Oslo", "Bern");

    /// <summary>As it comes back: a moment in microseconds of UTC.</summary>
    static Table Kept(Table table) => table.Schema.Fields.Aggregate(table, (kept, field) => table.Data(field.Name) switch
    {
        FixedColumn<DateTimeOffset> moments => kept.With(field, new FixedColumn<DateTimeOffset>(
            Array.ConvertAll(moments.ToArray(), moment => new DateTimeOffset(moment.UtcTicks - (moment.UtcTicks % 10), default)), moments.Validity)),
        _ => kept,
    });

    static string Rows(Table table) => string.Join(" | ", Enumerable.Range(0, table.RowCount).Select(row =>
        string.Join(",", table.Schema.Fields.Select(field => FormattableString.Invariant($"{table.Data(field.Name).Boxed(row) ?? "-"}")))));

    [Fact]
    public void Any_table_comes_back() => AnyTable.Of(20).Sample(table => AnyTable.AssertSame(Kept(table), table.Sql("select * from this")), iter: 300);

    [Fact]
    public void Rows_of_many_vectors_come_back_in_their_order_filtered_or_not()
    {
        var rows = Enumerable.Range(0, 10_000).ToArray();
        var table = Table.Of("i", rows)
            .With("x", rows.Select(i => i % 7 == 0 ? default(double?) : i / 3.0).ToArray())
            .With("t", rows.Select(i => i % 5 == 0 ? null! : $"text number {i}, which is long").ToArray())
            .With("s", rows.Select(i => $"{i % 3}").ToArray())
            .With("v", rows.Select(i => Vector.Of([i, i + 0.5])).ToArray())
            .With("w", rows.Select(i => Vector.Sparse(300, new[] { i % 300 }, new[] { 0.5 })).ToArray());
        table = table.With(table.Schema["v"], Holed((VectorColumn)table.Data("v"))).With(table.Schema["w"], Holed((VectorColumn)table.Data("w")));

        AnyTable.AssertSame(table, table.Sql("select * from this"));
        AnyTable.AssertSame(table.Where(row => row.Get<int>("i") % 3 == 1), table.Sql("select * from this where i % 3 = 1"));
        AnyTable.AssertSame(table.Select("t", "x"), table.Sql("select t, x from this"));
        Assert.Equal(10_000, table.Sql("select count(*) as n from this").Values<long>("n")[0]);
        Assert.Equal(7_500, table.Sql("select count(w.indices) as n from this where v is not null").Values<long>("n")[0]);
    }

    /// <summary>Every fourth vector is missing.</summary>
    static ColumnData Holed(VectorColumn vectors) => vectors.Gather([.. Enumerable.Range(0, vectors.Length).Select(row => row % 4 == 0 ? -1 : row)]);

    [Fact]
    public void Three_tables_join_as_by_hand()
    {
        var orders = Table.Of("buyer", "Bob", "Ada", "Bob", "Eve").With("item", 1L, 2L, 2L, 1L).With("count", 2, 1, 3, 9);
        var items = Table.Of("id", 1L, 2L).With("price", 0.5, 4.0);
        var sql = new Sql().With("people", People).With("orders", orders).With("items", items);

        Assert.Equal("Oslo,1,4 | Rome,5,13", Rows(sql.Query("""
            select city, sum(count) as n, sum(count * price) as total
            from orders join people on buyer = name join items on item = id
            group by city order by city
            """)));
        Assert.Equal("Ada,4 | Bob,13 | Cy,- | -,-", Rows(sql.Query("""
            select name, sum(price * count) as total from people left join orders on name = buyer left join items on id = item
            group by name order by name nulls last
            """)));
        Assert.Equal("Ada,Cy", Rows(People.Sql("select a.name, b.name as other from this a join this b on a.city = b.city and a.name < b.name")));
    }

    [Fact]
    public void A_missing_value_is_null()
    {
        Assert.Equal("Cy", Rows(People.Sql("select name from this where age is null")));
        Assert.Equal("31.333333333333332,3,4", Rows(People.Sql("select avg(age) a, count(name) n, count(*) r from this")));
        Assert.True(People.Sql("select age from this").Schema["age"].IsNullable);
        Assert.False(People.Sql("select city from this").Schema["city"].IsNullable);
        var numbers = Table.Of("x", double.NaN, 1).Sql("select x, x is null as none from this");
        Assert.Equal("NaN,False | 1,False", Rows(numbers));
    }

    [Fact]
    public void Types_that_tables_have_not_become_the_next_that_they_have()
    {
        var table = new Sql().Query("""
            select 1::tinyint as tiny, 65535::usmallint as word, 4000000000::uinteger as long, 9007199254740993::ubigint as big,
                (-170)::hugeint as huge, 12.34 as price, 12345678901234567890.123456789012345678::decimal(38, 18) as wide, date '1969-12-31' as day,
                timestamp '2026-02-03 04:05:06.789012' as moment, timestamp_ns '2026-02-03 04:05:06.789012345' as nano, timestamp_s '1900-01-01 00:00:01' as second,
                timestamptz '2026-02-03 04:05:06+02' as zoned, 'b'::enum('a', 'b') as kind, '5df6e0e2-7615-4ed5-8e95-bc4d4c7f0a1b'::uuid as id,
                [1, 2] as whole, [1.5, 2] as numbers, [1, 2]::float[2] as fixed, sum(range) as total
            from range(5)
            """);

        Assert.Equal(
            "1,65535,4000000000,9007199254740993,-170,12.34,12345678901234567000,12/31/1969 00:00:00 +00:00,02/03/2026 04:05:06 +00:00,"
            + "02/03/2026 04:05:06 +00:00,01/01/1900 00:00:01 +00:00,02/03/2026 02:05:06 +00:00,b,5df6e0e2-7615-4ed5-8e95-bc4d4c7f0a1b,[1 2],[1.5 2],[1 2],10",
            Rows(table).Replace("1.2345678901234567E+19", "12345678901234567000"));
        Assert.Equal(
            [
                DataType.Int32, DataType.Int32, DataType.Int64, DataType.Int64, DataType.Int64, DataType.Double, DataType.Double, DataType.DateTimeOffset,
                DataType.DateTimeOffset, DataType.DateTimeOffset, DataType.DateTimeOffset, DataType.DateTimeOffset, DataType.String, DataType.String,
                DataType.Vector, DataType.Vector, DataType.Vector, DataType.Int64,
            ],
            table.Schema.Fields.Select(field => field.Type));
        Assert.Equal(7_890_120, table.Values<DateTimeOffset>("moment")[0].Ticks % TimeSpan.TicksPerSecond);
        Assert.Equal(7_890_123, table.Values<DateTimeOffset>("nano")[0].Ticks % TimeSpan.TicksPerSecond);
    }

    [Theory]
    [InlineData("select interval 1 day as span", "Column 'span' is of DuckDB's type Interval")]
    [InlineData("select time '01:02:03' as clock", "Column 'clock' is of DuckDB's type Time")]
    [InlineData("select 'a'::blob as bytes", "Column 'bytes' is of DuckDB's type Blob")]
    [InlineData("select {'a': 1} as parts", "Column 'parts' is of DuckDB's type Struct")]
    [InlineData("select ['a'] as texts", "Column 'texts' is of DuckDB's type List")]
    [InlineData("select 1 as id, 2 as id", "The query gives two columns 'id'")]
    public void Other_columns_are_refused_by_name(string query, string message) =>
        Assert.StartsWith(message, Assert.Throws<SchemaException>(() => new Sql().Query(query)).Message);

    [Theory]
    [InlineData("select 18446744073709551615::ubigint as n", "Column 'n', row 0: 18446744073709551615 does not fit Int64; cast it in the query.")]
    [InlineData("select sum(9223372036854775807) as n from range(2)", "Column 'n', row 0: 18446744073709551614 does not fit Int64; cast it in the query.")]
    [InlineData("select case range when 1 then 'infinity'::timestamp end as t from range(3)", "Column 't', row 1: 9223372036854775807 does not fit DateTimeOffset; cast it in the query.")]
    [InlineData("select date '20000-01-01' as t", "Column 't', row 0: 6585322 does not fit DateTimeOffset; cast it in the query.")]
    [InlineData("select range(range) as v from range(1, 3)", "Column 'v', row 1: It has 2 numbers; those before it have 1.")]
    [InlineData("select [1, null] as v", "Column 'v', row 0: A number of the list is NULL.")]
    [InlineData("select {'size': 2, 'indices': [1, 1], 'values': [0.5, 0.5]} as v", "Column 'v', row 0: Indices must rise from 0 to 1; 1 follows 1. (Parameter 'indices')")]
    [InlineData("select {'size': 2, 'indices': [1], 'values': null::double[]} as v", "Column 'v', row 0: A part of the vector is NULL.")]
    public void A_value_that_does_not_fit_is_told_by_column_and_row(string query, string message) =>
        Assert.Equal(message, Assert.Throws<RowException>(() => new Sql().Query(query)).Message);

    [Fact]
    public void Vectors_that_DuckDB_makes_come_back_sparse_or_dense()
    {
        Assert.Equal("[3: 0:1.5] | -", Rows(new Sql().Query(
            "select case range when 0 then {'size': 3, 'indices': [0], 'values': [1.5]} end as v from range(2)")));
        Assert.Equal("0,[1 2] | 1,[1 2] | 2,[1 2]", Rows(Table.Of<Vector>("v", [1.0, 2.0]).Sql("select range as i, v from range(3), this order by i")));
        Assert.Equal("2.5,[2.5 1]", Rows(Table.Of<Vector>("v", [1.0, 2.5]).Sql("select v[2] as second, list_reverse(v) as turned from this")));
        Assert.Equal("7", Rows(Table.Of("v", Vector.Sparse(9, new[] { 7 }, new[] { 1.0 })).Sql("select v.indices[1] as place from this")));
    }

    [Fact]
    public void Names_are_whatever_they_are()
    {
        var rows = Table.Of("we\"ird", 1).With("select", 2).With("a b; drop table x --", 3).With("ä€😀", 4);
        var sql = new Sql().With("my \"table\"; --", rows);

        Assert.Equal("1,2,3,4", Rows(sql.Query("select * from \"my \"\"table\"\"; --\"")));
        Assert.Equal("10", Rows(sql.Query("select \"we\"\"ird\" + \"select\" + \"a b; drop table x --\" + \"ä€😀\" as n from \"MY \"\"TABLE\"\"; --\"")));
        Assert.Equal(rows.Schema.Fields.Select(field => field.Name), sql.Query("from \"my \"\"table\"\"; --\"").Schema.Fields.Select(field => field.Name));
        Assert.Contains("'a' and 'A'", Assert.Throws<SchemaException>(() => new Sql().With("t", Table.Of("a", 1).With("A", 2))).Message);
        Assert.Contains("at least one letter", Assert.Throws<SchemaException>(() => new Sql().With("t", Table.Of("", 1))).Message);
        Assert.Throws<SchemaException>(() => new Sql().With("t", Table.Empty(Schema.Empty)));
        Assert.Throws<ArgumentException>(() => new Sql().With("", rows));
    }

    [Fact]
    public void Rows_in_lanes_of_batches_are_read_in_order_and_again()
    {
        var rows = new Batches([Table.Of("i", 1, 2), Table.Of("i", 3).Slice(0, 0), Table.Of("i", 3), Table.Of("i", 4, 5)]);

        Assert.Equal("1 | 2 | 3 | 4 | 5", Rows(rows.Sql("select i from this")));
        Assert.Equal("25", Rows(rows.Sql("select count(*) as n from this a, this b")));
    }

    [Fact]
    public void What_goes_wrong_where_rows_are_read_is_told_as_it_is()
    {
        var rows = new Batches([Table.Of("i", 1), null!]);

        Assert.Equal("no more", Assert.Throws<InvalidDataException>(() => rows.Sql("select sum(i) as n from this")).Message);
    }

    sealed class Batches(Table[] batches) : IDataset
    {
        public Schema Schema => batches[0].Schema;

        public int Lanes => 2;

        public IEnumerable<Table> Read(int lane, CancellationToken cancellation = default) =>
            (lane == 0 ? batches.Take(1) : batches.Skip(1)).Select(batch => batch ?? throw new InvalidDataException("no more"));
    }
}
