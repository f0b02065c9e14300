namespace Alink;

/// <summary>The rows of an <see cref="IAsyncEnumerable{T}"/>: of queues, sockets, services, and whatever else hands over one
/// item after the other.</summary>
/// <remarks>
/// <para>
/// It is read on demand: never further than the rows of the next epoch, and no item is asked for while an epoch runs, so a
/// slow sink holds its producer back. Positions count rows.
/// </para>
/// <para>
/// Rows that were taken cannot be had again from an enumerable alone. If the process dies, the rows of the epoch that was
/// not finished are lost, and the job goes on with whatever the new enumerable brings first; within one process nothing is
/// lost, also where the job begins again after an error. From a function that begins at a position, every row is read
/// exactly once through any crash.
/// </para>
/// <para>
/// The enumerable ends by itself, or with the source: whoever stops a job before that disposes of the source, which cancels
/// what is under way.
/// </para>
/// </remarks>
public sealed class AsyncSource : IStreamSource, IAsyncDisposable
{
    readonly Func<long, AsyncFeed> _open;
    readonly bool _replays;
    AsyncFeed? _feed;

    AsyncSource(Schema schema, Func<long, AsyncFeed> open, bool replays) =>
        (Schema, _open, _replays) = (schema, open, replays);

    /// <inheritdoc/>
    public Schema Schema { get; }

    /// <summary>A row for each record, and a column for each property.</summary>
    /// <exception cref="SchemaException">No column can hold the values of a property.</exception>
    public static AsyncSource Of<T>(IAsyncEnumerable<T> records) =>
        new(RecordMap<T>.Instance.Schema, from => new AsyncRecords<T>(records, from), replays: false);

    /// <summary>A row for each record, and a column for each property.</summary>
    /// <param name="from">The records from a position on, which counts them from 0.</param>
    /// <exception cref="SchemaException">No column can hold the values of a property.</exception>
    public static AsyncSource Of<T>(Func<long, IAsyncEnumerable<T>> from) =>
        new(RecordMap<T>.Instance.Schema, position => new AsyncRecords<T>(from(position), position), replays: true);

    /// <summary>The rows of tables.</summary>
    /// <param name="schema">The columns of every table.</param>
    /// <param name="tables">The tables, of any number of rows.</param>
    public static AsyncSource Of(Schema schema, IAsyncEnumerable<Table> tables) =>
        new(schema, from => new AsyncTables(tables, from, schema), replays: false);

    /// <summary>The rows of tables.</summary>
    /// <param name="schema">The columns of every table.</param>
    /// <param name="from">The rows from a position on, which counts them from 0, in tables.</param>
    public static AsyncSource Of(Schema schema, Func<long, IAsyncEnumerable<Table>> from) =>
        new(schema, position => new AsyncTables(from(position), position, schema), replays: true);

    /// <inheritdoc/>
    public async ValueTask<StreamPlan> PlanAsync(
        IReadOnlyDictionary<string, long> positions, long rows, CancellationToken cancellation)
    {
        var from = positions.GetValueOrDefault("");
        var feed = At(from);
        feed.Drop(from);
        while (feed.End - from < rows && await feed.TryTakeAsync().ConfigureAwait(false))
        {
        }

        var to = Math.Min(from + rows, feed.End);
        return new(
            to > from ? [new("", from, to, to - from)] : [],
            HasEnded: feed.HasEnded && to == feed.End,
            Behind: feed.End - to);
    }

    /// <inheritdoc/>
    public IEnumerable<Table> Read(StreamRange range, CancellationToken cancellation)
    {
        var feed = At(range.From);
        while (feed.End < range.To && !feed.HasEnded)
        {
            feed.WaitAsync(cancellation).GetAwaiter().GetResult(); // An epoch that was planned before a crash.
            feed.TryTakeAsync().AsTask().GetAwaiter().GetResult();
        }

        return feed.Read(range.From, Math.Min(range.To, feed.End));
    }

    /// <inheritdoc/>
    public async ValueTask WaitAsync(TimeProvider time, CancellationToken cancellation) =>
        await (_feed?.WaitAsync(cancellation) ?? Task.CompletedTask).ConfigureAwait(false);

    /// <summary>Ends the enumerable.</summary>
    public ValueTask DisposeAsync() => _feed?.DisposeAsync() ?? default;

    AsyncFeed At(long position)
    {
        if (_feed is null || (_replays && (position < _feed.Begin || position > _feed.End)))
        {
            _feed = _open(position);
        }

        return position >= _feed.Begin ? _feed : throw new DataFormatException(
            $"Rows from number {position} on are asked for, and those before {_feed.Begin} are no longer there: only a "
            + "function that begins at a position brings rows again.",
            "an asynchronous enumerable");
    }
}

