using System.Collections.Immutable;
using Parquet;
using DataField = Parquet.Schema.DataField;

namespace Alink.IO;

/// <summary>An open Parquet file: its columns, and its row groups one after the other.</summary>
sealed class ParquetInput : IAsyncDisposable
{
    readonly string _path;
    readonly FileStream _file;
    readonly ParquetReader _reader;
    readonly ImmutableArray<ParquetColumn> _columns;

    ParquetInput(string path, FileStream file, ParquetReader reader, ParquetOptions options)
    {
        (_path, _file, _reader) = (path, file, reader);
        var fields = reader.Schema.Fields;
        var names = options.Columns.IsEmpty ? fields.Select(field => field.Name) : options.Columns;
        _columns = [.. names.Select(name => ParquetColumn.Of(path, fields.FirstOrDefault(field => field.Name == name)
            ?? throw new SchemaException($"{path} has no column '{name}'.{Nearest.Hint(name, fields.Select(field => field.Name))}")))];
    }

    /// <summary>The columns to be read.</summary>
    public Schema Schema => new([.. _columns.Select(column => column.Field)]);

    /// <summary>How many row groups there are.</summary>
    public int Groups => _reader.RowGroupCount;

    public static async Task<ParquetInput> OpenAsync(string path, ParquetOptions options, CancellationToken cancellation)
    {
        var stream = InputFile.OpenRaw(path);
        try
        {
            return await Guarded(path, null, async () =>
            {
                ThriftWalk.CheckFooter(stream);
                var reader = await ParquetReader.CreateAsync(stream, new Parquet.ParquetOptions(), leaveStreamOpen: false, cancellation).ConfigureAwait(false);
                return new ParquetInput(path, stream, reader, options);
            }).ConfigureAwait(false);
        }
        catch
        {
            await stream.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>How many bytes the columns of a row group take, decompressed.</summary>
    public long BytesOf(int group) => Math.Max(0, _reader.RowGroups[group].RowGroup.TotalByteSize);

    /// <summary>How many rows a row group holds.</summary>
    public long RowsOf(int group) => _reader.RowGroups[group].RowCount;

    /// <summary>Reads row groups, from the first to before the last, as one table.</summary>
    public async Task<Table> ReadAsync(int first, int end, CancellationToken cancellation)
    {
        var rows = Enumerable.Range(first, end - first).Sum(RowsOf);
        if (rows > Array.MaxLength || Enumerable.Range(first, end - first).Any(group => RowsOf(group) < 0))
        {
            throw new DataFormatException($"The file says it holds {rows} rows, more than one table can.", _path);
        }

        var columns = ImmutableArray.CreateBuilder<ColumnData>(_columns.Length);
        foreach (var column in _columns)
        {
            columns.Add(await Guarded(_path, column.Field.Name, () => ReadAsync(column, (int)rows, first, end, cancellation)).ConfigureAwait(false));
        }

        var data = columns.MoveToImmutable();
        return new(new Schema([.. _columns.Zip(data, (column, values) =>
            column.Field with { VectorLength = (values as VectorColumn)?.Width, IsNullable = values.HasMissing })]), data);
    }

    public ValueTask DisposeAsync() => _reader.DisposeAsync();

    async Task<ColumnData> ReadAsync(ParquetColumn column, int rows, int first, int end, CancellationToken cancellation)
    {
        for (var group = first; group < end; group++)
        {
            using var reader = _reader.OpenRowGroupReader(group);
            foreach (var leaf in column.Leaves)
            {
                Check(reader, leaf);
            }
        }

        var target = ParquetTarget.Of(column, rows);
        for (var group = first; group < end; group++)
        {
            cancellation.ThrowIfCancellationRequested();
            using var reader = _reader.OpenRowGroupReader(group);
            await target.ReadAsync(reader, cancellation).ConfigureAwait(false);
        }

        var data = target.Build();
        return data.Length == rows ? data : throw new InvalidDataException($"There are {data.Length} values for {rows} rows.");
    }

    /// <summary>What is allocated follows from the counts, so they must be those of the bytes.</summary>
    void Check(ParquetRowGroupReader group, DataField leaf)
    {
        var chunk = group.GetMetadata(leaf)?.MetaData ?? throw new InvalidDataException("The column has no pages.");
        var values = chunk.NumValues;
        if (leaf.MaxRepetitionLevel == 0 ? values != group.RowCount : values is < 0 or > int.MaxValue / 2)
        {
            throw new InvalidDataException($"The column says it holds {values} values in {group.RowCount} rows.");
        }

        var start = Math.Min(chunk.DataPageOffset, chunk.DictionaryPageOffset is > 0 and var place ? place : long.MaxValue);
        ThriftWalk.CheckPages(_file, start, chunk.TotalCompressedSize, values);
    }

    /// <summary>Whatever the reader throws of bytes that are not Parquet becomes an error that
    /// names the file and the column.</summary>
    static async Task<T> Guarded<T>(string path, string? column, Func<Task<T>> read)
    {
        try
        {
            return await read().ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or DataFormatException or SchemaException or OutOfMemoryException))
        {
            throw new DataFormatException(
                $"This is not a Parquet file, or it is corrupt or cut off. {exception.Message}", path, column: column, inner: exception);
        }
    }
}
