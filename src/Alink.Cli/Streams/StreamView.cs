using System.Globalization;
using Alink.Runtime;
using Spectre.Console;

namespace Alink.Cli.Streams;

/// <summary>Shows how far a job is: on a terminal in place, else as a line now and then.</summary>
/// <remarks>Progress comes on the job's own path, so a report only keeps the figures, and lines
/// are at least a second apart.</remarks>
sealed class StreamView(Screen screen, TimeProvider time) : IProgress<StreamProgress>
{
    static readonly TimeSpan Between = TimeSpan.FromSeconds(1);

    readonly Lock _lock = new();
    StreamProgress? _last;
    long _begun;
    long _firstRows;
    long? _shown;
    bool _isShown = true;

    /// <summary>Shows a job while it runs.</summary>
    public async Task RunAsync(Func<Task> run)
    {
        if (!screen.IsTerminal)
        {
            try
            {
                await run().ConfigureAwait(false);
            }
            finally
            {
                ShowLine(force: true);
            }

            return;
        }

        await AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(screen.Writer) }).Live(Figures()).StartAsync(async context =>
        {
            using var over = new CancellationTokenSource();
            var refreshing = RefreshAsync(context, over.Token);
            try
            {
                await run().ConfigureAwait(false);
            }
            finally
            {
                await over.CancelAsync().ConfigureAwait(false);
                await refreshing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                context.UpdateTarget(Figures());
            }
        }).ConfigureAwait(false);
    }

    public void Report(StreamProgress value)
    {
        lock (_lock)
        {
            if (_last is null)
            {
                // Rows of runs before this one are not of this one's speed.
                (_begun, _firstRows) = (time.GetTimestamp(), value.Rows);
            }

            (_last, _isShown) = (value, false);
        }

        if (!screen.IsTerminal)
        {
            ShowLine(force: false);
        }
    }

    /// <summary>How far the job is, in a line.</summary>
    internal static string Line(StreamProgress value, double rowsPerSecond) => string.Join("  ", Pairs(value, rowsPerSecond)
        .Select(pair => $"{pair.Name} {pair.Value}"));

    static IEnumerable<(string Name, string Value)> Pairs(StreamProgress value, double rowsPerSecond)
    {
        yield return ("epoch", Number(value.Epoch));
        yield return ("rows", Number(value.Rows));
        yield return ("rows/s", rowsPerSecond.ToString("F0", CultureInfo.InvariantCulture));
        if (value.Behind is { } behind)
        {
            yield return ("lag", Number(behind));
        }

        foreach (var (name, figure) in value.Values.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            yield return (name, name == "watermark"
                ? DateTimeOffset.FromUnixTimeMilliseconds((long)figure).UtcDateTime.ToString("u", CultureInfo.InvariantCulture)
                : figure.ToString(figure == Math.Truncate(figure) ? "F0" : "G6", CultureInfo.InvariantCulture));
        }
    }

    static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    async Task RefreshAsync(LiveDisplayContext context, CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200), time);
        while (await timer.WaitForNextTickAsync(cancellation).ConfigureAwait(false))
        {
            context.UpdateTarget(Figures());
        }
    }

    Spectre.Console.Table Figures()
    {
        lock (_lock)
        {
            var table = new Spectre.Console.Table().AddColumns("", "").HideHeaders().RoundedBorder();
            foreach (var (name, value) in _last is null ? [("waiting", "for rows")] : Pairs(_last, Rate()))
            {
                table.AddRow(Markup.Escape(name), Markup.Escape(value));
            }

            return table;
        }
    }

    void ShowLine(bool force)
    {
        lock (_lock)
        {
            var now = time.GetTimestamp();
            if (_last is not null && !_isShown && (force || _shown is not { } shown || time.GetElapsedTime(shown, now) >= Between))
            {
                (_shown, _isShown) = (now, true);
                screen.Writer.WriteLine($"  {Line(_last, Rate())}");
            }
        }
    }

    /// <summary>The rows of each second since the first report.</summary>
    double Rate() => time.GetElapsedTime(_begun).TotalSeconds is > 0 and var seconds ? (_last!.Rows - _firstRows) / seconds : 0;
}
