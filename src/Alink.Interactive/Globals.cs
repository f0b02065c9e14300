using Alink.Interactive.Shown;

namespace Alink.Interactive;

/// <summary>What every cell of a notebook can call without naming where it is from.</summary>
public sealed class Globals
{
    readonly Action<IReadOnlyDictionary<string, string>, string, bool> _show;
    int _count;

    internal Globals(Action<IReadOnlyDictionary<string, string>, string, bool> show) => _show = show;

    /// <summary>Is cancelled when the running cell is interrupted; work on other threads should look at it.</summary>
    public CancellationToken Cancelled { get; internal set; }

    /// <summary>Shows a value at once: a table as rows and columns, a chart as a picture, anything else as text.</summary>
    /// <param name="value">What to show; text that is HTML is shown by <see cref="Html"/>.</param>
    /// <returns>With which something else is shown in the same place.</returns>
#pragma warning disable IDE1006 // Notebooks of other C# kernels call it so.
    public DisplayHandle display(object? value)
#pragma warning restore IDE1006
    {
        var handle = new DisplayHandle(_show, $"alink-{Environment.ProcessId}-{Interlocked.Increment(ref _count)}");
        _show(Formats.Of(value), handle.Id, false);
        return handle;
    }

    /// <summary>Shows how far a training is, live: as a curve of the loss where there is one, and in words.</summary>
    /// <returns>To be given as <c>Progress</c> of <see cref="TrainingOptions"/>.</returns>
    public IProgress<TrainingProgress> ShowProgress() => new ShownProgress(value => display(value));
}

/// <summary>A place in which a value is shown.</summary>
public sealed class DisplayHandle
{
    readonly Action<IReadOnlyDictionary<string, string>, string, bool> _show;

    internal DisplayHandle(Action<IReadOnlyDictionary<string, string>, string, bool> show, string id) => (_show, Id) = (show, id);

    /// <summary>The name of the place.</summary>
    public string Id { get; }

    /// <summary>Shows another value in the place of the one before.</summary>
    public void Update(object? value) => _show(Formats.Of(value), Id, true);
}
