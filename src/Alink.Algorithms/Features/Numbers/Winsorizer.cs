using System.Collections.Immutable;
using Alink.Online;
using Alink.Statistics;

namespace Alink.Features;

/// <summary>Brings the least and the greatest numbers of each feature to quantiles that it learns, which tames outliers.</summary>
/// <remarks>
/// Quantiles are actual numbers of the rows, from a <see cref="QuantileSketch"/> in one pass. NaN stays NaN and teaches
/// nothing. A sparse vector stays sparse where 0 stays 0. After C. Winsor; J. Tukey, "The future of data analysis", Annals
/// of Mathematical Statistics 33, 1962. <see cref="Clip"/> is given its bounds.
/// </remarks>
/// <example>
/// <code>
/// var rows = Table.Of("income", 1.0, 20, 30, 40, 9999);
/// var model = new Winsorizer { Columns = ["income"], Lower = 0.2, Upper = 0.8 }.Fit(rows);
/// model.Transform(rows).Values&lt;double&gt;("income_winsorized").ToArray() // => [1 20 30 40 40]
/// </code>
/// </example>
public sealed record Winsorizer : IOnePassEstimator<ColumnSketches, WinsorizerModel>, IColumnwise
{
    /// <inheritdoc/>
    public bool LearnsFirst => true;

    /// <summary>The columns of numbers or vectors; a missing value stays missing and teaches nothing.</summary>
    public ImmutableArray<string> Columns { get; init => field = Require.Items(value); } = [];

    /// <summary>Where the numbers go, one for each of <see cref="Columns"/>; by default the same names with <c>_winsorized</c>.</summary>
    public ImmutableArray<string> Outputs { get; init => field = Require.Items(value); } = [];

    string IColumnwise.Suffix => "_winsorized";

    /// <summary>Which quantile becomes the least number, from 0 to 1; below <see cref="Upper"/>.</summary>
    public double Lower { get; init => field = Require.Between(0, 1, value); } = 0.05;

    /// <summary>Which quantile becomes the greatest number, from 0 to 1.</summary>
    public double Upper { get; init => field = Require.Between(0, 1, value); } = 0.95;

    /// <summary>How far the rank of a quantile may be off, as a share of the rows, 99 times of 100; from 1e-5 to 0.1.</summary>
    public double RelativeError { get; init => field = Require.Between(1e-5, 0.1, value); } = 0.001;

    /// <summary>What chance goes by.</summary>
    public long Seed { get; init; }

    /// <inheritdoc/>
    public Schema Transform(Schema input) => input.WithNumbers(this);

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException"><see cref="Lower"/> is not below <see cref="Upper"/>.</exception>
    public ColumnSketches Start(Schema schema) => Lower < Upper
        ? new(schema, Columns, RelativeError, Seed)
        : throw new ArgumentOutOfRangeException(
            nameof(Lower), $"{nameof(Lower)} must be below {nameof(Upper)}; they were {Lower} and {Upper}.");

    /// <inheritdoc/>
    public ColumnSketches Update(ColumnSketches state, Table batch) => state.Add(batch, Columns);

    /// <inheritdoc/>
    public ColumnSketches Merge(ColumnSketches left, ColumnSketches right) => left.Add(right);

    /// <inheritdoc/>
    /// <exception cref="TrainingException">A feature had no numbers.</exception>
    public WinsorizerModel Snapshot(ColumnSketches state)
    {
        var (least, greatest, starts) = (new List<double>(), new List<double>(), new List<int> { 0 });
        for (var c = 0; c < Columns.Length; c++)
        {
            var features = state.Columns[c];
            if (features.Count == 0)
            {
                throw new TrainingException($"Column '{Columns[c]}' has no values to learn bounds from.");
            }

            for (var j = 0; j < features.Features; j++)
            {
                least.Add(features.Quantile(j, Lower));
                greatest.Add(features.Quantile(j, Upper));
                if (double.IsNaN(least[^1]))
                {
                    throw features.CannotTeach(Columns[c], j, "has no numbers");
                }
            }

            starts.Add(least.Count);
        }

        return new(this, [.. least], [.. greatest], [.. starts]);
    }

