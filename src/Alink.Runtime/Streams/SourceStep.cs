namespace Alink.Runtime;

/// <summary>Reads a source, epoch by epoch.</summary>
sealed class SourceStep(IStreamSource source, StreamRun run) : StreamStep
{
    readonly List<Func<Table, Table>> _transforms = [];
    SortedDictionary<string, long> _positions = new(StringComparer.Ordinal);
    StreamStep? _last;

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
        var ahead = new Queue<(StreamRange Range, Task<List<Table>> Rows)>();
        var next = 0;
        while (next < plan.Length || ahead.Count > 0)
        {
            if (plan.Length == 1 || run.Options.Workers == 1)
            {
                foreach (var rows in Read(plan[next]))
                {
                    await PassOnAsync(rows, NameOf(plan[next]), epoch).ConfigureAwait(false);
                }

                next++;
                continue;
            }

            while (next < plan.Length && ahead.Count < run.Options.Workers)
            {
                var range = plan[next++];
                ahead.Enqueue((range, Task.Run(() => Read(range).ToList(), run.Cancellation)));
            }

            var (first, tables) = ahead.Dequeue();
            foreach (var rows in await tables.ConfigureAwait(false))
            {
                await PassOnAsync(rows, NameOf(first), epoch).ConfigureAwait(false);
            }
        }

        foreach (var range in plan)
        {
            _positions[range.Partition] = range.To;
        }
    }

    public override ValueTask TakeAsync(StreamBatch batch) => throw new NotSupportedException("A source takes no rows.");

    public override void Save(StateWriter writer) =>
        Codecs.Of<SortedDictionary<string, long>>().Write(writer, _positions);

    public override void Load(ref StateReader reader) =>
        _positions = Codecs.Of<SortedDictionary<string, long>>().Read(ref reader);

    IEnumerable<Table> Read(StreamRange range)
    {
        foreach (var batch in source.Read(range, run.Cancellation))
        {
            run.Cancellation.ThrowIfCancellationRequested();
            run.Count(batch.RowCount);
            yield return _transforms.Aggregate(batch, (rows, transform) => transform(rows));
        }
    }

    ValueTask PassOnAsync(Table rows, string partition, StreamEpoch epoch) =>
        (_last ?? this).PassAsync(new(rows, partition, epoch));
}
