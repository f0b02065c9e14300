using Alink.IO;

namespace Alink.Operators;

/// <summary>A table in memory, as the start of a graph.</summary>
public sealed class MemSourceBatchOp(Table table) : BatchOperator
{
    /// <summary>Rows of values under a schema such as <c>f0 int, f1 string</c>; null is a missing value, a DateTime that tells no
    /// zone is of UTC.</summary>
    /// <exception cref="SchemaException">The schema is none, a row has more or fewer values, or a value is not of its column's
    /// type.</exception>
    public MemSourceBatchOp(IEnumerable<object?[]> rows, string schemaStr)
        : this(BoxedRows.Table(rows, SchemaText.Parse(schemaStr)))
    {
    }

    /// <inheritdoc/>
    protected override Task<Table> ComputeAsync() => Task.FromResult(table);
}

/// <summary>A table, as the start of a graph.</summary>
public sealed class TableSourceBatchOp(Table table) : BatchOperator
{
    /// <inheritdoc/>
    protected override Task<Table> ComputeAsync() => Task.FromResult(table);
}

/// <summary>Whole numbers one after the other, as the start of a graph.</summary>
/// <param name="from">The first.</param>
/// <param name="to">The last.</param>
/// <param name="outputCol">The column that they stand in.</param>
public sealed class NumSeqSourceBatchOp(long from, long to, string outputCol = "num") : BatchOperator
{
    /// <inheritdoc/>
    protected override Task<Table> ComputeAsync()
    {
        var count = (Int128)to - from + 1;
        var numbers = count <= Array.MaxLength ? new long[int.Max(0, (int)count)] : throw new InvalidOperationException(
            $"The numbers from {from} to {to} are more than the {Array.MaxLength} rows that a table can hold.");
        for (var i = 0; i < numbers.Length; i++)
        {
            numbers[i] = from + i;
        }

        return Task.FromResult(Table.Of(outputCol, numbers));
    }
}

/// <summary>A file, as the start of a graph.</summary>
/// <typeparam name="TSelf">The operator.</typeparam>
public abstract class FileSourceBatchOp<TSelf> : BatchOperator
    where TSelf : FileSourceBatchOp<TSelf>
{
    string? _path;

    /// <summary>The file.</summary>
    public TSelf SetFilePath(string value) => Set(ref _path, value);

    /// <summary>Sets a field.</summary>
    private protected TSelf Set<T>(ref T field, T value)
    {
        BeforeChange();
        field = value;
        return (TSelf)this;
    }

    /// <summary>Reads the file whole.</summary>
    private protected abstract Task<Table> ReadAsync(string path);

    /// <inheritdoc/>
    protected sealed override Task<Table> ComputeAsync() => ReadAsync(
        _path ?? throw new InvalidOperationException($"{GetType().Name} has no file: call {nameof(SetFilePath)} first."));
}

/// <summary>A file whose name tells its format, such as <c>.csv</c>, <c>.parquet</c> or <c>.jsonl.gz</c>.</summary>
public sealed class FileSourceBatchOp : FileSourceBatchOp<FileSourceBatchOp>
{
    private protected override Task<Table> ReadAsync(string path) => Task.Run(() => DataFile.Read(path, Context.Cancellation));
}

/// <summary>A file of separated values.</summary>
/// <typeparam name="TSelf">The operator.</typeparam>
public abstract class SeparatedSourceBatchOp<TSelf> : FileSourceBatchOp<TSelf>
    where TSelf : SeparatedSourceBatchOp<TSelf>
{
    CsvOptions _options = new() { HasHeader = false };

    /// <summary>The columns, such as <c>f0 int, f1 double, f2 string</c>; by default they are inferred.</summary>
    public TSelf SetSchemaStr(string value) => Set(ref _options, _options with { Schema = SchemaText.Parse(value) });

    /// <summary>Whether the first line names the columns.</summary>
    public TSelf SetIgnoreFirstLine(bool value) => Set(ref _options, _options with { HasHeader = value });

    /// <summary>What stands between fields.</summary>
    public TSelf SetFieldDelimiter(char value) => Set(ref _options, _options with { Separator = value });

    /// <summary>What stands around fields.</summary>
    public TSelf SetQuoteChar(char value) => Set(ref _options, _options with { Quote = value });

    private protected sealed override Task<Table> ReadAsync(string path) => Csv.ReadAsync(path, _options, Context.Cancellation);
}

/// <summary>A file of values between commas, as the start of a graph.</summary>
public sealed class CsvSourceBatchOp : SeparatedSourceBatchOp<CsvSourceBatchOp>;

/// <summary>A file of values between tabs, as the start of a graph.</summary>
public sealed class TsvSourceBatchOp : SeparatedSourceBatchOp<TsvSourceBatchOp>
{
    /// <summary>An operator without a file yet.</summary>
    public TsvSourceBatchOp() => SetFieldDelimiter('\t');
}

/// <summary>A file of Parquet, as the start of a graph.</summary>
public sealed class ParquetSourceBatchOp : FileSourceBatchOp<ParquetSourceBatchOp>
{
    private protected override Task<Table> ReadAsync(string path) => ParquetFile.ReadAsync(path, null, Context.Cancellation);
}

/// <summary>A file of LIBSVM, as the start of a graph.</summary>
public sealed class LibSvmSourceBatchOp : FileSourceBatchOp<LibSvmSourceBatchOp>
{
    private protected override Task<Table> ReadAsync(string path) => LibSvm.ReadAsync(path, null, Context.Cancellation);
}

/// <summary>A file of text, as the start of a graph: one row for each line.</summary>
public sealed class TextSourceBatchOp : FileSourceBatchOp<TextSourceBatchOp>
{
    string _column = "text";

    /// <summary>The column of the lines.</summary>
    public TextSourceBatchOp SetTextCol(string value) => Set(ref _column, value);

    private protected override async Task<Table> ReadAsync(string path) =>
        Table.Of(_column, await File.ReadAllLinesAsync(path, Context.Cancellation).ConfigureAwait(false));
}
