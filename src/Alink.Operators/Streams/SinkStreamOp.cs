using Alink.IO;

namespace Alink.Operators;

/// <summary>An end of a graph.</summary>
interface IStreamEnd
{
    /// <summary>Where the rows go; null where they are run for what comes before alone.</summary>
    IStreamSink? Sink { get; }
}

/// <summary>An end of a graph, which the next <see cref="StreamOperator.ExecuteAsync"/> runs; its own rows are those that come in.</summary>
/// <typeparam name="TSelf">The operator.</typeparam>
public abstract class SinkStreamOp<TSelf> : StreamOperator<TSelf>, IStreamEnd
    where TSelf : SinkStreamOp<TSelf>
{
    IStreamSink? IStreamEnd.Sink => Sink;

    IStreamSink? Sink { get; set; }

    /// <inheritdoc/>
    public override TSelf LinkFrom(StreamOperator input)
    {
        base.LinkFrom(input);
        StreamGraph.Add(this);
        return (TSelf)this;
    }

    /// <summary>Whether the sink is the operator's own, which closes it after the job.</summary>
    protected virtual bool IsOwned => true;

    /// <summary>Opens what takes the rows; null where nobody takes them, and they are run for what comes before alone.</summary>
    protected abstract IStreamSink? Open();

    /// <inheritdoc/>
    protected sealed override Task<TableStream> PlanAsync(TableStream rows)
    {
        Sink = Open();
        Opened = IsOwned ? Sink : null;
        return Task.FromResult(rows);
    }
}

/// <summary>Writes the rows of another operator into any sink.</summary>
public sealed class StreamSinkStreamOp(IStreamSink sink) : SinkStreamOp<StreamSinkStreamOp>
{
    /// <inheritdoc/>
    protected override bool IsOwned => false;

    /// <inheritdoc/>
    protected override IStreamSink Open() => sink;
}

/// <summary>Writes the rows of another operator into a folder of files of separated values, one for each epoch.</summary>
public sealed class CsvSinkStreamOp : SinkStreamOp<CsvSinkStreamOp>
{
    CsvOptions _options = new();
    string? _folder;

    /// <summary>The folder.</summary>
    public CsvSinkStreamOp SetFilePath(string value) => Set(ref _folder, value);

    /// <summary>What stands between fields.</summary>
    public CsvSinkStreamOp SetFieldDelimiter(char value) => Set(ref _options, _options with { Separator = value });

    /// <inheritdoc/>
    protected override IStreamSink Open() => Csv.Sink(_folder
        ?? throw new InvalidOperationException($"{nameof(CsvSinkStreamOp)} has no folder: call {nameof(SetFilePath)} first."), _options);
}
