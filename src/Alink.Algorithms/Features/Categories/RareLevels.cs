using System.Collections.Immutable;
using Alink.Online;

namespace Alink.Features;

/// <summary>Replaces the rare values of categorical columns, and those not seen in training, by one that stands for all of them.</summary>
/// <remarks>A column comes out as text. A missing value stays missing.</remarks>
/// <example>
/// <code>
/// var rows = Table.Of("city", "Oslo", "Rome", "Oslo", "Bern");
/// var model = new RareLevels { Columns = ["city"], LeastCount = 2 }.Fit(rows);
/// model.Transform(rows).Values&lt;string&gt;("city_grouped").ToArray() // => [Oslo other Oslo other]
/// </code>
/// </example>
public sealed record RareLevels : IOnePassEstimator<CategoryCounts, RareLevelsModel>, IColumnwise
{
    /// <inheritdoc/>
    public bool LearnsFirst => true;

    /// <summary>The columns of categories: text, whole numbers or booleans.</summary>
    public ImmutableArray<string> Columns { get; init => field = Require.Items(value); } = [];

    /// <summary>Where the values go, one for each of <see cref="Columns"/>; by default the same names with <c>_grouped</c>.</summary>
    public ImmutableArray<string> Outputs { get; init => field = Require.Items(value); } = [];

    string IColumnwise.Suffix => "_grouped";

    /// <summary>A value of fewer rows (of less weight) than this is rare; at least 0.</summary>
    public double LeastCount { get; init => field = Require.Finite(0, value); }

    /// <summary>A value of a lesser share of the rows that hold a value is rare; from 0 to 1.</summary>
    public double LeastShare { get; init => field = Require.Between(0.0, 1, value); } = 0.01;

    /// <summary>How many values a column keeps at most, the most frequent first; at least 1. Null sets no limit.</summary>
    public int? MostLevels { get; init => field = value is { } most ? Require.AtLeast(1, most) : null; }

    /// <summary>What stands for the rare values; it may be a value of its own.</summary>
    public string Other { get; init; } = "other";

    /// <summary>How much each row counts, at least 0, read in training only; null counts every row once.</summary>
    public Column<double>? Weight { get; init; }

    /// <inheritdoc/>
    public Schema Transform(Schema input) => Columns.Zip(this.OutputNames()).Aggregate(
        input.Reading(Weight), (schema, pair) => schema.Reading<Category>(pair.First).With<string>(pair.Second));

    /// <inheritdoc/>
    public CategoryCounts Start(Schema schema) => CategoryCounts.Of(schema, Columns);

    /// <inheritdoc/>
    public CategoryCounts Update(CategoryCounts state, Table batch) => state.Add(batch, Columns, batch.Weights(Weight));

    /// <inheritdoc/>
    public bool PassesAll(CategoryCounts state) => true;

    /// <inheritdoc/>
    public CategoryCounts Merge(CategoryCounts left, CategoryCounts right) => left.Add(right);

    /// <inheritdoc/>
    /// <exception cref="TrainingException">A column had no values.</exception>
    public RareLevelsModel Snapshot(CategoryCounts state) => new(this, [.. Columns.Select((name, c) =>
    {
        var (levels, weights) = state.Ascending(c);
        if (levels.Count == 0)
        {
            throw new TrainingException($"Column '{name}' has no values to group.");
        }

        var least = Math.Max(LeastCount, LeastShare * state.Present[c]);
        var kept = Enumerable.Range(0, levels.Count).Where(level => weights[level] >= least)
            .OrderByDescending(level => weights[level]).Take(MostLevels ?? int.MaxValue).Order();
        return new Levels(levels.Type, [.. kept.Select(level => levels.Names[level])]);
    })]);

