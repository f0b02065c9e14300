using System.Collections.Immutable;
using Alink.Online;

namespace Alink.Features;

/// <summary>Replaces each category by its weight of evidence: how much it speaks for the positive of two classes.</summary>
/// <remarks>
/// ln(((p + s) / (P + s)) / ((n + s) / (N + s))), where p and n are the weights of the category's positive and negative rows,
/// P and N those of all, and s the <see cref="Smoothing"/>. A column's information value is the sum over its categories of
/// the difference of the two shares times their weight of evidence: below 0.02 it tells nothing, from 0.3 on it tells much.
/// A missing value is a category of its own. On a stream each row is encoded by the rows before it.
/// N. Siddiqi, "Credit Risk Scorecards", Wiley 2006; numbers are binned first, as by <see cref="OptimalBinning"/>.
/// </remarks>
/// <example>
/// <code>
/// var rows = Table.Of("home", "own", "rent", "own", "rent", "own").With("label", 1, 0, 1, 1, 0);
/// var model = new WoeEncoder { Columns = ["home"] }.Fit(rows);
/// model.Transform(rows).Values&lt;double&gt;("home_woe")[0].ToString("F3") // => 0.174
/// model.InformationValues[0].ToString("F3") // => 0.078
/// </code>
/// </example>
public sealed record WoeEncoder : IOnePassEstimator<LabelSums, WoeEncoderModel>, IColumnwise
{
    /// <summary>The columns of categories: text, whole numbers or booleans.</summary>
    public ImmutableArray<string> Columns { get; init => field = Require.Items(value); } = [];

    /// <summary>Where the weights of evidence go, one for each of <see cref="Columns"/>; by default the same names with <c>_woe</c>.</summary>
    public ImmutableArray<string> Outputs { get; init => field = Require.Items(value); } = [];

    string IColumnwise.Suffix => "_woe";

    /// <summary>The class of each row, one of two, read in training only.</summary>
    public Column<Category> Label { get; init; } = "label";

    /// <summary>Which class is the positive one; null takes the second in their order.</summary>
    public string? Positive { get; init; }

    /// <summary>What is added to the weight of each class, so that a category of one class alone is finite; from 1e-9 to 1e9.</summary>
    public double Smoothing { get; init => field = Require.Between(1e-9, 1e9, value); } = 0.5;

    /// <summary>What becomes of a row with a value not seen in training; kept, its weight of evidence is 0.</summary>
    public HandleInvalid HandleInvalid { get; init; } = HandleInvalid.Keep;

    /// <summary>How much each row counts, at least 0, read in training only; null counts every row once.</summary>
    public Column<double>? Weight { get; init; }

    /// <inheritdoc/>
    public Schema Transform(Schema input) => Columns.Zip(this.OutputNames()).Aggregate(
        input.Reading(Label).Reading(Weight), (schema, pair) => schema.Reading<Category>(pair.First).With<double>(pair.Second));

    /// <inheritdoc/>
    public LabelSums Start(Schema schema) => new(schema, Columns, Label.Name);

    /// <inheritdoc/>
    public LabelSums Update(LabelSums state, Table batch)
    {
        state.Add(batch, Columns, Label, isNumber: false, batch.Weights(Weight), folds: []);
        return state;
    }

    /// <inheritdoc/>
    public bool PassesAll(LabelSums state) => HandleInvalid == HandleInvalid.Keep || Weight is null;

    /// <inheritdoc/>
    public LabelSums Merge(LabelSums left, LabelSums right) => left.Add(right);

