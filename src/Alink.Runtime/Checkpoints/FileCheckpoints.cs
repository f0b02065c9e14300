using System.Collections.Concurrent;
using System.Globalization;

namespace Alink.Runtime;

/// <summary>Keeps the state of a training in files of a folder, each written whole or not at all.</summary>
/// <remarks>
/// A file is written under another name, flushed to the disk and renamed, so that a killed process leaves the ones
/// before it as they were. A file that is torn all the same is passed over for the one before it.
/// </remarks>
/// <param name="folder">The folder; made when the first state is saved.</param>
/// <param name="job">What tells this training from others: its options, its columns. The states of another are
/// refused.</param>
public sealed class FileCheckpoints(string folder, string job) : ICheckpoints
{
    const string Extension = ".checkpoint";

    readonly ConcurrentDictionary<string, bool> _stages = [];

    /// <summary>Of how many iterations one is saved; at least 1. Default: every one.</summary>
    public int Every { get; init => field = Require.AtLeast(1, value); } = 1;

    /// <summary>How many states of each stage are kept; at least 1. Default: the last 3.</summary>
    public int Keep { get; init => field = Require.AtLeast(1, value); } = 3;

    /// <summary>Whether states are only read, as on all but one of several hosts that share the folder.</summary>
    public bool IsReadOnly { get; init; }

    /// <inheritdoc/>
    /// <exception cref="DataFormatException">The last state is another training's.</exception>
    public async ValueTask<(int Iteration, TState State)?> LoadAsync<TState>(
        string stage, CancellationToken cancellation)
    {
        foreach (var path in Saved(stage))
        {
            var bytes = await File.ReadAllBytesAsync(path, cancellation).ConfigureAwait(false);
            if (CheckpointFile.TryOpen(bytes, out var header, out var state))
            {
                return header.Job != job || header.Stage != stage || header.Shape != StateCodec.Shape<TState>()
                    ? throw new DataFormatException(
                        "The checkpoint is of another training: of other options, columns or version. "
                        + "Give this one a folder of its own, or delete those files if that training is not to go on.",
                        path)
                    : (header.Iteration, StateCodec.Read<TState>(state.Span));
            }
        }

        return null;
    }

    /// <inheritdoc/>
    public async ValueTask SaveAsync<TState>(string stage, int iteration, TState state, CancellationToken cancellation)
    {
        if (IsReadOnly || iteration % Every != 0)
        {
            return;
        }

        cancellation.ThrowIfCancellationRequested();
        Directory.CreateDirectory(folder);
        var number = iteration.ToString("D8", CultureInfo.InvariantCulture);
        var path = Path.Combine(folder, $"{NameOf(stage)}.{number}{Extension}");
        var header = new CheckpointHeader(job, stage, iteration, StateCodec.Shape<TState>());
        var bytes = CheckpointFile.Write(header, StateCodec.Write(state));
        await WriteWholeAsync(path, bytes, cancellation).ConfigureAwait(false);
        foreach (var old in Saved(stage).Skip(Keep))
        {
            File.Delete(old);
        }
    }

    /// <summary>Deletes the states of every stage that was asked for: the training is done, and the next one begins
    /// anew.</summary>
    public void Clear()
    {
        foreach (var path in _stages.Keys.SelectMany(stage => Named(stage, $"*{Extension}*")).ToArray())
        {
            File.Delete(path);
        }
    }

    static async Task WriteWholeAsync(string path, byte[] bytes, CancellationToken cancellation)
    {
        var temporary = $"{path}.{Environment.ProcessId.ToString(CultureInfo.InvariantCulture)}.tmp";
        try
        {
            var stream = File.Create(temporary, bufferSize: 1, FileOptions.Asynchronous);
            await using (stream.ConfigureAwait(false))
            {
                await stream.WriteAsync(bytes, cancellation).ConfigureAwait(false);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>The states of a stage, the last first.</summary>
    string[] Saved(string stage)
    {
        _stages.TryAdd(stage, true);
        return [.. Named(stage, $"*{Extension}").OrderByDescending(IterationOf)];
    }

    /// <summary>The files of a stage: its name, the number of an iteration, and the rest.</summary>
    IEnumerable<string> Named(string stage, string pattern) =>
        (Directory.Exists(folder) ? Directory.GetFiles(folder, pattern) : [])
        .Where(path => Path.GetFileName(path).StartsWith($"{NameOf(stage)}.", StringComparison.Ordinal))
        .Where(path => IterationOf(path) >= 0);

    /// <summary>The number after the stage; −1 where there is none.</summary>
    static int IterationOf(string path) =>
        int.TryParse(
            Path.GetFileName(path).Split('.')[1], NumberStyles.None, CultureInfo.InvariantCulture, out var iteration)
            ? iteration : -1;

    /// <summary>The stage as it stands in the name of a file, without points.</summary>
    static string NameOf(string stage) =>
        stage.Length == 0 ? "training" : Uri.EscapeDataString(stage).Replace(".", "%2E", StringComparison.Ordinal);
}
