using System.Collections.Immutable;
using Alink.Online;

namespace Alink.Features;

/// <summary>Replaces each category by how many rows hold it, or by their share.</summary>
/// <remarks>A missing value is a category of its own. One that was not seen in training has a count of 0.</remarks>
/// <example>
/// <code>
/// var rows = Table.Of("city", "Oslo", "Rome", "Oslo", "Oslo");
/// var model = new CountEncoder { Columns = ["city"], AsShare = true }.Fit(rows);
/// model.Transform(rows).Values&lt;double&gt;("city_count")[0] // => 0.75
/// </code>
/// </example>
public sealed record CountEncoder : IOnePassEstimator<CategoryCounts, CountEncoderModel>, IColumnwise
{
    /// <inheritdoc/>
    public bool LearnsFirst => true;

    /// <summary>The columns of categories: text, whole numbers or booleans.</summary>
    public ImmutableArray<string> Columns { get; init => field = Require.Items(value); } = [];

    /// <summary>Where the counts go, one for each of <see cref="Columns"/>; by default the same names with <c>_count</c>.</summary>
    public ImmutableArray<string> Outputs { get; init => field = Require.Items(value); } = [];

    string IColumnwise.Suffix => "_count";

    /// <summary>Whether counts are divided by that of all rows, and so lie from 0 to 1.</summary>
    public bool AsShare { get; init; }

    /// <summary>How much each row counts, at least 0, read in training only; null counts every row once.</summary>
    public Column<double>? Weight { get; init; }

    /// <inheritdoc/>
    public Schema Transform(Schema input) => Columns.Zip(this.OutputNames()).Aggregate(
        input.Reading(Weight), (schema, pair) => schema.Reading<Category>(pair.First).With<double>(pair.Second));

    /// <inheritdoc/>
    public CategoryCounts Start(Schema schema) => CategoryCounts.Of(schema, Columns);

    /// <inheritdoc/>
    public CategoryCounts Update(CategoryCounts state, Table batch) => state.Add(batch, Columns, batch.Weights(Weight));

    /// <inheritdoc/>
    public bool PassesAll(CategoryCounts state) => true;

    /// <inheritdoc/>
    public CategoryCounts Merge(CategoryCounts left, CategoryCounts right) => left.Add(right);

    /// <inheritdoc/>
    /// <exception cref="TrainingException">The rows have no weight.</exception>
    public CountEncoderModel Snapshot(CategoryCounts state)
    {
        var levels = ImmutableArray.CreateBuilder<Levels>();
        var counts = ImmutableArray.CreateBuilder<double>();
        for (var c = 0; c < Columns.Length; c++)
        {
            var (seen, weights) = state.Ascending(c);
            double[] all = [.. weights, state.Missing[c]];
            var total = state.Present[c] + state.Missing[c];
            if (total == 0)
            {
                throw new TrainingException($"{nameof(CountEncoder)} needs at least one row of a weight above 0.");
            }

            levels.Add(seen);
            counts.AddRange(all.Select(count => AsShare ? count / total : count));
        }

        return new(this, levels.DrainToImmutable(), counts.DrainToImmutable());
    }

    /// <inheritdoc/>
    /// <remarks>A row's own count is all that is asked for of a model.</remarks>
    public CategoryCounts Advance(CategoryCounts state, Table batch, out Table output)
    {
        if (batch.RowCount == 0 || !HasRows(state))
        {
            return FirstRows.Advance(this, state, batch, HasRows, out output);
        }

        output = batch;
        for (var c = 0; c < Columns.Length; c++)
        {
            var counts = new double[batch.RowCount];
            state.AddInTurn(c, batch, Columns[c], batch.Weights(Weight), (row, _, count) =>
                counts[row] = AsShare ? count / (state.Present[c] + state.Missing[c]) : count);
            output = output.With(new Field(this.OutputNames()[c], DataType.Double), new FixedColumn<double>(counts));
        }

        return state;
    }

    static bool HasRows(CategoryCounts state) => Enumerable.Range(0, state.Present.Length).All(c => state.Present[c] + state.Missing[c] > 0);
}

/// <summary>What a <see cref="CountEncoder"/> has learnt.</summary>
/// <param name="Options">The settings it was trained under.</param>
/// <param name="Levels">The values seen of each column; shape: columns.</param>
/// <param name="Counts">The count of each level and then of missing values, column after column; shape: sum over columns of levels + 1.</param>
public sealed record CountEncoderModel(
    CountEncoder Options, ImmutableArray<Levels> Levels, ImmutableArray<double> Counts) : NumberPerCategory
{
    private protected override ImmutableArray<string> Inputs => Options.Columns;

    private protected override ImmutableArray<string> Outputs => Options.OutputNames();

    private protected override EncodedRows Rows() =>
        new(Options.Columns, Levels, [.. Levels.Select(_ => true)], HandleInvalid.Keep);

    private protected override double[] Numbers(int column) =>
        [.. Counts.Skip(Levels.Take(column).Sum(levels => levels.Count + 1)).Take(Levels[column].Count + 1), 0];
}
