using Alink.IO;
using Alink.Runtime;
using Alink.Tuning;

namespace Alink.Cli;

/// <summary>Looks at rows and models, and rewrites rows.</summary>
sealed class Look(TextWriter output)
{
    public Task DescribeAsync(string path, int rows, CancellationToken cancellation)
    {
        if (path.EndsWith(".model", StringComparison.OrdinalIgnoreCase))
        {
            var model = ModelFile.Read(path, Commands.Catalog);
            if (model is SearchModel found)
            {
                output.Write(found.Trials.Format(int.MaxValue));
                model = found.Model;
            }

            foreach (var step in model is PipelineModel pipeline ? [.. pipeline.Steps] : new[] { model })
            {
                output.WriteLine(step);
            }

            return Task.CompletedTask;
        }

        var table = DataFile.Open(path).ToTable(cancellation);
        output.WriteLine($"{table.RowCount} rows, {table.Schema.Fields.Length} columns");
        output.WriteLine();
        output.Write(table.Describe().Format(int.MaxValue));
        output.WriteLine();
        output.Write(table.Head(rows).Format(rows));
        return Task.CompletedTask;
    }

    public Task ConvertAsync(string from, string to, CancellationToken cancellation)
    {
        var rows = DataFile.Open(from);
        DataFile.Write(rows, to, cancellation);
        output.WriteLine($"{to}: {rows.Schema}");
        return Task.CompletedTask;
    }
}
