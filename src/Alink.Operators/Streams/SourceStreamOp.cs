using System.Collections.Immutable;
using Alink.IO;
using Alink.Runtime;

namespace Alink.Operators;

/// <summary>The start of a graph.</summary>
public abstract class SourceStreamOp : StreamOperator
{
    /// <summary>Opens what has the rows.</summary>
    protected abstract Task<IStreamSource> OpenAsync();

    /// <summary>Whether the source is the operator's own, which closes it after the job.</summary>
    protected virtual bool IsOwned => true;

    internal async Task<IStreamSource> SourceAsync()
    {
        var source = await OpenAsync().ConfigureAwait(false);
        if (IsOwned)
        {
            Opened = source;
        }

        return source;
    }

    /// <summary>The rows of a source, and what it rejects as far as it may.</summary>
    internal TableStream StreamOf(IStreamSource source) => Limit is null ? TableStream.From(source)
        : source is IRejectingSource rejecting ? TableStream.From(rejecting, Limit)
        : throw new InvalidOperationException($"{source.GetType().Name} has no records that cannot be read: it takes no reject limit.");

    /// <inheritdoc/>
    protected sealed override async Task<TableStream> PlanAsync() => StreamOf(await SourceAsync().ConfigureAwait(false));

    private protected RejectLimit? Limit { get; set; }

    internal sealed override ImmutableArray<string> Sides => Limit is null ? [] : [TableStream.Rejected];
}

/// <summary>The start of a graph, from a source whose records may be unreadable.</summary>
/// <typeparam name="TSelf">The operator.</typeparam>
public abstract class RejectingSourceStreamOp<TSelf> : SourceStreamOp
    where TSelf : RejectingSourceStreamOp<TSelf>
{
    /// <summary>Records that cannot be read come out of side output 0, until they are too many; by default the first one ends
    /// the job.</summary>
    /// <remarks>Their columns are those of <see cref="TableStream.From(IRejectingSource, RejectLimit)"/>.</remarks>
    /// <example>
    /// <code>
    /// using Alink.Operators;
    /// using Alink.Runtime;
    ///
    /// var file = Path.GetTempFileName();
    /// File.WriteAllText(file, "1\ntwo\n3\n");
    /// var source = new CsvSourceStreamOp().SetFilePath(file).SetSchemaStr("x double")
    ///     .SetRejectLimit(new RejectLimit { MostShare = 0.5 });
    /// var (rows, rejected) = (new StringWriter(), new StringWriter());
    /// source.Print(rows);
    /// source.GetSideOutput().Select("position, text").Print(rejected);
    /// StreamOperator.Execute();
    /// rejected.ToString().Contains("two") // => True
    /// </code>
    /// </example>
    public TSelf SetRejectLimit(RejectLimit value)
    {
        Limit = value;
        return (TSelf)this;
    }

    /// <summary>Sets a field.</summary>
    protected TSelf Set<T>(ref T field, T value)
    {
        BeforeChange();
        field = value;
        return (TSelf)this;
    }
}

/// <summary>The rows of any source.</summary>
public sealed class StreamSourceStreamOp(IStreamSource source) : RejectingSourceStreamOp<StreamSourceStreamOp>
{
    /// <inheritdoc/>
    protected override bool IsOwned => false;

    /// <inheritdoc/>
    protected override Task<IStreamSource> OpenAsync() => Task.FromResult(source);
}

/// <summary>The rows of a table in memory, as a stream that ends.</summary>
public sealed class MemSourceStreamOp(Table table) : SourceStreamOp
{
    /// <inheritdoc/>
    protected override Task<IStreamSource> OpenAsync() => Task.FromResult<IStreamSource>(new TableSource(table));
}

/// <summary>The rows that come out of a graph of tables, as a stream that ends.</summary>
public sealed class TableSourceStreamOp(BatchOperator table) : SourceStreamOp
{
    /// <inheritdoc/>
    protected override async Task<IStreamSource> OpenAsync() => new TableSource(await table.CollectAsync().ConfigureAwait(false));
}

/// <summary>The rows of a file of separated values, or of the files of a folder.</summary>
public sealed class CsvSourceStreamOp : RejectingSourceStreamOp<CsvSourceStreamOp>
{
    CsvOptions _options = new() { HasHeader = false };
    GrowingFilesOptions _growing = new() { Ends = true };
    string? _path;

    /// <summary>The file, the folder, or a pattern such as <c>folder/*.csv</c>.</summary>
    public CsvSourceStreamOp SetFilePath(string value) => Set(ref _path, value);

    /// <summary>The columns, such as <c>f0 int, f1 double, f2 string</c>; by default they are inferred from the first file.</summary>
    public CsvSourceStreamOp SetSchemaStr(string value) => Set(ref _options, _options with { Schema = SchemaText.Parse(value) });

    /// <summary>Whether the first line of a file names the columns.</summary>
    public CsvSourceStreamOp SetIgnoreFirstLine(bool value) => Set(ref _options, _options with { HasHeader = value });

    /// <summary>What stands between fields.</summary>
    public CsvSourceStreamOp SetFieldDelimiter(char value) => Set(ref _options, _options with { Separator = value });

    /// <summary>What stands around fields.</summary>
    public CsvSourceStreamOp SetQuoteChar(char value) => Set(ref _options, _options with { Quote = value });

    /// <summary>Whether lines that are appended, and files that are added, come as well, so that the stream never ends; false by default.</summary>
    public CsvSourceStreamOp SetFollow(bool value) => Set(ref _growing, _growing with { Ends = !value });

    /// <inheritdoc/>
    protected override Task<IStreamSource> OpenAsync() => Task.FromResult<IStreamSource>(Csv.Stream(
        _path ?? throw new InvalidOperationException($"{nameof(CsvSourceStreamOp)} has no file: call {nameof(SetFilePath)} first."),
        _options,
        _growing));
}
