using System.Collections.Immutable;
using Alink.Numerics;

namespace Alink.Tuning;

/// <summary>Decides which candidates a search tries.</summary>
public abstract record SearchStrategy
{
    /// <summary>The candidates to try next, as far as they are known before others have been tried; none at the end.</summary>
    /// <param name="state">What has been tried. The same state gives the same candidates.</param>
    public abstract IEnumerable<Candidate> Next(SearchState state);

    /// <summary>The point that chance gives the candidate of a number.</summary>
    internal static ImmutableArray<double> Drawn(SearchState state, int number)
    {
        var random = new SeededRandom(state.Seed).Fork(number);
        return [.. state.Counts.Select(_ => random.NextDouble())];
    }
}

/// <summary>Tries every combination of values, the last option varying fastest.</summary>
public sealed record GridSearch : SearchStrategy
{
    const int Most = 1_000_000;

    /// <summary>How many values of a range are tried, both ends included; at least 1.</summary>
    /// <remarks>A range of fewer whole numbers repeats some.</remarks>
    public int Steps { get; init => field = Require.AtLeast(1, value); } = 5;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There are more than a million combinations.</exception>
    public override IEnumerable<Candidate> Next(SearchState state)
    {
        var size = state.Counts.Aggregate(1.0, (product, count) => product * (count > 0 ? count : Steps));
        if (size > Most)
        {
            throw new ArgumentException($"The grid has {size} combinations; at most {Most} are tried.");
        }

        var places = state.Counts.Select(PlacesOf).ToArray();
        return Enumerable.Range(state.Trials.Count, (int)size - state.Trials.Count).Select(number => new Candidate(At(places, number)));
    }

    double[] PlacesOf(int count) => count > 0
        ? [.. Enumerable.Range(0, count).Select(i => (i + 0.5) / count)]
        : [.. Enumerable.Range(0, Steps).Select(i => Steps == 1 ? 0.5 : i / (Steps - 1.0))];

    static ImmutableArray<double> At(double[][] places, int number)
    {
        var point = new double[places.Length];
        for (var d = places.Length - 1; d >= 0; d--)
        {
            (number, var i) = Math.DivRem(number, places[d].Length);
            point[d] = places[d][i];
        }

        return [.. point];
    }
}

/// <summary>Tries values that chance draws.</summary>
/// <remarks>J. Bergstra and Y. Bengio, "Random search for hyper-parameter optimization", JMLR 13, 2012.</remarks>
public sealed record RandomSearch : SearchStrategy
{
    /// <summary>How many candidates; at least 1.</summary>
    public int Trials { get; init => field = Require.AtLeast(1, value); } = 10;

    /// <inheritdoc/>
    public override IEnumerable<Candidate> Next(SearchState state) =>
        from number in Enumerable.Range(state.Trials.Count, Math.Max(0, Trials - state.Trials.Count))
        select new Candidate(Drawn(state, number));
}

/// <summary>Tries many candidates on few rows, and the best of them on more, until the last are tried on all.</summary>
/// <remarks>
/// K. Jamieson and A. Talwalkar, "Non-stochastic best arm identification and hyperparameter optimization", AISTATS 2016.
/// Of each rung the best 1 / <see cref="Factor"/> go on, on <see cref="Factor"/> times as many rows; the rows of a rung are
/// among those of the next. All rungs are judged on all rows that are held out.
/// </remarks>
public sealed record SuccessiveHalving : SearchStrategy
{
    /// <summary>How many candidates chance draws for the first rung; at least 1.</summary>
    public int Candidates { get; init => field = Require.AtLeast(1, value); } = 27;

    /// <summary>Of how many candidates one goes on; at least 2.</summary>
    public int Factor { get; init => field = Require.AtLeast(2, value); } = 3;

    /// <summary>The least share of the training rows that the first rung is tried on, in (0, 1].</summary>
    public double LeastShare { get; init => field = Require.Between(double.Epsilon, 1, value); } = 0.01;

    /// <inheritdoc/>
    public override IEnumerable<Candidate> Next(SearchState state)
    {
        var rungs = 1;
        for (var (size, share) = (Candidates / Factor, 1.0 / Factor); size >= 1 && share >= LeastShare; size /= Factor, share /= Factor)
        {
            rungs++;
        }

        var (first, count, best) = (0, Candidates, Enumerable.Range(0, Candidates).Select(number => Drawn(state, number)).ToArray());
        for (var rung = 0; rung < rungs; rung++)
        {
            var tried = state.Trials.Count - first;
            if (tried < count)
            {
                var share = Math.Pow(Factor, rung + 1 - rungs);
                return best.Skip(tried).Select(point => new Candidate(point, share));
            }

            best = [.. Enumerable.Range(first, count).OrderBy(trial => state.Losses[trial]).Take(count / Factor).Select(trial => state.Trials[trial].Point)];
            (first, count) = (first + count, count / Factor);
        }

        return [];
    }
}
