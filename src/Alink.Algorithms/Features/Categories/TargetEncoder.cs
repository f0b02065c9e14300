using System.Collections.Immutable;
using Alink.Numerics;
using Alink.Online;

namespace Alink.Features;

/// <summary>Replaces each category by the mean of the label over its rows, drawn towards the mean over all.</summary>
/// <remarks>
/// w · mean of the category + (1 − w) · mean of all, where w = n / (n + <see cref="Smoothing"/>) and n is the weight of the
/// category's rows, as in Spark ML; a missing value is a category of its own. Of two classes the mean is the share of the
/// positive one, of more a vector of the share of each.
/// A row must not teach later stages by its own label: in a pipeline they are trained on rows that are encoded from the
/// other folds alone (<see cref="TargetEncoderModel.OfTrainingRows"/>), as in scikit-learn. A row's fold is a hash of its
/// place in the rows. On a stream each row is encoded by the rows before it.
/// D. Micci-Barreca, "A preprocessing scheme for high-cardinality categorical attributes", SIGKDD Explorations 3(1), 2001.
/// </remarks>
/// <example>
/// <code>
/// var rows = Table.Of("city", "Oslo", "Rome", "Oslo").With("label", 4.0, 1.0, 2.0);
/// var model = new TargetEncoder { Columns = ["city"] }.Fit(rows);
/// model.Transform(rows).Values&lt;double&gt;("city_target")[0] // => 3
/// </code>
/// </example>
public sealed record TargetEncoder : IOnePassEstimator<LabelSums, TargetEncoderModel>, IColumnwise
{
    /// <summary>The columns of categories: text, whole numbers or booleans.</summary>
    public ImmutableArray<string> Columns { get; init => field = Require.Items(value); } = [];

    /// <summary>Where the means go, one for each of <see cref="Columns"/>; by default the same names with <c>_target</c>.</summary>
    public ImmutableArray<string> Outputs { get; init => field = Require.Items(value); } = [];

    string IColumnwise.Suffix => "_target";

    /// <summary>The number or the class that is to be predicted, read in training only.</summary>
    public Column<Category> Label { get; init; } = "label";

    /// <summary>What the label is.</summary>
    public TargetKind Target { get; init; }

    /// <summary>Which of two classes is the positive one; null takes the second in their order.</summary>
    public string? Positive { get; init; }

    /// <summary>Of how many rows the mean of a category weighs as much as that of all; at least 0.</summary>
    public double Smoothing { get; init => field = Require.Finite(0, value); }

    /// <summary>Of how many parts of the rows one is left out in encoding its own rows for later stages; 1 leaves out none. From 1 to 100.</summary>
    public int Folds { get; init => field = Require.Between(1, 100, value); } = 5;

    /// <summary>What chance goes by.</summary>
    public long Seed { get; init; }

    /// <summary>What becomes of a row with a value not seen in training; kept, it gets the mean of all.</summary>
    public HandleInvalid HandleInvalid { get; init; } = HandleInvalid.Keep;

    /// <summary>How much each row counts, at least 0, read in training only; null counts every row once.</summary>
    public Column<double>? Weight { get; init; }

    /// <inheritdoc/>
    public Schema Transform(Schema input)
    {
        _ = Target != TargetKind.Number ? input.Reading(Label)
            : input.Field(Label).Type != DataType.String ? input.Reading<double>(Label.Name)
            : throw new SchemaException($"Column '{Label}' holds text, not numbers; where it names classes, Target is Binary or Multiclass.");
        return Columns.Zip(this.OutputNames()).Aggregate(input.Reading(Weight), (schema, pair) => Target == TargetKind.Multiclass
            ? schema.Reading<Category>(pair.First).With<Vector>(pair.Second)
            : schema.Reading<Category>(pair.First).With<double>(pair.Second));
    }

    /// <inheritdoc/>
    public LabelSums Start(Schema schema) => new(schema, Columns, Label.Name, Folds);

    /// <inheritdoc/>
    public LabelSums Update(LabelSums state, Table batch)
    {
        state.Add(batch, Columns, Label, Target == TargetKind.Number, batch.Weights(Weight), FoldsOf(batch));
        return state;
    }

    /// <inheritdoc/>
    public bool PassesAll(LabelSums state) => HandleInvalid == HandleInvalid.Keep || Weight is null;

    /// <inheritdoc/>
    public LabelSums Merge(LabelSums left, LabelSums right) => left.Add(right);

