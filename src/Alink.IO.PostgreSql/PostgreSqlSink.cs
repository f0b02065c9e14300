using System.Collections.Immutable;
using Npgsql;

namespace Alink.IO;

/// <summary>Writes rows into a table of PostgreSQL, each exactly once.</summary>
/// <remarks>
/// <para>
/// An epoch is one transaction. It keeps the number of the epoch and a digest of its rows in the table <c>alink_epochs</c>,
/// under the name of the sink; an epoch up to that number changes nothing. The same number with other rows is an error, and
/// so is one that lies more than 100 epochs back, to where no damaged checkpoint leads: a job that begins anew needs another
/// name, or that row deleted.
/// </para>
/// <para>
/// The rows are sent by binary COPY, and become what the columns of the table are, as an assignment would make it. Columns
/// go by name. Where the table is not there it is made: booleans, whole numbers and numbers of both sizes, text,
/// <c>timestamptz</c> (moments keep their microseconds, not their offset), and <c>double precision[]</c> for vectors.
/// </para>
/// </remarks>
/// <param name="connection">The connection, as Npgsql has it: <c>Host=…;Database=…;Username=…;Password=…</c>. No message
/// and no log shows it.</param>
/// <param name="table">The table, or schema and table with a point between them.</param>
/// <param name="name">Tells what this sink has written from what others have: of one job and one of its streams.</param>
public sealed class PostgreSqlSink(string connection, string table, string name) : IStreamSink, IAsyncDisposable
{
    const string Waiting = "alink_rows";

    /// <summary>How many epochs a job can fall back at most, where its last checkpoints are damaged.</summary>
    const long MostBack = 100;

    readonly PostgreSqlServer _server = new(connection);
    readonly string _table = Sql.Table(table);

    /// <summary>
    /// The columns that make a row's key: a row takes the place of one with the same key, and of several in one epoch the
    /// last stays. The table needs a unique index of them. Empty, the default: rows are appended.
    /// </summary>
    public ImmutableArray<string> Keys { get; init; } = [];

    /// <summary>Whether the table is made where it is not there, with the keys as its primary key. Default: true.</summary>
    public bool CreatesTable { get; init; } = true;

    /// <inheritdoc/>
    /// <exception cref="IOException">The server does not answer, or its disk is full; nothing of the epoch was written, or all of it.</exception>
    /// <exception cref="DataFormatException">The table cannot take the rows, or the epoch was written before with other rows.</exception>
    /// <exception cref="SchemaException">A column of the key is missing.</exception>
    public async ValueTask WriteAsync(long epoch, IReadOnlyList<Table> rows, CancellationToken cancellation)
    {
        var schema = rows[0].Schema;
        foreach (var key in Keys)
        {
            schema.IndexOf(key);
        }

        var digest = RowDigest.Of(rows);
        var isOther = await _server.UseAsync($"writing epoch {epoch} of '{name}'", table, async open =>
        {
            await PrepareAsync(open, schema, cancellation).ConfigureAwait(false);
            var transaction = await open.BeginTransactionAsync(cancellation).ConfigureAwait(false);
            await using (transaction.ConfigureAwait(false))
            {
                var (last, written) = await LastAsync(open, cancellation).ConfigureAwait(false);
                if (last >= epoch)
                {
                    return last == epoch ? written != digest : last - epoch > MostBack;
                }

                await SendAsync(open, schema, rows, cancellation).ConfigureAwait(false);
                await open.RunAsync(
                    "UPDATE alink_epochs SET epoch = $2, digest = $3 WHERE sink = $1", cancellation, name, epoch, digest).ConfigureAwait(false);
                await transaction.CommitAsync(cancellation).ConfigureAwait(false);
                return false;
            }
        }, cancellation).ConfigureAwait(false);
        if (isOther)
        {
            throw new DataFormatException(
                $"Epoch {epoch} was written before, with other rows or long ago: the name '{name}' is of another job, or of one that began anew. "
                + "Give this sink a name of its own, or delete its row.",
                "alink_epochs");
        }
    }

    /// <summary>Closes the connections.</summary>
    public ValueTask DisposeAsync() => _server.DisposeAsync();