    /// <inheritdoc/>
    /// <remarks>A row's own count, and how many values have a higher one, tell whether its value is rare.</remarks>
    public CategoryCounts Advance(CategoryCounts state, Table batch, out Table output)
    {
        if (batch.RowCount == 0 || !HasSeen(state))
        {
            return FirstRows.Advance(this, state, batch, HasSeen, out output);
        }

        output = batch;
        for (var c = 0; c < Columns.Length; c++)
        {
            var (data, codes) = (batch.Data(Columns[c]), new int[batch.RowCount]);
            var (names, places) = (state.Values[c].Names, Array.Empty<int>());
            state.AddInTurn(c, batch, Columns[c], batch.Weights(Weight), (row, number, count) =>
            {
                var isKept = number >= 0 && count > 0 && count >= Math.Max(LeastCount, LeastShare * state.Present[c]);
                if (isKept && MostLevels is { } most)
                {
                    places = places.Length > 0 ? places : PlacesOf(names, state.Types[c]);
                    isKept = HigherThan(number, state.Weights[c], places) < most;
                }

                codes[row] = isKept ? number : names.Count;
            });
            var field = new Field(this.OutputNames()[c], DataType.String) { IsNullable = output.Schema[Columns[c]].IsNullable };
            output = output.With(field, new StringColumn(codes, StringColumn.Of([.. names, Other]), data.Validity));
        }

        return state;
    }

    static bool HasSeen(CategoryCounts state) => Array.TrueForAll(state.Present, weight => weight > 0);

    /// <summary>The place of each value among all in ascending order.</summary>
    static int[] PlacesOf(List<string> names, DataType type)
    {
        var sorted = Levels.Sorted(type, names);
        return [.. names.Select(name => sorted.IndexOf(name))];
    }

    /// <summary>How many values come before one: they have a higher weight, or the same and an earlier place.</summary>
    static int HigherThan(int number, List<double> weights, int[] places)
    {
        var (count, weight) = (0, weights[number]);
        for (var other = 0; other < places.Length; other++)
        {
            count += weights[other] > weight || (weights[other] == weight && places[other] < places[number]) ? 1 : 0;
        }

        return count;
    }
}

/// <summary>What <see cref="RareLevels"/> has learnt.</summary>
/// <param name="Options">The settings it was trained under.</param>
/// <param name="Kept">The values of each column that are not rare, in ascending order; shape: columns.</param>
public sealed record RareLevelsModel(RareLevels Options, ImmutableArray<Levels> Kept) : Model
{
    /// <inheritdoc/>
    public override Schema Transform(Schema input) => Enumerable.Range(0, Kept.Length).Aggregate(input, (schema, c) =>
        schema.Reading<Category>(Options.Columns[c]).With(Output(schema, c)));

    /// <inheritdoc/>
    public override Func<bool> Bind(RowCells row)
    {
        var inputs = Options.Columns.Select(name => row.Read<Category>(name)).ToArray();
        var outputs = inputs.Select((_, c) => row.Write(Output(row.Schema, c))).ToArray();
        var categories = Kept.Select(levels => new Categories(levels)).ToArray();
        return () =>
        {
            for (var c = 0; c < inputs.Length; c++)
            {
                var number = categories[c].Number(inputs[c]);
                outputs[c].Set(inputs[c].IsMissing ? null : number < 0 ? Options.Other : Kept[c].Names[number]);
            }

            return true;
        };
    }

    /// <inheritdoc/>
    public override Table Transform(Table input)
    {
        Transform(input.Schema);
        var output = input;
        for (var c = 0; c < Kept.Length; c++)
        {
            var (data, codes) = (input.Data(Options.Columns[c]), GC.AllocateUninitializedArray<int>(input.RowCount));
            new Categories(Kept[c]).Encode(data, codes);
            codes.AsSpan().Replace(-1, Kept[c].Count);
            output = output.With(
                Output(output.Schema, c), new StringColumn(codes, StringColumn.Of([.. Kept[c].Names, Options.Other]), data.Validity));
        }

        return output;
    }

    Field Output(Schema input, int c) =>
        new(Options.OutputNames()[c], DataType.String) { IsNullable = input[Options.Columns[c]].IsNullable };
}
