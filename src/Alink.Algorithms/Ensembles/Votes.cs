using System.Collections.Immutable;

namespace Alink.Ensembles;

/// <summary>Learners that are trained on the same rows, and what each counts.</summary>
static class Votes
{
    /// <summary>Checks that there is one weight for each learner.</summary>
    public static void Check(ImmutableArray<IEstimator> learners, ImmutableArray<double> weights)
    {
        if (learners.IsDefaultOrEmpty)
        {
            throw new ArgumentOutOfRangeException(nameof(learners), "There must be at least one learner.");
        }

        if (!weights.IsDefaultOrEmpty
            && (weights.Length != learners.Length || weights.Any(weight => !(weight >= 0 && double.IsFinite(weight))) || weights.All(weight => weight == 0)))
        {
            throw new ArgumentOutOfRangeException(
                nameof(weights),
                $"Weights must be one finite number of at least 0 for each of the {learners.Length} learners, and not all 0; they were {string.Join(", ", weights)}.");
        }
    }

    /// <summary>What each counts; all add to 1.</summary>
    public static double[] Weights(ImmutableArray<double> weights, int learners)
    {
        if (weights.IsDefaultOrEmpty)
        {
            return [.. Enumerable.Repeat(1.0 / learners, learners)];
        }

        var shares = weights.Select(weight => weight / weights.Max()).ToArray(); // The sum of large weights is no number.
        return Array.ConvertAll(shares, share => share / shares.Sum());
    }

    /// <summary>Trains each on all rows.</summary>
    public static async ValueTask<ImmutableArray<ITransformer>> LearnAsync(
        ImmutableArray<IEstimator> learners, IDataset training, TrainingContext context, string place = "")
    {
        var models = ImmutableArray.CreateBuilder<ITransformer>(learners.Length);
        foreach (var learner in learners)
        {
            models.Add(await learner.LearnAsync(training, context, $"{place}{models.Count}").ConfigureAwait(false));
        }

        return models.MoveToImmutable();
    }
}
