namespace Alink.Runtime;

/// <summary>The rows of a table as a stream that ends.</summary>
/// <param name="table">The rows.</param>
public sealed class TableSource(Table table) : IStreamSource
{
    /// <summary>The most rows of a batch; at least 1.</summary>
    public int RowsPerBatch { get; init => field = Require.AtLeast(1, value); } = 8192;

    /// <inheritdoc/>
    public Schema Schema => table.Schema;

    /// <inheritdoc/>
    public ValueTask<StreamPlan> PlanAsync(
        IReadOnlyDictionary<string, long> positions, long rows, CancellationToken cancellation)
    {
        var from = positions.GetValueOrDefault("");
        var to = Math.Min(table.RowCount, from + rows);
        return new(new StreamPlan(
            to > from ? [new("", from, to, to - from)] : [], HasEnded: to == table.RowCount, Behind: table.RowCount - to));
    }

    /// <inheritdoc/>
    public IEnumerable<Table> Read(StreamRange range, CancellationToken cancellation) =>
        table.Slice((int)range.From, (int)(range.To - range.From)).Batches(RowsPerBatch);

    /// <inheritdoc/>
    public ValueTask WaitAsync(TimeProvider time, CancellationToken cancellation) => default;
}
