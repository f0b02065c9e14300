using Alink.IO;
using Alink.Runtime;

namespace Alink.Operators;

/// <summary>Makes rows into triples; its state is the number of the next row.</summary>
sealed class TriplesOfRows(Conversion way) : IStreamOperator<long>
{
    public Schema Transform(Schema input) => way.Convert(Table.Empty(input)).Schema;

    public long Start(Schema input) => 0;

    public ValueTask<long> UpdateAsync(long state, StreamBatch batch, StreamOutput output)
    {
        output.Add(way.Convert(batch.Rows, state));
        return new(state + batch.Rows.RowCount);
    }
}

/// <summary>Makes rows of triples that stand one after the other; its state is the triples of the last row of each partition, which
/// others may follow.</summary>
sealed class RowsOfTriples(Conversion way, string key) : IStreamOperator<SortedDictionary<string, Table>>
{
    public Schema Transform(Schema input) => way.Convert(Table.Empty(input)).Schema;

    public SortedDictionary<string, Table> Start(Schema input) => new(StringComparer.Ordinal);

    public ValueTask<SortedDictionary<string, Table>> UpdateAsync(
        SortedDictionary<string, Table> state, StreamBatch batch, StreamOutput output)
    {
        var triples = state.Remove(batch.Partition, out var waiting) ? Table.Concat(waiting, batch.Rows) : batch.Rows;
        if (triples.RowCount == 0)
        {
            return new(state);
        }

        var keys = triples.Data(key);
        var seen = new HashSet<object?>();
        var (first, open) = (0, 0); // Where what is converted together begins, and where the row that is read does.
        for (var i = 1; i < triples.RowCount; i++)
        {
            if (Equals(keys.Boxed(i), keys.Boxed(open)))
            {
                continue;
            }

            // A key that comes again makes another row, which a conversion would take as the same.
            if (!seen.Add(keys.Boxed(open)))
            {
                output.Add(way.Convert(triples.Slice(first, open - first)));
                (first, seen) = (open, [keys.Boxed(open)]);
            }

            open = i;
        }

        if (open > first)
        {
            output.Add(way.Convert(triples.Slice(first, open - first)));
        }

        state[batch.Partition] = triples.Slice(open, triples.RowCount - open);
        return new(state);
    }

    public ValueTask<SortedDictionary<string, Table>> EndAsync(
        SortedDictionary<string, Table> state, StreamEpoch epoch, StreamOutput output)
    {
        if (epoch.IsLast)
        {
            foreach (var waiting in state.Values)
            {
                output.Add(way.Convert(waiting));
            }

            state.Clear();
        }

        return new(state);
    }
}
