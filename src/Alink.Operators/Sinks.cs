using Alink.IO;

namespace Alink.Operators;

/// <summary>Writes the rows of another operator to a file; its own table is that of its input.</summary>
/// <remarks>Once it is linked, the next <see cref="BatchOperator.ExecuteAsync"/> writes the file, or whoever collects the rows
/// before. A file that is there already is replaced.</remarks>
/// <typeparam name="TSelf">The operator.</typeparam>
public abstract class FileSinkBatchOp<TSelf> : BatchOperator<TSelf>
    where TSelf : FileSinkBatchOp<TSelf>
{
    string? _path;

    /// <summary>The file.</summary>
    public TSelf SetFilePath(string value) => Set(ref _path, value);

    /// <inheritdoc/>
    public override TSelf LinkFrom(BatchOperator input)
    {
        Later(CollectAsync);
        return base.LinkFrom(input);
    }

    /// <summary>Writes the file.</summary>
    private protected abstract Task WriteAsync(Table rows, string path);

    /// <inheritdoc/>
    protected sealed override async Task<Table> ComputeAsync()
    {
        var path = _path ?? throw new InvalidOperationException($"{GetType().Name} has no file: call {nameof(SetFilePath)} first.");
        var rows = await Input.CollectAsync().ConfigureAwait(false);
        await WriteAsync(rows, path).ConfigureAwait(false);
        return rows;
    }
}

/// <summary>Writes the rows of another operator to a file whose name tells its format, such as <c>.parquet</c>.</summary>
/// <inheritdoc cref="FileSinkBatchOp{TSelf}"/>
public sealed class FileSinkBatchOp : FileSinkBatchOp<FileSinkBatchOp>
{
    private protected override Task WriteAsync(Table rows, string path) => Task.Run(() => DataFile.Write(rows, path, Context.Cancellation));
}

/// <summary>Writes the rows of another operator to a file of separated values, with a line of names.</summary>
/// <typeparam name="TSelf">The operator.</typeparam>
public abstract class SeparatedSinkBatchOp<TSelf> : FileSinkBatchOp<TSelf>
    where TSelf : SeparatedSinkBatchOp<TSelf>
{
    CsvOptions _options = new();

    /// <summary>What stands between fields.</summary>
    public TSelf SetFieldDelimiter(char value) => Set(ref _options, _options with { Separator = value });

    private protected sealed override Task WriteAsync(Table rows, string path) => Csv.WriteAsync(rows, path, _options, Context.Cancellation);
}

/// <summary>Writes the rows of another operator to a file of values between commas, with a line of names.</summary>
/// <inheritdoc cref="FileSinkBatchOp{TSelf}"/>
public sealed class CsvSinkBatchOp : SeparatedSinkBatchOp<CsvSinkBatchOp>;

/// <summary>Writes the rows of another operator to a file of values between tabs, with a line of names.</summary>
/// <inheritdoc cref="FileSinkBatchOp{TSelf}"/>
public sealed class TsvSinkBatchOp : SeparatedSinkBatchOp<TsvSinkBatchOp>
{
    /// <summary>An operator without a file yet.</summary>
    public TsvSinkBatchOp() => SetFieldDelimiter('\t');
}

/// <summary>Writes the rows of another operator to a file of Parquet.</summary>
/// <inheritdoc cref="FileSinkBatchOp{TSelf}"/>
public sealed class ParquetSinkBatchOp : FileSinkBatchOp<ParquetSinkBatchOp>
{
    private protected override Task WriteAsync(Table rows, string path) => ParquetFile.WriteAsync(rows, path, null, Context.Cancellation);
}

/// <summary>Writes the rows of another operator to a file of LIBSVM.</summary>
/// <inheritdoc cref="FileSinkBatchOp{TSelf}"/>
public sealed class LibSvmSinkBatchOp : FileSinkBatchOp<LibSvmSinkBatchOp>
{
    private protected override Task WriteAsync(Table rows, string path) => LibSvm.WriteAsync(rows, path, null, Context.Cancellation);
}

/// <summary>Writes the texts of the only column of another operator to a file, one a line.</summary>
/// <inheritdoc cref="FileSinkBatchOp{TSelf}"/>
public sealed class TextSinkBatchOp : FileSinkBatchOp<TextSinkBatchOp>
{
    private protected override Task WriteAsync(Table rows, string path) => rows.Schema.Fields is [{ Type: DataType.String } only]
        ? File.WriteAllLinesAsync(path, rows.Values<string>(only.Name).ToArray().Select(Line), Context.Cancellation)
        : throw new SchemaException($"A file of text holds one column of text; the columns are: {rows.Schema}.");

    static string Line(string? text) => text is not null && !text.AsSpan().ContainsAny('\n', '\r') ? text
        : throw new RowException(text is null ? "A line cannot be missing." : $"A text of several lines is no line: '{text}'.");
}
