using Alink.Drift;
using Alink.Evaluation;
using Alink.Runtime;
using Alink.Tables;

namespace Alink.Cli.Streams;

/// <summary>Makes a job of a job file: opens its sources, models and sinks, and closes them.</summary>
/// <param name="path">The file.</param>
/// <param name="file">What it says.</param>
/// <param name="output">Takes what goes to the console.</param>
/// <param name="log">Is told what cannot be read of a store that is followed, and what a gate refuses.</param>
sealed class JobPlan(string path, JobFile file, TextWriter output, TextWriter log) : IAsyncDisposable
{
    readonly JobPlace _place = new(path);
    readonly List<Func<CancellationToken, Task>> _following = [];

    /// <summary>Plans the job; no row has been read then, but every column is known.</summary>
    public async Task<StreamJob> BuildAsync(StreamOptions options, CancellationToken cancellation)
    {
        var job = new StreamJob(file.Name)
        {
            Options = options with
            {
                Trigger = Trigger(),
                Checkpoints = file.Checkpoints is null ? null : _place.In(file.Checkpoints),
                Keep = file.Keep,
                Restart = new()
                {
                    Attempts = file.Restart.Attempts,
                    Delay = Durations.Parse(file.Restart.Delay),
                    Factor = file.Restart.Factor,
                    MostDelay = Durations.Parse(file.Restart.MostDelay),
                },
            },
        };
        var source = await new SourcePlan(_place).OpenAsync(file.Source, cancellation).ConfigureAwait(false);
        var read = file.Rejects is { } limit ? TableStream.From(source, limit) : TableStream.From(source);
        var rows = Through(read);
        var predicted = file.Train is { } train ? Train(rows, train) : rows;
        var measured = file.Evaluate is { } evaluate ? Evaluate(predicted, evaluate) : null;
        var watched = file.Evaluate is { Drift: { } drift } ? Watch(predicted, file.Evaluate, drift) : null;
        foreach (var run in new[] { predicted, measured, watched }.OfType<TableStream>())
        {
            job.Run(run);
        }

        var sinks = new SinkPlan(file, _place, output);
        for (var i = 0; i < file.Sinks.Length; i++)
        {
            var of = file.Sinks[i].Of switch
            {
                SinkRows.Measures => measured ?? throw _place.Wrong($"sinks[{i}].of", "Nothing is measured: the file has no 'evaluate'."),
                SinkRows.Drift => watched ?? throw _place.Wrong($"sinks[{i}].of", "Nothing is watched: the file has no 'evaluate.drift'."),
                SinkRows.Rejected => file.Rejects is not null ? read.Side(TableStream.Rejected)
                    : throw _place.Wrong($"sinks[{i}].of", "Nothing is rejected: the file has no 'rejects'."),
                _ => predicted,
            };
            job.Write(of, sinks.Open(i));
        }

        if (file.Rejects is not null && file.Sinks.All(sink => sink.Of != SinkRows.Rejected))
        {
            throw _place.Wrong("rejects", "What is rejected must not be lost: there is no sink of Rejected.");
        }

        return job;
    }

    /// <summary>Follows stores until it is cancelled.</summary>
    public Task FollowAsync(CancellationToken cancellation) => Task.WhenAll(_following.Select(follow => follow(cancellation)));

    public ValueTask DisposeAsync() => _place.DisposeAsync();

    StreamTrigger Trigger()
    {
        var every = file.Trigger.Every is { } text ? Durations.Parse(text) : default(TimeSpan?);
        var trigger = file.Trigger.Rows is { } rows ? StreamTrigger.EveryRows(rows, every)
            : every is { } period ? StreamTrigger.Every(period) : StreamTrigger.AsRowsCome;
        return trigger with { MostRows = file.Trigger.MostRows };
    }

    TableStream Through(TableStream rows)
    {
        for (var i = 0; i < file.Through.Stages.Length; i++)
        {
            rows = rows.Through(file.Through.Stages[i] as ITransformer ?? throw _place.Wrong(
                $"through.stages[{i}]", $"{file.Through.Stages[i].GetType().Name} has nothing learnt yet: train it with 'alink fit', or on the stream under 'train'."));
        }

        if (file.Through.Model is { } model)
        {
            rows = rows.Through(ModelFile.Read(_place.In(model), Commands.Catalog));
        }

        if (file.Through.Store is { } folder)
        {
            var store = Store(folder);
            var live = new LiveModel<ITransformer>(store.ReadServed(new Failures(log))
                ?? throw _place.Wrong("through.store", $"The folder {_place.In(folder)} has no model that can be read yet."));
            var interval = Durations.Parse(file.Through.PollEvery);
            _following.Add(cancellation => live.FollowAsync(
                store.WatchAsync(interval, failed: new Failures(log), cancellation: cancellation), cancellation));
            rows = rows.Through(live);
        }

        return rows;
    }

