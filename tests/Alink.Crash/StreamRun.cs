using System.Globalization;
using Alink.Classification;
using Alink.Features;
using Alink.IO;
using Alink.Runtime;

namespace Alink.Crash;

/// <summary>
/// Learns clicks from a Kafka topic, each predicted before it is learnt; the predictions go to files and to another topic,
/// and the models into a store.
/// </summary>
static class StreamRun
{
    /// <summary>The option that makes this program the process that is killed.</summary>
    public const string Option = "--stream";

    public const int Partitions = 4;
    public const int RowsPerEpoch = 500;

    static readonly Schema Schema = SchemaText.Parse("id LONG, site STRING, age LONG, score DOUBLE, clicked LONG");

    /// <summary>
    /// Arguments: the brokers, the topic of the rows and how many there are, the topic of the predictions, a folder; and
    /// the phase, the time and the microseconds that make its <see cref="Fate"/>.
    /// </summary>
    public static async Task RunAsync(string[] args)
    {
        var (cluster, rows, folder) = (new KafkaCluster(args[0]), Whole(args[2]), args[4]);
        var fate = new Fate(args[5], Whole(args[6]), TimeSpan.FromMicroseconds(Whole(args[7])));
        using var source = new KafkaSource(cluster, args[1], () => RecordParser.Json(Schema))
        {
            End = Enumerable.Range(0, Partitions).ToDictionary(
                partition => partition, partition => (long)((rows - partition + Partitions - 1) / Partitions)),
        };

        // Few rows at a time, so that a kill can come between those of one epoch.
        var settings = cluster.Settings.Add("batch.num.messages", "5").Add("linger.ms", "0");
        using var topic = new KafkaSink(new(args[0]) { Settings = settings }, args[3], "clicks/predictions");
        var learner = new Ftrl { Label = "clicked", Negative = "0", Positive = "1" };
        var models = new ModelStore(Path.Combine(folder, "models"), Catalog.Of(typeof(Ftrl).Assembly));
        var predictions = TableStream.From(source)
            .Through(new FeatureHasher { Columns = ["site", "age", "score"], Categorical = ["age"], Length = 1 << 12 })
            .Through(new Passing("rows", fate))
            .Train(learner, new Fated(models, fate))
            .Select(batch => batch.Select("id", "prediction", "probabilities"))
            .Through(new Passing("checkpoint", fate));
        var job = new StreamJob("clicks")
        {
            Options = new()
            {
                Trigger = StreamTrigger.EveryRows(RowsPerEpoch),
                Checkpoints = Path.Combine(folder, "checkpoints"),
                Time = new Noon(),
            },
        };
        await job
            .Write(predictions, new Fated(JsonLines.Sink(Path.Combine(folder, "predictions")), "file", fate))
            .Write(predictions, new Fated(topic, "kafka", fate))
            .RunAsync();
    }

    static int Whole(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    /// <summary>Tells when an epoch's rows come by, or when all of them have.</summary>
    sealed class Passing(string phase, Fate fate) : IStreamOperator<int>
    {
        public Schema Transform(Schema input) => input;

        public int Start(Schema input) => 0;

        public ValueTask<int> UpdateAsync(int state, StreamBatch batch, StreamOutput output)
        {
            if (phase == "rows")
            {
                fate.Reach(phase);
            }

            output.Add(batch.Rows);
            return new(state);
        }

        public ValueTask<int> EndAsync(int state, StreamEpoch epoch, StreamOutput output)
        {
            if (phase == "checkpoint")
            {
                fate.Reach(phase);
            }

            return new(state);
        }
    }

    /// <summary>Tells when rows are written, and when models are published.</summary>
    sealed class Fated : IStreamSink, IModelSink
    {
        readonly IStreamSink? _rows;
        readonly IModelSink? _models;
        readonly string _phase;
        readonly Fate _fate;

        public Fated(IStreamSink rows, string phase, Fate fate) => (_rows, _phase, _fate) = (rows, phase, fate);

        public Fated(IModelSink models, Fate fate) => (_models, _phase, _fate) = (models, "publish", fate);

        public bool WantsState => _models!.WantsState;

        public ValueTask WriteAsync(long epoch, IReadOnlyList<Table> rows, CancellationToken cancellation)
        {
            _fate.Reach(_phase);
            return _rows!.WriteAsync(epoch, rows, cancellation);
        }

        public ValueTask PublishAsync(PublishedModel model, CancellationToken cancellation)
        {
            _fate.Reach(_phase);
            return _models!.PublishAsync(model, cancellation);
        }
    }

    /// <summary>Always the same time, so that runs can be compared.</summary>
    sealed class Noon : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    }
}
