using System.Text.Json;
using System.Text.Json.Serialization;
using Alink.Benchmarks.Data;
using Alink.Laws;

namespace Alink.Benchmarks;

/// <summary>How fast one transformer makes rows, beside moving the same bytes; one line of the JSON output.</summary>
/// <param name="Transformer">Its name.</param>
/// <param name="RowsPerSecond">The rows it makes in a second of CPU time.</param>
/// <param name="BytesPerRow">The bytes of the columns that it reads and of those that it makes, for a row.</param>
/// <param name="BoundPerSecond">The rows whose bytes are read and written in a second of CPU time, and nothing else.</param>
/// <param name="Ratio">Its share of the bound: the median of runs, each beside a bound of the same moment, as memory is faster at one than at another.</param>
/// <param name="Note">Why it does more than move bytes; null where nobody said.</param>
sealed record TransformerRate(
    [property: JsonPropertyName("transformer")] string Transformer,
    [property: JsonPropertyName("rows_per_cpu_s")] double RowsPerSecond,
    [property: JsonPropertyName("bytes_per_row")] double BytesPerRow,
    [property: JsonPropertyName("bound_per_cpu_s")] double BoundPerSecond,
    [property: JsonPropertyName("ratio")] double Ratio,
    [property: JsonPropertyName("note")] string? Note)
{
    const int FullCount = 100_000;
    const int TaughtBy = 2000;
    const double LeastSeconds = 0.05;

    /// <summary>The share of the bound under which a transformer needs a note.</summary>
    const double Share = 1.0 / 3;

    const string Heading =
        "transformer                          rows / cpu s   bytes / row   memory: rows / cpu s      ratio  below a third because of";

    /// <summary>Whether it is below a third of the bound, and nobody said why.</summary>
    [JsonPropertyName("unexplained")]
    public bool IsUnexplained => Ratio < Share && Note is null;

    /// <summary>Measures stages, taught by a part of the rows, and prints a line for each.</summary>
    /// <param name="names">Their names; all of the library where there is none.</param>
    /// <param name="runs">The runs of each, of which the median counts.</param>
    /// <param name="scale">The share of the rows.</param>
    /// <param name="json">Whether the lines are JSON.</param>
    /// <returns>The exit code: 1 where one is below a third of the bound and nobody said why.</returns>
    public static int Print(IReadOnlyList<string> names, int runs, double scale, bool json)
    {
        var stages = names.Count > 0 ? names.Select(Find).ToArray() : [.. Stage.All.Values.OrderBy(stage => stage.Name)];
        var rows = EveryType.Draw(Math.Max(1, (int)(FullCount * scale)));
        var unexplained = 0;
        if (!json)
        {
            Console.WriteLine(Heading);
        }

        foreach (var stage in stages)
        {
            var rate = Of(stage, rows, runs);
            unexplained += rate.IsUnexplained ? 1 : 0;
            Console.WriteLine(json ? JsonSerializer.Serialize(rate) : rate.ToRow());
        }

        return unexplained > 0 ? 1 : 0;
    }

    string ToRow() => $"{Transformer,-32} {RowsPerSecond,16:N0} {BytesPerRow,13:F0} {BoundPerSecond,22:N0} {Ratio,10:F3}"
        + $"{(IsUnexplained ? '!' : ' ')} {(Ratio < Share ? Note : null)}";

    static Stage Find(string name) => Stage.All.GetValueOrDefault(name)
        ?? throw new ArgumentException($"There is no transformer '{name}'.{Nearest.Hint(name, Stage.All.Keys)} --list shows them all.");

    static TransformerRate Of(Stage stage, Table rows, int runs)
    {
        rows = EveryType.Readable(stage, rows);
        var transformer = EveryType.Fitting(stage).Fit(rows.Slice(0, Math.Min(TaughtBy, rows.RowCount)));
        var batches = rows.ReadAll().ToArray();
        var traffic = Array.ConvertAll(batches, batch => Traffic.Of(transformer, batch));

        // Small pieces, often and with pauses in which the compiler makes its best code of them.
        var piece = batches[0].Slice(0, Math.Min(256, batches[0].RowCount));
        for (var i = 0; i < 120; i++)
        {
            transformer.Transform(piece);
            traffic[0].Move();
            Thread.Sleep(i % 40 == 39 ? 120 : 0);
        }

        var (speed, bound) = (new double[runs], new double[runs]);
        for (var run = 0; run < runs; run++)
        {
            speed[run] = Speed(batches, batch => transformer.Transform(batches[batch]));
            bound[run] = Speed(batches, batch => traffic[batch].Move());
        }

        return new(
            stage.Name, CpuClock.Median(speed), traffic.Sum(each => each.Bytes) / (double)rows.RowCount,
            CpuClock.Median(bound), CpuClock.Median([.. speed.Zip(bound, (made, most) => made / most)]), TransformerNotes.Of(stage.Name));
    }

    /// <summary>The rows that go through some work in a second of CPU time, batch after batch until that can be told.</summary>
    static double Speed(Table[] batches, Action<int> work)
    {
        GC.Collect();
        var (start, seconds, rows) = (Environment.CpuUsage.TotalTime, 0.0, 0L);
        for (var batch = 0; seconds < LeastSeconds; batch = (batch + 1) % batches.Length)
        {
            work(batch);
            rows += batches[batch].RowCount;
            seconds = (Environment.CpuUsage.TotalTime - start).TotalSeconds;
        }

        return rows / seconds;
    }
}
