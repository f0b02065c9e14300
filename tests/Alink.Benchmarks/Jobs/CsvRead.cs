using System.Buffers.Text;
using System.Text;
using Alink.Benchmarks.Data;
using Alink.IO;
using CsvHelper;

namespace Alink.Benchmarks.Jobs;

/// <summary>A file of 1M rows of 51 numbers into a table, beside CsvHelper parsing the same numbers and keeping none of them.</summary>
sealed class CsvRead : PairedJob
{
    string _path = "";

    public override string Name => "csv-read";

    public override string Neighbour => "CsvHelper 34 Parse<double> sweep";

    public override double AtMost => 1.3;

    public override string QualityIs => "sum of the numbers read";

    /// <summary>The file: a header and rows of numbers of six decimals, as programs write them.</summary>
    public static ValueTask<string> FileAsync(Workspace workspace) => workspace.FileAsync("dense.csv", path =>
    {
        Write(path, DenseRows.Draw(workspace.Rows(DenseRows.FullCount)));
        return ValueTask.CompletedTask;
    });

    public override async ValueTask PrepareAsync(Workspace workspace) => _path = await FileAsync(workspace);

    public override void Release()
    {
    }

    public override async ValueTask<Func<double>> RunAsync()
    {
        // The types are inferred: nobody tells it that these are numbers.
        var table = await Csv.ReadAsync(_path);
        return () => table.Schema.Fields.Sum(field =>
        {
            double sum = 0;
            foreach (var value in table.Numbers(field.Name))
            {
                sum += value;
            }

            return sum;
        });
    }

    public override ValueTask<Func<double>> RunNeighbourAsync()
    {
        // One thread: CsvHelper's ParallelEnumerate is sooner done and costs more CPU.
        using var reader = CsvReader.FromFile(_path);
        double sum = 0;
        while (reader.Read())
        {
            for (var column = 0; column < reader.FieldCount; column++)
            {
                sum += reader.Parse<double>(column);
            }
        }

        return ValueTask.FromResult(() => sum);
    }

    static void Write(string path, DenseRows rows)
    {
        using var file = File.Create(path, 1 << 20);
        var header = Enumerable.Range(0, rows.Width).Select(j => $"x{j}").Append("y");
        file.Write(Encoding.UTF8.GetBytes(string.Join(',', header) + '\n'));
        var line = new byte[(rows.Width + 1) * 32];
        for (var i = 0; i < rows.Count; i++)
        {
            var end = 0;
            for (var j = 0; j <= rows.Width; j++)
            {
                Utf8Formatter.TryFormat(
                    j < rows.Width ? rows.Row(i)[j] : rows.Target[i], line.AsSpan(end), out var length, new('F', 6));
                end += length;
                line[end++] = j < rows.Width ? (byte)',' : (byte)'\n';
            }

            file.Write(line, 0, end);
        }
    }
}
