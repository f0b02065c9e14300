using Apache.Arrow.Ipc;

namespace Alink.IO;

/// <summary>Reads and writes files of Arrow's record batches (Feather, version 2) and streams of them.</summary>
/// <remarks>
/// Columns become Arrow's and ours as <see cref="ArrowTables"/> tells; in files and streams text has no dictionary. Vectors are
/// sparse if those of the first batch are. Compressed batches are refused.
/// </remarks>
public static class ArrowFile
{
    /// <summary>Reads a file whole, of Arrow's file format or of its stream format.</summary>
    /// <exception cref="DataFormatException">The file is not there, is corrupt or cut off, or holds a column of another kind.</exception>
    public static Table Read(string path) => Table.Concat([.. ReadBatches(path)]);

    /// <summary>Reads a file batch by batch, of Arrow's file format or of its stream format; an empty table where there is no batch.</summary>
    /// <exception cref="DataFormatException">The file is not there, is corrupt or cut off, or holds a column of another kind.</exception>
    public static IEnumerable<Table> ReadBatches(string path)
    {
        using var file = InputFile.OpenRaw(path);
        foreach (var table in Batches(file, file.Length, path))
        {
            yield return table;
        }
    }

    /// <summary>Reads batches of Arrow's stream format as they come; an empty table where there is no batch.</summary>
    /// <param name="stream">The stream, which stays open.</param>
    /// <param name="mostBytes">How many bytes a batch may have at most. Default: 1 GiB.</param>
    /// <exception cref="DataFormatException">The stream is corrupt or cut off, or holds a column of another kind.</exception>
    public static IEnumerable<Table> ReadBatches(Stream stream, long mostBytes = 1 << 30) => Batches(stream, mostBytes, "stream");

    /// <summary>Writes rows to a file of Arrow's file format, whole or not at all: a file that was there stays until the new one is complete.</summary>
    /// <param name="rows">The rows: a table or any other dataset; its batches become those of the file.</param>
    /// <param name="path">The file.</param>
    /// <param name="cancellation">Ends the writing.</param>
    public static void Write(IDataset rows, string path, CancellationToken cancellation = default) =>
        OutputFile.Write(path, file => Write(rows, schema => new ArrowFileWriter(file, schema, leaveOpen: true), cancellation));

    /// <summary>Writes rows in Arrow's stream format.</summary>
    /// <param name="rows">The rows: a table or any other dataset; its batches become those of the stream.</param>
    /// <param name="stream">The stream, which stays open.</param>
    /// <param name="cancellation">Ends the writing.</param>
    public static void Write(IDataset rows, Stream stream, CancellationToken cancellation = default) =>
        Write(rows, schema => new ArrowStreamWriter(stream, schema, leaveOpen: true), cancellation);

    static void Write(IDataset rows, Func<Apache.Arrow.Schema, ArrowStreamWriter> open, CancellationToken cancellation)
    {
        ArrowStreamWriter? writer = null;
        Apache.Arrow.Schema? schema = null;
        foreach (var batch in rows.ReadAll(cancellation).Where(batch => batch.RowCount > 0).DefaultIfEmpty(Table.Empty(rows.Schema)))
        {
            schema ??= ArrowFields.Of(batch, inOneBatch: false);
            writer ??= open(schema);
            using var arrow = batch.ToRecordBatch(schema);
            writer.WriteRecordBatch(arrow);
        }

        writer!.WriteEnd();
        writer.Dispose();
    }

    static IEnumerable<Table> Batches(Stream stream, long mostBytes, string name)
    {
        using var reader = Telling<ArrowStreamReader>(name, () => IsFile(stream)
            ? new ArrowFileReader(stream, new BoundedMemory(mostBytes), leaveOpen: true)
            : new ArrowStreamReader(stream, new BoundedMemory(mostBytes), leaveOpen: true));
        var any = false;
        while (Telling(name, () => Next(reader)) is { } table)
        {
            any = true;
            yield return table;
        }

        if (!any)
        {
            using var none = ArrowFields.Empty(reader.Schema);
            yield return Telling(name, none.ToTable);
        }
    }

    static Table? Next(ArrowStreamReader reader)
    {
        using var batch = reader.ReadNextRecordBatch();
        return batch?.ToTable();
    }

    /// <summary>Whether the file format comes, which begins with a name of its own.</summary>
    static bool IsFile(Stream stream)
    {
        if (!stream.CanSeek)
        {
            return false;
        }

        var start = stream.Position;
        Span<byte> first = stackalloc byte[6];
        var read = stream.ReadAtLeast(first, first.Length, throwOnEndOfStream: false);
        stream.Position = start;
        return read == first.Length && first.SequenceEqual("ARROW1"u8);
    }

    /// <summary>Whatever goes wrong while bytes are read that anybody may have written is told as a fault of theirs.</summary>
    static T Telling<T>(string name, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (exception is not (DataFormatException or OutOfMemoryException or OperationCanceledException))
        {
            throw new DataFormatException(exception.Message, name, inner: exception);
        }
    }
}
