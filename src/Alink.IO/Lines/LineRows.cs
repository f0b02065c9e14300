namespace Alink.IO;

/// <summary>
/// Reads the rows of a file that has one on each line, or of a piece of it, into tables. Blank lines are skipped.
/// </summary>
abstract class LineRows : IDisposable
{
    readonly string _file;
    readonly Split _split;
    readonly LineReader _lines;
    readonly BadRowPolicy _policy;
    readonly int _maxRowBytes;
    readonly CancellationToken _cancellation;
    long _firstLine;

    protected LineRows(
        string file, Split split, BadRows? aside, int maxRowBytes, CancellationToken cancellation,
        Action<RejectedRecord>? reject = null)
    {
        (_file, _split, _maxRowBytes, _cancellation) = (file, split, maxRowBytes, cancellation);
        _policy = new(aside, file, split.Start, reject);
        _lines = new(LineSplits.Open(file, split), maxRowBytes, split.IsFirst);
    }

    /// <summary>How many rows were bad so far, and set aside.</summary>
    public long SetAside => _policy.Count;

    /// <summary>The next rows; null where there are none left.</summary>
    /// <param name="mostRows">How many rows at most.</param>
    /// <param name="capacity">For how many rows room is made at first.</param>
    /// <exception cref="DataFormatException">A row is bad and not set aside, or a line is too long.</exception>
    public Table? Next(int mostRows, int capacity)
    {
        Reserve(capacity);
        var rows = 0;
        while (rows < mostRows && TryLine(out var line))
        {
            if ((rows & 1023) == 0)
            {
                _cancellation.ThrowIfCancellationRequested();
            }

            if (rows == capacity)
            {
                capacity = (int)Math.Min(mostRows, Math.Max(64, capacity * 2L));
                Reserve(capacity);
            }

            if (!Spaces.Trim(line).IsEmpty && Fill(rows, line))
            {
                rows++;
            }
        }

        if (rows < mostRows)
        {
            _policy.Report();
        }

        return rows == 0 ? null : Build(rows);
    }

    /// <inheritdoc/>
    public void Dispose() => _lines.Dispose();

    /// <summary>Makes room for so many rows, and keeps what there is.</summary>
    protected abstract void Reserve(int rows);

    /// <summary>Reads a row; false where it was bad and set aside, or the line holds none.</summary>
    protected abstract bool Fill(int row, ReadOnlySpan<byte> line);

    /// <summary>The first rows as a table; nothing of it is changed after.</summary>
    protected abstract Table Build(int rows);

    /// <summary>Sets the row read last aside, or throws; false.</summary>
    protected bool Bad(string? column, string reason, ReadOnlySpan<byte> text, ReadOnlySpan<byte> line)
    {
        _policy.Add(Line, column, reason, text, _split.Start + _lines.Offset, line);
        return false;
    }

    bool TryLine(out ReadOnlySpan<byte> line)
    {
        if (!_lines.TryRead(out line))
        {
            return false;
        }

        return !_lines.IsTooLong ? true : throw new DataFormatException(
            $"The line is longer than MaxRowBytes = {_maxRowBytes}.", _file, Line());
    }

    long Line()
    {
        _firstLine = _firstLine == 0 ? LineSplits.FirstLineOf(_file, _split) : _firstLine;
        return _firstLine + _lines.Line - 1;
    }
}
