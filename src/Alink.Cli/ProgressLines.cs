using System.Globalization;
using Spectre.Console;

namespace Alink.Cli;

/// <summary>Where lines are written to.</summary>
/// <param name="Writer">Takes them.</param>
/// <param name="IsTerminal">Whether somebody looks at them as they come.</param>
readonly record struct Screen(TextWriter Writer, bool IsTerminal = false);

/// <summary>Shows how far a training is: on a terminal as a bar for each stage, else as a line for each doubling of a
/// stage's iterations.</summary>
static class ProgressLines
{
    /// <summary>Runs a training that tells its progress.</summary>
    /// <param name="screen">Where to, and whether that is a terminal.</param>
    /// <param name="train">The training.</param>
    public static Task<T> RunAsync<T>(Screen screen, Func<IProgress<TrainingProgress>, Task<T>> train) =>
        screen.IsTerminal
            ? AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(screen.Writer) }).Progress()
                .Columns(new SpinnerColumn(), new ProgressBarColumn(), new TaskDescriptionColumn(), new ElapsedTimeColumn())
                .StartAsync(async context =>
                {
                    var bars = new Bars(context);
                    var result = await train(bars).ConfigureAwait(false);
                    bars.End();
                    return result;
                })
            : train(new Lines(screen.Writer));

    static string Text(TrainingProgress value) => string.Create(CultureInfo.InvariantCulture,
        $"{value.Stage}{(value.Iteration > 0 ? $"  iteration {value.Iteration}" : "")}"
        + $"{(value.Loss is { } loss ? $"  loss {loss.ToString("G6", CultureInfo.InvariantCulture)}" : "")}"
        + $"{(value.Rows > 0 ? $"  {value.Rows} rows" : "")}");

    sealed class Lines(TextWriter writer) : IProgress<TrainingProgress>
    {
        readonly Dictionary<string, int> _shown = [];

        public void Report(TrainingProgress value)
        {
            lock (_shown)
            {
                if (!_shown.TryGetValue(value.Stage, out var last) || value.Iteration >= 2 * Math.Max(1, last))
                {
                    _shown[value.Stage] = value.Iteration;
                    writer.WriteLine($"  {Text(value)}");
                }
            }
        }
    }

    /// <summary>How many iterations a stage will take is not known, so its bar fills
    /// when the next stage begins.</summary>
    sealed class Bars(ProgressContext context) : IProgress<TrainingProgress>
    {
        string? _stage;
        ProgressTask? _bar;

        public void Report(TrainingProgress value)
        {
            lock (context)
            {
                if (_bar is null || _stage != value.Stage)
                {
                    End();
                    (_stage, _bar) = (value.Stage, context.AddTask(Markup.Escape(Text(value))));
                    _bar.IsIndeterminate = true;
                }

                _bar.Description = Markup.Escape(Text(value));
            }
        }

        public void End()
        {
            if (_bar is not null)
            {
                (_bar.IsIndeterminate, _bar.Value) = (false, _bar.MaxValue);
                _bar.StopTask();
            }
        }
    }
}
