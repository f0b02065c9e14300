using System.Collections.Immutable;

namespace Alink.Features;

/// <summary>Which way the weight of evidence goes from bin to bin.</summary>
public enum EvidenceTrend
{
    /// <summary>Always up or always down, whichever tells more.</summary>
    Monotone,

    /// <summary>Up: the higher the number, the more it speaks for the positive class.</summary>
    Rising,

    /// <summary>Down: the higher the number, the more it speaks for the negative class.</summary>
    Falling,

    /// <summary>Up and down.</summary>
    Free,
}

/// <summary>Cuts the numbers of a column into the bins that tell most of a class, and replaces each number by its bin's weight of evidence.</summary>
/// <remarks>
/// Columns are cut at quantiles into fine bins, and neighbours among these are joined so that the information value is the
/// highest that there is under the options: an exact search by dynamic programming. Two passes. Missing values are a
/// bin of their own. For the weight of evidence see <see cref="WoeEncoder"/>; the problem is that of
/// G. Navas-Palencia, "Optimal binning: mathematical programming formulation", arXiv:2001.08025, 2020.
/// </remarks>
/// <example>
/// <code>
/// var rows = Table.Of("age", 20.0, 25, 30, 35, 40, 45).With("label", 0, 0, 0, 1, 1, 1);
/// var model = new OptimalBinning { Columns = ["age"] }.Fit(rows);
/// model.Splits // => [35]
/// model.Transform(rows).Values&lt;double&gt;("age_woe")[5].ToString("F3") // => 1.946
/// </code>
/// </example>
public sealed record OptimalBinning : IEstimator<OptimalBinningModel>, IColumnwise
{
    /// <summary>The columns of numbers; NaN is a missing value.</summary>
    public ImmutableArray<string> Columns { get; init => field = Require.Items(value); } = [];

    /// <summary>Where the weights of evidence go, one for each of <see cref="Columns"/>; by default the same names with <c>_woe</c>.</summary>
    public ImmutableArray<string> Outputs { get; init => field = Require.Items(value); } = [];

    string IColumnwise.Suffix => "_woe";

    /// <summary>The class of each row, one of two, read in training only.</summary>
    public Column<Category> Label { get; init; } = "label";

    /// <summary>Which class is the positive one; null takes the second in their order.</summary>
    public string? Positive { get; init; }

    /// <summary>How many fine bins, of about as many rows each, are joined; from 2 to 100.</summary>
    public int FineBins { get; init => field = Require.Between(2, 100, value); } = 20;

    /// <summary>How many bins a column gets at most; at least 1.</summary>
    public int MostBins { get; init => field = Require.AtLeast(1, value); } = 10;

    /// <summary>The least share that a bin has of the rows that hold a number; from 0 to 1.</summary>
    public double LeastShare { get; init => field = Require.Between(0.0, 1, value); } = 0.05;

    /// <summary>Which way the weight of evidence goes from bin to bin.</summary>
    public EvidenceTrend Trend { get; init; }

    /// <summary>What is added to the weight of each class, so that a bin of one class alone is finite; from 1e-9 to 1e9.</summary>
    public double Smoothing { get; init => field = Require.Between(1e-9, 1e9, value); } = 0.5;

    /// <summary>What becomes of a row with a missing value where training had none; kept, its weight of evidence is 0.</summary>
    public HandleInvalid HandleInvalid { get; init; } = HandleInvalid.Keep;

    /// <summary>How much each row counts, at least 0, read in training only; null counts every row once. Fine bins go by
    /// rows, whatever those weigh.</summary>
    public Column<double>? Weight { get; init; }

    /// <inheritdoc/>
    public Schema Transform(Schema input) => Columns.Zip(this.OutputNames()).Aggregate(
        input.Reading(Label).Reading(Weight), (schema, pair) => schema.Reading<double>(pair.First).With<double>(pair.Second));

