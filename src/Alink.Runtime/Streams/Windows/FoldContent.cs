using System.Collections.Immutable;

namespace Alink.Runtime;

/// <summary>Folds the rows of a window one by one, so that no cut of them matters, and makes a table of the state.</summary>
sealed class FoldContent<TState>(Schema input, IFold<TState> fold, Schema output, Func<TState, WindowSpan, Table> result)
    : WindowContent<TState>
{
    public override bool Merges => fold is IAggregator<TState>;

    public override ImmutableArray<Field> Fields(Schema schema) => output.Fields;

    public override TState Start() => fold.Start(input);

    public override TState Add(TState state, in WindowRow row) => fold.Update(state, row.Rows.Slice(row.Row, 1));

    public override TState Merge(TState left, TState right) => ((IAggregator<TState>)fold).Merge(left, right);

    public override void Write(TState state, RowKey key, long start, long end, RowsWriter writer)
    {
        var rows = result(state, start > long.MinValue ? new(Moment(start), Moment(end)) : default);
        if (!rows.Schema.Fields.Select(field => (field.Name, field.Type))
            .SequenceEqual(output.Fields.Select(field => (field.Name, field.Type))))
        {
            throw new SchemaException($"A window's result has the columns {rows.Schema}; announced were {output}.");
        }

        for (var row = 0; row < rows.RowCount; row++)
        {
            writer.Set(key);
            writer.Set(rows, row, key.Values.Length);
            writer.Add();
        }
    }

    static DateTimeOffset Moment(long ticks) =>
        new(Math.Clamp(ticks, 0, DateTimeOffset.MaxValue.UtcTicks), TimeSpan.Zero);
}
