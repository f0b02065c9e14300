using Alink.IO;
using Alink.Runtime;

namespace Alink.Cli.Searches;

/// <summary>Searches for the best options of a pipeline.</summary>
sealed class SearchCommand(TextWriter output, Screen errors)
{
    public async Task RunAsync(string path, string data, string model, TrainingOptions options, CancellationToken cancellation)
    {
        var search = SearchPlan.Read(path);
        var rows = DataFile.Open(data);
        search.Transform(rows.Schema);
        var found = await ProgressLines.RunAsync(errors, progress =>
            search.FitAsync(rows, options with { Progress = progress }, cancellation).AsTask()).ConfigureAwait(false);
        ModelFile.Write(model, found);
        output.Write(found.Trials.Format(int.MaxValue));
        output.WriteLine(FormattableString.Invariant($"{model}: the best of {found.Tried.Length} candidates measures {found.Score:G6}"));
    }
}
