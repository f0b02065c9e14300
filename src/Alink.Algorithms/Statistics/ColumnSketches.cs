using System.Collections.Immutable;

namespace Alink.Statistics;

/// <summary>The numbers so far of each column, as far as quantiles need them; NaN and missing values do not count.</summary>
public sealed class ColumnSketches
{
    /// <param name="schema">The columns of the rows to come.</param>
    /// <param name="columns">Columns of numbers or vectors.</param>
    /// <param name="error">How far the rank of a quantile may be off, as a share of the rows.</param>
    /// <param name="seed">What chance goes by.</param>
    internal ColumnSketches(Schema schema, ImmutableArray<string> columns, double error, long seed) =>
        Columns = [.. columns.Select((name, c) => new FeatureSketches([.. schema[name].FeatureNames], error, seed + c))];

    /// <summary>The features of each column; one of a column of numbers.</summary>
    internal FeatureSketches[] Columns { get; }

    /// <summary>Adds the rows of a batch.</summary>
    internal ColumnSketches Add(Table batch, ImmutableArray<string> columns)
    {
        for (var c = 0; c < Columns.Length; c++)
        {
            if (batch.Data(columns[c]) is VectorColumn vectors)
            {
                Columns[c].Add(vectors);
                continue;
            }

            foreach (var number in batch.Numbers(columns[c]))
            {
                Columns[c].Add(number);
            }
        }

        return this;
    }

    /// <summary>Adds the rows of another.</summary>
    internal ColumnSketches Add(ColumnSketches other)
    {
        for (var c = 0; c < Columns.Length; c++)
        {
            Columns[c].Add(other.Columns[c]);
        }

        return this;
    }
}
