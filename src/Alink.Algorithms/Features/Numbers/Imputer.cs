using System.Collections.Immutable;
using Alink.Online;
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

    /// <summary>The same number always: <see cref="Imputer.Fill"/>.</summary>
    Constant,
}

/// <summary>Fills missing numbers in from the other rows, or with a constant.</summary>
/// <remarks>
/// The most frequent number takes memory for each different one. The median of rows that can be read again takes six passes
/// and is exact; that of a stream comes from a <see cref="QuantileSketch"/>, which is exact up to some thousand numbers.
/// </remarks>
/// <example>
/// <code>
/// var rows = Table.Of&lt;double&gt;("age", 20.0, double.NaN, 40.0);
/// var model = new Imputer { Columns = ["age"] }.Fit(rows);
/// model.Transform(rows).Values&lt;double&gt;("age")[1] // => 30
/// </code>
/// </example>
public sealed record Imputer : IOnePassEstimator<ImputerState, ImputerModel>, IColumnwise
{
    /// <inheritdoc/>
    public bool LearnsFirst => true;

    /// <summary>The columns to fill in: numbers, or vectors of known length, each of whose numbers is filled in for itself.</summary>
    public ImmutableArray<string> Columns { get; init => field = Require.Items(value); } = [];

    /// <summary>Where the filled-in columns go, one for each of <see cref="Columns"/>; by default in their place.</summary>
    public ImmutableArray<string> Outputs { get; init => field = Require.Items(value); } = [];

    string IColumnwise.Suffix => "";

    /// <summary>What is put in the place of a missing number.</summary>
    public ImputerStrategy Strategy { get; init; }

    /// <summary>A number that counts as missing, besides NaN and missing values; where it is 0, a sparse vector comes out dense.</summary>
    public double MissingValue { get; init; } = double.NaN;

    /// <summary>What <see cref="ImputerStrategy.Constant"/> puts in; finite.</summary>
    public double Fill { get; init => field = Require.Finite(double.MinValue, value); }

    /// <summary>How much each row counts, at least 0; null counts every row once, as the median of a stream must.</summary>
    public Column<double>? Weight { get; init; }

    /// <inheritdoc/>
    public Schema Transform(Schema input)
    {
        input.Reading(Weight);
        return this.OutputFields(input);
    }

    /// <inheritdoc/>
    public bool FitsInOnePass => Strategy != ImputerStrategy.Median;

    /// <inheritdoc/>
    /// <exception cref="TrainingException">A column has no number at all.</exception>
    public async ValueTask<ImputerModel> FitAsync(IDataset training, TrainingContext context)
    {
        Transform(training.Schema);
        if (FitsInOnePass)
        {
            return Snapshot(await training.AggregateAsync(this, context).ConfigureAwait(false)) with { Origin = context.Origin() };
        }

        var slots = new NumberSlots(training.Schema, Columns);
        var medians = await Quantiles.SelectAsync(training, slots, IsMissing, Weight, share: 0.5, context).ConfigureAwait(false);
        return Model(slots, medians) with { Origin = context.Origin() };
    }

    /// <inheritdoc/>
    /// <exception cref="TrainingException">The median of a stream is asked for with weights.</exception>
    public ImputerState Start(Schema schema) => Strategy != ImputerStrategy.Median || Weight is null
        ? new(new(schema, Columns), Strategy)
        : throw new TrainingException($"The median of a stream counts every row once; {nameof(Weight)} is '{Weight}'.");

    /// <inheritdoc/>
    public ImputerState Update(ImputerState state, Table batch)
    {
        var weights = batch.Weights(Weight);
        for (var c = 0; c < Columns.Length; c++)
        {
            if (batch.Schema[Columns[c]].Type == DataType.Vector)
            {
                var vectors = batch.Values<Vector>(Columns[c]);
                for (var i = 0; i < vectors.Length; i++)
                {
                    if (!vectors.IsMissing(i))
                    {
                        state.Add(this, c, vectors[i], weights.IsEmpty ? 1 : weights[i]);
                    }
                }
            }
            else
            {
                var numbers = batch.Numbers(Columns[c]);
                for (var i = 0; i < numbers.Length; i++)
                {
                    state.Add(this, c, numbers[i], weights.IsEmpty ? 1 : weights[i]);
                }
            }
        }

        return state;
    }

    /// <inheritdoc/>
    public bool PassesAll(ImputerState state) => true;

    /// <inheritdoc/>
    public ImputerState Merge(ImputerState left, ImputerState right) => left.Add(right);

    /// <inheritdoc/>
    /// <exception cref="TrainingException">A column has no number so far.</exception>
    public ImputerModel Snapshot(ImputerState state) =>
        Model(state.Slots, [.. Enumerable.Range(0, state.Slots.Count).Select(slot => state.Surrogate(this, slot))]);