    /// <inheritdoc/>
    /// <exception cref="TrainingException">The rows have no weight, or not the classes that are needed.</exception>
    public TargetEncoderModel Snapshot(LabelSums state)
    {
        var slots = Slots(state);
        if (AllOf(state, slots) == 0)
        {
            throw new TrainingException($"{nameof(TargetEncoder)} needs at least one row of a weight above 0.");
        }

        ImmutableArray<Levels> levels = [.. Columns.Select((_, c) => state.LevelsOf(c))];
        var encodings = ImmutableArray.CreateBuilder<double>();
        var encoding = new double[Target == TargetKind.Multiclass ? slots.Length : 1];
        foreach (var leftOut in Enumerable.Range(-1, Folds == 1 ? 1 : 1 + Folds))
        {
            for (var c = 0; c < Columns.Length; c++)
            {
                foreach (var category in state.NumbersOf(c, levels[c]))
                {
                    Encode(state, slots, c, category, leftOut, encoding);
                    encodings.AddRange(encoding);
                }
            }
        }

        return new(this, levels, [.. Columns.Select((_, c) => state.HasMissing(c))], ClassesOf(state), encodings.DrainToImmutable());
    }

    /// <inheritdoc/>
    /// <remarks>Where the classes are known, the sums of a row's category are all that is asked for of a model.</remarks>
    public LabelSums Advance(LabelSums state, Table batch, out Table output)
    {
        if (batch.RowCount == 0 || !Teaches(state))
        {
            return FirstRows.Advance(this, state, batch, Teaches, out output);
        }

        if ((Target != TargetKind.Number && !state.Knows(batch.Data(Label.Name)))
            || (HandleInvalid == HandleInvalid.Error && !state.KnowsAll(batch, Columns)))
        {
            return RowByRow.Advance(this, state, batch, out output);
        }

        var (slots, classes) = (Slots(state), ClassesOf(state));
        var width = Target == TargetKind.Multiclass ? slots.Length : 1;
        var made = Columns.Select(_ => new double[batch.RowCount * width]).ToArray();
        var known = state.AddInTurn(batch, Columns, Label, Target == TargetKind.Number, batch.Weights(Weight), FoldsOf(batch), (row, c, category) =>
            Encode(state, slots, c, category, leftOut: -1, made[c].AsSpan(row * width, width)));
        output = Enumerable.Range(0, made.Length).Aggregate(batch, (rows, c) => rows.With(OutputField(c, classes), Encoded(made[c], width)));
        output = HandleInvalid == HandleInvalid.Skip ? output.Gather(known) : output;
        return state;
    }

    /// <summary>The fold of a row, from 0 to below <see cref="Folds"/>.</summary>
    /// <param name="row">The place of the row among the training rows, as <see cref="Table.FirstRow"/> counts them.</param>
    public int FoldOf(long row) => (int)(Hash.Combine((ulong)Seed, (ulong)row) % (ulong)Folds);

    internal Field OutputField(int c, Levels classes) => Target != TargetKind.Multiclass
        ? new(this.OutputNames()[c], DataType.Double)
        : new(this.OutputNames()[c], DataType.Vector)
        {
            VectorLength = Math.Max(1, classes.Count),
            FeatureNames = [.. classes.Names.Select(name => $"{Columns[c]}:{name}")],
        };

    internal ColumnData Encoded(double[] encodings, int width) => Target != TargetKind.Multiclass
        ? new FixedColumn<double>(encodings)
        : new VectorColumn(encodings.Length / width, width, encodings);

    int[] FoldsOf(Table batch) => Folds == 1 ? [] : [.. Enumerable.Range(0, batch.RowCount).Select(i => FoldOf(batch.FirstRow + i))];

    bool Teaches(LabelSums state) =>
        (Target != TargetKind.Binary || (state.Classes is { Count: 2, Names: var names } && (Positive is null || names.Contains(Positive))))
        && AllOf(state, Slots(state)) > 0;

    Levels ClassesOf(LabelSums state) => Target == TargetKind.Multiclass ? state.Classes : new(DataType.Double, []);

    /// <summary>The numbers of the classes; none where the label is a number.</summary>
    int[] Slots(LabelSums state) => Target switch
    {
        TargetKind.Number => [],
        TargetKind.Binary => state.Two(Label.Name, Positive) is var (positive, negative) ? [positive, negative] : [],
        _ => [.. state.Classes.Names.Select(state.SlotOf)],
    };

    static double AllOf(LabelSums state, int[] slots) => slots.Length == 0 ? state.SumOfAll(0) : slots.Sum(slot => state.SumOfAll(slot));

