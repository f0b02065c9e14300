using Alink.IO;
using Alink.Runtime;
using Alink.Tests.IO;
using Alink.Tests.Servers;

namespace Alink.Tests.IO.Redis;

[Collection(RedisTests.Name)]
[Trait(Server.Needs, Server.Servers)]
public class RedisSinkTest(Redis redis)
{
    static readonly Table Some = Table.Of("id", "a", "b").With("x", 0.1, -1e300).With("n", 1L, long.MinValue);

    [Fact]
    public async Task Rows_become_hashes_by_their_key_with_a_field_for_each_value()
    {
        var rows = Table.Of("id", 7L, 8L)
            .With("double", 0.1, double.NaN).With("float", 0.5f, -1f).With("int", 1, 2).With("bool", true, false)
            .With("moment", DateTimeOffset.UnixEpoch, new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(8)))
            .With<string>("text", "ä\"\n\0€😀", "").With<Vector>("vector", [1.5, 2], [3, 4]);
        await using var sink = Sink("types", "types:", "id");

        await sink.WriteAsync(1, [rows], default);

        Assert.Equal(
            ["bool=true", "double=0.1", "float=0.5", "int=1", "moment=1970-01-01T00:00:00.0000000+00:00", "text=ä\"\n\0€😀", "vector=1.5 2"], Fields("types:7"));
        Assert.Equal(
            ["bool=false", "double=NaN", "float=-1", "int=2", "moment=2026-01-02T03:04:05.0000000+08:00", "text=", "vector=3 4"], Fields("types:8"));
    }

    [Fact]
    public async Task A_missing_value_takes_its_field_away_and_other_fields_stay()
    {
        redis.Database.HashSet("missing:a", [new("x", 1), new("other", 2)]);
        await using var sink = Sink("missing", "missing:", "id");

        await sink.WriteAsync(1, [Table.Of("id", "a").With("x", (double?[])[null]).With("y", 3.0)], default);

        Assert.Equal(["other=2", "y=3"], Fields("missing:a"));
    }

    [Fact]
    public async Task Without_a_key_rows_are_appended_to_a_stream_under_epoch_and_row()
    {
        await using var sink = Sink("stream", "stream");

        await sink.WriteAsync(1, [Some, Some.Slice(1, 1)], default);
        await sink.WriteAsync(5, [Table.Of<double?>("x", [null])], default);

        var entries = redis.Database.StreamRange("stream");
        Assert.Equal(["1-0", "1-1", "1-2", "5-0"], entries.Select(entry => entry.Id.ToString()));
        Assert.Equal(["id=b", "x=-1E+300", "n=-9223372036854775808"], entries[2].Values.Select(field => $"{field.Name}={field.Value}"));
    }

    [Fact]
    public async Task An_epoch_that_was_written_changes_nothing_and_other_rows_under_its_number_are_refused()
    {
        await using var sink = Sink("again", "again");
        await sink.WriteAsync(1, [Some], default);
        await sink.WriteAsync(2, [Some], default);

        await sink.WriteAsync(2, [Some.Slice(0, 1), Some.Slice(1, 1)], default);
        await sink.WriteAsync(1, [Some], default);
        var error = await Assert.ThrowsAsync<DataFormatException>(async () => await sink.WriteAsync(2, [Some.Slice(0, 1)], default));

        Assert.Contains("alink:sink:again: Epoch 2 was written before", error.Message);
        Assert.Equal(4, redis.Database.StreamLength("again"));
    }

    [Fact]
    public async Task An_epoch_whose_answer_was_lost_is_written_once()
    {
        using var cut = new Cut(redis.Port, "EVAL");
        await using var sink = new RedisSink(Redis.At(cut.Port), "lost", "lost");

        var error = await Assert.ThrowsAsync<IOException>(async () => await sink.WriteAsync(1, [Some], default));
        Assert.Contains("failed in writing epoch 1 of 'lost'", error.Message);
        Assert.True(cut.IsDone);
        await using var next = new RedisSink(Redis.At(cut.Port), "lost", "lost");
        await next.WriteAsync(1, [Some], default);

        Assert.Equal(2, redis.Database.StreamLength("lost"));
    }

    [Fact]
    public async Task Rows_that_Redis_refuses_are_an_error_and_the_epoch_is_not_taken_for_written()
    {
        redis.Database.StringSet("refused:b", "no hash");
        await using var sink = Sink("refused", "refused:", "id");

        var error = await Assert.ThrowsAsync<DataFormatException>(async () => await sink.WriteAsync(1, [Some], default));
        Assert.Contains("WRONGTYPE", error.Message);
        redis.Database.KeyDelete("refused:b");
        await sink.WriteAsync(1, [Some], default);

        Assert.Equal(["n=-9223372036854775808", "x=-1E+300"], Fields("refused:b"));
    }

    [Fact]
    public async Task A_row_without_a_key_is_refused()
    {
        await using var sink = Sink("keyless", "keyless:", "id");

        Assert.Contains("has no key", (await Assert.ThrowsAsync<DataFormatException>(
            async () => await sink.WriteAsync(1, [Table.Of("x", 1.0).With<string>("id", [null!])], default))).Message);
        Assert.Contains("'id'", (await Assert.ThrowsAsync<SchemaException>(
            async () => await sink.WriteAsync(1, [Table.Of("x", 1.0)], default))).Message);
    }

    [Fact]
    public async Task A_job_that_begins_anew_under_the_name_of_another_is_refused()
    {
        await using var sink = Sink("anew", "anew");
        await sink.WriteAsync(102, [Some], default);

        await sink.WriteAsync(2, [Some], default);
        await Assert.ThrowsAsync<DataFormatException>(async () => await sink.WriteAsync(1, [Some], default));
    }

    [Fact]
    public async Task No_error_shows_the_password()
    {
        await using var wrong = new RedisSink(Redis.At(redis.Port, "wr0ng-password"), "password", "password");
        await using var nobody = new RedisSink(Redis.At(1), "password", "password");

        var refused = await Assert.ThrowsAsync<IOException>(async () => await wrong.WriteAsync(1, [Some], default));
        var absent = await Assert.ThrowsAsync<IOException>(async () => await nobody.WriteAsync(1, [Some], default));
        var unread = Assert.Throws<ArgumentException>(() => new RedisSink($"host,{Redis.Password}=x", "password", "password"));

        Assert.DoesNotContain("wr0ng", refused.ToString());
        Assert.DoesNotContain(Redis.Password, absent.ToString());
        Assert.DoesNotContain(Redis.Password, unread.ToString());
        Assert.Contains("127.0.0.1:1", absent.Message);
    }

    [Fact]
    public async Task A_job_that_fails_after_each_write_leaves_each_row_once()
    {
        await using var sink = Sink("job", "job");

        await FailingJob.RunAsync(sink);

        var numbers = redis.Database.StreamRange("job").Select(entry => (double)entry["x"]);
        Assert.Equal(Enumerable.Range(0, 100).Select(x => (double)x), numbers);
    }

    RedisSink Sink(string name, string prefix, string? key = null) =>
        new(Redis.At(redis.Port), name, prefix) { Key = key is null ? default(Column<Category>?) : new Column<Category>(key) };

    string[] Fields(string key) =>
        [.. redis.Database.HashGetAll(key).Select(field => $"{field.Name}={field.Value}").Order(StringComparer.Ordinal)];
}
