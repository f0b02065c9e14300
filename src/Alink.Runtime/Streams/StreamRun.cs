namespace Alink.Runtime;

/// <summary>One run of a stream job: from its last checkpoint until it ends, is stopped, or fails.</summary>
sealed class StreamRun : IDisposable
{
    readonly string _job;
    readonly StreamStore? _store;
    readonly StreamStep[] _steps;
    readonly StreamStep[] _unrejecting;
    readonly SourceStep[] _sources;
    readonly string[] _shapes;
    readonly CancellationTokenSource _over;
    StreamEpoch? _epoch;
    TimeSpan _begun;
    long _rows;

    /// <param name="job">The name of the job.</param>
    /// <param name="ends">The nodes whose rows nobody else takes.</param>
    /// <param name="options">How it runs.</param>
    /// <param name="cancellation">Ends it at once, as a crash would.</param>
    public StreamRun(string job, IEnumerable<StreamNode> ends, StreamOptions options, CancellationToken cancellation)
    {
        (_job, Options) = (job, options);
        _over = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        _store = options.Checkpoints is { } folder ? new(folder, options.Keep) : null;
        var steps = new Dictionary<StreamNode, StreamStep>();

        // What takes rejected records comes last, so that sources stand in one order with it and without.
        foreach (var end in ends.OrderBy(end => end.IsAside))
        {
            Open(end, steps);
        }

        _steps = [.. steps.Values];
        _unrejecting = [.. steps.Where(pair => !pair.Key.IsAside).Select(pair => pair.Value)];
        _sources = [.. _steps.OfType<SourceStep>()];
        _shapes = _store is null ? [] : [.. _steps.Select(step => step.Shape)];
        Array.ForEach(_sources, source => source.Fuse());
        for (var i = 0; _sources.Length > 1 && i < _sources.Length; i++)
        {
            _sources[i].Name = $"{i}/";
        }
    }

    public StreamOptions Options { get; }

    /// <summary>Set when the run is over, for whatever reason.</summary>
    public CancellationToken Cancellation => _over.Token;

    /// <summary>The figures that operators reported last.</summary>
    public Dictionary<string, double> Values { get; } = new(StringComparer.Ordinal);

    /// <summary>How many epochs this run has done.</summary>
    public long Epochs { get; private set; }

    /// <summary>Told by sources, from whatever thread: they have read so many rows.</summary>
    public void Count(int rows) => Interlocked.Add(ref _rows, rows);

    /// <summary>Runs epochs until the sources end, or until it is told to stop.</summary>
    /// <param name="stop">Once set, the rows that there are make the last epoch of this run.</param>
    public async Task RunAsync(CancellationToken stop)
    {
        await ResumeAsync().ConfigureAwait(false);
        _begun = Now();
        while (_epoch is not { IsLast: true })
        {
            var stopped = stop.IsCancellationRequested;
            var (plan, behind) = _store?.ReadPlan(NextEpoch) is { } logged
                ? (logged, null)
                : await PlanAsync(stop).ConfigureAwait(false);
            if (plan is null)
            {
                return;
            }

            await RunEpochAsync(plan, behind).ConfigureAwait(false);
            if (stopped)
            {
                return;
            }
        }
    }

    public void Dispose()
    {
        _over.Cancel();
        _over.Dispose();
    }

    long NextEpoch => (_epoch?.Number ?? 0) + 1;

    StreamStep Open(StreamNode node, Dictionary<StreamNode, StreamStep> steps)
    {
        if (steps.TryGetValue(node, out var opened))
        {
            return opened;
        }

        var inputs = node.Inputs.Select(input => Open(input, steps)).ToArray();
        var step = node.Open(this);
        foreach (var input in inputs)
        {
            input.Feed(step, (node as SideNode)?.Name ?? "");
        }

        steps.Add(node, step); // After its inputs, so that the steps stand in the order in which rows pass.
        return step;
    }

