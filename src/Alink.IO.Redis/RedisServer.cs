using StackExchange.Redis;

namespace Alink.IO;

/// <summary>A connection that is opened when it is first used. No error shows how it is opened, for there may be a password in it.</summary>
sealed class RedisServer : IAsyncDisposable
{
    readonly ConfigurationOptions _options;
    readonly SemaphoreSlim _connecting = new(1);
    ConnectionMultiplexer? _connection;

    /// <exception cref="ArgumentException">The text is no configuration.</exception>
    public RedisServer(string configuration)
    {
        try
        {
            _options = ConfigurationOptions.Parse(configuration);
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException)
        {
            // The message would show a part of the text.
            throw new ArgumentException("The configuration of Redis cannot be read; it is not shown, for it may hold a password.", nameof(configuration));
        }

        _options.AbortOnConnectFail = true;
    }

    /// <summary>Does something with the database.</summary>
    /// <exception cref="IOException">The server does not answer, or refuses the user.</exception>
    /// <exception cref="DataFormatException">The server refuses what was asked.</exception>
    public async Task<T> UseAsync<T>(string doing, Func<IDatabase, Task<T>> use, CancellationToken cancellation)
    {
        try
        {
            var connection = await ConnectAsync(cancellation).ConfigureAwait(false);
            return await use(connection.GetDatabase()).WaitAsync(cancellation).ConfigureAwait(false);
        }
        catch (RedisServerException exception) when (!MayPass(exception.Message))
        {
            throw new DataFormatException($"Redis refused {doing}: {exception.Message}", Place, inner: exception);
        }
        catch (Exception exception) when (exception is RedisException or RedisTimeoutException)
        {
            throw new IOException($"Redis at {Place} failed in {doing}: {exception.Message}", exception);
        }
    }

    public ValueTask DisposeAsync()
    {
        _connecting.Dispose();
        return _connection?.DisposeAsync() ?? default;
    }

    /// <summary>The connection, opened once however many ask for it at first.</summary>
    async Task<ConnectionMultiplexer> ConnectAsync(CancellationToken cancellation)
    {
        await _connecting.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            return _connection ??= await ConnectionMultiplexer.ConnectAsync(_options).WaitAsync(cancellation).ConfigureAwait(false);
        }
        finally
        {
            _connecting.Release();
        }
    }

    string Place => string.Join(", ", _options.EndPoints);

    /// <summary>Whether the server may take the same later: it is loading, busy, out of memory, or a replica for now.</summary>
    static bool MayPass(string message) => ((string[])["LOADING", "BUSY", "OOM", "READONLY", "MISCONF", "MASTERDOWN", "TRYAGAIN", "NOREPLICAS", "NOAUTH", "WRONGPASS"])
        .Any(word => message.Contains(word, StringComparison.Ordinal));
}
