using System.Collections.Immutable;

namespace Alink.Tuning;

/// <summary>A candidate that has been tried.</summary>
/// <param name="Point">The place of each option among its values, from 0 to 1; shape: options.</param>
/// <param name="Share">The share of the training rows that it was tried on, in (0, 1].</param>
/// <param name="Scores">What was measured on each fold; shape: folds, or empty where it failed.</param>
/// <param name="Seconds">How long its trainings took, one after the other.</param>
/// <param name="Error">Why it failed; empty where it did not.</param>
public sealed record Trial(
    ImmutableArray<double> Point, double Share, ImmutableArray<double> Scores, double Seconds, string Error)
{
    /// <summary>The mean over the folds; NaN where it failed.</summary>
    public double Mean => Scores.IsEmpty ? double.NaN : Scores.Sum() / Scores.Length;

    /// <summary>The deviation over the folds, which divides by their count; NaN where it failed.</summary>
    public double Deviation
    {
        get
        {
            var mean = Mean;
            return Scores.IsEmpty ? double.NaN : Math.Sqrt(Scores.Sum(score => (score - mean) * (score - mean)) / Scores.Length);
        }
    }
}

/// <summary>A candidate to be tried.</summary>
/// <param name="Point">The place of each option among its values, from 0 to 1; shape: options.</param>
/// <param name="Share">The share of the training rows to try it on, in (0, 1].</param>
public readonly record struct Candidate(ImmutableArray<double> Point, double Share = 1);

/// <summary>What a strategy knows of a search.</summary>
/// <param name="Counts">For each option how many values it has, where each stands for itself, and 0 for a range.</param>
/// <param name="Trials">What has been tried, in order.</param>
/// <param name="Losses">The mean of each trial, the lower the better; +∞ where it failed, is NaN or the worst of infinities.</param>
/// <param name="Seed">What chance comes of.</param>
public sealed record SearchState(
    ImmutableArray<int> Counts, IReadOnlyList<Trial> Trials, IReadOnlyList<double> Losses, int Seed);