    /// <summary>Makes the tables that are not there. They are looked for first: several sinks may begin at the same time.</summary>
    async Task PrepareAsync(NpgsqlConnection open, Schema schema, CancellationToken cancellation)
    {
        var keys = Keys.IsEmpty ? "" : $", PRIMARY KEY ({Sql.Names(Keys)})";
        var columns = string.Join(", ", schema.Fields.Select(field => $"{Sql.Name(field.Name)} {PostgreSqlColumn.TypeOf(field)}"));
        var transaction = await open.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            await open.RunAsync("SET LOCAL client_min_messages = warning", cancellation).ConfigureAwait(false);
            await open.RunAsync("SELECT pg_advisory_xact_lock(hashtext('alink_epochs'))", cancellation).ConfigureAwait(false);
            await open.RunAsync(
                "CREATE TABLE IF NOT EXISTS alink_epochs (sink text PRIMARY KEY, epoch bigint NOT NULL, digest text NOT NULL)",
                cancellation).ConfigureAwait(false);
            if (CreatesTable)
            {
                await open.RunAsync($"CREATE TABLE IF NOT EXISTS {_table} ({columns}{keys})", cancellation).ConfigureAwait(false);
            }

            await open.RunAsync(
                "INSERT INTO alink_epochs VALUES ($1, 0, '') ON CONFLICT DO NOTHING", cancellation, name).ConfigureAwait(false);
            await transaction.CommitAsync(cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>The last epoch; until the end of the transaction, nobody else writes under this name.</summary>
    async Task<(long Epoch, string Digest)> LastAsync(NpgsqlConnection open, CancellationToken cancellation)
    {
        var command = open.Command("SELECT epoch, digest FROM alink_epochs WHERE sink = $1 FOR UPDATE", name);
        await using (command.ConfigureAwait(false))
        {
            var reader = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                await reader.ReadAsync(cancellation).ConfigureAwait(false);
                return (reader.GetInt64(0), reader.GetString(1));
            }
        }
    }

    async Task SendAsync(NpgsqlConnection open, Schema schema, IReadOnlyList<Table> tables, CancellationToken cancellation)
    {
        var order = "row";
        while (schema.Has(order))
        {
            order += "_";
        }

        string[] names = [.. schema.Fields.Select(field => field.Name)];
        var columns = string.Join(", ", schema.Fields.Select(field => $"{Sql.Name(field.Name)} {PostgreSqlColumn.TypeOf(field)}"));
        await open.RunAsync($"CREATE TEMPORARY TABLE {Waiting} ({Sql.Name(order)} bigint, {columns}) ON COMMIT DROP", cancellation).ConfigureAwait(false);
        var copy = await open.BeginBinaryImportAsync(
            $"COPY {Waiting} ({Sql.Names([order, .. names])}) FROM STDIN (FORMAT BINARY)", cancellation).ConfigureAwait(false);
        await using (copy.ConfigureAwait(false))
        {
            var place = 0L;
            foreach (var rows in tables)
            {
                PostgreSqlColumn[] values = [.. names.Select(column => new PostgreSqlColumn(rows.Data(column)))];
                for (var row = 0; row < rows.RowCount; row++)
                {
                    await copy.StartRowAsync(cancellation).ConfigureAwait(false);
                    copy.Write(place++);
                    foreach (var value in values)
                    {
                        value.Write(copy, row);
                    }
                }
            }

            await copy.CompleteAsync(cancellation).ConfigureAwait(false);
        }

        await open.RunAsync(Insert(names, order), cancellation).ConfigureAwait(false);
    }

    string Insert(string[] names, string order)
    {
        var columns = Sql.Names(names);
        if (Keys.IsEmpty)
        {
            return $"INSERT INTO {_table} ({columns}) SELECT {columns} FROM {Waiting} ORDER BY {Sql.Name(order)}";
        }

        var keys = Sql.Names(Keys);
        var others = names.Except(Keys).Select(column => $"{Sql.Name(column)} = EXCLUDED.{Sql.Name(column)}").ToArray();
        var conflict = others.Length == 0 ? "DO NOTHING" : $"DO UPDATE SET {string.Join(", ", others)}";
        return $"""
            INSERT INTO {_table} ({columns})
            SELECT DISTINCT ON ({keys}) {columns} FROM {Waiting} ORDER BY {keys}, {Sql.Name(order)} DESC
            ON CONFLICT ({keys}) {conflict}
            """;
    }
}
