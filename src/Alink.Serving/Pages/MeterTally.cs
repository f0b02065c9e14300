using System.Collections.Immutable;
using System.Diagnostics.Metrics;
using System.Globalization;

namespace Alink.Serving;

/// <summary>Keeps what the library's meter, <c>Alink</c>, tells: counters as sums, gauges as the last value, histograms as
/// sum and count.</summary>
sealed class MeterTally : IDisposable
{
    const string Meter = "Alink";
    const int MostSeries = 1_000;

    readonly MeterListener _listener = new();
    readonly Dictionary<(string, string), Series> _series = [];

    public MeterTally()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == Meter)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.Start();
    }

    /// <summary>What has been told so far, by instrument and tags.</summary>
    public Series[] All()
    {
        lock (_series)
        {
            return [.. _series.Values.OrderBy(series => series.Instrument.Name, StringComparer.Ordinal)
                .ThenBy(series => Shown(series.Tags), StringComparer.Ordinal).Select(series => series with { })];
        }
    }

    public void Dispose() => _listener.Dispose();

    void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = tags.ToArray().Select(tag =>
            (tag.Key, Convert.ToString(tag.Value, CultureInfo.InvariantCulture) ?? "")).ToArray();
        var key = (instrument.Name, Shown(labels));
        lock (_series)
        {
            if (!_series.TryGetValue(key, out var series))
            {
                if (_series.Count == MostSeries)
                {
                    return;
                }

                _series[key] = series = new(instrument, labels);
            }

            (series.Last, series.Sum, series.Count) = (value, series.Sum + value, series.Count + 1);
            series.Recent = series.Recent.ThenLast(value);
        }
    }

    static string Shown((string Name, string Value)[] labels) =>
        string.Join('\n', labels.Select(label => $"{label.Name}\t{label.Value}"));

    /// <summary>What an instrument tells under the same tags.</summary>
    public sealed record Series(Instrument Instrument, (string Name, string Value)[] Tags)
    {
        public double Last { get; set; }

        public double Sum { get; set; }

        public long Count { get; set; }

        /// <summary>The values told last, the oldest first.</summary>
        public ImmutableArray<double> Recent { get; set; } = [];
    }
}
