using System.Collections.Immutable;
using Alink.Statistics;

namespace Alink.Features;

/// <summary>What an <see cref="Imputer"/> puts in the place of a missing number.</summary>
public enum ImputerStrategy
{
    /// <summary>The mean of the others.</summary>
    Mean,

    /// <summary>The median of the others: an actual one of them, the lower where they are even in number.</summary>
    Median,

    /// <summary>The most frequent of the others, the least where some are equally frequent.</summary>
    MostFrequent,
}

/// <summary>Fills missing numbers in from the other rows.</summary>
/// <remarks>The median takes six passes and fixed memory; the most frequent number, memory for each different one.</remarks>
/// <example>
/// <code>
/// var rows = Table.Of&lt;double&gt;("age", 20.0, double.NaN, 40.0);
/// var model = new Imputer { Columns = ["age"] }.Fit(rows);
/// model.Transform(rows).Values&lt;double&gt;("age")[1] // => 30
/// </code>
/// </example>
public sealed record Imputer : IEstimator<ImputerModel>
{
    /// <summary>The columns to fill in: numbers, or vectors of known length, each of whose numbers is filled in for itself.</summary>
    public ImmutableArray<string> Columns { get; init; } = [];

    /// <summary>Where the filled-in columns go, one for each of <see cref="Columns"/>; by default in their place.</summary>
    public ImmutableArray<string> Outputs { get; init; } = [];

    /// <summary>What is put in the place of a missing number.</summary>
    public ImputerStrategy Strategy { get; init; }

    /// <summary>A number that counts as missing, besides NaN and missing values; where it is 0, a sparse vector comes out dense.</summary>
    public double MissingValue { get; init; } = double.NaN;

    /// <summary>How much each row counts, at least 0; null counts every row once.</summary>
    public Column<double>? Weight { get; init; }

    /// <inheritdoc/>
    public Schema Transform(Schema input)
    {
        input.Reading(Weight);
        return this.OutputFields(input);
    }

    /// <inheritdoc/>
    /// <exception cref="TrainingException">A column has no number at all.</exception>
    public async ValueTask<ImputerModel> FitAsync(IDataset training, TrainingContext context)
    {
        Transform(training.Schema);
        var slots = new NumberSlots(training.Schema, Columns);
        var surrogates = Strategy switch
        {
            ImputerStrategy.Mean => await MeansAsync(training, slots, context).ConfigureAwait(false),
            ImputerStrategy.Median => await Quantiles
                .SelectAsync(training, slots, IsMissing, Weight, share: 0.5, context).ConfigureAwait(false),
            _ => await ModesAsync(training, slots, context).ConfigureAwait(false),
        };
        var empty = Array.FindIndex(surrogates, double.IsNaN);
        return empty < 0
            ? new(this, [.. surrogates]) { Origin = context.Origin() }
            : throw new TrainingException($"{slots.Describe(empty)} has no number to fill in from.");
    }

    internal bool IsMissing(double number) => double.IsNaN(number) || number == MissingValue;

    async ValueTask<double[]> MeansAsync(IDataset training, NumberSlots slots, TrainingContext context)
    {
        var sums = await training.AggregateAsync(new Means(this, slots), context).ConfigureAwait(false);
        return [.. sums.Sums.Zip(sums.Weights, (sum, weight) => sum / weight)];
    }