    /// <summary>The mean of a category's rows, drawn towards that of all; of all, where it has none.</summary>
    void Encode(LabelSums state, int[] slots, int column, int category, int leftOut, Span<double> encoding)
    {
        var (weight, all) = (0.0, 0.0);
        foreach (var slot in slots.Length == 0 ? [0] : slots.AsSpan())
        {
            weight += state.SumOf(column, slot, category, leftOut);
            all += state.SumOfAll(slot, leftOut);
        }

        for (var k = 0; k < encoding.Length; k++)
        {
            var slot = slots.Length == 0 ? 1 : slots[k];
            var overall = all == 0 ? 0 : state.SumOfAll(slot, leftOut) / all;
            encoding[k] = weight == 0 ? overall
                : ((weight / (weight + Smoothing)) * (state.SumOf(column, slot, category, leftOut) / weight))
                    + ((Smoothing / (weight + Smoothing)) * overall);
        }
    }
}

/// <summary>What a <see cref="TargetEncoder"/> has learnt.</summary>
/// <param name="Options">The settings it was trained under.</param>
/// <param name="Levels">The values seen of each column; shape: columns.</param>
/// <param name="KnowsMissing">Whether missing values of each column were seen; shape: columns.</param>
/// <param name="Classes">The classes, in the order of an encoding's numbers; none where an encoding is one number.</param>
/// <param name="Encodings">
/// The encoding of each level, of missing values and of all rows, column after column; then the same again without the rows
/// of each fold, where there are several; shape: 1 + folds × sum over columns of (levels + 2) × numbers of an encoding.
/// </param>
public sealed record TargetEncoderModel(
    TargetEncoder Options, ImmutableArray<Levels> Levels, ImmutableArray<bool> KnowsMissing, Levels Classes,
    ImmutableArray<double> Encodings) : Model, ITeachesOthers
{
    /// <summary>How the rows that taught it are encoded for later stages: each by the rows of the other folds.</summary>
    /// <remarks>It goes by the place of a row in the training rows, in the batches in which they were read.</remarks>
    public ITransformer OfTrainingRows() => new OutOfFold(this);

    /// <inheritdoc/>
    public override Schema Transform(Schema input) => Enumerable.Range(0, Levels.Length).Aggregate(
        input, (schema, c) => schema.Reading<Category>(Options.Columns[c]).With(Output(c)));

    /// <inheritdoc/>
    public override Func<bool> Bind(RowCells row) => Bind(row, _ => 0);

    /// <inheritdoc/>
    public override Table Transform(Table input) => Transform(input, view: null) ?? base.Transform(input);

    /// <summary>The step of a row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="view">0 for encodings from all rows, 1 + a fold for those without it, by the place of a row.</param>
    Func<bool> Bind(RowCells row, Func<long, int> view)
    {
        var outputs = Array.Empty<Cell>();
        var starts = Starts();
        var step = Rows().Step(row, numbers =>
        {
            var first = view(row.Row) * starts[^1];
            for (var c = 0; c < outputs.Length; c++)
            {
                var encoding = Encodings.AsSpan((first + starts[c] + numbers[c]) * Width, Width);
                if (Classes.Count == 0)
                {
                    outputs[c].Set(encoding[0]);
                }
                else
                {
                    encoding.CopyTo(outputs[c].Dense(Width));
                }
            }
        });
        outputs = [.. Enumerable.Range(0, Levels.Length).Select(c => row.Write(Output(c)))];
        return step;
    }

    Table? Transform(Table input, Func<long, int>? view)
    {
        if (Rows().Together(input) is not { } numbers)
        {
            return null;
        }

        var starts = Starts();
        for (var c = 0; c < Levels.Length; c++)
        {
            var values = GC.AllocateUninitializedArray<double>(input.RowCount * Width);
            var encodings = Encodings.AsSpan();
            for (var i = 0; i < input.RowCount; i++)
            {
                var place = (view is null ? 0 : view(input.FirstRow + i) * starts[^1]) + starts[c] + numbers[c][i];
                if (Width == 1)
                {
                    values[i] = encodings[place];
                }
                else
                {
                    encodings.Slice(place * Width, Width).CopyTo(values.AsSpan(i * Width));
                }
            }

            input = input.With(Output(c), Options.Encoded(values, Width));
        }

        return input;
    }

    int Width => Math.Max(1, Classes.Count);

    EncodedRows Rows() => new(Options.Columns, Levels, KnowsMissing, Options.HandleInvalid);

    /// <summary>Where the encodings of each column begin, and where the last end; shape: columns + 1.</summary>
    int[] Starts()
    {
        var start = 0;
        return [0, .. Levels.Select(levels => start += levels.Count + 2)];
    }

    Field Output(int c) => Options.OutputField(c, Classes);

    sealed record OutOfFold(TargetEncoderModel Model) : RowTransformer
    {
        public override Schema Transform(Schema input) => Model.Transform(input);

        public override Func<bool> Bind(RowCells row) => Model.Bind(row, View);

        public override Table Transform(Table input) => Model.Transform(input, View) ?? base.Transform(input);

        int View(long row) => Model.Options.Folds == 1 ? 0 : 1 + Model.Options.FoldOf(row);
    }
}
