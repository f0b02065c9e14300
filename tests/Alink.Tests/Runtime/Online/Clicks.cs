using Alink.Classification;
using Alink.Features;
using Alink.Runtime;

namespace Alink.Tests.Runtime.Online;

/// <summary>Rows for online learners, and what their tests ask of models.</summary>
static class Clicks
{
    /// <summary>Two features and a class that follows from them, mostly; made by a linear congruence.</summary>
    public static readonly Table Rows = Make(1000);

    public static readonly Catalog Catalog = Catalog.Of(typeof(Ftrl).Assembly);

    public static Ftrl Learner => new() { Negative = "no", Positive = "yes" };

    public static Pipeline Pipeline => new(
        new VectorAssembler { Columns = ["x", "y"] }, new StandardScaler(), Learner);

    public static Table Make(int rows)
    {
        var (x, y, features) = (new double[rows], new double[rows], new Vector[rows]);
        var labels = new string[rows];
        var times = new DateTimeOffset[rows];
        var state = 1u;
        for (var i = 0; i < rows; i++)
        {
            (x[i], y[i]) = (Next() * 10, Next());
            features[i] = [x[i], y[i]];
            labels[i] = x[i] - (8 * y[i]) + (2 * Next()) > 2 ? "yes" : "no";
            times[i] = DateTimeOffset.UnixEpoch.AddSeconds(i ^ 1);
        }

        return Table.Of("x", x).With("y", y).With("features", features).With("label", labels).With("time", times);

        double Next() => (state = (state * 1664525) + 1013904223) / (double)uint.MaxValue;
    }

    /// <summary>The probability of the positive class in each row.</summary>
    public static double[] Scores(Table rows) =>
        [.. Enumerable.Range(0, rows.RowCount).Select(i => rows.Values<Vector>("probabilities")[i].ToArray()[1])];

    public static byte[] Bytes(ITransformer model)
    {
        using var file = new MemoryStream();
        ModelFile.Write(file, model);
        return file.ToArray();
    }

    public static StreamJob Job(int rowsPerEpoch, string? checkpoints = null) => new()
    {
        Options = new() { Trigger = StreamTrigger.EveryRows(rowsPerEpoch), Checkpoints = checkpoints, Time = Always.Instance },
    };

    /// <summary>A time that stands still.</summary>
    sealed class Always : TimeProvider
    {
        public static readonly Always Instance = new();

        public override DateTimeOffset GetUtcNow() => new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    }

    /// <summary>Keeps every model; it can fail before it takes one, and asserts that one that comes again is the same.</summary>
    public sealed class Models : IModelSink
    {
        public SortedDictionary<long, PublishedModel> All { get; } = [];

        public long FailAt { get; set; } = -1;

        public bool WantsState { get; init; }

        public PublishedModel Last => All.Values.Last();

        public ValueTask PublishAsync(PublishedModel model, CancellationToken cancellation)
        {
            var number = model.Version.Number;
            if (number == FailAt)
            {
                FailAt = -1;
                throw new IOException("The disk is full.");
            }

            if (All.TryGetValue(number, out var before))
            {
                Assert.Equal(before.Version, model.Version);
                Assert.Equal(Bytes(before.Model), Bytes(model.Model));
            }

            All[number] = model;
            return default;
        }
    }

    /// <summary>Keeps the rows of every epoch.</summary>
    public sealed class Collected : IStreamSink
    {
        readonly SortedDictionary<long, IReadOnlyList<Table>> _epochs = [];

        public Table All => Table.Concat([.. _epochs.Values.SelectMany(rows => rows)]);

        public ValueTask WriteAsync(long epoch, IReadOnlyList<Table> rows, CancellationToken cancellation)
        {
            _epochs[epoch] = rows;
            return default;
        }
    }
}