/// <summary>What has been taken of an enumerable, and not been dropped yet.</summary>
abstract class AsyncFeed(long position) : IAsyncDisposable
{
    readonly CancellationTokenSource _over = new();
    Task<bool>? _next;

    /// <summary>The position of the first row that is there.</summary>
    public long Begin { get; private set; } = position;

    /// <summary>The position after the last row that is there.</summary>
    public long End { get; private set; } = position;

    /// <summary>Whether no rows follow.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>Takes the next item, if it is there already.</summary>
    public async ValueTask<bool> TryTakeAsync()
    {
        if (HasEnded || !(_next ??= MoveAsync()).IsCompleted)
        {
            return false;
        }

        var moved = _next;
        _next = null;
        HasEnded = !await moved.ConfigureAwait(false);
        End += HasEnded ? 0 : Take();
        return !HasEnded;
    }

    /// <summary>Returns once the next item is there, or none follows.</summary>
    public async Task WaitAsync(CancellationToken cancellation)
    {
        if (!HasEnded)
        {
            // An error is thrown where the item is taken.
            Task next = _next ??= MoveAsync();
            await next.WaitAsync(cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellation.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Drops the rows before a position.</summary>
    public void Drop(long position)
    {
        Drop((int)(Math.Min(position, End) - Begin));
        (Begin, End) = (position, Math.Max(position, End));
    }

    /// <summary>The rows of a range.</summary>
    public IEnumerable<Table> Read(long from, long to) => Rows((int)(from - Begin), (int)(to - from));

    /// <summary>Cancels what is under way, and ends the enumerable.</summary>
    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync().ConfigureAwait(false);
        Task next = _next ?? Task.CompletedTask;
        await next.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await EndAsync().ConfigureAwait(false);
        HasEnded = true;
    }

    /// <summary>Set when the enumerable is to end.</summary>
    protected CancellationToken Over => _over.Token;

    protected abstract Task<bool> MoveAsync();

    protected abstract ValueTask EndAsync();

    /// <summary>Keeps the current item.</summary>
    /// <returns>How many rows it has.</returns>
    protected abstract int Take();

    protected abstract void Drop(int rows);

    protected abstract IEnumerable<Table> Rows(int start, int count);
}

/// <summary>Records that have been taken.</summary>
sealed class AsyncRecords<T>(IAsyncEnumerable<T> records, long position) : AsyncFeed(position)
{
    const int RowsPerBatch = 8192;

    readonly List<T> _taken = [];
    IAsyncEnumerator<T>? _records;

    protected override Task<bool> MoveAsync() =>
        (_records ??= records.GetAsyncEnumerator(Over)).MoveNextAsync().AsTask();

    protected override ValueTask EndAsync() => _records?.DisposeAsync() ?? default;

    protected override int Take()
    {
        _taken.Add(_records!.Current);
        return 1;
    }

    protected override void Drop(int rows) => _taken.RemoveRange(0, rows);

    protected override IEnumerable<Table> Rows(int start, int count)
    {
        for (var end = start + count; start < end; start += RowsPerBatch)
        {
            yield return Table.From(_taken.Skip(start).Take(Math.Min(RowsPerBatch, end - start)));
        }
    }
}

/// <summary>Tables that have been taken.</summary>
sealed class AsyncTables(IAsyncEnumerable<Table> tables, long position, Schema schema) : AsyncFeed(position)
{
    readonly List<Table> _taken = [];
    IAsyncEnumerator<Table>? _tables;

    protected override Task<bool> MoveAsync() =>
        (_tables ??= tables.GetAsyncEnumerator(Over)).MoveNextAsync().AsTask();

    protected override ValueTask EndAsync() => _tables?.DisposeAsync() ?? default;

    protected override int Take()
    {
        var table = _tables!.Current;
        if (!table.Schema.Fields.Select(field => (field.Name, field.Type))
            .SequenceEqual(schema.Fields.Select(field => (field.Name, field.Type))))
        {
            throw new SchemaException($"A table has the columns {table.Schema}; those of the stream are {schema}.");
        }

        _taken.Add(table);
        return table.RowCount;
    }

    protected override void Drop(int rows)
    {
        var whole = 0;
        while (whole < _taken.Count && _taken[whole].RowCount <= rows)
        {
            rows -= _taken[whole++].RowCount;
        }

        _taken.RemoveRange(0, whole);
        if (rows > 0)
        {
            _taken[0] = _taken[0].Slice(rows, _taken[0].RowCount - rows);
        }
    }

    protected override IEnumerable<Table> Rows(int start, int count)
    {
        foreach (var table in _taken)
        {
            var skipped = Math.Min(start, table.RowCount);
            var rows = Math.Min(count, table.RowCount - skipped);
            (start, count) = (start - skipped, count - rows);
            if (rows > 0)
            {
                yield return table.Slice(skipped, rows);
            }
        }
    }
}
