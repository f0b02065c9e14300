using System.Collections.Immutable;
using System.Text;

namespace Alink.IO;

/// <summary>A row that a reader could not read, and set aside.</summary>
/// <param name="File">The path of the file.</param>
/// <param name="Line">The line where the row begins, from 1; null where the format has none.</param>
/// <param name="Column">The name of the column; null where the row as a whole is wrong.</param>
/// <param name="Reason">What is wrong.</param>
/// <param name="Text">The text found; null where there is none.</param>
public sealed record BadRow(string File, long? Line, string? Column, string Reason, string? Text);

/// <summary>Counts the rows that readers set aside, and keeps the first of them.</summary>
/// <remarks>
/// Given to a reader's options, bad rows are left out and counted here; without it the first bad row ends the reading
/// with a
/// <see cref="DataFormatException"/>. A piece of a file that is read again replaces what it reported before, so several
/// passes over the same rows count them once.
/// </remarks>
/// <param name="kept">How many rows are kept for each file or piece of one, and altogether; at least 0.</param>
public sealed class BadRows(int kept = 100)
{
    readonly Dictionary<(string File, long Start), (long Count, ImmutableArray<BadRow> Rows)> _pieces = [];

    /// <summary>How many rows have been set aside.</summary>
    public long Count
    {
        get
        {
            lock (_pieces)
            {
                return _pieces.Values.Sum(piece => piece.Count);
            }
        }
    }

    /// <summary>The first of them, by file and then by line.</summary>
    public ImmutableArray<BadRow> Rows
    {
        get
        {
            lock (_pieces)
            {
                return
                [
                    .. _pieces.OrderBy(piece => piece.Key.File, StringComparer.Ordinal).ThenBy(piece => piece.Key.Start)
                        .SelectMany(piece => piece.Value.Rows).Take(kept),
                ];
            }
        }
    }

    internal int Kept => kept;

    internal void Report(string file, long start, long count, ImmutableArray<BadRow> rows)
    {
        lock (_pieces)
        {
            if (count > 0)
            {
                _pieces[(file, start)] = (count, rows);
            }
            else
            {
                _pieces.Remove((file, start)); // A stream has pieces without end.
            }
        }
    }
}

/// <summary>What happens to the bad rows of one file, or of one piece of it.</summary>
/// <param name="aside">Where they are counted; null where the first one is an error.</param>
/// <param name="file">The path of the file.</param>
/// <param name="start">Where the piece begins.</param>
/// <param name="reject">Takes them, in the place of <paramref name="aside"/>; null where nobody does.</param>
sealed class BadRowPolicy(BadRows? aside, string file, long start = 0, Action<RejectedRecord>? reject = null)
{
    const int LongestText = 256;

    readonly ImmutableArray<BadRow>.Builder _rows = ImmutableArray.CreateBuilder<BadRow>();
    long _count;

    /// <summary>The path of the file.</summary>
    public string File => file;

    /// <summary>How many rows have been set aside.</summary>
    public long Count => _count;

    /// <summary>Sets a row aside, or throws.</summary>
    /// <param name="line">Tells the line; asked only where it is needed, for lines may have to be counted.</param>
    /// <param name="column">The column; null where the row as a whole is wrong.</param>
    /// <param name="reason">What is wrong.</param>
    /// <param name="text">The text found; its beginning is shown.</param>
    /// <param name="position">Where the row stands in the file, in bytes.</param>
    /// <param name="row">The row as it stands.</param>
    /// <exception cref="DataFormatException">Rows are not set aside.</exception>
    public void Add(
        Func<long> line, string? column, string reason, ReadOnlySpan<byte> text, long position, ReadOnlySpan<byte> row)
    {
        _count++;
        if (reject is not null)
        {
            reject(new(position, column, reason, row.ToArray()));
            return;
        }

        if (aside is not null && _count > aside.Kept)
        {
            return;
        }

        var shown = Encoding.UTF8.GetString(text[..Math.Min(text.Length, LongestText)]);
        if (aside is null)
        {
            throw new DataFormatException(reason, file, line(), column, shown);
        }

        _rows.Add(new(file, line(), column, reason, shown));
    }

    /// <summary>Tells how many there were, once the piece has been read.</summary>
    public void Report() => aside?.Report(file, start, _count, _rows.ToImmutable());
}
