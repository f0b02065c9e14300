namespace Alink.Runtime;

/// <summary>What runs in the place of a node.</summary>
abstract class StreamStep
{
    readonly List<StreamStep> _consumers = [];
    readonly List<(string Side, StreamStep Step)> _sides = [];

    /// <summary>The steps that take its rows.</summary>
    public IReadOnlyList<StreamStep> Consumers => _consumers;

    /// <summary>Whether epochs without rows matter to it.</summary>
    public virtual bool HeedsTime => false;

    /// <summary>What tells its state from the state of another step; a job goes on only from states of the same shapes.</summary>
    public virtual string Shape => GetType().Name;

    /// <summary>Lets a step take the rows of an output.</summary>
    public void Feed(StreamStep consumer, string side = "")
    {
        if (side.Length == 0)
        {
            _consumers.Add(consumer);
        }
        else
        {
            _sides.Add((side, consumer));
        }
    }

    /// <summary>Takes rows.</summary>
    public abstract ValueTask TakeAsync(StreamBatch batch);

    /// <summary>All rows of the epoch have come.</summary>
    public virtual ValueTask EndAsync(StreamEpoch epoch) => default;

    /// <summary>The epoch stands in a checkpoint.</summary>
    public virtual ValueTask CommitAsync(StreamEpoch epoch, CancellationToken cancellation) => default;

    /// <summary>The job goes on from the checkpoint of the epoch.</summary>
    public virtual ValueTask ResumeAsync(StreamEpoch epoch, CancellationToken cancellation) =>
        CommitAsync(epoch, cancellation);

    /// <summary>Writes its state.</summary>
    public virtual void Save(StateWriter writer)
    {
    }

    /// <summary>Takes its state up again.</summary>
    public virtual void Load(ref StateReader reader)
    {
    }

    /// <summary>Whether any step takes an output.</summary>
    public bool Feeds(string side = "") =>
        side.Length == 0 ? _consumers.Count > 0 : _sides.Exists(pair => pair.Side == side);

    /// <summary>Hands rows to the steps that take an output.</summary>
    public async ValueTask PassAsync(StreamBatch batch, string side = "")
    {
        if (side.Length == 0)
        {
            foreach (var consumer in _consumers)
            {
                await consumer.TakeAsync(batch).ConfigureAwait(false);
            }
        }
        else
        {
            foreach (var (name, consumer) in _sides)
            {
                if (name == side)
                {
                    await consumer.TakeAsync(batch).ConfigureAwait(false);
                }
            }
        }
    }
}

/// <summary>Makes each batch into another.</summary>
sealed class TransformStep(Func<Table, Table> transform) : StreamStep
{
    public Func<Table, Table> Transform => transform;

    public override ValueTask TakeAsync(StreamBatch batch) => PassAsync(batch with { Rows = transform(batch.Rows) });
}

/// <summary>Hands rows to an operator, and keeps its state.</summary>
sealed class OperatorStep<TState> : StreamStep
{
    readonly IStreamOperator<TState> _operator;
    readonly StreamOutput _output;
    TState _state;
    string _partition = "";

    public OperatorStep(IStreamOperator<TState> step, Schema input, StreamRun run)
    {
        var many = new ParallelOptions { MaxDegreeOfParallelism = run.Options.Workers };
        (_operator, _state, _output) = (step, step.Start(input), new(Feeds, run.Values, run.Cancellation)
        {
            Workers = run.Options.Workers == 1 ? null : (pieces, work) => Parallel.For(0, pieces, many, work),
        });
    }

    public override bool HeedsTime => _operator.HeedsTime;

    public override string Shape => $"{_operator.GetType().Name}:{StateCodec.Shape<TState>()} {_operator.Settings}".TrimEnd();

    public override async ValueTask TakeAsync(StreamBatch batch)
    {
        _state = await _operator.UpdateAsync(_state, batch, _output).ConfigureAwait(false);
        _partition = batch.Partition;
        await PassMadeAsync(batch.Epoch).ConfigureAwait(false);
    }

    public override async ValueTask EndAsync(StreamEpoch epoch)
    {
        _state = await _operator.EndAsync(_state, epoch, _output).ConfigureAwait(false);
        await PassMadeAsync(epoch).ConfigureAwait(false);
        _partition = "";
    }

    public override ValueTask CommitAsync(StreamEpoch epoch, CancellationToken cancellation) =>
        _operator.CommitAsync(_state, epoch, cancellation);

    public override ValueTask ResumeAsync(StreamEpoch epoch, CancellationToken cancellation) =>
        _operator.ResumeAsync(_state, epoch, cancellation);

    public override void Save(StateWriter writer) => Codecs.Of<TState>().Write(writer, _state);

    public override void Load(ref StateReader reader) => _state = Codecs.Of<TState>().Read(ref reader);

    async ValueTask PassMadeAsync(StreamEpoch epoch)
    {
        var made = _output.Made;
        if (made.Count == 0)
        {
            return;
        }

        var partition = _operator.KeepsPartitions ? _partition : "";
        epoch = _operator.KeepsPartitions ? epoch : epoch with { Partitions = [""] };
        for (var i = 0; i < made.Count; i++)
        {
            await PassAsync(new(made[i].Rows, made[i].Partition ?? partition, epoch), made[i].Side).ConfigureAwait(false);
        }

        made.Clear();
    }
}

/// <summary>Keeps the rows of an epoch until it stands in a checkpoint, which holds them as well, and then writes them.</summary>
sealed class SinkStep(IStreamSink sink) : StreamStep
{
    List<Table> _rows = [];

    public override ValueTask TakeAsync(StreamBatch batch)
    {
        if (batch.Rows.RowCount > 0)
        {
            _rows.Add(batch.Rows);
        }

        return default;
    }

    public override async ValueTask CommitAsync(StreamEpoch epoch, CancellationToken cancellation)
    {
        if (_rows.Count > 0)
        {
            await sink.WriteAsync(epoch.Number, _rows, cancellation).ConfigureAwait(false);
            _rows = [];
        }
    }

    public override void Save(StateWriter writer) => Codecs.Of<List<Table>>().Write(writer, _rows);

    public override void Load(ref StateReader reader) => _rows = Codecs.Of<List<Table>>().Read(ref reader);
}
