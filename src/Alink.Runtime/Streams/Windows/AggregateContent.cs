using System.Collections.Immutable;

namespace Alink.Runtime;

/// <summary>The rows of a window, as far as its aggregates need them.</summary>
sealed class AggregateState
{
    /// <summary>How many rows.</summary>
    public long Rows { get; set; }

    /// <summary>Sums of each column.</summary>
    public required ColumnSummary[] Summaries { get; init; }

    /// <summary>The values of each column; null where sums are enough.</summary>
    public RowSeries? Series { get; set; }
}

/// <summary>Computes aggregates of a window.</summary>
sealed class AggregateContent(AggregatePlan plan) : WindowContent<AggregateState>
{
    public override bool Merges => true;

    public override string Settings => plan.Settings;

    public override ImmutableArray<Field> Fields(Schema input) => plan.Fields;

    public override AggregateState Start() => new()
    {
        Summaries = [.. plan.Columns.Select(_ => new ColumnSummary())],
        Series = plan.NeedsSeries ? new(plan.Columns.Length) : null,
    };

    public override AggregateState Add(AggregateState state, in WindowRow row)
    {
        state.Rows++;
        var place = state.Series?.Add(row.Time);
        for (var c = 0; c < row.Columns.Length; c++)
        {
            var value = Value.Of(row.Columns[c], row.Row, plan.NeedsText[c]);
            if (plan.Summarised[c])
            {
                state.Summaries[c].Add(value, plan.TypeOf(c));
            }

            state.Series?.Set(place!.Value, c, value);
        }

        return state;
    }

    public override AggregateState Merge(AggregateState left, AggregateState right)
    {
        left.Rows += right.Rows;
        for (var c = 0; c < left.Summaries.Length; c++)
        {
            left.Summaries[c].Add(right.Summaries[c]);
        }

        left.Series = left.Series is { } series ? RowSeries.Merge(series, right.Series!) : null;
        return left;
    }

    public override void Write(AggregateState state, RowKey key, long start, long end, RowsWriter output)
    {
        output.Set(key);
        for (var i = 0; i < plan.Aggregates.Length; i++)
        {
            var aggregate = plan.Aggregates[i];
            var value = AggregatePlan.IsSum(aggregate) || aggregate.Function >= WindowFunction.RowNumber
                ? plan.OfSums(aggregate, state.Rows, state.Summaries, start, end)
                : plan.OfSeries(aggregate, state.Series!);
            value.Load(output.Cells[key.Values.Length + i]);
        }

        output.Add();
    }
}
