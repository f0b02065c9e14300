using System.Text;
using Alink.Features;
using Alink.IO;

namespace Alink.Benchmarks.Data;

/// <summary>Impressions of 20 categorical fields, of 2 to 100,000 values each that follow Zipf's law, and whether they were
/// clicked.</summary>
static class Clicks
{
    /// <summary>The rows of the full stream.</summary>
    public const int FullCount = 2_000_000;

    static readonly int[] Values =
    [
        2, 3, 5, 10, 20, 50, 100, 200, 500, 1000,
        2000, 5000, 10_000, 10_000, 20_000, 20_000, 50_000, 50_000, 100_000, 100_000,
    ];

    /// <summary>The columns of the file.</summary>
    public static Schema Schema { get; } = new(
        [new Field("click", DataType.Int32), .. Values.Select((_, field) => new Field($"c{field}", DataType.String))]);

    /// <summary>Puts the fields of a row to 2²⁰ places.</summary>
    public static FeatureHasher Hasher { get; } =
        new() { Columns = [.. Values.Select((_, field) => $"c{field}")], Length = 1 << 20 };

    /// <summary>The file: a header and the rows.</summary>
    public static ValueTask<string> FileAsync(Workspace workspace) => workspace.FileAsync("clicks.csv", path =>
    {
        Write(path, workspace.Rows(FullCount));
        return ValueTask.CompletedTask;
    });

    /// <summary>The rows of the file as they come, to its end; in large ranges, for one worker reads them.</summary>
    public static TableStream Stream(string path) => TableStream.From(
        Csv.Stream(path, new CsvOptions { Schema = Schema }, new GrowingFilesOptions { Ends = true, RangeBytes = 16 << 20 })).Through(Hasher);

    static void Write(string path, int rows)
    {
        var random = new SeededRandom(31);
        using var file = new StreamWriter(path, append: false, new UTF8Encoding(false), 1 << 20);
        file.Write(string.Join(',', Schema.Fields.Select(field => field.Name)));
        var line = new StringBuilder();
        for (var row = 0; row < rows; row++)
        {
            line.Clear();
            var margin = -1.2;
            for (var field = 0; field < Values.Length; field++)
            {
                var value = (int)Math.Exp(random.Uniform() * Math.Log(Values[field]));
                line.Append(',').Append('v').Append((int)(value * 7919L % Values[field]));

                // What a value weighs follows from itself; the weights of a field have the same spread.
                margin += new SeededRandom(((ulong)field << 32) | (uint)value).Normal() * 0.35;
            }

            file.Write(random.Uniform() < 1 / (1 + Math.Exp(-margin)) ? "\n1" : "\n0");
            file.Write(line);
        }

        file.Write('\n');
    }
}
