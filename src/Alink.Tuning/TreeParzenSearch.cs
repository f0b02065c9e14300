using System.Collections.Immutable;
using Alink.Numerics;

namespace Alink.Tuning;

/// <summary>Tries values that are likely among the best trials so far and unlikely among the others.</summary>
/// <remarks>
/// <para>
/// The tree-structured Parzen estimator: J. Bergstra, R. Bardenet, Y. Bengio and B. Kégl, "Algorithms for hyper-parameter
/// optimization", NIPS 2011. Of each option, l is the density of its values in the best trials and g that in the others;
/// of <see cref="Draws"/> values drawn from l the one with the highest l / g is tried, which has the highest expected
/// improvement. A density of a range is the mean of a uniform one and of a normal one about each value, cut off at the
/// ends, as wide as the way to its farther neighbour; of separate values, their shares with one count more for each.
/// </para>
/// <para>Failed trials, and those that measured NaN, are among the others; so are, for the next candidates of a round, those of
/// the round that have been chosen, which keeps them apart: the constant liar of D. Ginsbourger, R. Le Riche and L. Carraro,
/// "Kriging is well-suited to parallelize optimization", 2010.</para>
/// </remarks>
public sealed record TreeParzenSearch : SearchStrategy
{
    const int Narrowest = 100;

    /// <summary>How many candidates; at least 1.</summary>
    public int Trials { get; init => field = Require.AtLeast(1, value); } = 50;

    /// <summary>How many of them chance alone draws before; at least 1.</summary>
    public int Startup { get; init => field = Require.AtLeast(1, value); } = 10;

    /// <summary>The share of the trials that are the best, in (0, 1): γ of the paper.</summary>
    public double Best { get; init => field = Require.Between(double.Epsilon, double.BitDecrement(1), value); } = 0.15;

    /// <summary>Of how many values the most promising is tried; at least 1.</summary>
    public int Draws { get; init => field = Require.AtLeast(1, value); } = 24;

    /// <inheritdoc/>
    public override IEnumerable<Candidate> Next(SearchState state)
    {
        var tried = state.Trials.Count;
        if (tried < Startup)
        {
            return new RandomSearch { Trials = Math.Min(Startup, Trials) }.Next(state);
        }

        return Likely(state);
    }

    IEnumerable<Candidate> Likely(SearchState state)
    {
        var tried = state.Trials.Count;
        var order = Enumerable.Range(0, tried).OrderBy(trial => state.Losses[trial]).ToArray();
        int[] best = [.. order.Take((int)Math.Ceiling(Best * tried)).Where(trial => !double.IsPositiveInfinity(state.Losses[trial]))];
        var good = state.Counts.Select((count, d) => Of(count, [.. best.Select(trial => state.Trials[trial].Point[d])])).ToArray();
        var others = order[best.Length..].Select(trial => state.Trials[trial].Point).ToList();
        for (var number = tried; number < Trials; number++)
        {
            var random = new SeededRandom(state.Seed).Fork(number);
            ImmutableArray<double> point = [.. good.Select((density, d) =>
            {
                var other = Of(state.Counts[d], [.. others.Select(place => place[d])]);
                return Enumerable.Range(0, Draws).Select(_ => density.Draw(random)).MaxBy(place => density.At(place) / other.At(place));
            })];
            others.Add(point);
            yield return new(point);
        }
    }

    static IDensity Of(int count, double[] places) => count > 0 ? new Shares(count, places) : new Parzen(places);

    interface IDensity
    {
        double Draw(SeededRandom random);

        double At(double place);
    }

    /// <summary>The density over separate values, each of which has an equal stretch of the places.</summary>
    sealed class Shares : IDensity
    {
        readonly double[] _counts;
        readonly double _sum;

        public Shares(int count, double[] places)
        {
            _counts = new double[count];
            Array.Fill(_counts, 1);
            foreach (var place in places)
            {
                _counts[Index(place)]++;
            }

            _sum = _counts.Sum();
        }

        public double Draw(SeededRandom random)
        {
            var rest = random.NextDouble() * _sum;
            var i = 0;
            while (i < _counts.Length - 1 && rest >= _counts[i])
            {
                rest -= _counts[i++];
            }

            return (i + 0.5) / _counts.Length;
        }

        public double At(double place) => _counts[Index(place)] / _sum;

        int Index(double place) => Math.Min((int)(place * _counts.Length), _counts.Length - 1);
    }

    /// <summary>The density over a range.</summary>
    sealed class Parzen : IDensity
    {
        readonly double[] _means;
        readonly double[] _deviations;

        public Parzen(double[] places)
        {
            _means = [.. places.Order()];
            _deviations = new double[_means.Length];
            for (var i = 0; i < _means.Length; i++)
            {
                var below = i == 0 ? 0 : _means[i - 1];
                var above = i == _means.Length - 1 ? 1 : _means[i + 1];
                var farther = Math.Max(_means[i] - below, above - _means[i]);
                _deviations[i] = Math.Clamp(farther, 1.0 / Math.Min(Narrowest, _means.Length + 1), 1);
            }
        }

        public double Draw(SeededRandom random)
        {
            var (i, chance) = (random.NextInt(_means.Length + 1), random.NextDouble());
            if (i == _means.Length)
            {
                return chance;
            }

            var (below, above) = Ends(i);
            var place = _means[i] + (_deviations[i] * Distributions.NormalQuantile(below + ((above - below) * chance)));
            return Math.Clamp(place, 0, 1);
        }

        public double At(double place)
        {
            var sum = 1.0; // The uniform density.
            for (var i = 0; i < _means.Length; i++)
            {
                var z = (place - _means[i]) / _deviations[i];
                var (below, above) = Ends(i);
                sum += Math.Exp(-0.5 * z * z) / (Math.Sqrt(2 * Math.PI) * _deviations[i] * (above - below));
            }

            return sum / (_means.Length + 1);
        }

        /// <summary>How much of a normal distribution lies before each end of the range.</summary>
        (double Below, double Above) Ends(int i) => (
            Distributions.NormalCumulative(-_means[i] / _deviations[i]),
            Distributions.NormalCumulative((1 - _means[i]) / _deviations[i]));
    }
}
