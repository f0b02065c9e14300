namespace Alink.Evaluation;

/// <summary>Sums over the forecasts and the history of each series.</summary>
public sealed class TimeSeriesSums
{
    readonly int _period;
    readonly List<SeriesSums> _series = [];

    internal TimeSeriesSums(int period) => _period = period;

    internal Categories Names { get; } = new();

    internal SeriesSums Of(int series)
    {
        while (_series.Count <= series)
        {
            _series.Add(new(_period));
        }

        return _series[series];
    }

    /// <summary>Adds rows that come after these.</summary>
    internal TimeSeriesSums Add(TimeSeriesSums other)
    {
        for (var theirs = 0; theirs < other._series.Count; theirs++)
        {
            Of(other.Names.Names.Count == 0 ? 0 : Names.Number(other.Names.Names[theirs])).Add(other._series[theirs]);
        }

        return this;
    }

    internal TimeSeriesMetrics Metrics()
    {
        var names = Names.Names;
        var all = new RegressionSums();
        foreach (var series in _series)
        {
            all.Add(series.Errors);
        }

        if (!(all.Weight > 0))
        {
            throw new TrainingException("There are no rows with a prediction to evaluate.");
        }

        var told = _series
            .Select((series, i) => (Name: names.Count == 0 ? "" : names[i], Sums: series))
            .Where(series => series.Sums.Errors.Weight > 0)
            .Select(series => series.Sums.Metrics(series.Name))
            .ToArray();
        return new(
            all.Metrics(throughOrigin: false),
            Mean(told, series => series.MeanAbsoluteScaledError),
            Math.Sqrt(Mean(told, series => series.RootMeanSquaredScaledError * series.RootMeanSquaredScaledError)),
            [.. told]);
    }

    /// <summary>The mean over the forecasts of the series where there is such a number.</summary>
    static double Mean(SeriesMetrics[] series, Func<SeriesMetrics, double> of)
    {
        var known = series.Where(one => !double.IsNaN(of(one))).ToArray();
        return known.Sum(one => one.Errors.Weight * of(one)) / known.Sum(one => one.Errors.Weight);
    }
}

/// <summary>Sums over the rows of one series, and the first and last period of its history, which join it to other rows.</summary>
sealed class SeriesSums(int period)
{
    readonly List<double> _first = [];
    readonly List<double> _last = []; // That of row i at the place i % period.
    long _history;
    double _differences;
    double _squaredDifferences;

    public RegressionSums Errors { get; } = new();

    public void Add(double label, double prediction, double weight)
    {
        if (double.IsNaN(prediction))
        {
            Add(label);
        }
        else
        {
            Errors.Add(label, prediction, weight);
        }
    }

    /// <summary>Adds rows that come after these.</summary>
    public void Add(SeriesSums next)
    {
        Errors.Add(next.Errors);
        var before = _history;
        foreach (var value in next._first)
        {
            Add(value);
        }

        for (var row = Math.Max(period, next._history - period); row < next._history; row++)
        {
            _last[(int)((before + row) % period)] = next._last[(int)(row % period)];
        }

        _history = before + next._history;
        _differences += next._differences;
        _squaredDifferences += next._squaredDifferences;
    }

    public SeriesMetrics Metrics(string name)
    {
        var count = _history > period ? _history - period : double.NaN;
        return new(name, Errors.Metrics(throughOrigin: false), _differences / count, _squaredDifferences / count);
    }

    void Add(double value)
    {
        if (_history < period)
        {
            _first.Add(value);
            _last.Add(value);
        }
        else
        {
            ref var before = ref System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_last)[(int)(_history % period)];
            var difference = value - before;
            _differences += Math.Abs(difference);
            _squaredDifferences += difference * difference;
            before = value;
        }

        _history++;
    }
}
