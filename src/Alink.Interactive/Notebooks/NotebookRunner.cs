using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Alink.Interactive.Cells;

namespace Alink.Interactive.Notebooks;

/// <summary>What becomes of the outputs that a notebook holds.</summary>
enum StoredOutputs
{
    /// <summary>They stay, whatever the run shows.</summary>
    Ignored,

    /// <summary>A run that shows something else has failed.</summary>
    Compared,

    /// <summary>Those of the run take their place.</summary>
    Replaced,
}

/// <summary>Runs notebooks in this process, each in its own folder and with an engine of its own.</summary>
sealed class NotebookRunner(TextWriter output, StoredOutputs stored)
{
    const int Around = 50;

    /// <summary>Runs notebooks, and says of each whether it passed.</summary>
    /// <param name="paths">Files, and folders whose notebooks are meant.</param>
    /// <param name="cancellation">Ends the run.</param>
    /// <returns>How many failed.</returns>
    /// <exception cref="FileNotFoundException">A path is none, or a folder has no notebooks.</exception>
    public async Task<int> RunAsync(IEnumerable<string> paths, CancellationToken cancellation = default)
    {
        var (passed, failed) = (0, 0);
        foreach (var path in paths.SelectMany(Files).ToArray())
        {
            var watch = Stopwatch.StartNew();
            var failure = await FailureAsync(path, cancellation).ConfigureAwait(false);
            (passed, failed) = failure is null ? (passed + 1, failed) : (passed, failed + 1);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{(failure is null ? "passed" : "FAILED")}  {path}  {watch.Elapsed.TotalSeconds:F1} s{(failure is null ? "" : "\n" + failure)}"));
        }

        output.WriteLine($"{passed} passed, {failed} failed");
        return failed;
    }

    async Task<string?> FailureAsync(string path, CancellationToken cancellation)
    {
        var notebook = NotebookFile.Read(path);
        var before = Directory.GetCurrentDirectory();
        Directory.SetCurrentDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        try
        {
            var (engine, places, runs) = (new Engine(), new Dictionary<string, JsonObject>(), new List<(NotebookCell Cell, Outputs Fresh)>());
            foreach (var cell in notebook.Cells)
            {
                var fresh = new Outputs(places);
                runs.Add((cell, fresh));
                var result = await engine.RunAsync(cell.Code, fresh, cancellation).ConfigureAwait(false);
                cancellation.ThrowIfCancellationRequested();
                if (result.Error is { } error)
                {
                    return $"{path}, cell {cell.Number}, line {error.Line}: {error.Name}: {error.Message}\n  {string.Join("\n  ", error.Traceback)}";
                }

                if (result.Shown is { } shown)
                {
                    fresh.Result(shown, cell.Number);
                }
            }

            return runs.Select(run => Difference(path, run.Cell, run.Fresh)).FirstOrDefault(difference => difference is not null);
        }
        finally
        {
            Directory.SetCurrentDirectory(before);
            if (stored == StoredOutputs.Replaced)
            {
                notebook.Write();
            }
        }
    }

    string? Difference(string path, NotebookCell cell, Outputs fresh)
    {
        var before = cell.Shown;
        if (stored != StoredOutputs.Ignored)
        {
            cell.Take(fresh.All);
        }

        var now = cell.Shown;
        var first = Enumerable.Range(0, Math.Max(before.Count, now.Count)).FirstOrDefault(i => before.ElementAtOrDefault(i) != now.ElementAtOrDefault(i), -1);
        return stored != StoredOutputs.Compared || cell.Varies || first < 0 ? null
            : $"{path}, cell {cell.Number} shows another line {first + 1} than the file; --save would keep it:\n"
                + Apart(before.ElementAtOrDefault(first) ?? "", now.ElementAtOrDefault(first) ?? "");
    }

    /// <summary>Two lines from a little before where they part.</summary>
    static string Apart(string file, string now)
    {
        var start = Math.Max(0, file.AsSpan().CommonPrefixLength(now) - Around);
        return $"  file  {Cut(file)}\n  now   {Cut(now)}";

        string Cut(string line) => start + (3 * Around) >= line.Length ? line[Math.Min(start, line.Length)..] : line.Substring(start, 3 * Around);
    }

    static IEnumerable<string> Files(string path)
    {
        var files = File.Exists(path) ? [path]
            : Directory.Exists(path) ? Directory.GetFiles(path, "*.ipynb").Order(StringComparer.Ordinal).ToArray() : [];
        return files.Length > 0 ? files : throw new FileNotFoundException($"There is no notebook at {path}.");
    }
}
