using System.Text;
using StackExchange.Redis;

namespace Alink.IO;

/// <summary>Adds to each row the fields of a Redis hash, which goes by the row's key.</summary>
/// <remarks>
/// The hash is <c>prefix + key</c>, as <see cref="RedisSink"/> writes it, and its values are read as that writes them. A row
/// without a key or a hash, and a field that is not there, give no value. The rows of a request are asked about together.
/// </remarks>
/// <param name="server">The server and how it is spoken to, as StackExchange.Redis has it: <c>host:6379,password=…</c>.
/// No message and no log shows it.</param>
/// <param name="prefix">What the keys of the hashes begin with.</param>
/// <param name="key">The column of keys: text, whole numbers or booleans.</param>
/// <param name="fields">The fields of the hashes, as columns to add.</param>
public sealed class RedisLookUp(string server, string prefix, Column<Category> key, Schema fields) : ILookUp, IAsyncDisposable
{
    readonly RedisServer _server = new(server);
    readonly byte[] _prefix = Encoding.UTF8.GetBytes(prefix);
    readonly RedisValue[] _names = [.. fields.Fields.Select(field => (RedisValue)field.Name)];
    readonly Schema _added = LookedUp.Nullable(fields);

    /// <inheritdoc/>
    public Schema Transform(Schema input) => input.Reading(key).Adding(_added);

    /// <inheritdoc/>
    /// <exception cref="IOException">The server does not answer.</exception>
    /// <exception cref="DataFormatException">A key holds no hash.</exception>
    /// <exception cref="RowException">A field cannot be read as its column.</exception>
    public async Task<Table> AskAsync(Table rows, CancellationToken cancellation)
    {
        var keys = rows.Data(key.Name);
        var text = new CellText();
        var places = Enumerable.Range(0, rows.RowCount).Where(row => !keys.IsMissing(row)).ToArray();
        var hashes = Array.ConvertAll(places, row => (RedisKey)(byte[])[.. _prefix, .. text.Of(keys, row)]);
        var answers = await _server.UseAsync(
            $"looking up {places.Length} hashes of '{prefix}'",
            database => Task.WhenAll(hashes.Select(hash => database.HashGetAsync(hash, _names))), cancellation).ConfigureAwait(false);
        var columns = new CellColumns(key.Name, _added, rows.RowCount);
        var next = 0;
        for (var row = 0; row < rows.RowCount; row++)
        {
            var values = next < places.Length && places[next] == row ? answers[next++] : null;
            for (var column = 0; column < _names.Length; column++)
            {
                if (values?[column] is { IsNull: false } value)
                {
                    columns.Set(column, row, ((ReadOnlyMemory<byte>)value).Span);
                }
                else
                {
                    columns.SetMissing(column, row);
                }
            }
        }

        return columns.AddTo(rows);
    }

    /// <summary>Closes the connection.</summary>
    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