    async ValueTask ResumeAsync()
    {
        if (_store?.Read(_job, _steps, _unrejecting) is not { } header)
        {
            return;
        }

        (_epoch, _rows) = (header.Epoch, header.Rows);
        StreamLog.Resumed(Options.Logger, _job, header.Epoch.Number, header.Rows);
        foreach (var step in _steps)
        {
            await step.ResumeAsync(header.Epoch, Cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Waits for rows as the trigger says, and logs what the next epoch reads; null where there is none.</summary>
    async ValueTask<(EpochPlan? Plan, long? Behind)> PlanAsync(CancellationToken stop)
    {
        var time = Options.Time;
        var trigger = Options.Trigger;
        while (true)
        {
            Cancellation.ThrowIfCancellationRequested();
            var plans = await PlanSourcesAsync(trigger.MostRows).ConfigureAwait(false);
            var rows = plans.Sum(plan => plan.Rows);
            var ended = plans.All(plan => plan.HasEnded);
            var now = Now();
            var due = trigger.Period is { } period && now - _begun >= period;
            if (ended || stop.IsCancellationRequested || rows >= trigger.MostRows || (due && (rows > 0 || HeedTime))
                || (rows > 0 && trigger is { Rows: null, Period: null }))
            {
                if (rows == 0 && !ended && stop.IsCancellationRequested)
                {
                    return default;
                }

                _begun = now;
                var epoch = new StreamEpoch(NextEpoch, time.GetUtcNow(), ended)
                {
                    Partitions =
                    [
                        .. _sources.Zip(plans, (source, read) => read.Ranges.Select(source.NameOf))
                            .SelectMany(names => names).Distinct(),
                    ],
                };
                var plan = new EpochPlan(epoch, [.. plans.Select(source => source.Ranges.ToArray())]);
                _store?.Write(plan);
                return (plan, Array.Exists(plans, source => source.Behind is null) ? null : plans.Sum(source => source.Behind));
            }

            if (due)
            {
                _begun = now; // Nothing came in that time.
            }

            await WaitAsync(plans, trigger.Period is { } every ? _begun + every - now : null, stop).ConfigureAwait(false);
        }
    }

    bool HeedTime => Array.Exists(_steps, step => step.HeedsTime);

    TimeSpan Now() => Options.Time.GetElapsedTime(0, Options.Time.GetTimestamp());

    /// <summary>Each source gives its share, and what others leave of theirs.</summary>
    async ValueTask<StreamPlan[]> PlanSourcesAsync(long most)
    {
        var plans = new StreamPlan[_sources.Length];
        var left = most;
        foreach (var i in Enumerable.Range(0, plans.Length))
        {
            var share = Math.Max(1, most / plans.Length);
            plans[i] = await _sources[i].Source.PlanAsync(_sources[i].Positions, share, Cancellation).ConfigureAwait(false);
            left -= plans[i].Rows;
        }

        for (var i = 0; plans.Length > 1 && left > 0 && i < plans.Length; i++)
        {
            var more = await _sources[i].Source.PlanAsync(_sources[i].Positions, plans[i].Rows + left, Cancellation).ConfigureAwait(false);
            left -= more.Rows - plans[i].Rows;
            plans[i] = more;
        }

        return plans;
    }

    async ValueTask WaitAsync(StreamPlan[] plans, TimeSpan? longest, CancellationToken stop)
    {
        using var done = CancellationTokenSource.CreateLinkedTokenSource(Cancellation, stop);
        List<Task> waits = [];
        for (var i = 0; i < plans.Length; i++)
        {
            if (!plans[i].HasEnded)
            {
                waits.Add(_sources[i].Source.WaitAsync(Options.Time, done.Token).AsTask());
            }
        }

        if (longest is { } delay)
        {
            waits.Add(Task.Delay(delay > TimeSpan.Zero ? delay : TimeSpan.Zero, Options.Time, done.Token));
        }

        var first = await Task.WhenAny(waits).ConfigureAwait(false);
        await done.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(waits).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (first.IsFaulted)
        {
            await first.ConfigureAwait(false);
        }
    }

    async ValueTask RunEpochAsync(EpochPlan plan, long? behind)
    {
        using var activity = StreamMeter.Activities.StartActivity("epoch");
        var begun = Options.Time.GetTimestamp();
        var (epoch, before) = (plan.Epoch, _rows);
        for (var i = 0; i < _sources.Length; i++)
        {
            await _sources[i].ReadAsync(plan.Ranges[i], epoch).ConfigureAwait(false);
        }

        foreach (var step in _steps)
        {
            await step.EndAsync(epoch).ConfigureAwait(false);
        }

        Cancellation.ThrowIfCancellationRequested();
        var checkpointing = Options.Time.GetTimestamp();
        var bytes = _store?.Write(new(_job, _shapes, epoch, _rows), _steps) ?? 0;
        var checkpointed = Options.Time.GetElapsedTime(checkpointing);
        await CommitAsync(epoch).ConfigureAwait(false);
        _epoch = epoch;
        Epochs++;
        var progress = new StreamProgress(
            _job, epoch.Number, _rows, behind, Options.Time.GetElapsedTime(begun), bytes, checkpointed, Values);
        StreamMeter.Record(progress, _rows - before);
        Options.Progress?.Report(progress with { Values = new Dictionary<string, double>(Values) });
    }

    async ValueTask CommitAsync(StreamEpoch epoch)
    {
        foreach (var step in _steps)
        {
            await step.CommitAsync(epoch, Cancellation).ConfigureAwait(false);
        }
    }
}
