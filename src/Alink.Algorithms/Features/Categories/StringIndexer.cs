using System.Collections.Immutable;
using Alink.Online;

namespace Alink.Features;

/// <summary>In which order the values of a column get their indices.</summary>
public enum IndexOrder
{
    /// <summary>The most frequent first; equally frequent ones ascending.</summary>
    FrequencyDescending,

    /// <summary>The rarest first; equally frequent ones ascending.</summary>
    FrequencyAscending,

    /// <summary>Numbers by size, false before true, text by its UTF-16 code units.</summary>
    Ascending,

    /// <summary>The reverse of <see cref="Ascending"/>.</summary>
    Descending,

    /// <summary>As they first come: a value keeps its index for ever, so that learners after it may learn from a stream.</summary>
    FirstSeen,
}

/// <summary>Replaces each value of a categorical column by its index among the different ones.</summary>
/// <example>
/// <code>
/// var rows = Table.Of("color", "red", "blue", "red");
/// var model = new StringIndexer { Columns = ["color"] }.Fit(rows);
/// model.Levels[0] // => red, blue
/// model.Transform(rows).Values&lt;int&gt;("color_index")[1] // => 1
/// </code>
/// </example>
public sealed record StringIndexer : IOnePassEstimator<CategoryCounts, StringIndexerModel>, IColumnwise
{
    /// <inheritdoc/>
    public bool LearnsFirst => true;

    /// <summary>The columns to index: text, whole numbers or booleans.</summary>
    public ImmutableArray<string> Columns { get; init => field = Require.Items(value); } = [];

    /// <summary>Where the indices go, one for each of <see cref="Columns"/>; by default the same names with <c>_index</c>.</summary>
    public ImmutableArray<string> Outputs { get; init => field = Require.Items(value); } = [];

    string IColumnwise.Suffix => "_index";

    /// <summary>In which order values get their indices.</summary>
    public IndexOrder Order { get; init; }

    /// <summary>What becomes of a row with a missing value or one not seen in training; kept, its index is the number of levels.</summary>
    public HandleInvalid HandleInvalid { get; init; }

    /// <summary>How much each row counts towards frequencies, at least 0; null counts every row once. A value whose weight
    /// is 0 has no index, unless they go as <see cref="IndexOrder.FirstSeen"/>.</summary>
    public Column<double>? Weight { get; init; }

    /// <inheritdoc/>
    public Schema Transform(Schema input) => Columns.Zip(this.OutputNames()).Aggregate(
        input.Reading(Weight),
        (schema, pair) => schema.Reading<Category>(pair.First).With<int>(pair.Second));

    /// <inheritdoc/>
    public CategoryCounts Start(Schema schema) => CategoryCounts.Of(schema, Columns);

    /// <inheritdoc/>
    public CategoryCounts Update(CategoryCounts state, Table batch) => state.Add(batch, Columns, batch.Weights(Weight));

    /// <inheritdoc/>
    public bool PassesAll(CategoryCounts state) => HandleInvalid == HandleInvalid.Keep
        || (HandleInvalid == HandleInvalid.Error && Weight is null && state.Missing.All(missing => missing == 0));

    /// <inheritdoc/>
    public CategoryCounts Merge(CategoryCounts left, CategoryCounts right) => left.Add(right);

    /// <inheritdoc/>
    /// <exception cref="TrainingException">A column had no values.</exception>
    public StringIndexerModel Snapshot(CategoryCounts state) =>
        new(this, [.. Columns.Select((name, c) => Ordered(name, state, c))]);

    /// <inheritdoc/>
    public CategoryCounts Advance(CategoryCounts state, Table batch, out Table output)
    {
        var isComplete = Columns.All(name => batch.Data(name).Validity.IsFull);
        if (Order != IndexOrder.FirstSeen || batch.RowCount == 0 || (HandleInvalid == HandleInvalid.Keep && !isComplete))
        {
            return RowByRow.Advance(this, state, batch, Essence, out output);
        }

        if (!isComplete && !HasSeen(state))
        {
            return FirstRows.Advance(this, state, batch, HasSeen, out output);
        }

        // Rows to come change no index of a row before.
        state = Update(state, batch);
        output = Snapshot(state).Transform(batch);
        return state;
    }