    /// <inheritdoc/>
    /// <exception cref="TrainingException">A column has no numbers, or there are not two classes.</exception>
    public async ValueTask<OptimalBinningModel> FitAsync(IDataset training, TrainingContext context)
    {
        Transform(training.Schema);
        var cutting = new QuantileDiscretizer
        {
            Columns = Columns,
            Outputs = Columns,
            Buckets = FineBins,
            HandleInvalid = HandleInvalid.Keep,
        };
        var fine = cutting.Snapshot(await training.AggregateAsync(cutting, context).ConfigureAwait(false));
        var counting = new WoeEncoder { Columns = Columns, Label = Label, Weight = Weight };
        var sums = await training.Through(fine).AggregateAsync(counting, context).ConfigureAwait(false);
        var two = sums.Two(Label.Name, Positive);
        var (splits, starts) = (ImmutableArray.CreateBuilder<double>(), ImmutableArray.CreateBuilder<int>());
        var (evidence, information) = (ImmutableArray.CreateBuilder<double>(), ImmutableArray.CreateBuilder<double>());
        var knowsMissing = ImmutableArray.CreateBuilder<bool>();
        starts.Add(0);
        for (var c = 0; c < Columns.Length; c++)
        {
            var cuts = fine.Splits[fine.Starts[c]..fine.Starts[c + 1]];
            var buckets = new Levels(DataType.Int32, [.. Enumerable.Range(0, cuts.Length + 2).Select(bucket => $"{bucket}")]);
            var (positive, negative) = (sums.Of(c, buckets, 0, two.Positive), sums.Of(c, buckets, 0, two.Negative));
            var woe = new WeightOfEvidence(positive.Sum(), negative.Sum(), Smoothing);
            var bins = new BinSearch(this, woe, positive[..(cuts.Length + 1)], negative[..(cuts.Length + 1)]).Best();
            splits.AddRange(bins.Skip(1).Select(bin => cuts[bin.First - 1]));
            starts.Add(splits.Count);

            // Missing values fell into the bucket after the others.
            var missing = (Positive: positive[cuts.Length + 1], Negative: negative[cuts.Length + 1]);
            knowsMissing.Add(missing.Positive + missing.Negative > 0);
            evidence.AddRange(bins.Select(bin => woe.Of(bin.Positive, bin.Negative)));
            evidence.Add(knowsMissing[c] ? woe.Of(missing.Positive, missing.Negative) : 0);
            information.Add(bins.Sum(bin => woe.Information(bin.Positive, bin.Negative))
                + (knowsMissing[c] ? woe.Information(missing.Positive, missing.Negative) : 0));
        }

        return new(
            this, splits.DrainToImmutable(), starts.DrainToImmutable(), evidence.DrainToImmutable(),
            knowsMissing.DrainToImmutable(), information.DrainToImmutable())
        {
            Origin = context.Origin(),
        };
    }
}

/// <summary>What an <see cref="OptimalBinning"/> has learnt.</summary>
/// <param name="Options">The settings it was trained under.</param>
/// <param name="Splits">Where bins begin, but for the lowest of each column, rising within a column; shape: cuts of all columns.</param>
/// <param name="Starts">Where the cuts of each column begin, and where the last end; shape: columns + 1.</param>
/// <param name="Evidence">
/// The weight of evidence of each bin and then of missing values, column after column; shape: sum over columns of bins + 1.
/// </param>
/// <param name="KnowsMissing">Whether missing values of each column were seen; shape: columns.</param>
/// <param name="InformationValues">How much each column tells of the class, at least 0; shape: columns.</param>
public sealed record OptimalBinningModel(
    OptimalBinning Options, ImmutableArray<double> Splits, ImmutableArray<int> Starts, ImmutableArray<double> Evidence,
    ImmutableArray<bool> KnowsMissing, ImmutableArray<double> InformationValues) : Model
{
    /// <inheritdoc/>
    public override Schema Transform(Schema input) => Options.Columns.Zip(Options.OutputNames()).Aggregate(
        input, (schema, pair) => schema.Reading<double>(pair.First).With<double>(pair.Second));

    /// <inheritdoc/>
    public override Func<bool> Bind(RowCells row)
    {
        var inputs = Options.Columns.Select(name => row.Read<double>(name)).ToArray();
        var outputs = Options.OutputNames().Select(name => row.Write(new(name, DataType.Double))).ToArray();
        var starts = inputs.Select((_, c) => StartsOf(c)).ToArray();
        return () =>
        {
            for (var c = 0; c < inputs.Length; c++)
            {
                var number = inputs[c].IsMissing ? double.NaN : inputs[c].Number;
                if (double.IsNaN(number) && !KnowsMissing[c] && Options.HandleInvalid != HandleInvalid.Keep)
                {
                    return Options.HandleInvalid == HandleInvalid.Skip ? false : throw row.Missing(inputs[c]);
                }

                outputs[c].Set(EvidenceOf(c)[starts[c].Of(number)]);
            }

            return true;
        };
    }

    /// <inheritdoc/>
    public override Table Transform(Table input)
    {
        var output = input;
        for (var c = 0; c < KnowsMissing.Length; c++)
        {
            var numbers = input.Numbers(Options.Columns[c]);
            var bins = new int[numbers.Length];
            if (StartsOf(c).Of(numbers, bins) && !KnowsMissing[c] && Options.HandleInvalid != HandleInvalid.Keep)
            {
                return base.Transform(input);
            }

            var evidenceOf = EvidenceOf(c).ToArray();
            var evidence = GC.AllocateUninitializedArray<double>(numbers.Length);
            for (var i = 0; i < bins.Length; i++)
            {
                evidence[i] = evidenceOf[bins[i]];
            }

            output = output.With(new Field(Options.OutputNames()[c], DataType.Double), new FixedColumn<double>(evidence));
        }

        return output;
    }

    BucketStarts StartsOf(int column) => new(Splits.AsSpan()[Starts[column]..Starts[column + 1]]);

    /// <summary>The weight of evidence of each bin of a column and of missing values, for which each column has a place more than bins.</summary>
    ReadOnlySpan<double> EvidenceOf(int column) =>
        Evidence.AsSpan()[(Starts[column] + (2 * column))..(Starts[column + 1] + (2 * (column + 1)))];
}
