using System.Diagnostics;
using Alink.Broker;
using Alink.Classification;
using Alink.Features;
using Alink.IO;
using Alink.Runtime;

namespace Alink.Benchmarks.Jobs;

/// <summary>Rows of JSON from a Kafka topic, hashed and scored by a model, written to another topic in transactions.</summary>
/// <remarks>
/// The cluster, and whoever writes the rows, are a process of their own: only what the job costs counts. The rows are
/// written while they are read, for the cluster keeps a few megabytes of each partition.
/// </remarks>
sealed class KafkaScoring : LimitedJob
{
    const int Partitions = 4;
    const int Ahead = 100_000;

    static readonly Schema Schema = SchemaText.Parse("id LONG, site STRING, age LONG, score DOUBLE, clicked LONG");

    readonly FeatureHasher _hasher = new() { Columns = ["site", "age", "score"], Categorical = ["age"], Length = 1 << 18 };
    int _rows;
    int _run;
    ITransformer? _model;

    public override string Name => "kafka-scoring";

    public override string Neighbour => "a limit of 100,000 rows per CPU second";

    public override double Limit => _rows / 100_000.0;

    public override string QualityIs => "memory of the process at the end, of that after a quarter of the rows";

    public override int Repeats => 1;

    public override ValueTask PrepareAsync(Workspace workspace)
    {
        _rows = Math.Max(2 * Ahead, (int)(1_000_000 * workspace.Scale));
        var random = new Random(3);
        var parser = RecordParser.Json(Schema);
        parser.Reserve(10_000);
        for (var row = 0; row < 10_000; row++)
        {
            parser.Parse(row, Feed.Row(random.Next()), out _, out _);
        }

        _model = _hasher.Then(new Ftrl { Label = "clicked" }).Fit(parser.Build(10_000));
        return ValueTask.CompletedTask;
    }

    public override void Release() => _model = null;

    public override async ValueTask<Func<double>> RunAsync()
    {
        var name = $"clicks{_run++}";
        using var broker = new BrokerProcess();
        broker.Tell($"topic scored {Partitions}");
        broker.Tell($"feed {name} {Partitions} {_rows} {Ahead}");
        using var source = new KafkaSource(new(broker.Servers), name, () => RecordParser.Json(Schema))
        {
            End = Enumerable.Range(0, Partitions).ToDictionary(
                partition => partition, partition => (long)((_rows - partition + Partitions - 1) / Partitions)),
            Period = TimeSpan.FromMilliseconds(5),
        };
        using var sink = new KafkaSink(new(broker.Servers), "scored", name);
        var memory = new Memory(broker, _rows);
        var job = new StreamJob
        {
            Options = new() { Trigger = StreamTrigger.AsRowsCome with { MostRows = 20_000 }, Progress = memory },
        };
        await job.Write(
            TableStream.From(source).Through(_model!).Select(rows => rows.Select("id", "prediction", "probabilities")), sink)
            .RunAsync();
        return () => memory.Growth;
    }

    /// <summary>Tells the feed how far the job is, and watches the memory meanwhile.</summary>
    sealed class Memory(BrokerProcess broker, int rows) : IProgress<StreamProgress>
    {
        long _quarter;
        long _last;

        public double Growth => (double)_last / _quarter;

        public void Report(StreamProgress value)
        {
            broker.Tell($"read {value.Rows}");
            using var self = Process.GetCurrentProcess();
            _last = self.WorkingSet64;
            _quarter = _quarter == 0 && value.Rows >= rows / 4 ? _last : _quarter;
        }
    }
}
