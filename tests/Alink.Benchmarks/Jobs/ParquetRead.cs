using Alink.Benchmarks.Data;
using Alink.IO;
using Parquet;
using Parquet.Schema;

namespace Alink.Benchmarks.Jobs;

/// <summary>A file of 1M rows of 50 doubles into a table, beside Parquet.Net reading the same columns into arrays.</summary>
/// <remarks>Ten row groups, Snappy. Both sides end with every number in memory, in arrays that the run allocates.</remarks>
sealed class ParquetRead : PairedJob
{
    string _path = "";

    public override string Name => "parquet-read";

    public override string Neighbour => "Parquet.Net 6 ReadAsync";

    public override double AtMost => 1.2;

    public override string QualityIs => "sum of the numbers read";

    public override async ValueTask PrepareAsync(Workspace workspace) => _path = await workspace.FileAsync(
        "dense.parquet", path => WriteAsync(path, DenseRows.Draw(workspace.Rows(DenseRows.FullCount))));

    public override void Release()
    {
    }

    public override async ValueTask<Func<double>> RunAsync()
    {
        var table = await ParquetFile.ReadAsync(_path);
        return () => table.Schema.Fields.Sum(field => Sum(table.Numbers(field.Name)));
    }

    public override async ValueTask<Func<double>> RunNeighbourAsync()
    {
        await using var reader = await ParquetReader.CreateAsync(_path);
        var fields = reader.Schema.DataFields;
        var columns = new double[fields.Length][];
        for (var j = 0; j < columns.Length; j++)
        {
            columns[j] = GC.AllocateUninitializedArray<double>((int)reader.Metadata!.NumRows);
        }

        var start = 0;
        for (var i = 0; i < reader.RowGroupCount; i++)
        {
            using var group = reader.OpenRowGroupReader(i);
            for (var j = 0; j < columns.Length; j++)
            {
                await group.ReadAsync<double>(fields[j], columns[j].AsMemory(start, (int)group.RowCount));
            }

            start += (int)group.RowCount;
        }

        return () => columns.Sum(column => Sum(column));
    }

    static double Sum(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (var value in values)
        {
            sum += value;
        }

        return sum;
    }

    static async ValueTask WriteAsync(string path, DenseRows rows)
    {
        var fields = Enumerable.Range(0, rows.Width).Select(j => new DataField<double>($"x{j}")).ToArray();
        var options = new Parquet.ParquetOptions
        {
            CompressionMethod = CompressionMethod.Snappy,
            CompressionLevel = System.IO.Compression.CompressionLevel.Fastest,
        };
        await using var file = File.Create(path);
        await using var writer = await ParquetWriter.CreateAsync(new ParquetSchema(fields), file, options);
        var size = (rows.Count + 9) / 10;
        for (var start = 0; start < rows.Count; start += size)
        {
            using var group = writer.CreateRowGroup();
            var column = new double[Math.Min(size, rows.Count - start)];
            for (var j = 0; j < rows.Width; j++)
            {
                for (var i = 0; i < column.Length; i++)
                {
                    column[i] = rows.Row(start + i)[j];
                }

                await group.WriteAsync<double>(fields[j], column);
            }

            group.CompleteValidate();
        }
    }
}
