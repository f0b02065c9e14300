using System.Buffers;

namespace Alink.IO;

/// <summary>Text files of lines: a position counts bytes, and is where a line begins.</summary>
/// <param name="options">How they are followed.</param>
/// <param name="maxRowBytes">The most bytes of a line.</param>
abstract class GrowingText(GrowingFilesOptions options, int maxRowBytes) : IGrowingFormat
{
    const int BlockBytes = 1 << 17;

    public abstract Schema Schema { get; }

    public bool CountsRows => false;

    protected GrowingFilesOptions Options => options;

    /// <summary>Whether the first row of a file names the columns.</summary>
    protected virtual bool HasHeader => false;

    public long EndOf(string path, long at, bool isFinished)
    {
        using var file = InputFile.OpenRaw(path);
        var length = RandomAccess.GetLength(file.SafeFileHandle);
        CheckLength(path, at, length);
        return isFinished ? length : LastLineEnd(file, at, length);
    }

    public virtual GrowingPiece? Next(string path, long from, long end, long most, bool isFinished)
    {
        using var file = InputFile.OpenRaw(path);
        var at = LineStart(file, path, from);
        if (at == 0 && !InputFile.IsPlain(path))
        {
            throw new DataFormatException(
                "The file is compressed or in UTF-16; only plain UTF-8 can be followed while it grows.", path);
        }

        var buffer = ArrayPool<byte>.Shared.Rent(BlockBytes);
        try
        {
            return Walk(file, path, at, end, most, ref buffer) ?? Sweep(path, at, end, most, isFinished);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public IEnumerable<Table> Read(
        string path, long from, GrowingPiece piece, Action<RejectedRecord>? reject, CancellationToken cancellation)
    {
        long start;
        using (var file = InputFile.OpenRaw(path))
        {
            CheckLength(path, piece.To, RandomAccess.GetLength(file.SafeFileHandle));
            start = LineStart(file, path, from);
        }

        var rows = 0L;
        var split = new Split(start, piece.To, Line: start == 0 ? 1 : 0);
        foreach (var (batch, bad) in Read(path, split, reject, cancellation))
        {
            rows += (batch?.RowCount ?? 0) + bad;
            if (batch is not null)
            {
                yield return batch;
            }
        }

        if (rows != piece.Rows)
        {
            throw new DataFormatException(
                $"The file was replaced: {piece.Rows} rows were found between the positions {from} and {piece.To}, and now there are {rows}.", path);
        }
    }

    /// <summary>The rows of a piece, and how many were set aside since the batch before.</summary>
    protected abstract IEnumerable<(Table? Rows, long Bad)> Read(
        string path, Split split, Action<RejectedRecord>? reject, CancellationToken cancellation);

    /// <summary>Whether in a block of whole lines each line stands by itself.</summary>
    protected virtual bool IsPlain(ReadOnlySpan<byte> block) => true;

    /// <summary>Whether a line holds no row.</summary>
    protected abstract bool IsBlank(ReadOnlySpan<byte> line);

    /// <summary>Whether a block of whole lines may hold blank ones; looking at many lines at
    /// once, it may err to this side.</summary>
    protected virtual bool MayHaveBlanks(ReadOnlySpan<byte> block) => true;

    /// <summary>Whether a blank line is a row all the same.</summary>
    protected virtual bool BlanksAreRows(string path) => false;

    /// <summary>Finds whole rows where <see cref="Walk"/> cannot.</summary>
    protected virtual GrowingPiece? Sweep(string path, long start, long end, long most, bool isFinished) => null;

    static void CheckLength(string path, long at, long length)
    {
        if (at > length)
        {
            throw new DataFormatException(
                $"The file has become shorter: it was read to position {at}, and ends at {length}.", path);
        }
    }

    static long LastLineEnd(FileStream file, long at, long length)
    {
        Span<byte> buffer = stackalloc byte[4096];
        for (var end = length; end > at;)
        {
            var start = Math.Max(at, end - buffer.Length);
            var block = buffer[..RandomAccess.Read(file.SafeFileHandle, buffer[..(int)(end - start)], start)];
            if (block.LastIndexOf((byte)'\n') is >= 0 and var found)
            {
                return start + found + 1;
            }

            end = start;
        }

        return at;
    }

    /// <summary>Where the line of a position begins: a finished file that went on after all may begin with the end of
    /// its last line.</summary>
    /// <exception cref="DataFormatException">No line begins there.</exception>
    static long LineStart(FileStream file, string path, long from)
    {
        if (from == 0)
        {
            return 0;
        }

        Span<byte> around = stackalloc byte[3];
        around = around[..RandomAccess.Read(file.SafeFileHandle, around, from - 1)];
        return around switch
        {
            [(byte)'\n', ..] => from,
            [(byte)'\r', (byte)'\n', ..] => from + 1,
            [(byte)'\r', ..] => from,
            [_, (byte)'\n', ..] => from + 1,
            [_, (byte)'\r', (byte)'\n'] => from + 2,
            [_] => from,
            _ => throw new DataFormatException(
                $"The file was replaced, or went on in the midst of a line that was finished: no line begins at position {from}, to which it was read.",
                path),
        };
    }

    /// <summary>Counts lines; null where a block is not plain, or no row is whole.</summary>
    GrowingPiece? Walk(FileStream file, string path, long start, long end, long most, ref byte[] buffer)
    {
        var (at, to, rows) = (start, start, 0L);
        var (header, blanks) = (HasHeader && start == 0, BlanksAreRows(path));
        while (at < end)
        {
            var read = RandomAccess.Read(file.SafeFileHandle, buffer.AsSpan(0, (int)Math.Min(buffer.Length, end - at)), at);
            var block = buffer.AsSpan(0, read);
            if (at + read < end)
            {
                var whole = block.LastIndexOf((byte)'\n') + 1;
                if (read == 0 || (whole == 0 && read > maxRowBytes))
                {
                    throw new DataFormatException(
                        read == 0 ? $"The file has become shorter: it ends at {at}." : $"The line at position {at} is longer than MaxRowBytes = {maxRowBytes}.",
                        path);
                }

                if (whole == 0)
                {
                    ArrayPool<byte>.Shared.Return(buffer);
                    buffer = ArrayPool<byte>.Shared.Rent(2 * read);
                    continue;
                }

                block = block[..whole];
            }

            if (!IsPlain(block))
            {
                return null;
            }

            if (at > 0 && !header && at + block.Length - start < options.RangeBytes && block is [.., (byte)'\n']
                && (blanks || !MayHaveBlanks(block)) && block.Count((byte)'\n') is var lines && rows + lines < most)
            {
                (at, to, rows) = (at + block.Length, at + block.Length, rows + lines);
                continue;
            }

            while (!block.IsEmpty)
            {
                var found = block.IndexOf((byte)'\n');
                var line = found < 0 ? block : block[..(found + 1)];
                var isBlank = !blanks && IsBlank(Text(line, isFirst: at == 0));
                at += line.Length;
                block = block[line.Length..];
                if (!isBlank && header)
                {
                    header = false;
                }
                else if (!isBlank)
                {
                    (to, rows) = (at, rows + 1);
                    if (rows == most || to - start >= options.RangeBytes)
                    {
                        return new(to, rows);
                    }
                }
            }
        }

        return rows > 0 ? new(to, rows) : null;
    }

    /// <summary>A line without its end, and without the mark at the beginning of a file.</summary>
    static ReadOnlySpan<byte> Text(ReadOnlySpan<byte> line, bool isFirst)
    {
        line = line is [.., (byte)'\n'] ? line[..^1] : line;
        line = line is [.., (byte)'\r'] ? line[..^1] : line;
        return isFirst && line is [0xEF, 0xBB, 0xBF, ..] ? line[3..] : line;
    }
}
