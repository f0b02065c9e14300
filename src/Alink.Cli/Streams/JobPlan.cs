using System.Collections.Immutable;
using Alink.Evaluation;
using Alink.IO;
using Alink.Runtime;

namespace Alink.Cli.Streams;

/// <summary>Makes a job of a job file: opens its sources, models and sinks, and closes them.</summary>
/// <param name="path">The file.</param>
/// <param name="file">What it says.</param>
/// <param name="output">Takes what goes to the console.</param>
/// <param name="log">Is told what cannot be read of a store that is followed, and what a gate refuses.</param>
sealed class JobPlan(string path, JobFile file, TextWriter output, TextWriter log) : IAsyncDisposable
{
    readonly string _folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
    readonly List<object> _opened = [];
    readonly List<Func<CancellationToken, Task>> _following = [];

    /// <summary>Plans the job; no row has been read then, but every column is known.</summary>
    public async Task<StreamJob> BuildAsync(StreamOptions options, CancellationToken cancellation)
    {
        var job = new StreamJob(file.Name)
        {
            Options = options with
            {
                Trigger = Trigger(),
                Checkpoints = file.Checkpoints is null ? null : In(file.Checkpoints),
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
        var source = await SourceAsync(cancellation).ConfigureAwait(false);
        var read = file.Rejects is { } limit ? TableStream.From(source, limit) : TableStream.From(source);
        var rows = Through(read);
        var predicted = file.Train is { } train ? Train(rows, train) : rows;
        var measured = file.Evaluate is { } evaluate ? Evaluate(predicted, evaluate) : null;
        job.Run(predicted);
        if (measured is not null)
        {
            job.Run(measured);
        }

        for (var i = 0; i < file.Sinks.Length; i++)
        {
            var of = file.Sinks[i].Of switch
            {
                SinkRows.Measures => measured ?? throw Wrong($"sinks[{i}].of", "Nothing is measured: the file has no 'evaluate'."),
                SinkRows.Rejected => file.Rejects is not null ? read.Side(TableStream.Rejected)
                    : throw Wrong($"sinks[{i}].of", "Nothing is rejected: the file has no 'rejects'."),
                _ => predicted,
            };
            job.Write(of, Sink(file.Sinks[i], i));
        }

        if (file.Rejects is not null && file.Sinks.All(sink => sink.Of != SinkRows.Rejected))
        {
            throw Wrong("rejects", "What is rejected must not be lost: there is no sink of Rejected.");
        }

        return job;
    }

    /// <summary>Follows stores until it is cancelled.</summary>
    public Task FollowAsync(CancellationToken cancellation) => Task.WhenAll(_following.Select(follow => follow(cancellation)));

    public async ValueTask DisposeAsync()
    {
        foreach (var opened in Enumerable.Reverse(_opened))
        {
            if (opened is IAsyncDisposable later)
            {
                await later.DisposeAsync().ConfigureAwait(false);
            }
            else
            {
                (opened as IDisposable)?.Dispose();
            }
        }
    }

    StreamTrigger Trigger()
    {
        var every = file.Trigger.Every is { } text ? Durations.Parse(text) : default(TimeSpan?);
        var trigger = file.Trigger.Rows is { } rows ? StreamTrigger.EveryRows(rows, every)
            : every is { } period ? StreamTrigger.Every(period) : StreamTrigger.AsRowsCome;
        return trigger with { MostRows = file.Trigger.MostRows };
    }

    async Task<IRejectingSource> SourceAsync(CancellationToken cancellation) => file.Source switch
    {
        { Files: { } files, Kafka: null } => Files(files),
        { Kafka: { } kafka, Files: null } => await KafkaAsync(kafka, cancellation).ConfigureAwait(false),
        _ => throw Wrong("source", "There must be one of files and kafka."),
    };

    GrowingFiles Files(FilesSourceEntry files)
    {
        var growing = new GrowingFilesOptions
        {
            Ends = !files.Follow,
            PollEvery = Durations.Parse(files.PollEvery),
            FinishedAfter = files.FinishedAfter is { } finished ? Durations.Parse(finished) : null,
        };
        var place = In(files.Path);
        if (files.Schema is not { } text)
        {
            return DataFile.Stream(place, growing);
        }

        var schema = SchemaText.Parse(text);
        var name = Directory.Exists(place) ? Directory.EnumerateFiles(place).Order(StringComparer.Ordinal).FirstOrDefault() ?? "" : place;
        name = name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? name[..^3] : name;
        return Path.GetExtension(name).ToLowerInvariant() switch
        {
            ".tsv" => Csv.Stream(place, new CsvOptions { Schema = schema, Separator = '\t' }, growing),
            ".jsonl" or ".ndjson" => JsonLines.Stream(place, new JsonLinesOptions { Schema = schema }, growing),
            ".parquet" => ParquetFile.Stream(place, growing: growing, schema: schema),
            _ => Csv.Stream(place, new CsvOptions { Schema = schema }, growing),
        };
    }

    async Task<KafkaSource> KafkaAsync(KafkaSourceEntry kafka, CancellationToken cancellation)
    {
        var cluster = Cluster(kafka.Servers, kafka.Settings, "source.kafka");
        var schema = SchemaText.Parse(kafka.Schema);
        Func<RecordParser> parser = kafka.Format == MessageFormat.Csv ? () => RecordParser.Csv(schema) : () => RecordParser.Json(schema);
        var ends = kafka.Ends ? await EndsAsync().ConfigureAwait(false) : null;
        return Opened(new KafkaSource(cluster, kafka.Topic, parser)
        {
            Start = kafka.Start == TopicStart.Latest ? KafkaStart.Latest : KafkaStart.Earliest,
            End = ends,
            AllowGaps = kafka.AllowGaps,
            Key = kafka.KeyColumn is null ? default(Column<string>?) : kafka.KeyColumn,
            Partition = kafka.PartitionColumn is null ? default(Column<int>?) : kafka.PartitionColumn,
            Offset = kafka.OffsetColumn is null ? default(Column<long>?) : kafka.OffsetColumn,
            Timestamp = kafka.TimestampColumn is null ? default(Column<DateTimeOffset>?) : kafka.TimestampColumn,
        });

        async Task<ImmutableSortedDictionary<int, long>> EndsAsync()
        {
            using var source = new KafkaSource(cluster, kafka.Topic, parser);
            return await source.EndsAsync(cancellation).ConfigureAwait(false);
        }
    }

    TableStream Through(TableStream rows)
    {
        for (var i = 0; i < file.Through.Stages.Length; i++)
        {
            rows = rows.Through(file.Through.Stages[i] as ITransformer ?? throw Wrong(
                $"through.stages[{i}]", $"{file.Through.Stages[i].GetType().Name} has nothing learnt yet: train it with 'alink fit', or on the stream under 'train'."));
        }

        if (file.Through.Model is { } model)
        {
            rows = rows.Through(ModelFile.Read(In(model), Commands.Catalog));
        }

        if (file.Through.Store is { } folder)
        {
            var store = Store(folder);
            var live = new LiveModel<ITransformer>(store.ReadServed(new Failures(log))
                ?? throw Wrong("through.store", $"The folder {In(folder)} has no model that can be read yet."));
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

        var published = Directory.Exists(In(from)) || !File.Exists(In(from)) && from == train.PublishTo
            ? Store(from).ReadServed(new Failures(log))
            : ModelFile.ReadPublished(In(from), Commands.Catalog);
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
            : throw Wrong("evaluate", "There must be at most one of rows, epochs and every.");
        return evaluate switch
        {
            { Binary: { } binary, Multiclass: null, Regression: null } => rows.Evaluate(binary, window),
            { Multiclass: { } multiclass, Binary: null, Regression: null } => rows.Evaluate(multiclass, window),
            { Regression: { } regression, Binary: null, Multiclass: null } => rows.Evaluate(regression, window),
            _ => throw Wrong("evaluate", "There must be one of binary, multiclass and regression."),
        };
    }

    IStreamSink Sink(SinkEntry sink, int place)
    {
        var (at, name) = ($"sinks[{place}]", NameOf(file, place));
        object?[] given = [sink.Files, sink.Kafka, sink.Redis, sink.PostgreSql, sink.Console];
        return given.OfType<object>().ToArray() switch
        {
            [FilesSinkEntry files] => DataFile.Sink(In(files.Folder), files.Format),
            [KafkaSinkEntry kafka] => Opened(new KafkaSink(Cluster(kafka.Servers, kafka.Settings, $"{at}.kafka"), kafka.Topic, name)
            {
                Format = kafka.Format == MessageFormat.Csv ? KafkaFormat.Csv() : KafkaFormat.Json(),
                Key = kafka.KeyColumn is null ? default(Column<string>?) : kafka.KeyColumn,
                IsTransactional = kafka.Transactional,
            }),
            [RedisSinkEntry redis] => Opened(new RedisSink(Secret(redis.Server, $"{at}.redis.server"), name, redis.Prefix)
            {
                Key = redis.KeyColumn is null ? default(Column<Category>?) : redis.KeyColumn,
            }),
            [PostgreSqlSinkEntry sql] => Opened(new PostgreSqlSink(Secret(sql.Connection, $"{at}.postgreSql.connection"), sql.Table, name)
            {
                Keys = sql.Keys,
                CreatesTable = sql.CreatesTable,
            }),
            [ConsoleSinkEntry console] => new TextWriterSink(output, console.Rows),
            _ => throw Wrong(at, "There must be one of files, kafka, redis, postgreSql and console."),
        };
    }

    /// <summary>The name under which a sink knows what it has written; one of rejected records that is added leaves the others
    /// theirs.</summary>
    internal static string NameOf(JobFile file, int place)
    {
        var rejects = file.Sinks[place].Of == SinkRows.Rejected;
        var number = file.Sinks.Take(place).Count(sink => (sink.Of == SinkRows.Rejected) == rejects);
        return rejects ? $"{file.Name}-rejected-{number}" : $"{file.Name}-{number}";
    }

    KafkaCluster Cluster(string servers, ImmutableArray<SettingEntry> settings, string place) => new(Secret(servers, $"{place}.servers"))
    {
        Settings = settings.Select((setting, i) => KeyValuePair.Create(setting.Name, Secret(setting.Value, $"{place}.settings[{i}].value")))
            .ToImmutableSortedDictionary(),
    };

    string Secret(string text, string place) => Secrets.Fill(text, name => throw Wrong(place, $"There is no environment variable {name}."));

    ModelStore Store(string folder, int? keep = null) => new(In(folder), Commands.Catalog) { Keep = keep ?? 10 };

    string In(string place) => Path.Combine(_folder, place);

    DataFormatException Wrong(string place, string message) => new(message, path, column: place);

    T Opened<T>(T opened)
        where T : class
    {
        _opened.Add(opened);
        return opened;
    }

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