    /// <inheritdoc/>
    /// <remarks>Where a row's class is one of two that are known, the sums of its category are all that is asked for of a model.</remarks>
    public LabelSums Advance(LabelSums state, Table batch, out Table output)
    {
        if (batch.RowCount == 0 || !Teaches(state))
        {
            return FirstRows.Advance(this, state, batch, Teaches, out output);
        }

        if (!state.Knows(batch.Data(Label.Name)) || (HandleInvalid == HandleInvalid.Error && !state.KnowsAll(batch, Columns)))
        {
            return RowByRow.Advance(this, state, batch, out output); // A third class teaches no model.
        }

        var two = state.Two(Label.Name, Positive);
        var made = Columns.Select(_ => new double[batch.RowCount]).ToArray();
        var known = state.AddInTurn(batch, Columns, Label, isNumber: false, batch.Weights(Weight), folds: [], (row, c, category) =>
        {
            var (positive, negative) = (state.SumOf(c, two.Positive, category), state.SumOf(c, two.Negative, category));
            made[c][row] = positive + negative > 0 ? All(state, two).Of(positive, negative) : 0;
        });
        output = this.OutputNames().Zip(made).Aggregate(
            batch, (rows, pair) => rows.With(new Field(pair.First, DataType.Double), new FixedColumn<double>(pair.Second)));
        output = HandleInvalid == HandleInvalid.Skip ? output.Gather(known) : output;
        return state;
    }

    WeightOfEvidence All(LabelSums state, (int Positive, int Negative) two) =>
        new(state.SumOfAll(two.Positive), state.SumOfAll(two.Negative), Smoothing);

    bool Teaches(LabelSums state) =>
        state.Classes is { Count: 2, Names: var names } && (Positive is null || names.Contains(Positive));

    /// <inheritdoc/>
    /// <exception cref="TrainingException">There are not two classes.</exception>
    public WoeEncoderModel Snapshot(LabelSums state)
    {
        var two = state.Two(Label.Name, Positive);
        var levels = ImmutableArray.CreateBuilder<Levels>();
        var evidence = ImmutableArray.CreateBuilder<double>();
        var information = ImmutableArray.CreateBuilder<double>();
        for (var c = 0; c < Columns.Length; c++)
        {
            var seen = state.LevelsOf(c);
            var (positive, negative) = (state.Of(c, seen, 0, two.Positive), state.Of(c, seen, 0, two.Negative));
            var woe = All(state, two);
            levels.Add(seen);
            information.Add(0);
            for (var level = 0; level <= seen.Count; level++)
            {
                var isSeen = positive[level] + negative[level] > 0;
                evidence.Add(isSeen ? woe.Of(positive[level], negative[level]) : 0);
                information[c] += isSeen ? woe.Information(positive[level], negative[level]) : 0;
            }
        }

        return new(
            this, levels.DrainToImmutable(), [.. Columns.Select((_, c) => state.HasMissing(c))], evidence.DrainToImmutable(),
            information.DrainToImmutable());
    }
}

/// <summary>What a <see cref="WoeEncoder"/> has learnt.</summary>
/// <param name="Options">The settings it was trained under.</param>
/// <param name="Levels">The values seen of each column; shape: columns.</param>
/// <param name="KnowsMissing">Whether missing values of each column were seen; shape: columns.</param>
/// <param name="Evidence">
/// The weight of evidence of each level and then of missing values, column after column; shape: sum over columns of levels + 1.
/// </param>
/// <param name="InformationValues">How much each column tells of the class, at least 0; shape: columns.</param>
public sealed record WoeEncoderModel(
    WoeEncoder Options, ImmutableArray<Levels> Levels, ImmutableArray<bool> KnowsMissing, ImmutableArray<double> Evidence,
    ImmutableArray<double> InformationValues) : NumberPerCategory
{
    private protected override ImmutableArray<string> Inputs => Options.Columns;

    private protected override ImmutableArray<string> Outputs => Options.OutputNames();

    private protected override EncodedRows Rows() => new(Options.Columns, Levels, KnowsMissing, Options.HandleInvalid);

    private protected override double[] Numbers(int column) =>
        [.. Evidence.Skip(Levels.Take(column).Sum(levels => levels.Count + 1)).Take(Levels[column].Count + 1), 0];
}