    /// <inheritdoc/>
    public ColumnSketches Advance(ColumnSketches state, Table batch, out Table output)
    {
        if (batch.RowCount == 0 || !Teaches(state))
        {
            return FirstRows.Advance(this, state, batch, Teaches, out output);
        }

        output = new Learning(Transform(batch.Schema), row =>
        {
            var inputs = Columns.Select(name => row[name]).ToArray();
            var running = Array.ConvertAll(state.Columns, column => new FeatureSketches.Running(column));
            var bounds = Array.ConvertAll(state.Columns, column => (Least: new double[column.Features], Greatest: new double[column.Features]));
            var step = NumberColumns.Bind(this, this, row, c => new NumberMap<Clipped>(
                new(bounds[c].Least, bounds[c].Greatest), bounds[c].Least.Length, () => IsZeroWithin(bounds[c].Least, bounds[c].Greatest)));
            return () =>
            {
                for (var c = 0; c < inputs.Length; c++)
                {
                    if (inputs[c].Type != DataType.Vector)
                    {
                        running[c].Add(inputs[c].IsMissing ? double.NaN : inputs[c].Number);
                    }
                    else if (!inputs[c].IsMissing)
                    {
                        running[c].Add(inputs[c].Vector);
                    }

                    for (var j = 0; j < bounds[c].Least.Length; j++)
                    {
                        bounds[c].Least[j] = running[c].Quantile(j, Lower);
                        bounds[c].Greatest[j] = running[c].Quantile(j, Upper);
                    }
                }

                return step();
            };
        }).Transform(batch);
        return state;
    }

    /// <summary>Whether every feature of every column has numbers.</summary>
    static bool Teaches(ColumnSketches state) => Array.TrueForAll(state.Columns, column => column.Count > 0
        && Enumerable.Range(0, column.Features).All(j => !double.IsNaN(column.Quantile(j, 0.5))));

    static bool IsZeroWithin(double[] least, double[] greatest)
    {
        for (var j = 0; j < least.Length; j++)
        {
            if (least[j] > 0 || greatest[j] < 0)
            {
                return false;
            }
        }

        return true;
    }
}

/// <summary>What a <see cref="Winsorizer"/> has learnt.</summary>
/// <param name="Options">The settings it was trained under.</param>
/// <param name="Least">The least number that stays, feature by feature, column after column; shape: features of all columns.</param>
/// <param name="Greatest">The greatest number that stays; shape: features of all columns.</param>
/// <param name="Starts">Where the features of each column begin, and where the last end; shape: columns + 1.</param>
public sealed record WinsorizerModel(
    Winsorizer Options, ImmutableArray<double> Least, ImmutableArray<double> Greatest, ImmutableArray<int> Starts) : Model
{
    /// <inheritdoc/>
    public override Schema Transform(Schema input)
    {
        for (var c = 0; c < Options.Columns.Length; c++)
        {
            if (input[Options.Columns[c]].Type == DataType.Vector)
            {
                input.FeatureField(Options.Columns[c], Starts[c + 1] - Starts[c]);
            }
        }

        return input.WithNumbers(Options);
    }

    /// <inheritdoc/>
    public override Table Transform(Table input) => NumberColumns.Transform(this, Options, input, MapOf);

    /// <inheritdoc/>
    public override Func<bool> Bind(RowCells row) => NumberColumns.Bind(this, Options, row, MapOf);

    NumberMap<Clipped> MapOf(int column)
    {
        var (start, end) = (Starts[column], Starts[column + 1]);
        return new(new([.. Least[start..end]], [.. Greatest[start..end]]), end - start);
    }
}