    TableStream Train(TableStream rows, TrainEntry train)
    {
        var pipeline = new Pipeline(train.Stages);
        IModelSink[] sinks = train.PublishTo is { } folder ? [Store(folder, train.Keep)] : [];
        if (train.Gate is { } entry && sinks is [var store])
        {
            var gate = new ModelGate<BinaryTally>(store, entry.Evaluator, entry.Rules) { MostRows = entry.Rows, Progress = new Refusals(log) };
            (sinks, rows) = ([gate], rows.Retain(gate));
        }

        return rows.Train(pipeline, new OnlineTrainingOptions
        {
            Sinks = [.. sinks],
            From = From(train),
            EveryEpochs = train.EveryEpochs,
            EveryRows = train.EveryRows,
            EventTime = train.EventTime is null ? default(Column<DateTimeOffset>?) : train.EventTime,
        });
    }

    /// <summary>What a training begins with; one stage alone may begin with a model that is no pipeline.</summary>
    PublishedModel? From(TrainEntry train)
    {
        if (train.From is not { } from)
        {
            return null;
        }

        var published = Directory.Exists(_place.In(from)) || !File.Exists(_place.In(from)) && from == train.PublishTo
            ? Store(from).ReadServed(new Failures(log))
            : ModelFile.ReadPublished(_place.In(from), Commands.Catalog);
        return published is { Model: not PipelineModel } && train.Stages.Length == 1
            ? published with { Model = new PipelineModel(published.Model) } : published;
    }

    TableStream Evaluate(TableStream rows, EvaluateEntry evaluate)
    {
        EvaluationWindow[] windows =
        [
            .. evaluate.Rows is { } count ? [EvaluationWindow.OfRows(count)] : Array.Empty<EvaluationWindow>(),
            .. evaluate.Epochs is { } epochs ? [EvaluationWindow.OfEpochs(epochs)] : Array.Empty<EvaluationWindow>(),
            .. evaluate.Every is { } every ? [EvaluationWindow.Every(Durations.Parse(every))] : Array.Empty<EvaluationWindow>(),
        ];
        var window = windows is [] ? EvaluationWindow.All : windows is [var one] ? one
            : throw _place.Wrong("evaluate", "There must be at most one of rows, epochs and every.");
        return evaluate switch
        {
            { Binary: { } binary, Multiclass: null, Regression: null } => rows.Evaluate(binary, window),
            { Multiclass: { } multiclass, Binary: null, Regression: null } => rows.Evaluate(multiclass, window),
            { Regression: { } regression, Binary: null, Multiclass: null } => rows.Evaluate(regression, window),
            _ => throw _place.Wrong("evaluate", "There must be one of binary, multiclass and regression."),
        };
    }

    TableStream Watch(TableStream rows, EvaluateEntry evaluate, DriftEntry drift)
    {
        var label = Quoted(evaluate.Binary?.Label.Name ?? evaluate.Multiclass?.Label.Name ?? evaluate.Regression!.Label.Name);
        var prediction = Quoted(drift.Prediction ?? evaluate.Multiclass?.Prediction.Name ?? evaluate.Regression?.Prediction.Name ?? "prediction");
        return drift switch
        {
            { Adwin: { } adwin, Ddm: null, PageHinkley: null } => By(adwin),
            { Ddm: { } ddm, Adwin: null, PageHinkley: null } => By(ddm),
            { PageHinkley: { } pageHinkley, Adwin: null, Ddm: null } => By(pageHinkley),
            _ => throw _place.Wrong("evaluate.drift", "There must be one of adwin, ddm and pageHinkley."),
        };

        TableStream By<TState>(DriftDetector<TState> detector)
            where TState : DriftState
        {
            var error = evaluate.Regression is null
                ? $"case when {label} = {prediction} then 0.0 when {label} <> {prediction} then 1.0 end" : $"abs({label} - {prediction})";
            return rows.Through(new Select { Clause = $"*, {error} as {Quoted(detector.Errors.Name)}" }).Through(new DriftWatch<TState>(detector));
        }

        static string Quoted(string column) => $"`{column.Replace("`", "``", StringComparison.Ordinal)}`";
    }

    ModelStore Store(string folder, int? keep = null) => new(_place.In(folder), Commands.Catalog) { Keep = keep ?? 10 };

    sealed class Failures(TextWriter log) : IProgress<StoredModel>
    {
        public void Report(StoredModel value) => log.WriteLine($"{value.File} cannot be read: {value.Error}");
    }

    sealed class Refusals(TextWriter log) : IProgress<GateDecision>
    {
        public void Report(GateDecision value)
        {
            if (!value.IsAccepted)
            {
                log.WriteLine($"not published: {value.Version}: {value.Reason}");
            }
        }
    }
}
