using System.Globalization;
using StackExchange.Redis;

namespace Alink.IO;

/// <summary>Writes rows to Redis, each exactly once.</summary>
/// <remarks>
/// <para>
/// With a <see cref="Key"/>, each row is written into the hash <c>prefix + key</c>: a field for each other column, and no
/// field where a value is missing; fields of other names stay. Without, rows are appended to the stream <c>prefix</c> under
/// the identifiers <c>epoch-row</c>, and nobody else may write there. Numbers are the shortest text that reads back the same,
/// moments are of ISO 8601, vectors as <see cref="VectorText"/> has them.
/// </para>
/// <para>
/// An epoch is one script, which Redis runs wholly and by itself. It keeps the number of the epoch and a digest of its rows
/// in the hash <c>alink:sink:name</c>; an epoch up to that number changes nothing. The same number with other rows is an
/// error, and so is one that lies more than 100 epochs back, to where no damaged checkpoint leads: a job that begins anew
/// needs another name, or that hash deleted. What Redis loses when it crashes (by default up
/// to the last second) is lost to the sink as well: set <c>appendfsync always</c> where that matters.
/// </para>
/// </remarks>
/// <param name="server">The server and how it is spoken to, as StackExchange.Redis has it: <c>host:6379,password=…</c>.
/// No message and no log shows it.</param>
/// <param name="name">Tells what this sink has written from what others have: of one job and one of its streams.</param>
/// <param name="prefix">What the keys of the rows begin with; without a <see cref="Key"/>, the key of the stream.</param>
public sealed class RedisSink(string server, string name, string prefix) : IStreamSink, IAsyncDisposable
{
    const int MostColumns = 3000;

    /// <summary>Returns 1 where it has written, 0 where it had before, −1 where what was written is another job's.</summary>
    const string Script = """
        local epoch, digest, prefix = tonumber(ARGV[1]), ARGV[2], ARGV[3]
        local last = tonumber(redis.call('HGET', KEYS[1], 'epoch') or '0')
        if last > epoch then if last - epoch > 100 then return -1 else return 0 end end
        if last == epoch then
          if redis.call('HGET', KEYS[1], 'digest') == digest then return 0 else return -1 end
        end
        local names = cjson.decode(ARGV[5])
        local rows = 0
        for part = 6, #ARGV do
          for _, row in ipairs(cjson.decode(ARGV[part])) do
            local set, drop = {}, {}
            for i, name in ipairs(names) do
              local value = row[i + 1]
              if value == cjson.null then drop[#drop + 1] = name
              else set[#set + 1] = name; set[#set + 1] = value end
            end
            if ARGV[4] == 'stream' then
              if #set == 0 then set = {'', ''} end
              redis.call('XADD', prefix, epoch .. '-' .. rows, unpack(set))
            else
              if #set > 0 then redis.call('HSET', prefix .. row[1], unpack(set)) end
              if #drop > 0 then redis.call('HDEL', prefix .. row[1], unpack(drop)) end
            end
            rows = rows + 1
          end
        end
        redis.call('HSET', KEYS[1], 'epoch', ARGV[1], 'digest', digest)
        return 1
        """;

    readonly RedisServer _server = new(server);

    /// <summary>The column of keys; null, the default, appends the rows to a stream. Text, whole numbers or booleans.</summary>
    public Column<Category>? Key { get; init; }

    /// <inheritdoc/>
    /// <exception cref="IOException">The server does not answer; whether the epoch was written shows when it is written again.</exception>
    /// <exception cref="DataFormatException">Redis refuses the rows, or the epoch was written before with other rows.</exception>
    /// <exception cref="SchemaException">The column of keys is missing, or there are above 3,000 columns.</exception>
    public async ValueTask WriteAsync(long epoch, IReadOnlyList<Table> rows, CancellationToken cancellation)
    {
        var schema = rows[0].Schema.Reading(Key);
        if (schema.Fields.Length > MostColumns)
        {
            throw new SchemaException($"Redis takes rows of at most {MostColumns} columns; there are {schema.Fields.Length}.");
        }

        var key = Key?.Name;
        string[] names = [.. schema.Fields.Select(field => field.Name).Where(column => column != key)];
        List<RedisValue> values =
        [
            epoch.ToString(CultureInfo.InvariantCulture), RowDigest.Of(rows), prefix, key is null ? "stream" : "hash",
            RedisRows.Encode(names),
        ];
        values.AddRange(rows.Select(table => (RedisValue)RedisRows.Encode(table, key, names)));
        var written = (int)await _server.UseAsync(
            $"writing epoch {epoch} of '{name}'", database => database.ScriptEvaluateAsync(Script, [$"alink:sink:{name}"], [.. values]),
            cancellation).ConfigureAwait(false);
        if (written < 0)
        {
            throw new DataFormatException(
                $"Epoch {epoch} was written before, with other rows or long ago: the name is of another job, or of one that began anew. "
                + "Give this sink a name of its own, or delete the hash.",
                $"alink:sink:{name}");
        }
    }

    /// <summary>Closes the connection.</summary>
    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
