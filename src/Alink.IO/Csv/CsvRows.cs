namespace Alink.IO;

/// <summary>Reads the rows of a CSV file, or of a piece of it, into tables.</summary>
sealed class CsvRows : IDisposable
{
    readonly CsvInput _input;
    readonly CsvLayout _layout;
    readonly BadRowPolicy _policy;
    readonly NullWords _nulls;
    readonly ColumnSink[] _sinks;
    readonly Run[] _runs;
    readonly CancellationToken _cancellation;

    /// <param name="file">The file.</param>
    /// <param name="split">The piece.</param>
    /// <param name="layout">Where its columns stand.</param>
    /// <param name="options">How it is read.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <param name="reject">Takes bad rows in the place of the options; null where they say what happens.</param>
    public CsvRows(
        string file, Split split, CsvLayout layout, CsvOptions options, CancellationToken cancellation,
        Action<RejectedRecord>? reject = null)
    {
        (_layout, _cancellation) = (layout, cancellation);
        _policy = new(options.SetAside, file, split.Start, reject);
        _nulls = new(options.NullWords);
        _sinks = [.. layout.Schema.Fields.Select(field => ColumnSink.Of(field, options.Conventions))];
        _runs = [.. RunsOf(_sinks, layout)];
        _input = new(file, split, options, layout.Width == 1, _policy);
        if (split.IsFirst && options.HasHeader)
        {
            _input.Read();
        }
    }

    /// <summary>How many records were bad so far, and set aside; without those that are
    /// no records for their quotes.</summary>
    public long SetAside => _policy.Count - _input.Malformed;

    /// <summary>The next rows; null where there are none left.</summary>
    /// <param name="mostRows">How many rows at most.</param>
    /// <param name="capacity">For how many rows room is made at first.</param>
    /// <exception cref="DataFormatException">A row is bad and not set aside.</exception>
    public Table? Next(int mostRows, int capacity)
    {
        Reserve(Math.Min(mostRows, capacity));
        var rows = 0;
        while (rows < mostRows && _input.Read())
        {
            if ((rows & 1023) == 0)
            {
                _cancellation.ThrowIfCancellationRequested();
            }

            if (rows == capacity)
            {
                capacity = (int)Math.Min(mostRows, Math.Max(64, capacity * 3L / 2));
                Reserve(capacity);
            }

            if (_input.FieldCount != _layout.Width)
            {
                Bad(null, $"The row has {_input.FieldCount} fields, and there should be {_layout.Width}.", _input.Record);
            }
            else if (Fill(rows))
            {
                rows++;
            }
        }

        if (rows < mostRows)
        {
            _policy.Report();
        }

        if (rows == 0)
        {
            return null;
        }

        foreach (ref readonly var run in _runs.AsSpan())
        {
            run.Doubles?.Flush(rows);
        }

        return new(_layout.Schema, [.. _sinks.Select(sink => sink.Build(rows))]);
    }

    /// <inheritdoc/>
    public void Dispose() => _input.Dispose();

    bool Fill(int row)
    {
        foreach (ref readonly var run in _runs.AsSpan())
        {
            if (run.Doubles is { } doubles)
            {
                var record = _input.Record;
                var numbers = doubles.Row(row);
                for (var i = 0; i < numbers.Length; i++)
                {
                    var text = _input.Field(run.Place + i);
                    if (ShortNumber.TryParse(record, text, out numbers[i])
                        || NumberText.TryParseFinite(text, out numbers[i]))
                    {
                        continue;
                    }

                    if (!Set(run.Column + i, row, text))
                    {
                        return false;
                    }

                    numbers[i] = doubles.Taken(i, row);
                }
            }
            else if (run.Texts is { } texts)
            {
                var record = _input.Record;
                for (var i = 0; i < texts.Length; i++)
                {
                    var text = _input.Field(run.Place + i);
                    if (ShortText.TryRead(record, text, out var bytes) && ShortText.IsAscii(bytes) && !_nulls.Has(text))
                    {
                        texts[i].Gather(row, bytes, text.Length);
                    }
                    else if (!Set(run.Column + i, row, text))
                    {
                        return false;
                    }
                }
            }
            else if (!Set(run.Column, row, _input.Field(run.Place)))
            {
                return false;
            }
        }

        foreach (ref readonly var run in _runs.AsSpan())
        {
            run.Doubles?.Keep(row);
            if (row % TextSink.Together == TextSink.Together - 1)
            {
                foreach (var text in run.Texts.AsSpan())
                {
                    text.Collect(row + 1);
                }
            }

            if (run.IsKept)
            {
                _sinks[run.Column].Keep(row);
            }
        }

        return true;
    }

    bool Set(int column, int row, ReadOnlySpan<byte> text)
    {
        var sink = _sinks[column];
        var wrong = IsMissing(sink.Field.Type, _layout.Places[column], text) ? sink.SetMissing(row)
            : sink.Set(row, text);
        if (wrong is null)
        {
            return true;
        }

        foreach (var each in _sinks)
        {
            each.Forget(row);
        }

        Bad(sink.Field.Name, wrong, text);
        return false;
    }

    void Bad(string? column, string reason, ReadOnlySpan<byte> text) =>
        _policy.Add(() => _input.Line, column, reason, text, _input.Position, _input.Record);

    bool IsMissing(DataType type, int place, ReadOnlySpan<byte> text) => type == DataType.String
        ? _nulls.Has(text) && !_input.IsQuoted(place)
        : _nulls.Has(Spaces.Trim(text));

    void Reserve(int rows)
    {
        foreach (var sink in _sinks)
        {
            sink.Reserve(rows);
        }
    }

    /// <summary>Neighbouring columns of doubles, or of text, that are neighbours in the file as well are read in one loop.</summary>
    static IEnumerable<Run> RunsOf(ColumnSink[] sinks, CsvLayout layout)
    {
        for (var (column, end) = (0, 1); column < sinks.Length; column = end++)
        {
            while (end < sinks.Length && sinks[column] is DoubleSink or TextSink && sinks[end].GetType() == sinks[column].GetType()
                && layout.Places[end] == layout.Places[column] + end - column)
            {
                end++;
            }

            yield return new(
                column,
                layout.Places[column],
                sinks[column] is DoubleSink ? new([.. sinks[column..end].Cast<DoubleSink>()]) : null,
                sinks[column] is TextSink ? [.. sinks[column..end].Cast<TextSink>()] : null,
                sinks[column] is VectorSink);
        }
    }

    readonly record struct Run(int Column, int Place, DoubleRun? Doubles, TextSink[]? Texts, bool IsKept);
}
