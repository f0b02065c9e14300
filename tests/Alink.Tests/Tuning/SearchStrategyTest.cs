using System.Collections.Immutable;
using Alink.Classification;
using Alink.Tuning;
using static Alink.Tests.Tuning.SearchTest;

namespace Alink.Tests.Tuning;

[Collection(nameof(Fits))]
public class SearchStrategyTest
{
    [Fact]
    public void A_grid_tries_every_combination_the_last_option_first()
    {
        var found = ByDistance.Over(guess => guess.Whole, 0, 1).Over(guess => guess.Value, [0.1, 0.25, -0.75]).Fit(Rows);

        Assert.Equal([0, 0, 0, 1, 1, 1], found.Trials.Values<int>("Guess.Whole").ToArray());
        Assert.Equal([0.1, 0.25, -0.75, 0.1, 0.25, -0.75], found.Trials.Values<double>("Guess.Value").ToArray());
        Assert.Equal(0.05, found.Score, 1e-12);
        Assert.Equal((0, 0.25), (((Guess)found.Learner).Whole, ((Guess)found.Learner).Value)); // The first of two that are equal.
        Assert.Equal(81, ((GuessModel)found.Model).Rows);
        Assert.Equal(0.25, found.Transform(Rows).Values<double>("prediction")[80]);
    }

    [Fact]
    public void A_range_in_a_grid_has_both_its_ends()
    {
        var found = (ByDistance.Over(guess => guess.Value, Values.Uniform(0, 2)).Over(guess => guess.Whole, Values.Whole(3, 5))
            with
        { Strategy = new GridSearch { Steps = 3 } }).Fit(Rows);

        Assert.Equal([0.0, 1, 2], found.Trials.Values<double>("Guess.Value").ToArray().Distinct());
        Assert.Equal([3, 4, 5], found.Trials.Values<int>("Guess.Whole").ToArray().Distinct());
    }

    [Fact]
    public void Patience_ends_a_search_that_gets_no_better()
    {
        var search = ByDistance.Over(guess => guess.Value, [0.9, 0.4, 0.5, 0.6, 0.3, 0.7]) with { Round = 1 };

        Assert.Equal(4, (search with { Patience = 2 }).Fit(Rows).Trials.RowCount);
        Assert.Equal(6, (search with { Patience = 3 }).Fit(Rows).Trials.RowCount);

        var failing = ByDistance.Over(guess => guess.Value, [-3, double.NaN, -4, 0.5, -5, -6, 0.3]) with { Round = 1, Patience = 2 };
        Assert.Equal(0.5, ((Guess)failing.Fit(Rows).Learner).Value);
        Assert.Equal(6, failing.Fit(Rows).Trials.RowCount);
    }

    [Fact]
    public void Halving_tries_few_on_many_rows()
    {
        var search = ByDistance.Over(guess => guess.Value, Values.Uniform(0, 1)) with { Strategy = new SuccessiveHalving { Candidates = 10 } };

        var trials = search.Fit(Rows).Trials;

        Assert.Equal([10, 3, 1], trials.GroupBy(["share"], Aggregate.Count()).Values<long>("count").ToArray().Select(count => (int)count));
        Assert.Equal([1.0 / 9, 1.0 / 3, 1], trials.Values<double>("share").ToArray().Distinct());
        var values = trials.Values<double>("Guess.Value").ToArray();
        Assert.Equal(values.Take(10).OrderBy(value => Math.Abs(value - 0.3)).Take(3), values.Skip(10).Take(3));
        Assert.Equal(values.MinBy(value => Math.Abs(value - 0.3)), ((Guess)search.Fit(Rows).Learner).Value);
        Assert.Equal(2, (search with { Strategy = new SuccessiveHalving { Candidates = 10, LeastShare = 0.3 } })
            .Fit(Rows).Trials.Values<double>("share").ToArray().Distinct().Count());
    }

    [Fact]
    public void Where_the_last_rung_fails_the_best_of_the_one_before_wins()
    {
        var search = ByDistance.Over(guess => guess.Value, 0.3, 0.5, 0.4, double.NaN) with { Strategy = new Climbing() };

        var found = search.Fit(Rows);

        Assert.Equal([0.3, 0.5, 0.4], found.Trials.Values<double>("Guess.Value").ToArray().Take(3));
        Assert.Equal(0.4, ((Guess)found.Learner).Value);
        Assert.Equal(0.1, found.Score, 1e-12);
    }

    [Fact]
    public void Rows_of_a_rung_are_among_those_of_the_next()
    {
        var search = ByDistance.Over(guess => guess.First, 1.0)
            with
        { Strategy = new SuccessiveHalving { Candidates = 9 }, Folds = new KFold { Count = 2 } };

        // The least id that was taught falls, or stays, as rows are added.
        var means = search.Fit(Rows).Trials.Values<double>("mean").ToArray();
        Assert.True(means[0] >= means[9] && means[9] >= means[12]);
        Assert.True(means[0] > means[12]);
    }

    [Fact]
    public void Parzen_trees_come_nearer_than_chance()
    {
        var search = ByDistance.Over(guess => guess.Value, Values.Uniform(-1, 9)).Over(guess => guess.Word, "a", "nan", "b")
            with
        { Round = 1, Folds = new KFold { Count = 2 } };
        var nearer = Enumerable.Range(0, 20).Count(seed =>
            (search with { Strategy = new TreeParzenSearch(), Seed = seed }).Fit(Rows).Score
            < (search with { Strategy = new RandomSearch { Trials = 50 }, Seed = seed }).Fit(Rows).Score);

        Assert.InRange(nearer, 16, 20);
    }

