using System.Globalization;
using Spectre.Console;

namespace Alink.Cli;

/// <summary>Shows how far a training is: on a terminal in one line that changes, else in a line for each stage and each doubling of its iterations.</summary>
sealed class ProgressLines(Action<string> show, bool everyTime) : IProgress<TrainingProgress>
{
    readonly Dictionary<string, int> _shown = [];

    /// <summary>Runs a training that tells its progress.</summary>
    public static async Task<T> RunAsync<T>(TextWriter writer, Func<IProgress<TrainingProgress>, Task<T>> train)
    {
        if (writer != Console.Error || Console.IsErrorRedirected)
        {
            return await train(new ProgressLines(writer.WriteLine, everyTime: false)).ConfigureAwait(false);
        }

        var console = AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(writer) });
        return await console.Status().StartAsync("Training…", status =>
            train(new ProgressLines(line => status.Status(Markup.Escape(line)), everyTime: true))).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Report(TrainingProgress value)
    {
        lock (_shown)
        {
            if (everyTime || !_shown.TryGetValue(value.Stage, out var last) || value.Iteration >= 2 * Math.Max(1, last))
            {
                _shown[value.Stage] = value.Iteration;
                show(Line(value));
            }
        }
    }

    static string Line(TrainingProgress value) => string.Create(CultureInfo.InvariantCulture,
        $"  {value.Stage}{(value.Iteration > 0 ? $"  iteration {value.Iteration}" : "")}{(value.Loss is { } loss ? $"  loss {loss.ToString("G6", CultureInfo.InvariantCulture)}" : "")}{(value.Rows > 0 ? $"  {value.Rows} rows" : "")}");
}
