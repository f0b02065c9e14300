using Alink.Runtime;

namespace Alink.Tests.Runtime.Streams;

/// <summary>Epochs as they are listed: the batches of each, in order, with the partition that they are of.</summary>
sealed class ListedSource(params (string Partition, Table Rows)[][] epochs) : IStreamSource
{
    readonly ILookup<string, Table> _tables = epochs.SelectMany(epoch => epoch).ToLookup(batch => batch.Partition, batch => batch.Rows);

    public Schema Schema => epochs[0][0].Rows.Schema;

    public ValueTask<StreamPlan> PlanAsync(
        IReadOnlyDictionary<string, long> positions, long rows, CancellationToken cancellation)
    {
        var done = positions.Values.Sum();
        var epoch = 0;
        for (var before = 0; epoch < epochs.Length && before < done; epoch++)
        {
            before += epochs[epoch].Length;
        }

        if (epoch == epochs.Length)
        {
            return new(new StreamPlan([], HasEnded: true));
        }

        var at = new Dictionary<string, long>(positions);
        var ranges = new List<StreamRange>();
        foreach (var (partition, table) in epochs[epoch])
        {
            var from = at.GetValueOrDefault(partition);
            at[partition] = from + 1;
            ranges.Add(new(partition, from, from + 1, table.RowCount));
        }

        return new(new StreamPlan(ranges, HasEnded: epoch == epochs.Length - 1));
    }

    public IEnumerable<Table> Read(StreamRange range, CancellationToken cancellation) =>
        _tables[range.Partition].Skip((int)range.From).Take(1);

    public ValueTask WaitAsync(TimeProvider time, CancellationToken cancellation) => default;
}

/// <summary>Runs streams, and shows their rows as text.</summary>
static class Streamed
{
    /// <summary>Each row as its values with blanks between them.</summary>
    public static async Task<string[]> RowsAsync(TableStream stream, StreamOptions? options = null)
    {
        var sink = new ListSink();
        await new StreamJob { Options = options ?? new() }.Write(stream, sink).RunAsync();
        return [.. sink.Rows];
    }

    /// <summary>The rows of the main output, and of another.</summary>
    public static async Task<(string[] Main, string[] Side)> RowsAsync(TableStream stream, string side, StreamOptions? options = null)
    {
        var (main, other) = (new ListSink(), new ListSink());
        await new StreamJob { Options = options ?? new() }.Write(stream, main).Write(stream.Side(side), other).RunAsync();
        return ([.. main.Rows], [.. other.Rows]);
    }
}

/// <summary>Collects rows as text; an epoch that comes again, as after a crash, changes nothing.</summary>
sealed class ListSink : IStreamSink
{
    long _last;

    public List<string> Rows { get; } = [];

    public ValueTask WriteAsync(long epoch, IReadOnlyList<Table> rows, CancellationToken cancellation)
    {
        foreach (var table in epoch > _last ? rows : [])
        {
            Rows.AddRange(table.Rows.Select(row => string.Join(' ', table.Schema.Fields.Select(field => Shown(row[field.Name])))));
        }

        _last = Math.Max(_last, epoch);
        return default;
    }

    static string Shown(object? value) => value switch
    {
        null => "-",
        DateTimeOffset time => time.ToString(time.TimeOfDay == default ? "yyyy-MM-dd" : "HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, System.Globalization.CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };
}
