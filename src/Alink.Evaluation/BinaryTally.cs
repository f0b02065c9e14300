using System.Collections.Immutable;

namespace Alink.Evaluation;

/// <summary>What scores of two classes add up to: how many of each class lie in each bin of the scores, their log losses,
/// and how many are taken for positive. Its size is bounded by the bins.</summary>
public sealed class BinaryTally
{
    const double Least = 1e-15;

    /// <summary>How many of a number's bits a bin leaves out: 8,192 bins are left between a number and its double.</summary>
    const int BitsLeftOut = 39;

    readonly Categories _classes = new();
    readonly Dictionary<int, double>[] _bins = [[], []];
    readonly double[] _weights = new double[2];
    readonly double[] _taken = new double[2];

    // Which class is the positive one may not be known before the last row.
    readonly double[] _lossAsPositive = new double[2];
    readonly double[] _lossAsNegative = new double[2];
    readonly double[] _squaresAsPositive = new double[2];
    readonly double[] _squaresAsNegative = new double[2];

    readonly DataType _type;

    internal BinaryTally(DataType type) => _type = type;

    internal Categories Classes => _classes;

    internal void Add(double score, int number, double weight, double threshold)
    {
        if (!(score >= 0 && score <= 1))
        {
            throw new TrainingException($"A score is {score}; where rows are evaluated as they come, it must be from 0 to 1.");
        }

        if (weight > 0)
        {
            var bin = BinOf(score);
            _bins[number][bin] = _bins[number].GetValueOrDefault(bin) + weight;
            _weights[number] += weight;
            _taken[number] += score >= threshold ? weight : 0;
            _lossAsPositive[number] -= weight * Math.Log(Math.Max(Least, score));
            _lossAsNegative[number] -= weight * Math.Log(Math.Max(Least, 1 - score));
            _squaresAsPositive[number] += weight * (1 - score) * (1 - score);
            _squaresAsNegative[number] += weight * score * score;
        }
    }

    internal BinaryTally Add(BinaryTally other)
    {
        for (var theirs = 0; theirs < other._classes.Names.Count; theirs++)
        {
            var number = Number(other._classes.Names[theirs]);
            foreach (var (bin, weight) in other._bins[theirs])
            {
                _bins[number][bin] = _bins[number].GetValueOrDefault(bin) + weight;
            }

            _weights[number] += other._weights[theirs];
            _taken[number] += other._taken[theirs];
            _lossAsPositive[number] += other._lossAsPositive[theirs];
            _lossAsNegative[number] += other._lossAsNegative[theirs];
            _squaresAsPositive[number] += other._squaresAsPositive[theirs];
            _squaresAsNegative[number] += other._squaresAsNegative[theirs];
        }

        return this;
    }

    /// <summary>Refuses a third class.</summary>
    internal void RefuseMore(string column)
    {
        if (_classes.Names.Count > 2)
        {
            throw new TrainingException(
                $"Column '{column}' holds the classes {string.Join(", ", _classes.Names)}; a binary evaluation takes two.");
        }
    }

    /// <summary>What has been measured; null where one class alone was seen and nobody says which it is.</summary>
    internal BinaryMetrics? Metrics(BinaryEvaluator options)
    {
        var names = _classes.Names;
        var positive = options.Positive is { } given ? names.IndexOf(given)
            : names.Count == 2 ? names.IndexOf(Levels.Sorted(_type, names).Names[1])
            : -1;
        if (_weights.Sum() == 0 || (options.Positive is null && names.Count < 2))
        {
            return null;
        }

        var negative = positive < 0 ? 0 : 1 - positive; // Where the positive class has not come yet, all are negative.
        var (positives, negatives) = (positive < 0 ? 0 : _weights[positive], _weights[negative]);
        var points = ImmutableArray.CreateBuilder<BinaryCounts>();
        var (taken, wronglyTaken) = (0.0, 0.0);
        foreach (var bin in _bins[0].Keys.Union(_bins[1].Keys).OrderDescending())
        {
            taken += positive < 0 ? 0 : _bins[positive].GetValueOrDefault(bin);
            wronglyTaken += _bins[negative].GetValueOrDefault(bin);
            points.Add(new(double.NaN, taken, wronglyTaken, positives, negatives)); // No measure asks for thresholds.
        }

        var loss = (positive < 0 ? 0 : _lossAsPositive[positive]) + _lossAsNegative[negative];
        var squares = (positive < 0 ? 0 : _squaresAsPositive[positive]) + _squaresAsNegative[negative];
        return BinaryMetrics.Of(
            points.ToImmutable(),
            new(options.Threshold, positive < 0 ? 0 : _taken[positive], _taken[negative], positives, negatives),
            loss / (positives + negatives),
            squares / (positives + negatives));
    }

    /// <summary>The bin of a score; a higher score is never in a lower bin.</summary>
    /// <remarks>
    /// The width is relative to the score, and from 0.5 on to its distance from 1: what is rare has small probabilities,
    /// which bins of equal width would throw together. Below 1e-15 there is one bin at either end, so there are at most
    /// 820,000.
    /// </remarks>
    static int BinOf(double score)
    {
        var half = BitConverter.DoubleToInt64Bits(0.5) >> BitsLeftOut;
        var bin = BitConverter.DoubleToInt64Bits(Math.Max(Least, Math.Min(score, 1 - score))) >> BitsLeftOut;
        return (int)(score < 0.5 ? bin : (2 * half) - bin);
    }

    int Number(string name)
    {
        var number = _classes.Number(name);
        RefuseMore("label");
        return number;
    }
}
