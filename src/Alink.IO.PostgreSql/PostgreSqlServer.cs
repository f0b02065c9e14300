using Npgsql;

namespace Alink.IO;

/// <summary>Connections to a database. No error shows how they are opened, for there may be a password in it.</summary>
sealed class PostgreSqlServer : IAsyncDisposable
{
    readonly NpgsqlDataSource _source;
    readonly string _place;

    /// <exception cref="ArgumentException">The text is no connection string.</exception>
    public PostgreSqlServer(string connection)
    {
        try
        {
            var settings = new NpgsqlConnectionStringBuilder(connection) { IncludeErrorDetail = false, PersistSecurityInfo = false };
            _place = $"{settings.Host}:{settings.Port}/{settings.Database}";
            _source = new NpgsqlDataSourceBuilder(settings.ConnectionString).Build();
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or InvalidCastException or OverflowException)
        {
            // The message would show a part of the text.
            throw new ArgumentException("The connection string of PostgreSQL cannot be read; it is not shown, for it may hold a password.", nameof(connection));
        }
    }

    /// <summary>Does something with a connection.</summary>
    /// <exception cref="IOException">The server does not answer, or may do it later.</exception>
    /// <exception cref="DataFormatException">The server refuses what was asked.</exception>
    public async Task<T> UseAsync<T>(string doing, string table, Func<NpgsqlConnection, Task<T>> use, CancellationToken cancellation)
    {
        try
        {
            var open = await _source.OpenConnectionAsync(cancellation).ConfigureAwait(false);
            await using (open.ConfigureAwait(false))
            {
                return await use(open).ConfigureAwait(false);
            }
        }
        catch (PostgresException exception) when (IsOfTheRows(exception.SqlState))
        {
            throw new DataFormatException(
                $"PostgreSQL refused {doing}: {exception.MessageText} ({exception.SqlState})", table, column: exception.ColumnName, inner: exception);
        }
        catch (Exception exception) when (exception is NpgsqlException or TimeoutException)
        {
            throw new IOException($"PostgreSQL at {_place} failed in {doing}: {exception.Message}", exception);
        }
    }

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    /// <summary>Whether the same rows would be refused again: values, constraints, columns and rights.</summary>
    static bool IsOfTheRows(string state) => state[..2] is "22" or "23" or "42" or "0A" or "3D" or "3F";
}