    /// <inheritdoc/>
    public ImputerState Advance(ImputerState state, Table batch, out Table output)
    {
        if (batch.RowCount == 0 || !state.HasNumbers(this))
        {
            return FirstRows.Advance(this, state, batch, state => state.HasNumbers(this), out output);
        }

        var weights = batch.Weights(Weight).ToArray();
        output = new Learning(Transform(batch.Schema), row =>
        {
            var inputs = Inputs(row);
            var step = Step(row, slot => state.Surrogate(this, slot));
            var next = 0;
            return () =>
            {
                var weight = weights.Length == 0 ? 1 : weights[next];
                next++;
                for (var c = 0; c < inputs.Length; c++)
                {
                    if (inputs[c].Type != DataType.Vector)
                    {
                        state.Add(this, c, inputs[c].IsMissing ? double.NaN : inputs[c].Number, weight);
                    }
                    else if (!inputs[c].IsMissing)
                    {
                        state.Add(this, c, inputs[c].Vector, weight);
                    }
                }

                return step();
            };
        }).Transform(batch);
        return state;
    }

    internal bool IsMissing(double number) => double.IsNaN(number) || number == MissingValue;

    /// <summary>Fills one row in.</summary>
    /// <param name="row">The row.</param>
    /// <param name="surrogate">What is filled into a slot.</param>
    internal Func<bool> Step(RowCells row, Func<int, double> surrogate)
    {
        var fields = this.OutputFields(row.Schema);
        var inputs = Inputs(row);
        var outputs = this.OutputNames().Select(name => row.Write(fields[name])).ToArray();
        return () =>
        {
            var slot = 0;
            for (var c = 0; c < inputs.Length; c++)
            {
                if (inputs[c].Type != DataType.Vector)
                {
                    var missing = inputs[c].IsMissing || IsMissing(inputs[c].Number);
                    outputs[c].Set(missing ? surrogate(slot) : inputs[c].Number);
                    slot++;
                }
                else
                {
                    FillIn(inputs[c], outputs[c], row.Schema[outputs[c].Name].VectorLength!.Value, slot, surrogate);
                    slot += outputs[c].Vector.Length;
                }
            }

            return true;
        };
    }

    void FillIn(Cell input, Cell output, int length, int slot, Func<int, double> surrogate)
    {
        if (input.IsMissing || input.Vector.IsDense || IsMissing(0))
        {
            var filled = output.Dense(length);
            if (input.IsMissing)
            {
                filled.Fill(double.NaN);
            }
            else
            {
                input.Vector.CopyTo(filled);
            }

            for (var j = 0; j < length; j++)
            {
                filled[j] = IsMissing(filled[j]) ? surrogate(slot + j) : filled[j];
            }

            return;
        }

        var values = input.Vector.Values;
        var indices = input.Vector.Indices;
        output.BeginSparse(length);
        for (var k = 0; k < indices.Length; k++)
        {
            output.Store(indices[k], IsMissing(values[k]) ? surrogate(slot + indices[k]) : values[k]);
        }

        output.EndSparse();
    }

    ImputerModel Model(NumberSlots slots, double[] surrogates)
    {
        var empty = Array.FindIndex(surrogates, double.IsNaN);
        return empty < 0 ? new(this, [.. surrogates])
            : throw new TrainingException($"{slots.Describe(empty)} has no number to fill in from.");
    }

    Cell[] Inputs(RowCells row) => [.. Columns.Select(name => row.Schema[name].Type == DataType.Vector
        ? row.Read<Vector>(name)
        : row.Read<double>(name))];
}

/// <summary>What an <see cref="Imputer"/> has learnt.</summary>
/// <param name="Options">The settings it was trained under.</param>
/// <param name="Surrogates">What is filled in, column after column, and within a vector number after number; shape: numbers of a row.</param>
public sealed record ImputerModel(Imputer Options, ImmutableArray<double> Surrogates) : Model
{
    /// <inheritdoc/>
    public override Schema Transform(Schema input) => Options.OutputFields(input);

    /// <inheritdoc/>
    /// <remarks>Vectors are filled in row by row.</remarks>
    public override Table Transform(Table input)
    {
        var (output, schema, names) = (input, Transform(input.Schema), Options.OutputNames());
        if (Options.Columns.Any(name => input.Schema[name].Type == DataType.Vector) || Options.Columns.Length != Surrogates.Length)
        {
            return base.Transform(input);
        }

        for (var c = 0; c < names.Length; c++)
        {
            var numbers = input.Numbers(Options.Columns[c]);
            var filled = GC.AllocateUninitializedArray<double>(numbers.Length);
            var (surrogate, missing) = (Surrogates[c], Options.MissingValue);
            for (var i = 0; i < filled.Length; i++)
            {
                var number = numbers[i];
                filled[i] = double.IsNaN(number) || number == missing ? surrogate : number;
            }

            output = output.With(schema[names[c]], new FixedColumn<double>(filled));
        }

        return output;
    }

    /// <inheritdoc/>
    public override Func<bool> Bind(RowCells row)
    {
        var slots = new NumberSlots(row.Schema, Options.Columns).Count;
        return slots == Surrogates.Length ? Options.Step(row, slot => Surrogates[slot]) : throw new SchemaException(
            $"The columns have {slots} numbers in a row; the model takes {Surrogates.Length}.");
    }
}
