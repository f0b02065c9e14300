using System.Collections.Immutable;

namespace Alink.Statistics;

/// <summary>Finds quantiles of each column: within a small error of their rank in one pass, or exactly in six.</summary>
/// <remarks>
/// A quantile is an actual number of the rows: the least one at which it and the smaller ones reach the share asked for, so the
/// lower median of an even count. One pass keeps a <see cref="QuantileSketch"/> for each column, also of a stream, and is
/// exact while few numbers have come. Exactly is by radix selection, in fixed memory for any number of rows. NaN and missing
/// values do not count. A number of a vector counts as a column of its own.
/// </remarks>
/// <example>
/// <code>
/// var rows = Table.Of("age", 18.0, 25.0, 31.0, 64.0);
/// var ages = new ColumnQuantiles { Columns = ["age"], Shares = [0.25, 0.5, 1] }.Evaluate(rows);
/// ages.Values.Row(0).ToArray() // => [18 25 64]
/// </code>
/// </example>
public sealed record ColumnQuantiles : IOnePassEvaluator<ColumnSketches, QuantileTable>
{
    /// <summary>The columns of numbers, or of vectors of a known length.</summary>
    public ImmutableArray<string> Columns { get; init => field = Require.Items(value); } = [];

    /// <summary>Which quantiles, each from 0 to 1: 0.5 is the median.</summary>
    public ImmutableArray<double> Shares
    {
        get;
        init => field = [.. Require.Items(value).Select(share => Require.Between(0, 1, share, nameof(Shares)))];
    }

    = [0.25, 0.5, 0.75];

    /// <summary>How far the rank of a quantile may be off, as a share of the rows, 99 times of 100; from 1e-5 to 0.1, or 0: exact.</summary>
    public double RelativeError { get; init => field = value == 0 ? 0 : Require.Between(1e-5, 0.1, value); } = 0.001;

    /// <summary>What chance goes by.</summary>
    public long Seed { get; init; }

    /// <inheritdoc/>
    /// <exception cref="SchemaException">A column is missing or of the wrong type.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Exact quantiles are asked for, which take several passes.</exception>
    public ColumnSketches Start(Schema schema)
    {
        _ = new NumberSlots(schema, Columns);
        return new(schema, Columns, Require.Positive(RelativeError, nameof(RelativeError)), Seed);
    }

    /// <inheritdoc/>
    public ColumnSketches Update(ColumnSketches state, Table batch) => state.Add(batch, Columns);

    /// <inheritdoc/>
    public ColumnSketches Merge(ColumnSketches left, ColumnSketches right) => left.Add(right);

    /// <inheritdoc/>
    /// <exception cref="TrainingException">A column has no numbers.</exception>
    public QuantileTable Snapshot(ColumnSketches state)
    {
        var (names, numbers) = (new List<string>(), new List<double>());
        for (var c = 0; c < Columns.Length; c++)
        {
            var features = state.Columns[c];
            for (var j = 0; j < Math.Max(1, features.Features); j++)
            {
                names.Add(NumberSlots.Name(Columns[c], j, features.Features));
                numbers.AddRange(Shares.Select(share => features.Count == 0 ? double.NaN : features.Quantile(j, share)));
            }
        }

        return Table([.. names], [.. numbers]);
    }

    /// <inheritdoc/>
    public async ValueTask<QuantileTable> EvaluateAsync(IDataset rows, TrainingContext context)
    {
        if (RelativeError > 0)
        {
            return Snapshot(await rows.AggregateAsync(this, context).ConfigureAwait(false));
        }

        var slots = new NumberSlots(rows.Schema, Columns);
        var numbers = await Quantiles.SelectAsync(rows, slots, double.IsNaN, null, [.. Shares], context).ConfigureAwait(false);
        return Table([.. Enumerable.Range(0, slots.Count).Select(slots.Name)], numbers);
    }

    QuantileTable Table(string[] names, double[] numbers)
    {
        var empty = Array.FindIndex(numbers, double.IsNaN);
        return empty < 0 ? new([.. names], Shares, new(names.Length, Shares.Length, [.. numbers]))
            : throw new TrainingException($"Column '{names[empty / Shares.Length]}' has no numbers.");
    }
}

/// <summary>Quantiles of columns.</summary>
/// <param name="Columns">The columns, or the numbers of a vector as <c>features[2]</c>.</param>
/// <param name="Shares">Which quantiles.</param>
/// <param name="Values">The quantiles; shape: columns × shares.</param>
[TypeFormatterSource]
public sealed record QuantileTable(ImmutableArray<string> Columns, ImmutableArray<double> Shares, Matrix Values);
