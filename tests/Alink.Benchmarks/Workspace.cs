namespace Alink.Benchmarks;

/// <summary>The folder for the benchmark's files, deleted at the end, and the size of its data.</summary>
sealed class Workspace : IDisposable
{
    /// <summary>Opens a fresh folder under the system's temporary folder.</summary>
    /// <param name="scale">The share of the rows that the jobs work on; 1 for the figures that count, less to try a job out.</param>
    public Workspace(double scale)
    {
        Scale = scale;
        Folder = Directory.CreateTempSubdirectory("alink-benchmarks-").FullName;
    }

    /// <summary>The share of the rows that the jobs work on.</summary>
    public double Scale { get; }

    /// <summary>Where the files are.</summary>
    public string Folder { get; }

    /// <summary>The number of rows of a data set of the full size given.</summary>
    public int Rows(int full) => Math.Max(1, (int)(full * Scale));

    /// <summary>The path of a file, which is written if it is not there yet.</summary>
    public async ValueTask<string> FileAsync(string name, Func<string, ValueTask> write)
    {
        var path = Path.Combine(Folder, name);
        if (!File.Exists(path))
        {
            await write(path);
        }

        return path;
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
