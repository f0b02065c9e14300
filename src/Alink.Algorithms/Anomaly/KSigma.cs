using System.Runtime.InteropServices;
using Alink.Statistics;

namespace Alink.Anomaly;

/// <summary>Scores how many standard deviations a number lies from the mean of those before it, and tells outliers by that.</summary>
/// <remarks>
/// <para>
/// With d = |x − mean|, a row is an outlier where d > k · deviation, k being the <see cref="Threshold"/>; the score is
/// d / (d + deviation), which is k / (1 + k) at k deviations: 0.75 at 3. The deviation divides by the count less one. Where the
/// numbers before were all one, any other scores 1. W. A. Shewhart, "Economic Control of Quality of Manufactured Product", 1931.
/// </para>
/// <para>
/// As rows come, each is scored by the rows before it, all of them or the last <see cref="PrecedingRows"/>, and then learnt; so a
/// row never hides itself in its own deviation, as it does in Alink, whose windows hold it. A trained model scores by the
/// mean and the deviation that the training rows end with. A number that is missing or NaN has no score, and teaches nothing; nor
/// has the first. A row costs as much as there are <see cref="PrecedingRows"/>, or one step where all rows count.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// var rows = Table.Of("feature", 9.0, 10, 11, 10, 9, 11, 10, 14);
/// var model = new KSigma().Fit(rows.Head(7));
/// model.IsOutlier(14) // => True
/// model.Score(10 + 3 * model.Deviation) // => 0.75
/// </code>
/// </example>
public sealed record KSigma : ISequentialEstimator<KSigmaState, KSigmaModel>
{
    /// <summary>The numbers to watch.</summary>
    public Column<double> Feature { get; init; } = "feature";

    /// <summary>Where the score goes; from 0 to 1, and the higher the stranger.</summary>
    public Column<double> Score { get; init; } = "anomaly";

    /// <summary>Where it goes whether a row is an outlier.</summary>
    public Column<bool> Prediction { get; init; } = "prediction";

    /// <summary>How many deviations from the mean make an outlier; above 0.</summary>
    public double Threshold { get; init => field = Require.Positive(value); } = 3;

    /// <summary>How many rows before it a row is scored by, at least 2; null for all.</summary>
    public int? PrecedingRows { get; init => field = value is { } rows ? Require.AtLeast(2, rows) : null; }

    /// <inheritdoc/>
    public Schema Transform(Schema input) => input.Reading(Feature).With(ScoreField).With(PredictionField);

    /// <inheritdoc/>
    public KSigmaState Start(Schema schema) => new();

    /// <inheritdoc/>
    /// <exception cref="TrainingException">A number is infinite: column and row are named.</exception>
    public KSigmaState Update(KSigmaState state, Table batch)
    {
        var numbers = batch.Numbers(Feature);
        for (var row = 0; row < numbers.Length; row++)
        {
            Learn(state, batch, row, numbers[row]);
        }

        return state;
    }

    /// <inheritdoc/>
    /// <exception cref="TrainingException">A number is infinite: column and row are named.</exception>
    public KSigmaState Advance(KSigmaState state, Table batch, out Table output)
    {
        var numbers = batch.Numbers(Feature);
        var (scores, outliers, isMissing) = (new double[numbers.Length], new bool[numbers.Length], new bool[numbers.Length]);
        for (var row = 0; row < numbers.Length; row++)
        {
            isMissing[row] = double.IsNaN(numbers[row]) || state.Count < 2;
            if (!isMissing[row])
            {
                var (mean, deviation) = MeanAndDeviation(state);
                (scores[row], outliers[row]) = (ScoreOf(numbers[row], mean, deviation), IsOutlier(numbers[row], mean, deviation));
            }

            Learn(state, batch, row, numbers[row]);
        }

        var known = Validity.Where(numbers.Length, row => isMissing[row]);
        output = batch.With(ScoreField, new FixedColumn<double>(scores, known)).With(PredictionField, new FixedColumn<bool>(outliers, known));
        return state;
    }

    /// <inheritdoc/>
    /// <exception cref="TrainingException">There were fewer than two numbers.</exception>
    public KSigmaModel Snapshot(KSigmaState state)
    {
        if (state.Count < 2)
        {
            throw new TrainingException($"{nameof(KSigma)} needs at least 2 numbers in column '{Feature}'; there were {state.Count}.");
        }

        var (mean, deviation) = MeanAndDeviation(state);
        return new(this, mean, deviation);
    }

    internal static double ScoreOf(double number, double mean, double deviation)
    {
        var distance = Math.Abs(number - mean);
        return distance == 0 ? 0 : double.IsPositiveInfinity(distance) ? 1 : distance / (distance + deviation);
    }

