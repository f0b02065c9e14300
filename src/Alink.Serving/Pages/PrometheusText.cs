using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace Alink.Serving;

/// <summary>Figures as Prometheus reads them: its text format 0.0.4.</summary>
sealed class PrometheusText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    readonly StringBuilder _text = new();

    /// <summary>All figures of a server.</summary>
    public static string Of(ServedModels models)
    {
        var text = new PrometheusText();
        text.AddModels(models);
        text.AddMeter(models.Meter);
        return text._text.ToString();
    }

    void AddModels(ServedModels models)
    {
        var all = models.All.Select(model => (model.Name, model.Traffic)).Append(("", models.Strayed)).ToArray();
        Head("alink_requests_total", "counter", "Requests to predict, by model and status.");
        foreach (var (name, traffic) in all)
        {
            foreach (var (status, count) in Traffic.Statuses.Zip(traffic.Counts()).Where(pair => pair.Second > 0))
            {
                Line("alink_requests_total", count, ("model", name), ("status", $"{status}"));
            }
        }

        Head("alink_request_duration_seconds", "histogram", "How long requests to predict took.");
        foreach (var (name, traffic) in all)
        {
            var times = traffic.Times();
            for (var i = 0; i < times.Length; i++)
            {
                var end = i < Traffic.Seconds.Length ? Number(Traffic.Seconds[i]) : "+Inf";
                Line("alink_request_duration_seconds_bucket", times[i], ("model", name), ("le", end));
            }

            Line("alink_request_duration_seconds_sum", traffic.TotalSeconds, ("model", name));
            Line("alink_request_duration_seconds_count", times[^1], ("model", name));
        }

        Each("alink_rows_total", "counter", "Rows answered.", model => model.Traffic.Rows);
        Each("alink_model_version", "gauge", "The number of the version that answers.", model => model.Version?.Number);
        Each("alink_model_age_seconds", "gauge", "The time since the version was trained.", model =>
            model.Version is { } version && version.Trained != default ? (models.Options.Time.GetUtcNow() - version.Trained).TotalSeconds : null);
        Each("alink_model_swaps_total", "counter", "Versions served so far.", model => model.Swaps);
        Each("alink_model_refused", "gauge", "Whether the last version that came is not served.", model => model.Refused is null ? 0 : 1);
        Head("alink_model_metric", "gauge", "What was measured of the version that answers.");
        foreach (var model in models.All)
        {
            foreach (var (metric, value) in model.Version?.Metrics.AsEnumerable() ?? [])
            {
                Line("alink_model_metric", value, ("model", model.Name), ("metric", metric));
            }
        }

        Head("alink_requests_inside", "gauge", "Requests that are being answered.");
        Line("alink_requests_inside", models.Gate.Inside);
        Head("alink_held_bytes", "gauge", "Memory that bodies and answers under way hold.");
        Line("alink_held_bytes", models.Gate.Held);
        Head("process_working_set_bytes", "gauge", "Memory of the process.");
        Line("process_working_set_bytes", Environment.WorkingSet);
        Head("dotnet_heap_bytes", "gauge", "Memory of the managed heap.");
        Line("dotnet_heap_bytes", GC.GetTotalMemory(forceFullCollection: false));
        Head("dotnet_allocated_bytes_total", "counter", "Memory allocated so far on the managed heap.");
        Line("dotnet_allocated_bytes_total", GC.GetTotalAllocatedBytes());

        void Each(string name, string kind, string help, Func<ServedModel, double?> value)
        {
            Head(name, kind, help);
            foreach (var model in models.All)
            {
                if (value(model) is { } given)
                {
                    Line(name, given, ("model", model.Name));
                }
            }
        }
    }

    void AddMeter(MeterTally meter)
    {
        foreach (var group in meter.All().GroupBy(series => series.Instrument.Name))
        {
            var instrument = group.First().Instrument;
            var name = Name(instrument.Name) + instrument.Unit switch { "s" => "_seconds", "By" => "_bytes", _ => "" };
            var (isSum, isLast) = (Is(instrument, typeof(Counter<>)), Is(instrument, typeof(Gauge<>)));
            name += isSum ? "_total" : "";
            Head(name, isSum ? "counter" : isLast ? "gauge" : "summary", instrument.Description ?? "");
            foreach (var series in group)
            {
                var labels = series.Tags.Select(tag => (Name(tag.Name), tag.Value)).ToArray();
                if (isSum || isLast)
                {
                    Line(name, isSum ? series.Sum : series.Last, labels);
                }
                else
                {
                    Line(name + "_sum", series.Sum, labels);
                    Line(name + "_count", series.Count, labels);
                }
            }
        }

        static bool Is(Instrument instrument, Type kind) => instrument.GetType().GetGenericTypeDefinition() == kind;
    }

    void Head(string name, string kind, string help) => _text
        .Append("# HELP ").Append(name).Append(' ').Append(help.Replace("\\", "\\\\").Replace("\n", "\\n")).Append('\n')
        .Append("# TYPE ").Append(name).Append(' ').Append(kind).Append('\n');

    void Line(string name, double value, params (string Name, string Value)[] labels)
    {
        _text.Append(name);
        if (labels.Length > 0)
        {
            _text.Append('{').AppendJoin(',', labels.Select(label => $"{label.Name}=\"{Escaped(label.Value)}\"")).Append('}');
        }

        _text.Append(' ').Append(Number(value)).Append('\n');
    }

    static string Escaped(string value) => value.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\n", "\\n");

    static string Name(string name) => string.Concat(name.Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '_'));

    static string Number(double value) => double.IsPositiveInfinity(value) ? "+Inf"
        : double.IsNegativeInfinity(value) ? "-Inf"
        : value.ToString("R", CultureInfo.InvariantCulture);
}
