using Alink.IO;

namespace Alink.Operators;

/// <summary>Leads the values of rows from one format to another; see <see cref="Conversion"/>.</summary>
public abstract class ConvertBatchOp<TSelf, TFrom, TTo> : BatchOperator<TSelf, Converting<TFrom, TTo>>
    where TSelf : ConvertBatchOp<TSelf, TFrom, TTo>
    where TFrom : RowFormat, new()
    where TTo : RowFormat, new()
{
    /// <summary>The columns that the values make, such as <c>f0 double, f1 string</c>; by default as the rows tell.</summary>
    public TSelf SetSchemaStr(string value) => Set(options => options with { Schema = SchemaText.Parse(value) });

    /// <summary>The columns of the rows that are kept; by default all.</summary>
    public TSelf SetReservedCols(params string[] value) => Set(options => options with { ReservedCols = [.. value] });

    /// <summary>Whether what is made of a malformed row is missing; by default it is an error.</summary>
    public TSelf SetSkipInvalid(bool value) => Set(options => options with { SkipInvalid = value });

    /// <inheritdoc/>
    protected override async Task<Table> ComputeAsync() => Options.Conversion.Convert(await Input.CollectAsync().ConfigureAwait(false));
}

/// <summary>Leads the values of the rows of a stream from one format to another; see <see cref="Conversion"/>.</summary>
/// <remarks>
/// A stream does not wait for all rows to tell their columns, so that a schema is given where the rows are not columns. Triples
/// that are written number the rows from the beginning of the stream. Triples that are read make a row once a triple of another
/// row follows in their partition, or the stream ends: those of one row must stand one after the other, and make two rows where
/// they do not.
/// </remarks>
public abstract class ConvertStreamOp<TSelf, TFrom, TTo> : StreamOperator<TSelf, Converting<TFrom, TTo>>
    where TSelf : ConvertStreamOp<TSelf, TFrom, TTo>
    where TFrom : RowFormat, new()
    where TTo : RowFormat, new()
{
    /// <inheritdoc cref="ConvertBatchOp{TSelf, TFrom, TTo}.SetSchemaStr"/>
    public TSelf SetSchemaStr(string value) => Set(options => options with { Schema = SchemaText.Parse(value) });

    /// <inheritdoc cref="ConvertBatchOp{TSelf, TFrom, TTo}.SetReservedCols"/>
    public TSelf SetReservedCols(params string[] value) => Set(options => options with { ReservedCols = [.. value] });

    /// <inheritdoc cref="ConvertBatchOp{TSelf, TFrom, TTo}.SetSkipInvalid"/>
    public TSelf SetSkipInvalid(bool value) => Set(options => options with { SkipInvalid = value });

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">A schema is needed and not given.</exception>
    protected override Task<TableStream> PlanAsync(TableStream rows) => Options.Schema is null && Options.From is not ColumnsFormat
        ? throw new InvalidOperationException($"{GetType().Name} needs the columns: call {nameof(SetSchemaStr)} first.")
        : Task.FromResult(Options switch
        {
            { From: TripleFormat from } => rows.Through(new RowsOfTriples(Options.Conversion, from.TripleRowCol)),
            { To: TripleFormat } => rows.Through(new TriplesOfRows(Options.Conversion)),
            _ => rows.Select(batch => Options.Conversion.Convert(batch)),
        });
}

/// <summary>The options of a <see cref="Conversion"/> from one format to another.</summary>
public sealed record Converting<TFrom, TTo>
    where TFrom : RowFormat, new()
    where TTo : RowFormat, new()
{
    /// <summary>Where the values stand.</summary>
    public TFrom From { get; init; } = new();

    /// <summary>Where they go.</summary>
    public TTo To { get; init; } = new();

    /// <inheritdoc cref="Conversion.Schema"/>
    public Schema? Schema { get; init; }

    /// <inheritdoc cref="Conversion.ReservedCols"/>
    public System.Collections.Immutable.ImmutableArray<string>? ReservedCols { get; init; }

    /// <inheritdoc cref="Conversion.SkipInvalid"/>
    public bool SkipInvalid { get; init; }

    internal Conversion Conversion => new(From, To) { Schema = Schema, ReservedCols = ReservedCols, SkipInvalid = SkipInvalid };
}
