using System.Runtime.InteropServices;

namespace Alink.Features;

/// <summary>One pass for all candidates of an <see cref="AutoCross"/>: what a Newton step from a regression's probabilities needs of each combination.</summary>
/// <param name="labels">The two classes of the regression.</param>
/// <param name="label">The column of the class.</param>
/// <param name="taught">The column that is 0 for rows that judge.</param>
/// <param name="probabilities">The column of the regression's probabilities.</param>
/// <param name="pairs">For each candidate, the two columns of indices that it crosses.</param>
sealed class CrossPass(
    Levels labels, Column<Category> label, Column<double> taught, Column<Vector> probabilities, (string Left, string Right)[] pairs)
    : IAggregator<CrossSums>
{
    public CrossSums Start(Schema schema) => labels.Count == 2
        ? new([.. pairs.Select(_ => new Dictionary<long, CrossSum>())])
        : throw new TrainingException($"Column '{label}' has {labels.Count} classes; there must be two.");

    public CrossSums Update(CrossSums state, Table batch)
    {
        var classes = batch.Classes(label, new(labels));
        var teaches = batch.Numbers(taught);
        var p = batch.Block(probabilities);
        state.JudgingRows += teaches.Count(0);
        for (var c = 0; c < pairs.Length; c++)
        {
            var (left, right) = (batch.Values<int>(pairs[c].Left), batch.Values<int>(pairs[c].Right));
            for (var i = 0; i < classes.Length; i++)
            {
                var positive = p.ValuesOf(i)[1];
                var (gradient, curvature) = (classes[i] - positive, positive * (1 - positive));
                state.Add(c, ((long)left[i] << 32) | (uint)right[i], teaches[i] > 0
                    ? new(gradient, curvature, 0, 0)
                    : new(0, 0, gradient, curvature));
            }
        }

        return state;
    }

    public CrossSums Merge(CrossSums left, CrossSums right)
    {
        left.JudgingRows += right.JudgingRows;
        for (var c = 0; c < pairs.Length; c++)
        {
            foreach (var (combination, sum) in right.Candidates[c])
            {
                left.Add(c, combination, sum);
            }
        }

        return left;
    }
}

/// <summary>Sums over the rows of a combination: gradients y − p and curvatures p (1 − p), of rows that teach and of rows that judge.</summary>
readonly record struct CrossSum(double Gradient, double Curvature, double JudgingGradient, double JudgingCurvature);

/// <summary>The sums of each combination of each candidate.</summary>
sealed class CrossSums(Dictionary<long, CrossSum>[] candidates)
{
    public Dictionary<long, CrossSum>[] Candidates { get; } = candidates;

    public long JudgingRows { get; set; }

    public void Add(int candidate, long combination, CrossSum sum)
    {
        ref var all = ref CollectionsMarshal.GetValueRefOrAddDefault(Candidates[candidate], combination, out _);
        all = new(
            all.Gradient + sum.Gradient, all.Curvature + sum.Curvature,
            all.JudgingGradient + sum.JudgingGradient, all.JudgingCurvature + sum.JudgingCurvature);
    }

    /// <summary>By how much the mean log-likelihood of the rows that judge rises, to the second order, when those that teach
    /// move each combination's weight by one step.</summary>
    public double Gain(int candidate, double penalty)
    {
        var gain = 0.0;
        foreach (var sum in Candidates[candidate].Values)
        {
            var weight = sum.Gradient / (sum.Curvature + penalty);
            gain += (weight * sum.JudgingGradient) - (weight * weight * sum.JudgingCurvature / 2);
        }

        return gain / Math.Max(1, JudgingRows);
    }
}