    internal bool IsOutlier(double number, double mean, double deviation) => Math.Abs(number - mean) > Threshold * deviation;

    internal Field ScoreField => new(Score.Name, DataType.Double) { IsNullable = true };

    internal Field PredictionField => new(Prediction.Name, DataType.Boolean) { IsNullable = true };

    (double Mean, double Deviation) MeanAndDeviation(KSigmaState state) => state.MeanAndDeviation(PrecedingRows is not null);

    void Learn(KSigmaState state, Table batch, int row, double number)
    {
        if (double.IsInfinity(number))
        {
            throw new TrainingException($"Column '{Feature}' holds {number} in row {batch.FirstRow + row}; it must be finite.");
        }

        if (!double.IsNaN(number))
        {
            state.Add(number, PrecedingRows);
        }
    }
}

/// <summary>What a <see cref="KSigma"/> has seen so far: the last numbers, or what all add up to.</summary>
public sealed class KSigmaState
{
    readonly List<double> _last = [];
    NumberMoments _all;

    internal KSigmaState()
    {
    }

    /// <summary>How many numbers there were.</summary>
    public long Count { get; private set; }

    /// <summary>Takes a number in, in the place of the oldest of <paramref name="last"/>; null keeps sums of all.</summary>
    internal void Add(double number, int? last)
    {
        if (last is not { } most)
        {
            _all.Add(number);
        }
        else if (_last.Count < most)
        {
            _last.Add(number);
        }
        else
        {
            _last[(int)(Count % most)] = number;
        }

        Count++;
    }

    internal (double Mean, double Deviation) MeanAndDeviation(bool isOfLast)
    {
        if (!isOfLast)
        {
            return (_all.Mean, Math.Sqrt(_all.Variance));
        }

        // Of two passes, for what is added and taken away again leaves its rounding behind.
        var numbers = CollectionsMarshal.AsSpan(_last);
        var (sum, squares) = (0.0, 0.0);
        foreach (var number in numbers)
        {
            sum += number;
        }

        var mean = sum / numbers.Length;
        foreach (var number in numbers)
        {
            squares += (number - mean) * (number - mean);
        }

        return (mean, Math.Sqrt(squares / (numbers.Length - 1)));
    }
}

/// <summary>What a <see cref="KSigma"/> has learnt.</summary>
/// <param name="Options">The settings it was trained under.</param>
/// <param name="Mean">The mean of the numbers.</param>
/// <param name="Deviation">Their standard deviation, in their unit; at least 0.</param>
public sealed record KSigmaModel(KSigma Options, double Mean, double Deviation) : Model
{
    /// <inheritdoc/>
    public override Schema Transform(Schema input) => Options.Transform(input);

    /// <inheritdoc/>
    public override Func<bool> Bind(RowCells row)
    {
        var feature = row.Read(Options.Feature);
        var (score, prediction) = (row.Write(Options.ScoreField), row.Write(Options.PredictionField));
        return () =>
        {
            if (feature.IsMissing || double.IsNaN(feature.Number))
            {
                score.SetMissing();
                prediction.SetMissing();
                return true;
            }

            score.Set(Score(feature.Number));
            prediction.Set(IsOutlier(feature.Number));
            return true;
        };
    }

    /// <inheritdoc/>
    public override Table Transform(Table input)
    {
        var numbers = input.Numbers(Options.Feature);
        var scores = GC.AllocateUninitializedArray<double>(numbers.Length);
        var outliers = GC.AllocateUninitializedArray<bool>(numbers.Length);
        var (mean, deviation, most, isAnyNaN) = (Mean, Deviation, Options.Threshold * Deviation, false);
        for (var row = 0; row < scores.Length; row++)
        {
            var number = numbers[row];
            scores[row] = KSigma.ScoreOf(number, mean, deviation);
            outliers[row] = Math.Abs(number - mean) > most;
            isAnyNaN |= double.IsNaN(number);
        }

        var known = isAnyNaN ? Validity.Where(scores.Length, row => double.IsNaN(scores[row])) : default;
        return input
            .With(Options.ScoreField, new FixedColumn<double>(scores, known))
            .With(Options.PredictionField, new FixedColumn<bool>(outliers, known));
    }

    /// <summary>How strange a number is: from 0, the mean itself, to 1; NaN of NaN.</summary>
    public double Score(double number) => KSigma.ScoreOf(number, Mean, Deviation);

    /// <summary>Whether a number lies further from the mean than <see cref="KSigma.Threshold"/> deviations.</summary>
    public bool IsOutlier(double number) => Options.IsOutlier(number, Mean, Deviation);
}
