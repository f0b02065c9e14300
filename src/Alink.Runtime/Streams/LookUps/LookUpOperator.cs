using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace Alink.Runtime;

/// <summary>What look-ups leave behind: requests on their way are not part of it, since there are none between epochs.
/// </summary>
sealed class LookUpState
{
    /// <summary>How many requests took too long so far.</summary>
    public long TimedOut { get; set; }
}

/// <summary>Asks something outside about rows.</summary>
sealed class LookUpOperator(Func<Table, CancellationToken, Task<Table>> ask, Schema schema, LookUp options)
    : IStreamOperator<LookUpState>
{
    // By the state, which each run has its own of: what a run that failed had on its way is never seen again.
    readonly ConditionalWeakTable<LookUpState, Flight> _flights = [];

    public Schema Transform(Schema input) => schema;

    public ImmutableSortedDictionary<string, Schema> Sides(Schema input) =>
        ImmutableSortedDictionary<string, Schema>.Empty.Add(LookUpStreams.Timeout, input);

    public LookUpState Start(Schema input) => new();

    public async ValueTask<LookUpState> UpdateAsync(LookUpState state, StreamBatch batch, StreamOutput output)
    {
        var flight = _flights.GetOrCreateValue(state);
        if (flight.Partition != batch.Partition)
        {
            await LandAsync(state, flight, 0, output).ConfigureAwait(false);
            flight.Partition = batch.Partition;
        }

        foreach (var rows in batch.Rows.Batches(options.RowsPerRequest))
        {
            await LandAsync(state, flight, options.Capacity - 1, output).ConfigureAwait(false);
            flight.Requests.Add(new(rows, AskAsync(rows, output.Cancellation)));
        }

        return state;
    }

    public async ValueTask<LookUpState> EndAsync(LookUpState state, StreamEpoch epoch, StreamOutput output)
    {
        if (_flights.TryGetValue(state, out var flight))
        {
            await LandAsync(state, flight, 0, output).ConfigureAwait(false);
        }

        output.Report("timeouts", state.TimedOut);
        return state;
    }

    /// <summary>Hands on what has been answered, and waits until no more than so many requests are on their way.</summary>
    async ValueTask LandAsync(LookUpState state, Flight flight, int most, StreamOutput output)
    {
        var requests = flight.Requests;
        while (true)
        {
            var next = options.IsOrdered ? (requests.Count > 0 && requests[0].Answer.IsCompleted ? 0 : -1)
                : requests.FindIndex(request => request.Answer.IsCompleted);
            if (next < 0 && requests.Count <= most)
            {
                return;
            }

            if (next < 0)
            {
                var some = options.IsOrdered ? (Task)requests[0].Answer
                    : Task.WhenAny(requests.Select(request => request.Answer));
                await some.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                continue;
            }

            var (rows, answer) = requests[next];
            requests.RemoveAt(next);
            output.Partition = flight.Partition;
            if (await answer.ConfigureAwait(false) is { } made)
            {
                output.Add(made);
            }
            else
            {
                state.TimedOut++;
                output.Add(LookUpStreams.Timeout, rows);
            }

            output.Partition = null;
        }
    }

    /// <summary>The answer; null where it took too long.</summary>
    async Task<Table?> AskAsync(Table rows, CancellationToken over)
    {
        using var limit = new CancellationTokenSource(options.Timeout, options.Time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, over);
        try
        {
            return Checked(await TryAsync(rows, both.Token).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !over.IsCancellationRequested)
        {
            var which = rows.RowCount == 1 ? "row" : $"{rows.RowCount} rows from";
            return options.SetsTimeoutsAside ? null : throw new TimeoutException(
                $"There was no answer about {which} {rows.FirstRow} within {options.Timeout}.");
        }
    }

    async Task<Table> TryAsync(Table rows, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await ask(rows, cancellation).WaitAsync(cancellation).ConfigureAwait(false);
            }
            catch (Exception error) when (
                !cancellation.IsCancellationRequested && attempt <= options.Retry.Attempts && options.RetryAfter(error))
            {
                await Task.Delay(options.Retry.DelayOf(attempt), options.Time, cancellation).ConfigureAwait(false);
            }
        }
    }

    Table Checked(Table answer) => answer.Schema.Fields.Select(field => (field.Name, field.Type))
        .SequenceEqual(schema.Fields.Select(field => (field.Name, field.Type))) ? answer
        : throw new SchemaException($"An answer has the columns {answer.Schema}; announced were {schema}.");

    /// <summary>The requests that are on their way, as they were made.</summary>
    sealed class Flight
    {
        public List<(Table Rows, Task<Table?> Answer)> Requests { get; } = [];

        public string Partition { get; set; } = "";
    }
}
