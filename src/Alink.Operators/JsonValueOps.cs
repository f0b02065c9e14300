using System.Collections.Immutable;
using Alink.IO;

namespace Alink.Operators;

/// <summary>Takes values out of texts that are JSON objects, by paths such as <c>$.AUC</c>.</summary>
public sealed class JsonValueBatchOp : BatchOperator<JsonValueBatchOp, JsonValues>
{
    /// <inheritdoc cref="JsonValues.Column"/>
    public JsonValueBatchOp SetSelectedCol(string value) => Set(options => options with { Column = value });

    /// <inheritdoc cref="JsonValues.Paths"/>
    public JsonValueBatchOp SetJsonPath(params string[] value) => Set(options => options with { Paths = [.. value] });

    /// <inheritdoc cref="JsonValues.Outputs"/>
    public JsonValueBatchOp SetOutputCols(params string[] value) => Set(options => options with { Outputs = [.. value] });

    /// <inheritdoc cref="JsonValues.Types"/>
    public JsonValueBatchOp SetOutputColTypes(params DataType[] value) => Set(options => options with { Types = [.. value] });

    /// <inheritdoc/>
    protected override async Task<Table> ComputeAsync() => Options.Of(this)(await Input.CollectAsync().ConfigureAwait(false));
}

/// <inheritdoc cref="JsonValueBatchOp"/>
public sealed class JsonValueStreamOp : StreamOperator<JsonValueStreamOp, JsonValues>
{
    /// <inheritdoc cref="JsonValues.Column"/>
    public JsonValueStreamOp SetSelectedCol(string value) => Set(options => options with { Column = value });

    /// <inheritdoc cref="JsonValues.Paths"/>
    public JsonValueStreamOp SetJsonPath(params string[] value) => Set(options => options with { Paths = [.. value] });

    /// <inheritdoc cref="JsonValues.Outputs"/>
    public JsonValueStreamOp SetOutputCols(params string[] value) => Set(options => options with { Outputs = [.. value] });

    /// <inheritdoc cref="JsonValues.Types"/>
    public JsonValueStreamOp SetOutputColTypes(params DataType[] value) => Set(options => options with { Types = [.. value] });

    /// <inheritdoc/>
    protected override Task<TableStream> PlanAsync(TableStream rows) => Task.FromResult(rows.Select(Options.Of(this)));
}

/// <summary>Which values are taken out of texts that are JSON objects.</summary>
public sealed record JsonValues
{
    /// <summary>The column of the texts.</summary>
    public string? Column { get; init; }

    /// <summary>The values, each as <c>$.name</c>.</summary>
    /// <exception cref="ArgumentException">A path is another one.</exception>
    public ImmutableArray<string> Paths
    {
        get;
        init => field = Array.Find([.. value], path => !path.StartsWith("$.", StringComparison.Ordinal) || path[2..].AsSpan().ContainsAny(".[*")) is { } other
            ? throw new ArgumentException($"A path must be $. and a name; it was '{other}'.")
            : value;
    } = [];

    /// <summary>Where the values go, one column for each path.</summary>
    public ImmutableArray<string> Outputs { get; init; } = [];

    /// <summary>The types of the columns; by default numbers.</summary>
    public ImmutableArray<DataType>? Types { get; init; }

    /// <summary>Adds the columns to rows.</summary>
    /// <exception cref="InvalidOperationException">Something that is needed is not given.</exception>
    internal Func<Table, Table> Of(object node)
    {
        var text = new Column<string>(Column ?? throw new InvalidOperationException($"{node.GetType().Name} needs a column: call SetSelectedCol first."));
        var types = Types ?? [.. Paths.Select(_ => DataType.Double)];
        if (Paths.Length != Outputs.Length || Paths.Length != types.Length)
        {
            throw new InvalidOperationException($"There are {Paths.Length} paths, {Outputs.Length} columns for them and {types.Length} types.");
        }

        var schema = new Schema([.. Paths.Select((path, i) => new Field(path[2..], types[i]) { IsNullable = true })]);
        return rows =>
        {
            var read = rows.Select(text.Name).JsonToColumns(text, schema);
            return schema.Fields.Zip(Outputs).Aggregate(rows, (made, pair) => made.With(pair.First with { Name = pair.Second }, read.Data(pair.First.Name)));
        };
    }
}
