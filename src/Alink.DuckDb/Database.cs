using System.Globalization;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using Alink.DuckDb.Reading;
using DuckDB.NET.Native;
using static DuckDB.NET.Native.NativeMethods;

namespace Alink.DuckDb;

/// <summary>A DuckDB in memory with the tables and functions of one <see cref="Sql"/>, for one query.</summary>
sealed class Database : IDisposable
{
    readonly Sql _sql;
    readonly DuckDBDatabase _database;
    readonly DuckDBNativeConnection _connection;
    readonly List<GCHandle> _handles = [];
    ExceptionDispatchInfo? _failure;

    public Database(Sql sql)
    {
        _sql = sql;
        Tables = [.. sql.Tables.Values.Select(rows => new RowsFunction(rows))];
        (_database, _connection) = Open(sql);
        try
        {
            RowsFunction.Register(this, _connection);
            foreach (var (place, name) in sql.Tables.Keys.Index())
            {
                Run($"create temp view {Quoted(name)} as select * from {RowsFunction.Name}({place})");
            }

            foreach (var function in sql.Functions.Values)
            {
                function.Register(this, _connection);
            }

            Run("set TimeZone = 'UTC'");
            Run("set lock_configuration = true");
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The tables, in the order of their names.</summary>
    public IReadOnlyList<RowsFunction> Tables { get; }

    /// <summary>Ends what is read for a query.</summary>
    public CancellationToken Cancellation => _sql.Cancellation;

    /// <summary>What stands for an object where DuckDB takes a pointer, as long as the database is there.</summary>
    public nint Handle(object value)
    {
        var handle = GCHandle.Alloc(value);
        lock (_handles)
        {
            _handles.Add(handle);
        }

        return GCHandle.ToIntPtr(handle);
    }

    /// <summary>Remembers what went wrong in .NET while DuckDB asked for rows: it is told in place of DuckDB's words for it.</summary>
    public void Failed(Exception exception) => Interlocked.CompareExchange(ref _failure, ExceptionDispatchInfo.Capture(exception), null);

    public Table Query(string query, IReadOnlyCollection<KeyValuePair<string, object?>> parameters)
    {
        Cancellation.ThrowIfCancellationRequested();
        using var interruption = new Interruption(_connection, Cancellation);
        using var statement = Prepared(query);
        Parameters.Bind(statement, parameters);
        var state = PreparedStatements.DuckDBExecutePreparedStreaming(statement, out var result);
        try
        {
            if (!state.IsSuccess())
            {
                throw Error(NativeMethods.Query.DuckDBResultError(ref result), query);
            }

            var rows = new ResultReader(ref result);
            while (NextChunk(result) is { } chunk)
            {
                using (chunk)
                {
                    rows.Append(chunk);
                }
            }

            return NativeMethods.Query.DuckDBResultError(ref result) is { Length: > 0 } error ? throw Error(error, query) : rows.Build();
        }
        finally
        {
            result.Close();
        }
    }

    public void Dispose()
    {
        _connection.Dispose();
        _database.Dispose();
        _handles.ForEach(handle => handle.Free());
    }

    /// <summary>A name in a query.</summary>
    static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    static (DuckDBDatabase Database, DuckDBNativeConnection Connection) Open(Sql sql)
    {
        using var config = Configured(sql);
        if (!Startup.DuckDBOpen(":memory:", out var database, config, out var error).IsSuccess())
        {
            throw new InvalidOperationException($"DuckDB does not start: {error}");
        }

        return Startup.DuckDBConnect(database, out var connection).IsSuccess() ? (database, connection)
            : throw new InvalidOperationException("DuckDB does not connect.");
    }

    static DuckDBConfig Configured(Sql sql)
    {
        _ = Configuration.DuckDBCreateConfig(out var config);
        Set("threads", sql.Threads.ToString(CultureInfo.InvariantCulture));
        Set("enable_external_access", sql.ReadsFiles ? "true" : "false");
        Set("temp_directory", sql.SpillFolder ?? "");
        Set("errors_as_json", "true");
        Set("autoload_known_extensions", "false");
        Set("autoinstall_known_extensions", "false");
        Set("allow_community_extensions", "false");
        Set("allow_persistent_secrets", "false");

        if (sql.MemoryLimit is { } bytes)
        {
            Set("memory_limit", $"{bytes.ToString(CultureInfo.InvariantCulture)}B");
        }

        return config;

        void Set(string option, string value) => _ = Configuration.DuckDBSetConfig(config, option, value); // Unknown ones are told by opening.
    }

    DuckDBPreparedStatement Prepared(string query)
    {
        SelectText.Check(query);
        var prepares = PreparedStatements.DuckDBPrepare(_connection, query, out var statement);
        if (!prepares.IsSuccess())
        {
            using (statement)
            {
                throw Error(PreparedStatements.DuckDBPrepareError(statement), query);
            }
        }

        if (Native.StatementType(statement) is not DuckDBStatementType.Select and var other)
        {
            statement.Dispose();
            throw new SqlException($"A query is one SELECT; this is {other}.", query);
        }

        return statement;
    }

    /// <summary>Runs a statement of our own.</summary>
    void Run(string statement)
    {
        var state = NativeMethods.Query.DuckDBQuery(_connection, statement, out var result);
        var error = state.IsSuccess() ? null : NativeMethods.Query.DuckDBResultError(ref result);
        result.Close();
        if (error is not null)
        {
            throw Error(error, statement);
        }
    }

    Exception Error(string? said, string query)
    {
        _failure?.Throw();
        return SqlException.IsInterrupt(said ?? "") ? new OperationCanceledException(Cancellation) : SqlException.Of(said ?? "", query);
    }

    static DuckDBDataChunk? NextChunk(DuckDBResult result)
    {
        var chunk = NativeMethods.Query.DuckDBFetchChunk(result);
        if (!chunk.IsInvalid)
        {
            return chunk;
        }

        chunk.Dispose();
        return null;
    }

    /// <summary>Interrupts a connection once a token says so. DuckDB forgets an interrupt that comes before the query, so it is told again.</summary>
    sealed class Interruption : IDisposable
    {
        static readonly TimeSpan Every = TimeSpan.FromMilliseconds(20);

        readonly Timer? _timer;
        readonly Lock _gate = new();
        bool _isOver;

        public Interruption(DuckDBNativeConnection connection, CancellationToken cancellation) => _timer = !cancellation.CanBeCanceled ? null
            : new(
                _ =>
                {
                    lock (_gate)
                    {
                        if (!_isOver && cancellation.IsCancellationRequested)
                        {
                            connection.Interrupt();
                        }
                    }
                },
                null, Every, Every);

        public void Dispose()
        {
            _timer?.Dispose();
            lock (_gate)
            {
                _isOver = true;
            }
        }
    }
}