    /// <summary>Chance alone leaves a median distance of 0.07, and 0.06 where those of a round are not kept apart.</summary>
    [Fact]
    public void Parzen_trees_come_as_near_when_rounds_are_long()
    {
        double[] distances = [.. Enumerable.Range(0, 101).Select(seed =>
        {
            List<Trial> trials = [];
            while (new TreeParzenSearch().Next(new([0, 0], trials, [.. trials.Select(trial => trial.Mean)], seed)).Take(8).ToArray() is { Length: > 0 } round)
            {
                trials.AddRange(round.Select(one => new Trial(one.Point, 1, [double.Hypot(one.Point[0] - 0.37, one.Point[1] - 0.71)], 0, "")));
            }

            return trials.Min(trial => trial.Mean);
        }).Order()];

        Assert.InRange(distances[50], 0, 0.03);
    }

    [Fact]
    public void Failed_trials_are_never_among_the_best()
    {
        Trial[] trials = [.. Enumerable.Range(0, 20).Select(i => new Trial([i / 20.0], 1, [], 0, "no"))];
        trials[3] = new([0.9], 1, [1], 0, "");
        var losses = trials.Select(trial => trial.Error.Length > 0 ? double.PositiveInfinity : trial.Mean).ToArray();

        var next = new TreeParzenSearch { Trials = 220 }.Next(new([0], trials, losses, 1)).Take(1).Single();

        Assert.InRange(next.Point[0], 0.8, 1);
    }

    [Fact]
    public void What_cannot_be_varied_is_refused_at_once()
    {
        Assert.Contains("Guess.Value is searched over already", Assert.Throws<ArgumentException>(
            () => ByDistance.Over(guess => guess.Value, 1).Over((Guess guess) => guess.Value, 2)).Message);
        var grid = ByDistance.Over(guess => guess.Value, Values.Uniform(0, 1)) with { Strategy = new GridSearch { Steps = int.MaxValue } };
        Assert.Contains("The grid has 2147483647 combinations", Assert.Throws<ArgumentException>(() => grid.Fit(Rows)).Message);
        Assert.Contains("no stage of the kind LogisticRegression", Assert.Throws<ArgumentException>(
            () => ByDistance.Over((LogisticRegression stage) => stage.Regularization, 1)).Message);
        Assert.Contains("2 stages", Assert.Throws<ArgumentException>(
            () => Search.Of(new Guess().Then(new Guess())).Over((Guess stage) => stage.Value, 1)).Message);
        Assert.Contains("'Guess.ReadOnly' cannot be set", Assert.Throws<ArgumentException>(
            () => ByDistance.Over(guess => guess.ReadOnly, 1)).Message);
        Assert.Throws<ArgumentException>(() => ByDistance.Over(guess => guess.Value + 1, 1));
        Assert.Throws<ArgumentException>(() => ByDistance.Over(guess => guess, new Guess()));
        Assert.Throws<ArgumentException>(() => ByDistance.Over(guess => guess.Value, ImmutableArray<double>.Empty.ToArray()));
        Assert.Contains("metric", Assert.Throws<ArgumentException>(() => Search.Of(new Guess()).Fit(Rows)).Message);
        Assert.Contains("'id'", Assert.Throws<SchemaException>(() => ByDistance.Fit(Rows.Drop("id"))).Message);
    }

    [Fact]
    public void Values_come_from_their_range_as_likely_as_they_should()
    {
        double[] places = [.. Enumerable.Range(0, 1001).Select(i => i / 1000.0)];

        Assert.Equal([1, 1.5, 2], new[] { 0, 0.5, 1 }.Select(Values.Uniform(1, 2).At));
        Assert.Equal([0.01, 0.1, 1], new[] { 0, 0.5, 1 }.Select(Values.LogUniform(0.01, 1).At), (x, y) => Math.Abs(x - y) < 1e-12);
        Assert.All(places.Select(Values.Whole(3, 6).At).CountBy(value => value), pair => Assert.InRange(pair.Value, 250, 251));
        Assert.Equal([3, 4, 5, 6], places.Select(Values.Whole(3, 6).At).Distinct());
        Assert.Equal(Enumerable.Range(1, 9), places.Select(Values.LogWhole(1, 9).At).Distinct());
        Assert.Equal(301, places.Count(place => Values.LogWhole(1, 9).At(place) == 1), 1.0);
        Assert.Equal(["a", "a", "b", "b"], new[] { 0, 0.49, 0.5, 1 }.Select(Values.Of("a", "b").At));
        Assert.Throws<ArgumentOutOfRangeException>(() => Values.LogUniform(0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Values.Uniform(2, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Values.Whole(2, 1));
        Assert.Equal(int.MaxValue, Values.Whole(int.MinValue, int.MaxValue).At(1));
    }

    /// <summary>Tries the first of four values on few rows, the next two on more and the last on all.</summary>
    sealed record Climbing : SearchStrategy
    {
        public override IEnumerable<Candidate> Next(SearchState state) => new[] { 0.1, 0.5, 0.5, 1 }
            .Select((share, i) => new Candidate([(i + 0.5) / 4], share)).Skip(state.Trials.Count);
    }
}