    /// <summary>How many values have an index, and where frequencies order them, their order and which are as frequent as the one before.</summary>
    double[] Essence(CategoryCounts state)
    {
        var essence = new List<double>();
        foreach (var weights in state.Weights)
        {
            var seen = Enumerable.Range(0, weights.Count).Where(value => Order == IndexOrder.FirstSeen || weights[value] > 0).ToArray();
            essence.Add(seen.Length);
            if (Order is IndexOrder.FrequencyDescending or IndexOrder.FrequencyAscending)
            {
                var last = 0.0;
                foreach (var value in seen.OrderBy(value => weights[value]))
                {
                    essence.Add(weights[value] == last ? -value - 1 : value);
                    last = weights[value];
                }
            }
        }

        return [.. essence];
    }

    static bool HasSeen(CategoryCounts state) => Array.TrueForAll(state.Weights, seen => seen.Count > 0);

    Levels Ordered(string column, CategoryCounts state, int c)
    {
        var names = state.Values[c].Names;
        if (Order == IndexOrder.FirstSeen && names.Count > 0)
        {
            return new(state.Types[c], [.. names]);
        }

        var (ascending, weights) = state.Ascending(c);
        var pairs = ascending.Names.Zip(weights);
        return ascending.Count == 0 ? throw new TrainingException($"Column '{column}' has no values to index.") : Order switch
        {
            IndexOrder.FrequencyDescending => new(ascending.Type, [.. pairs.OrderByDescending(pair => pair.Second).Select(pair => pair.First)]),
            IndexOrder.FrequencyAscending => new(ascending.Type, [.. pairs.OrderBy(pair => pair.Second).Select(pair => pair.First)]),
            IndexOrder.Descending => new(ascending.Type, [.. ascending.Names.Reverse()]),
            _ => ascending,
        };
    }
}

/// <summary>What a <see cref="StringIndexer"/> has learnt.</summary>
/// <param name="Options">The settings it was trained under.</param>
/// <param name="Levels">The values of each column, in the order of their indices; shape: columns.</param>
public sealed record StringIndexerModel(StringIndexer Options, ImmutableArray<Levels> Levels) : Model
{
    /// <inheritdoc/>
    public override Schema Transform(Schema input)
    {
        var (schema, outputs) = (input, Options.OutputNames());
        for (var c = 0; c < Levels.Length; c++)
        {
            schema = schema.Reading<Category>(Options.Columns[c]).With(Output(outputs[c], Levels[c]));
        }

        return schema;
    }

    /// <inheritdoc/>
    public override Func<bool> Bind(RowCells row)
    {
        var inputs = Options.Columns.Select(name => row.Read<Category>(name)).ToArray();
        var outputs = Options.OutputNames().Zip(Levels).Select(pair => row.Write(Output(pair.First, pair.Second))).ToArray();
        var categories = Levels.Select(levels => new Categories(levels)).ToArray();
        return () =>
        {
            for (var c = 0; c < inputs.Length; c++)
            {
                var index = categories[c].Number(inputs[c]);
                if (index < 0)
                {
                    switch (Options.HandleInvalid)
                    {
                        case HandleInvalid.Skip:
                            return false;
                        case HandleInvalid.Error:
                            throw inputs[c].IsMissing ? row.Missing(inputs[c]) : new RowException(
                                $"Column '{inputs[c].Name}' holds a value in row {row.Row} that was not seen in training: '{inputs[c].Shown}'.");
                    }

                    index = Levels[c].Count;
                }

                outputs[c].Set((long)index);
            }

            return true;
        };
    }

    /// <inheritdoc/>
    public override Table Transform(Table input)
    {
        var (output, schema, names) = (input, Transform(input.Schema), Options.OutputNames());
        for (var c = 0; c < Levels.Length; c++)
        {
            var indices = GC.AllocateUninitializedArray<int>(input.RowCount);
            new Categories(Levels[c]).Encode(input.Data(Options.Columns[c]), indices);
            if (Options.HandleInvalid != HandleInvalid.Keep && indices.Contains(-1))
            {
                return base.Transform(input);
            }

            indices.AsSpan().Replace(-1, Levels[c].Count);
            output = output.With(schema[names[c]], new FixedColumn<int>(indices));
        }

        return output;
    }

    /// <summary>As text, whatever the values are, levels are what the indices stand for, and no values of the column.</summary>
    static Field Output(string name, Levels levels) => new(name, DataType.Int32) { Levels = Alink.Levels.Of(levels.Names) };
}
