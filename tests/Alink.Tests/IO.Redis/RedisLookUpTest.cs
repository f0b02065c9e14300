using Alink.IO;
using Alink.Tests.Runtime.Streams;
using Alink.Tests.Servers;

namespace Alink.Tests.IO.Redis;

[Collection(RedisTests.Name)]
[Trait(Server.Needs, Server.Servers)]
public class RedisLookUpTest(Redis redis)
{
    [Fact]
    public async Task What_a_sink_has_written_is_found_by_its_key()
    {
        var rows = Table.Of("id", 7L, 8L)
            .With("double", 0.1, double.NaN).With("int", 1, 2).With("bool", true, false)
            .With("moment", DateTimeOffset.UnixEpoch, new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(8)))
            .With<string>("text", "ä\"\n\0€😀", "").With<Vector>("vector", [1.5, 2], [3, 4]);
        await using var sink = new RedisSink(Redis.At(redis.Port), "found", "found:") { Key = new Column<Category>("id") };
        await sink.WriteAsync(1, [rows], default);
        await using var lookUp = new RedisLookUp(Redis.At(redis.Port), "found:", "id", new([.. rows.Schema.Fields.Skip(1)]));

        var found = await lookUp.AskAsync(Table.Of("id", 8L, 9L, 7L), default);

        foreach (var field in rows.Schema.Fields.Skip(1))
        {
            Assert.Equal(rows.Data(field.Name).Boxed(1), found.Data(field.Name).Boxed(0));
            Assert.True(found.Data(field.Name).IsMissing(1));
            Assert.Equal(rows.Data(field.Name).Boxed(0), found.Data(field.Name).Boxed(2));
        }
    }

    [Fact]
    public async Task A_stream_asks_about_many_rows_at_a_time_and_keeps_their_order()
    {
        foreach (var id in Enumerable.Range(0, 1000).Where(id => id % 3 != 0))
        {
            redis.Database.HashSet($"many:{id}", "name", $"name {id}");
        }

        await using var lookUp = new RedisLookUp(Redis.At(redis.Port), "many:", "id", new(new Field("name", DataType.String)));
        var rows = await Streamed.RowsAsync(TableStream.Of(Table.Of("id", [.. Enumerable.Range(0, 1000)]), rowsPerBatch: 70)
            .LookUpAsync(lookUp, new LookUp { RowsPerRequest = 30 }));

        Assert.Equal(Enumerable.Range(0, 1000).Select(id => id % 3 == 0 ? $"{id} -" : $"{id} name {id}"), rows);
    }

    [Fact]
    public async Task What_cannot_be_read_and_what_is_no_hash_are_errors_and_a_row_without_a_key_has_no_values()
    {
        redis.Database.HashSet("bad:a", "x", "many");
        redis.Database.StringSet("bad:b", "no hash");
        redis.Database.HashSet("bad:c", "x", "1.5");
        await using var lookUp = new RedisLookUp(Redis.At(redis.Port), "bad:", "id", new(new Field("x", DataType.Double)));

        Assert.Contains("column 'x' cannot be read", (await Assert.ThrowsAsync<RowException>(() => lookUp.AskAsync(Table.Of("id", "a"), default))).Message);
        Assert.Contains("WRONGTYPE", (await Assert.ThrowsAsync<DataFormatException>(() => lookUp.AskAsync(Table.Of("id", "b"), default))).Message);
        Assert.Equal(new double?[] { null, 1.5 }, (await lookUp.AskAsync(Table.Of<string>("id", [null!, "c"]), default)).Rows.Select(row => (double?)row["x"]));
        Assert.Throws<SchemaException>(() => lookUp.Transform(Table.Of("x", 1.0).With("id", "a").Schema));
    }
}
