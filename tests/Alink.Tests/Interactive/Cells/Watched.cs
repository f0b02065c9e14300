using System.Text;
using Alink.Interactive.Cells;

namespace Alink.Tests.Interactive.Cells;

/// <summary>Notes what a cell does.</summary>
sealed class Watched : IFrontend
{
    readonly StringBuilder _told = new();
    readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when the cell shows its first value.</summary>
    public Task Begun => _begun.Task;

    /// <summary>What has been written and shown so far.</summary>
    public string Told
    {
        get
        {
            lock (_told)
            {
                return _told.ToString();
            }
        }
    }

    /// <summary>What is answered to a question; null for nothing, until the cell is interrupted.</summary>
    public string? Answer { get; init; }

    public void Write(string stream, string text) => Note($"<{stream}>{text}");

    public void Display(IReadOnlyDictionary<string, string> data, string id, bool isUpdate)
    {
        Note($"<{(isUpdate ? "update" : "display")}>{data["text/plain"]}");
        _begun.TrySetResult();
    }

    public string ReadLine(CancellationToken cancellation)
    {
        if (Answer is null)
        {
            cancellation.WaitHandle.WaitOne();
            cancellation.ThrowIfCancellationRequested();
        }

        return Answer!;
    }

    void Note(string what)
    {
        lock (_told)
        {
            _told.Append(what);
        }
    }
}
