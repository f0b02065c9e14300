using System.Collections.Concurrent;

namespace Alink.IO;

/// <summary>CSV files of one schema that grow; each begins with its header, where there are headers.</summary>
sealed class GrowingCsv : GrowingText
{
    readonly CsvOptions _options;
    readonly string[]? _inferred;
    readonly ConcurrentDictionary<string, CsvLayout> _layouts = new(StringComparer.Ordinal);

    public GrowingCsv(GrowingFolder folder, CsvOptions options, GrowingFilesOptions growing)
        : base(growing, options.MaxRowBytes)
    {
        _options = options;
        if (options.Schema is null)
        {
            var first = folder.First();
            var end = EndOf(first, 0, growing.Ends);
            Schema = CsvLayout.Of(first, end > 0 ? new(0, end) : Split.Whole, options).Schema;
            _inferred = [.. Schema.Fields.Select(field => field.Name)];
        }
        else
        {
            Schema = options.Schema.WithVectorLengths();
        }
    }

    public override Schema Schema { get; }

    protected override bool HasHeader => _options.HasHeader;

    protected override IEnumerable<(Table? Rows, long Bad)> Read(
        string path, Split split, Action<RejectedRecord>? reject, CancellationToken cancellation)
    {
        using var rows = new CsvRows(path, split, LayoutOf(path), _options, cancellation, reject);
        var bad = 0L;
        while (rows.Next(PartitionedFiles.BatchRows, PartitionedFiles.BatchRows) is { } batch)
        {
            yield return (batch, rows.SetAside - bad);
            bad = rows.SetAside;
        }

        yield return (null, rows.SetAside - bad);
    }

    /// <summary>Quotes, comments and carriage returns within lines are left to the reader itself.</summary>
    protected override bool IsPlain(ReadOnlySpan<byte> block)
    {
        if (block.Contains((byte)(_options.Escape ?? _options.Quote))
            || (_options.Comment is { } comment && block.Contains((byte)comment)))
        {
            return false;
        }

        for (var rest = block; rest.IndexOf((byte)'\r') is >= 0 and var found; rest = rest[(found + 1)..])
        {
            if (found + 1 == rest.Length || rest[found + 1] != '\n')
            {
                return false;
            }
        }

        return true;
    }

    protected override bool IsBlank(ReadOnlySpan<byte> line) => line.IsEmpty;

    protected override bool MayHaveBlanks(ReadOnlySpan<byte> block) =>
        block is [(byte)'\n' or (byte)'\r', ..] || block.IndexOf("\n\n"u8) >= 0 || block.IndexOf("\n\r"u8) >= 0;

    protected override bool BlanksAreRows(string path) => LayoutOf(path).Width == 1;

    /// <summary>The reader's own sweep: it finds where rows begin as reading does,
    /// quotes and broken rows included.</summary>
    protected override GrowingPiece? Sweep(string path, long start, long end, long most, bool isFinished)
    {
        using var input = new CsvInput(path, new Split(start, end), _options, BlanksAreRows(path), new BadRowPolicy(new BadRows(0), path));
        var rows = HasHeader && start == 0 ? -1L : 0;
        var (to, hasMore) = (0L, true);
        while (rows < most && (rows <= 0 || to - start < Options.RangeBytes) && (hasMore = input.Read()))
        {
            to = input.Position + input.Record.Length;
            rows++;
        }

        if (!hasMore && isFinished)
        {
            return rows > 0 || input.Malformed > 0 ? new(end, Math.Max(0, rows)) : null;
        }

        return rows <= 0 ? null : new(LineEnd(path, to, end), rows);
    }

    /// <summary>The position after the line end that stands at another.</summary>
    static long LineEnd(string path, long at, long end)
    {
        using var file = InputFile.OpenRaw(path);
        Span<byte> next = stackalloc byte[2];
        var bytes = next[..RandomAccess.Read(file.SafeFileHandle, next, at)] is [(byte)'\r', (byte)'\n'] ? 2 : 1;
        return Math.Min(end, at + bytes);
    }

    CsvLayout LayoutOf(string path) => _layouts.GetOrAdd(path, Layout);

    CsvLayout Layout(string path)
    {
        var layout = CsvLayout.Of(path, _options with { Schema = Schema });
        var isSame = _inferred is null || (layout.Width == _inferred.Length && layout.Places.Index().All(place => place.Index == place.Item));
        return isSame ? layout : throw new DataFormatException(
            $"The columns are others than those of the first file, {string.Join(", ", _inferred!)}.", path, 1);
    }
}
