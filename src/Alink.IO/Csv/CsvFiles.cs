using System.Collections.Immutable;

namespace Alink.IO;

/// <summary>CSV files of one schema.</summary>
sealed class CsvFiles : ISplitFormat
{
    readonly CsvOptions _options;
    readonly Dictionary<string, CsvLayout> _layouts;

    public CsvFiles(IReadOnlyList<string> files, CsvOptions options)
    {
        _options = options;
        _layouts = CsvLayout.OfAll(files, options);
        Schema = VectorLengths.Known(_layouts[files[0]].Schema, files.SelectMany(file =>
            Read(file, Split.Whole, options with { SetAside = new(0) }, CancellationToken.None)));
        foreach (var file in files)
        {
            _layouts[file] = _layouts[file] with { Schema = Schema };
        }
    }

    /// <inheritdoc/>
    public Schema Schema { get; }

    /// <inheritdoc/>
    public IReadOnlyList<Split> SplitsOf(string file, long bytes)
    {
        var length = new FileInfo(file).Length;
        if (length <= bytes || !InputFile.IsPlain(file))
        {
            return [Split.WholeOf(file)];
        }

        // The reader's own sweep: it finds where rows begin as reading does, quotes and broken rows included.
        using var input = new CsvInput(
            file, Split.Whole, _options, _layouts[file].Width == 1, new BadRowPolicy(new BadRows(0), file));
        var splits = ImmutableArray.CreateBuilder<Split>();
        var (start, line) = (0L, 1L);
        while (input.Read())
        {
            if (input.Position - start >= bytes)
            {
                splits.Add(new(start, input.Position, input.Position - start, line));
                (start, line) = (input.Position, input.Line);
            }
        }

        splits.Add(new(start, length, length - start, line));
        return splits.DrainToImmutable();
    }

    /// <inheritdoc/>
    public IEnumerable<Table> Read(string file, Split split, CancellationToken cancellation) =>
        Read(file, split, _options, cancellation);

    IEnumerable<Table> Read(string file, Split split, CsvOptions options, CancellationToken cancellation)
    {
        using var rows = new CsvRows(file, split, _layouts[file], options, cancellation);
        while (rows.Next(PartitionedFiles.BatchRows, PartitionedFiles.BatchRows) is { } batch)
        {
            yield return batch;
        }
    }
}
