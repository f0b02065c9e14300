using Alink.IO;

namespace Alink.Operators;

/// <summary>A table in memory, as the start of a graph.</summary>
public sealed class MemSourceBatchOp(Table table) : BatchOperator
{
    /// <inheritdoc/>
    protected override Task<Table> ComputeAsync() => Task.FromResult(table);
}

/// <summary>A file of separated values, as the start of a graph.</summary>
public sealed class CsvSourceBatchOp : BatchOperator
{
    CsvOptions _options = new() { HasHeader = false };
    string? _path;

    /// <summary>The file.</summary>
    public CsvSourceBatchOp SetFilePath(string value)
    {
        _path = value;
        return this;
    }

    /// <summary>The columns, such as <c>f0 int, f1 double, f2 string</c>; by default they are inferred.</summary>
    public CsvSourceBatchOp SetSchemaStr(string value) => Set(_options with { Schema = SchemaText.Parse(value) });

    /// <summary>Whether the first line names the columns.</summary>
    public CsvSourceBatchOp SetIgnoreFirstLine(bool value) => Set(_options with { HasHeader = value });

    /// <summary>What stands between fields.</summary>
    public CsvSourceBatchOp SetFieldDelimiter(char value) => Set(_options with { Separator = value });

    /// <summary>What stands around fields.</summary>
    public CsvSourceBatchOp SetQuoteChar(char value) => Set(_options with { Quote = value });

    /// <inheritdoc/>
    protected override Task<Table> ComputeAsync() =>
        Csv.ReadAsync(_path ?? throw new InvalidOperationException($"{nameof(CsvSourceBatchOp)} has no file: call {nameof(SetFilePath)} first."), _options);

    CsvSourceBatchOp Set(CsvOptions options)
    {
        _options = options;
        return this;
    }
}

/// <summary>Writes the rows of another operator to a file of separated values, with a line of names; its own table is that of its input.</summary>
public sealed class CsvSinkBatchOp : BatchOperator<CsvSinkBatchOp, CsvOptions>
{
    string? _path;

    /// <summary>The file.</summary>
    public CsvSinkBatchOp SetFilePath(string value)
    {
        _path = value;
        return this;
    }

    /// <summary>What stands between fields.</summary>
    public CsvSinkBatchOp SetFieldDelimiter(char value) => Set(options => options with { Separator = value });

    /// <inheritdoc/>
    protected override async Task<Table> ComputeAsync()
    {
        var rows = await Input.CollectAsync().ConfigureAwait(false);
        await Csv.WriteAsync(
            rows,
            _path ?? throw new InvalidOperationException($"{nameof(CsvSinkBatchOp)} has no file: call {nameof(SetFilePath)} first."),
            Options).ConfigureAwait(false);
        return rows;
    }
}
