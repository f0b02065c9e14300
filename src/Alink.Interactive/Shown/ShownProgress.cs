using System.Globalization;
using System.Net;
using System.Text;
using Alink.Evaluation;

namespace Alink.Interactive.Shown;

/// <summary>Shows each stage of a training in one place that changes: its rows, iterations and losses.</summary>
sealed class ShownProgress(Func<object, DisplayHandle> show) : IProgress<TrainingProgress>
{
    readonly Dictionary<string, (TrainingProgress Last, List<CurvePoint> Losses)> _stages = [];
    readonly List<string> _order = [];
    DisplayHandle? _handle;

    /// <inheritdoc/>
    public void Report(TrainingProgress value)
    {
        lock (_stages)
        {
            if (!_stages.TryGetValue(value.Stage, out var stage))
            {
                stage.Losses = [];
                _order.Add(value.Stage);
            }

            if (value.Loss is { } loss)
            {
                stage.Losses.Add(new(value.Iteration, loss));
            }

            _stages[value.Stage] = (value, stage.Losses);
            if (_handle is null)
            {
                _handle = show(Now());
            }
            else
            {
                _handle.Update(Now());
            }
        }
    }

    Html Now()
    {
        var html = new StringBuilder("<table>");
        foreach (var (name, (last, _)) in _order.Select(name => (name, _stages[name])))
        {
            html.Append(CultureInfo.InvariantCulture,
                $"<tr><td>{WebUtility.HtmlEncode(name)}</td><td>iteration {last.Iteration}</td><td>{(last.Loss is { } loss ? $"loss {PlainText.Of(loss)}" : "")}</td></tr>");
        }

        html.Append("</table>");
        foreach (var (name, stage) in _order.Select(name => (name, _stages[name])).Where(one => one.Item2.Losses.Count > 1))
        {
            html.Append(new Chart(name, "iteration", "loss", [new("loss", [.. stage.Losses])]).ToSvg(360, 240));
        }

        return new(html.ToString());
    }
}
