using System.Diagnostics;
using Alink.IO;
using Alink.Runtime;

namespace Alink.Cli;

/// <summary>Trains a pipeline.</summary>
sealed class Fit(TextWriter output, Screen errors)
{
    public async Task RunAsync(string pipeline, string data, string model, TrainingOptions options, CancellationToken cancellation)
    {
        var stages = PipelineFile.Read(pipeline, Commands.Catalog);
        var rows = DataFile.Open(data);
        stages.Transform(rows.Schema);
        var watch = Stopwatch.StartNew();
        var trained = await ProgressLines.RunAsync(errors, progress =>
            stages.FitAsync(rows, options with { Progress = progress }, cancellation).AsTask()).ConfigureAwait(false);
        ModelFile.Write(model, PublishedModel.Of(trained) with { Input = rows.Schema });
        output.WriteLine(FormattableString.Invariant($"{model}: {trained.Steps.Length} stages trained in {watch.Elapsed.TotalSeconds:F1} s"));
    }
}
