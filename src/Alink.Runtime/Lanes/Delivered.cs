namespace Alink.Runtime;

/// <summary>Rows that stand in the lanes of their keys, in the memory of the hosts.</summary>
sealed class Delivered(Schema schema, LaneRange own, Table?[] tables) : IDataset
{
    const int BatchRows = 16_384;

    public Schema Schema => schema;

    public int Lanes => own.Lanes;

    public IEnumerable<Table> Read(int lane, CancellationToken cancellation = default) => own.Has(lane)
        ? tables[lane - own.First]?.Batches(BatchRows) ?? []
        : throw new InvalidOperationException($"Lane {lane} stands on another host.");
}
