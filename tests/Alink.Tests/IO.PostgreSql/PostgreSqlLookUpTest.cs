using Alink.IO;
using Alink.Tests.Runtime.Streams;
using Alink.Tests.Servers;

namespace Alink.Tests.IO.PostgreSql;

[Collection(PostgreSqlTests.Name)]
[Trait(Server.Needs, Server.Servers)]
public class PostgreSqlLookUpTest(PostgreSql database)
{
    [Fact]
    public async Task What_a_sink_has_written_is_found_by_its_key()
    {
        var rows = Table.Of("id", 7L, 8L)
            .With("double", 0.1, double.NaN).With("float", 0.5f, -1f).With("int", 1, 2).With("bool", true, false)
            .With("moment", DateTimeOffset.UnixEpoch, new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero))
            .With<string>("text", "ä\"\n'€😀", "").With<Vector>("vector", [1.5, 2], [3, 4]);
        await using var sink = new PostgreSqlSink(PostgreSql.At(database.Port), "looked_up", "looked_up");
        await sink.WriteAsync(1, [rows], default);
        await using var lookUp = new PostgreSqlLookUp(PostgreSql.At(database.Port), "looked_up", ["id"], new([.. rows.Schema.Fields.Skip(1)]));

        var found = await lookUp.AskAsync(Table.Of<long?>("id", [8, 9, 7, null, 8]), default);

        foreach (var field in rows.Schema.Fields.Skip(1))
        {
            Assert.Equal(
                [rows.Data(field.Name).Boxed(1), null, rows.Data(field.Name).Boxed(0), null, rows.Data(field.Name).Boxed(1)],
                Enumerable.Range(0, 5).Select(row => found.Data(field.Name).IsMissing(row) ? null : found.Data(field.Name).Boxed(row)));
        }
    }

    [Fact]
    public async Task Keys_of_several_columns_of_any_type_and_name_are_values_and_no_text_of_the_query()
    {
        database.Run("CREATE TABLE \"odd\"\"keys\" (\"k'\" text, \"at\" timestamptz, n int, PRIMARY KEY (\"k'\", \"at\"))");
        database.Run("INSERT INTO \"odd\"\"keys\" VALUES ('''; DROP TABLE x; --', '2026-01-01Z', 5), ('b', '2026-01-01Z', 6)");
        await using var lookUp = new PostgreSqlLookUp(PostgreSql.At(database.Port), "odd\"keys", ["k'", "at"], new(new Field("n", DataType.Int64)));
        var day = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

        var found = await lookUp.AskAsync(
            Table.Of("k'", "'; DROP TABLE x; --", "b", "b").With("at", day, day.ToOffset(TimeSpan.FromHours(3)), day.AddDays(1)), default);

        Assert.Equal([5L, 6L], found.Values<long>("n").ToArray()[..2]);
        Assert.True(found.Data("n").IsMissing(2));
    }

    [Fact]
    public async Task A_stream_asks_about_many_rows_at_a_time_and_keeps_their_order()
    {
        database.Run("CREATE TABLE many AS SELECT i AS id, 'name ' || i AS name FROM generate_series(0, 999) i WHERE i % 3 <> 0");
        await using var lookUp = new PostgreSqlLookUp(PostgreSql.At(database.Port), "many", ["id"], new(new Field("name", DataType.String)));
        var rows = await Streamed.RowsAsync(TableStream.Of(Table.Of("id", [.. Enumerable.Range(0, 1000)]), rowsPerBatch: 70)
            .LookUpAsync(lookUp, new LookUp { RowsPerRequest = 70, Capacity = 4 }));

        Assert.Equal(Enumerable.Range(0, 1000).Select(id => id % 3 == 0 ? $"{id} -" : $"{id} name {id}"), rows);
    }

    [Fact]
    public async Task Two_rows_of_one_key_and_what_the_table_has_not_are_errors()
    {
        database.Run("CREATE TABLE twice AS SELECT 1 AS id, i AS x FROM generate_series(1, 2) i");
        await using var lookUp = new PostgreSqlLookUp(PostgreSql.At(database.Port), "twice", ["id"], new(new Field("x", DataType.Int32)));
        await using var other = new PostgreSqlLookUp(PostgreSql.At(database.Port), "twice", ["id"], new(new Field("y", DataType.Int32)));

        Assert.Contains("Two rows have the key id 1", (await Assert.ThrowsAsync<DataFormatException>(() => lookUp.AskAsync(Table.Of("id", 1), default))).Message);
        Assert.Contains("42703", (await Assert.ThrowsAsync<DataFormatException>(() => other.AskAsync(Table.Of("id", 1), default))).Message);
        Assert.Throws<SchemaException>(() => lookUp.Transform(Table.Of<Vector>("id", [1.0]).Schema));
        Assert.Throws<SchemaException>(() => lookUp.Transform(Table.Of("id", 1).With("x", 1).Schema));
    }
}
