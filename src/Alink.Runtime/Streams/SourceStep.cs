namespace Alink.Runtime;

/// <summary>Reads a source, epoch by epoch.</summary>
sealed class SourceStep(IStreamSource source, RejectLimit? limit, StreamRun run) : StreamStep
{
    readonly List<Func<Table, Table>> _transforms = [];
    readonly RejectedRows? _rejected = limit is null ? null : new(limit);
    long _rows;
    SortedDictionary<string, long> _positions = new(StringComparer.Ordinal);
    StreamStep? _last;

    /// <remarks>With a limit or without: a job may be given one once a record has failed it.</remarks>
    public override string Shape => $"source of {source.Schema}";

    /// <summary>Where each partition has been read to.</summary>
    public IReadOnlyDictionary<string, long> Positions => _positions;

    public IStreamSource Source => source;

    /// <summary>Tells its partitions from those of other sources; empty where there are none.</summary>
    public string Name { get; set; } = "";

    /// <summary>What a partition is called in the job.</summary>
    public string NameOf(StreamRange range) => Name + range.Partition;

    /// <summary>Takes the transforms that follow into the reading, which is done by several workers.</summary>
    public void Fuse()
    {
        StreamStep last = this;
        while (last.Consumers is [TransformStep next])
        {
            _transforms.Add(next.Transform);
            last = next;
        }

        _last = last;
    }

    /// <summary>Reads what was planned, in order, and passes it on.</summary>
    public async ValueTask ReadAsync(StreamRange[] plan, StreamEpoch epoch)
    {
        var ahead = new Queue<(StreamRange Range, Task<List<Table>> Rows, List<RejectedRecord> Rejected)>();
        var next = 0;
        while (next < plan.Length || ahead.Count > 0)
        {
            if (plan.Length == 1 || run.Options.Workers == 1)
            {
                List<RejectedRecord> aside = [];
                foreach (var rows in Read(plan[next], aside))
                {
                    await PassOnAsync(rows, NameOf(plan[next]), epoch).ConfigureAwait(false);
                }

                await RejectAsync(aside, plan[next++], epoch).ConfigureAwait(false);
                continue;
            }

            while (next < plan.Length && ahead.Count < run.Options.Workers)
            {
                var (range, aside) = (plan[next++], new List<RejectedRecord>());
                ahead.Enqueue((range, Task.Run(() => Read(range, aside).ToList(), run.Cancellation), aside));
            }

            var (first, tables, rejected) = ahead.Dequeue();
            foreach (var rows in await tables.ConfigureAwait(false))
            {
                await PassOnAsync(rows, NameOf(first), epoch).ConfigureAwait(false);
            }

            await RejectAsync(rejected, first, epoch).ConfigureAwait(false);
        }

        foreach (var range in plan)
        {
            _positions[range.Partition] = range.To;
        }
    }

    public override ValueTask TakeAsync(StreamBatch batch) => throw new NotSupportedException("A source takes no rows.");

    public override ValueTask EndAsync(StreamEpoch epoch)
    {
        if (_rejected is not null)
        {
            _rejected.End(_rows, epoch.IsLast);
            _rows = 0;
            run.Values[Name + TableStream.Rejected] = _rejected.Tally.All;
        }

        return default;
    }

    public override void Save(StateWriter writer)
    {
        Codecs.Of<SortedDictionary<string, long>>().Write(writer, _positions);
        Codecs.Of<RejectTally>().Write(writer, _rejected?.Tally ?? default);
    }

    public override void Load(ref StateReader reader)
    {
        _positions = Codecs.Of<SortedDictionary<string, long>>().Read(ref reader);
        var tally = Codecs.Of<RejectTally>().Read(ref reader);
        if (_rejected is not null)
        {
            _rejected.Tally = tally;
        }
    }

    IEnumerable<Table> Read(StreamRange range, List<RejectedRecord> rejected)
    {
        var batches = limit is null ? source.Read(range, run.Cancellation)
            : ((IRejectingSource)source).Read(range, rejected.Add, run.Cancellation);
        foreach (var batch in batches)
        {
            run.Cancellation.ThrowIfCancellationRequested();
            run.Count(batch.RowCount);
            Interlocked.Add(ref _rows, batch.RowCount);
            yield return _transforms.Aggregate(batch, (rows, transform) => transform(rows));
        }
    }

    async ValueTask RejectAsync(List<RejectedRecord> rejected, StreamRange range, StreamEpoch epoch)
    {
        if (rejected.Count > 0)
        {
            var rows = _rejected!.Take(range.Partition, rejected);
            await PassAsync(new(rows, NameOf(range), epoch), TableStream.Rejected).ConfigureAwait(false);
        }
    }

    ValueTask PassOnAsync(Table rows, string partition, StreamEpoch epoch) =>
        (_last ?? this).PassAsync(new(rows, partition, epoch));
}
