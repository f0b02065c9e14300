using Alink.IO;
using Alink.Runtime;
using Alink.Tests.Servers;

namespace Alink.Tests.IO.PostgreSql;

[Collection(PostgreSqlTests.Name)]
[Trait(Server.Needs, Server.Servers)]
public class PostgreSqlSinkTest(PostgreSql database)
{
    static readonly Table Some = Table.Of("n", 1L, 2L).With("t", "a", "b");

    [Fact]
    public async Task A_table_is_made_with_a_column_of_each_type_and_takes_every_value()
    {
        var rows = Table.Of("long", long.MinValue, 8L)
            .With("double", 0.1, double.NaN).With("float", 0.5f, -1f).With("int", 1, 2).With("bool", true, false)
            .With("moment", DateTimeOffset.UnixEpoch, new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(8)))
            .With<string>("text", "ä\"\n'€😀", "").With<Vector>("vector", [1.5, 2], [3, 4]).With<double?>("none", [null, 1]);
        await using var sink = Sink("types", "types");

        await sink.WriteAsync(1, [rows], default);

        Assert.Equal(
            ["-9223372036854775808|0.1|0.5|1|True|1970-01-01 00:00:00|ä\"\n'€😀|{1.5,2}|", "8|NaN|-1|2|False|2026-01-01 19:04:05||{3,4}|1"],
            database.Query(
                "SELECT long, double, float, int, bool, to_char(moment AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS'), text, vector::text, none FROM types ORDER BY long"));
    }

    [Fact]
    public async Task Names_are_what_they_are_whatever_they_hold()
    {
        database.Run("CREATE SCHEMA \"odd \"\"schema\"");
        var rows = Table.Of("a\"; DROP TABLE x; --", 1L).With("row", 2L).With("select", 3L);
        await using var sink = Sink("odd \"schema.my \"table", "odd '; name");

        await sink.WriteAsync(1, [rows], default);

        Assert.Equal(["1|2|3"], database.Query("SELECT * FROM \"odd \"\"schema\".\"my \"\"table\""));
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

        Assert.Contains("Epoch 2 was written before", error.Message);
        Assert.Equal(["1|a", "2|b", "1|a", "2|b"], database.Query("SELECT n, t FROM again"));
        Assert.Equal(["2"], database.Query("SELECT epoch FROM alink_epochs WHERE sink = 'again'"));
    }

    [Fact]
    public async Task A_row_takes_the_place_of_one_of_its_key_and_the_last_of_an_epoch_stays()
    {
        await using var sink = new PostgreSqlSink(PostgreSql.At(database.Port), "keyed", "keyed") { Keys = ["t", "n"] };
        await sink.WriteAsync(1, [Some.With("x", 1.0, 2.0), Some.With("x", 3.0, 4.0).Slice(0, 1)], default);
        Assert.Equal(["1|a|3", "2|b|2"], database.Query("SELECT n, t, x FROM keyed ORDER BY n"));

        await sink.WriteAsync(2, [Some.With("x", 5.0, 6.0).Slice(1, 1)], default);
        Assert.Equal(["1|a|3", "2|b|6"], database.Query("SELECT n, t, x FROM keyed ORDER BY n"));
    }

    [Fact]
    public async Task Rows_that_are_nothing_but_their_key_stand_once()
    {
        await using var sink = new PostgreSqlSink(PostgreSql.At(database.Port), "keys", "keys") { Keys = ["n", "t"] };

        await sink.WriteAsync(1, [Some, Some], default);
        await sink.WriteAsync(2, [Some], default);

        Assert.Equal(["1|a", "2|b"], database.Query("SELECT n, t FROM keys ORDER BY n"));
    }

    [Fact]
    public async Task A_table_that_is_there_takes_columns_by_name_as_its_own_types()
    {
        database.Run("CREATE TABLE there (t varchar(10), id serial, n smallint)");
        await using var sink = Sink("there", "there");

        await sink.WriteAsync(1, [Some], default);

        Assert.Equal(["a|1|1", "b|2|2"], database.Query("SELECT t, id, n FROM there ORDER BY id"));
    }

    [Fact]
    public async Task What_the_table_cannot_take_is_an_error_of_the_rows_and_nothing_is_written()
    {
        database.Run("CREATE TABLE small (n smallint CHECK (n < 2), t text)");
        await using var sink = Sink("small", "small");

        var error = await Assert.ThrowsAsync<DataFormatException>(async () => await sink.WriteAsync(1, [Some], default));
        Assert.Contains("small: PostgreSQL refused writing epoch 1 of 'small'", error.Message);
        Assert.Contains("check constraint", error.Message);
        Assert.Contains("\"more\"", (await Assert.ThrowsAsync<DataFormatException>(
            async () => await sink.WriteAsync(1, [Some.With("more", 1L, 2L)], default))).Message);
        Assert.Contains("'key'", (await Assert.ThrowsAsync<SchemaException>(
            async () => await new PostgreSqlSink(PostgreSql.At(database.Port), "small", "small") { Keys = ["key"] }.WriteAsync(1, [Some], default))).Message);

        Assert.Equal(["0"], database.Query("SELECT count(*) FROM small"));
        Assert.Equal(["0"], database.Query("SELECT epoch FROM alink_epochs WHERE sink = 'small'"));
        await sink.WriteAsync(1, [Some.Slice(0, 1)], default);
        Assert.Equal(["1"], database.Query("SELECT n FROM small"));
    }

    [Theory]
    [InlineData("UPDATE alink_epochs", 1, "2")]
    [InlineData("COMMIT\0", 2, "4")] // The first is the one of the tables.
    public async Task An_epoch_whose_answer_was_lost_before_or_after_its_commit_is_written_once(string word, int time, string rows)
    {
        var name = $"lost {time}";
        await using (var first = Sink(name, name))
        {
            await first.WriteAsync(1, [Some], default);
        }

        using var cut = new Cut(database.Port, word, time);
        await using var sink = new PostgreSqlSink(PostgreSql.At(cut.Port), name, name);

        var error = await Assert.ThrowsAsync<IOException>(async () => await sink.WriteAsync(2, [Some], default));
        Assert.Contains($"failed in writing epoch 2 of '{name}'", error.Message);
        Assert.Equal([rows], database.Query($"SELECT count(*) FROM \"{name}\""));
        await sink.WriteAsync(2, [Some], default);

        Assert.Equal(["4"], database.Query($"SELECT count(*) FROM \"{name}\""));
    }

    [Fact]
    public async Task A_connection_that_the_server_ends_in_the_midst_of_an_epoch_leaves_nothing_of_it()
    {
        await using var sink = Sink("ended", "ended");
        await sink.WriteAsync(1, [Some], default);
        using var holder = new Npgsql.NpgsqlConnection(PostgreSql.At(database.Port));
        holder.Open();
        using var transaction = holder.BeginTransaction();
        new Npgsql.NpgsqlCommand("LOCK TABLE ended IN EXCLUSIVE MODE", holder, transaction).ExecuteNonQuery();

        var write = Task.Run(async () => await sink.WriteAsync(2, [Some], default));
        while (database.Query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE 'INSERT INTO \"ended\"%'").Length == 0)
        {
            database.Query("SELECT pg_sleep(0.01)::text");
        }

        await Assert.ThrowsAsync<IOException>(() => write);
        transaction.Rollback();
        Assert.Equal(["2"], database.Query("SELECT count(*) FROM ended"));
        await sink.WriteAsync(2, [Some], default);
        Assert.Equal(["4"], database.Query("SELECT count(*) FROM ended"));
    }

    [Fact]
    public async Task Sinks_that_begin_at_the_same_time_make_their_tables_once()
    {
        var sinks = Enumerable.Range(0, 8).Select(i => Sink("together", $"together {i}")).ToArray();

        await Task.WhenAll(sinks.Select(sink => sink.WriteAsync(1, [Some], default).AsTask()));

        Assert.Equal(["16"], database.Query("SELECT count(*) FROM together"));
        foreach (var sink in sinks)
        {
            await sink.DisposeAsync();
        }
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
        await using var wrong = new PostgreSqlSink(PostgreSql.At(database.Port, "wr0ng-password"), "password", "password");
        await using var nobody = new PostgreSqlSink(PostgreSql.At(1), "password", "password");

        var refused = await Assert.ThrowsAsync<IOException>(async () => await wrong.WriteAsync(1, [Some], default));
        var absent = await Assert.ThrowsAsync<IOException>(async () => await nobody.WriteAsync(1, [Some], default));
        var unread = Assert.Throws<ArgumentException>(() => new PostgreSqlSink($"Host=a;Password=x;{PostgreSql.Password}=1", "password", "password"));

        Assert.DoesNotContain("wr0ng", refused.ToString());
        Assert.DoesNotContain(PostgreSql.Password, absent.ToString());
        Assert.DoesNotContain(PostgreSql.Password, unread.ToString());
        Assert.Contains("127.0.0.1:1/postgres", absent.Message);
    }

    [Fact]
    public async Task A_job_that_fails_after_each_write_leaves_each_row_once()
    {
        await using var sink = Sink("job", "job");

        await FailingJob.RunAsync(sink);

        Assert.Equal(["100|4950"], database.Query("SELECT count(*), sum(x) FROM job"));
    }

    PostgreSqlSink Sink(string table, string name) => new(PostgreSql.At(database.Port), table, name);
}