    async ValueTask<double[]> ModesAsync(IDataset training, NumberSlots slots, TrainingContext context)
    {
        var counts = await training.AggregateAsync(new Modes(this, slots), context).ConfigureAwait(false);
        return Array.ConvertAll(counts, slot => slot.Count == 0 ? double.NaN
            : slot.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key).First().Key);
    }

    sealed record Means(Imputer Options, NumberSlots Slots) : IAggregator<(double[] Sums, double[] Weights)>
    {
        public (double[] Sums, double[] Weights) Start(Schema schema) => (new double[Slots.Count], new double[Slots.Count]);

        public (double[] Sums, double[] Weights) Update((double[] Sums, double[] Weights) state, Table batch)
        {
            Slots.Visit(batch, batch.Weights(Options.Weight), (slot, number, weight) =>
            {
                if (!Options.IsMissing(number))
                {
                    state.Sums[slot] += weight * number;
                    state.Weights[slot] += weight;
                }
            });
            return state;
        }

        public (double[] Sums, double[] Weights) Merge((double[] Sums, double[] Weights) left, (double[] Sums, double[] Weights) right)
        {
            for (var slot = 0; slot < Slots.Count; slot++)
            {
                left.Sums[slot] += right.Sums[slot];
                left.Weights[slot] += right.Weights[slot];
            }

            return left;
        }
    }

    sealed record Modes(Imputer Options, NumberSlots Slots) : IAggregator<Dictionary<double, double>[]>
    {
        public Dictionary<double, double>[] Start(Schema schema) =>
            [.. Enumerable.Range(0, Slots.Count).Select(_ => new Dictionary<double, double>())];

        public Dictionary<double, double>[] Update(Dictionary<double, double>[] state, Table batch)
        {
            Slots.Visit(batch, batch.Weights(Options.Weight), (slot, number, weight) =>
            {
                if (!Options.IsMissing(number) && weight > 0)
                {
                    state[slot][number] = state[slot].GetValueOrDefault(number) + weight;
                }
            });
            return state;
        }

        public Dictionary<double, double>[] Merge(Dictionary<double, double>[] left, Dictionary<double, double>[] right)
        {
            for (var slot = 0; slot < left.Length; slot++)
            {
                foreach (var (number, weight) in right[slot])
                {
                    left[slot][number] = left[slot].GetValueOrDefault(number) + weight;
                }
            }

            return left;
        }
    }
}

/// <summary>What an <see cref="Imputer"/> has learnt.</summary>
/// <param name="Options">The settings it was trained under.</param>
/// <param name="Surrogates">What is filled in, column after column, and within a vector number after number; shape: numbers of a row.</param>
public sealed record ImputerModel(Imputer Options, ImmutableArray<double> Surrogates) : Model
{
    /// <inheritdoc/>
    public override Schema Transform(Schema input) => Options.OutputFields(input);

    /// <inheritdoc/>
    public override Func<bool> Bind(RowCells row)
    {
        var fields = Options.OutputFields(row.Schema);
        var inputs = Options.Columns.Select(name => row.Schema[name].Type == DataType.Vector
            ? row.Read<Vector>(name)
            : row.Read<double>(name)).ToArray();
        var outputs = Options.OutputNames().Select(name => row.Write(fields[name])).ToArray();
        var slots = new NumberSlots(row.Schema, Options.Columns).Count;
        if (slots != Surrogates.Length)
        {
            throw new SchemaException($"The columns have {slots} numbers in a row; the model takes {Surrogates.Length}.");
        }

        return () =>
        {
            var slot = 0;
            for (var c = 0; c < inputs.Length; c++)
            {
                if (inputs[c].Type != DataType.Vector)
                {
                    var missing = inputs[c].IsMissing || Options.IsMissing(inputs[c].Number);
                    outputs[c].Set(missing ? Surrogates[slot] : inputs[c].Number);
                    slot++;
                }
                else
                {
                    Fill(inputs[c], outputs[c], row.Schema[outputs[c].Name].VectorLength!.Value, slot);
                    slot += outputs[c].Vector.Length;
                }
            }

            return true;
        };
    }

    void Fill(Cell input, Cell output, int length, int slot)
    {
        if (input.IsMissing)
        {
            Surrogates.AsSpan().Slice(slot, length).CopyTo(output.Dense(length));
            return;
        }

        if (input.Vector.IsDense || Options.IsMissing(0))
        {
            var filled = output.Dense(length);
            input.Vector.CopyTo(filled);
            for (var j = 0; j < length; j++)
            {
                filled[j] = Options.IsMissing(filled[j]) ? Surrogates[slot + j] : filled[j];
            }

            return;
        }

        var values = input.Vector.Values;
        var indices = input.Vector.Indices;
        output.BeginSparse(length);
        for (var k = 0; k < indices.Length; k++)
        {
            output.Store(indices[k], Options.IsMissing(values[k]) ? Surrogates[slot + indices[k]] : values[k]);
        }

        output.EndSparse();
    }
}
