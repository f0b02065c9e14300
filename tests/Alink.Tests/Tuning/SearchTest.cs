using System.Collections.Immutable;
using Alink.Classification;
using Alink.Ensembles;
using Alink.Evaluation;
using Alink.Features;
using Alink.Regression;
using Alink.Runtime;
using Alink.Tuning;

namespace Alink.Tests.Tuning;

[Collection(nameof(Fits))]
public class SearchTest
{
    /// <summary>The best guess is 0.3.</summary>
    internal static readonly Table Rows = Table.Of("id", [.. Enumerable.Range(0, 81)]).With("label", _ => 0.3);

    internal static readonly Search<Guess> ByDistance = Search.Of(new Guess()).By(new Distance(), distance => distance, Goal.Minimize);

    [Fact]
    public void Mean_and_deviation_are_over_the_folds()
    {
        var folds = new KFold { Count = 3, Seed = 9 };

        var trials = (ByDistance.Over(guess => guess.First, 1.0) with { Folds = folds }).Fit(Rows).Trials;

        double[] scores = [.. Enumerable.Range(0, 3).Select(fold =>
            ((Table)folds.Cut(Rows, fold).Training).Values<int>("id").ToArray().Min() - 0.3).Select(Math.Abs)];
        Assert.Equal(scores, Enumerable.Range(0, 3).Select(fold => trials.Values<double>($"fold_{fold}")[0]), (x, y) => Math.Abs(x - y) < 1e-12);
        Assert.Equal(scores.Average(), trials.Values<double>("mean")[0], 1e-12);
        Assert.Equal(
            Math.Sqrt(scores.Average(score => score * score) - (scores.Average() * scores.Average())),
            trials.Values<double>("deviation")[0], 1e-12);
    }

    [Fact]
    public void The_goal_may_be_the_highest()
    {
        var search = ByDistance.Over(guess => guess.Value, 0.2, 5, 0.1).By(new Distance(), distance => distance);

        Assert.Equal(5, ((Guess)search.Fit(Rows).Learner).Value);
    }

    [Fact]
    public void NaN_never_wins()
    {
        foreach (var goal in Enum.GetValues<Goal>())
        {
            var found = ByDistance.By(new Distance(), distance => distance, goal).Over(guess => guess.Word, "nan", "", "nan").Fit(Rows);

            Assert.Equal("", ((Guess)found.Learner).Word);
            Assert.True(found.Trials.Data("mean").IsMissing(0));
            Assert.True(found.Trials.Data("error").IsMissing(0));
        }

        Assert.Contains("measured NaN", Assert.Throws<TrainingException>(
            () => ByDistance.Over(guess => guess.Word, "nan").Fit(Rows)).Message);
    }

    [Fact]
    public void The_worst_of_infinities_never_wins_and_is_told()
    {
        var search = ByDistance.Over(guess => guess.Value, double.PositiveInfinity);

        Assert.Contains("it measured Infinity", Assert.Throws<TrainingException>(() => search.Fit(Rows)).Message);
        Assert.Equal(double.PositiveInfinity, search.By(new Distance(), distance => distance).Fit(Rows).Score);
    }

    [Fact]
    public void An_option_within_an_option_is_varied_where_there_is_one()
    {
        var rows = Rows.With<Vector>("features", row => (Vector)new[] { row.Index * 1.0 }).With("label", row => row.Index % 3);
        var search = Search.Of(new OneVsRest()).By(new MulticlassEvaluator(), metrics => metrics.Accuracy);

        var found = search.Over(stage => ((LogisticRegression)stage.Learner).Regularization, 0.1, 1).Fit(rows);

        Assert.Equal(["0.1", "1"], found.Options.Single().Values.AsEnumerable());
        Assert.Contains("Learner is LogisticRegression, which has no option Smoothing of NaiveBayes", Assert.Throws<TrainingException>(
            () => search.Over(stage => ((NaiveBayes)stage.Learner).Smoothing, 0.1).Fit(rows)).Message);
    }

    [Fact]
    public void A_candidate_that_fails_is_reported_and_ends_nothing()
    {
        var found = ByDistance.Over(guess => guess.Value, -3.0, 0.4).Fit(Rows);

        Assert.Equal(0.4, ((Guess)found.Learner).Value);
        Assert.Contains("Value must be at least -1; it was -3", found.Trials.Values<string>("error")[0]);
        Assert.True(found.Trials.Data("fold_0").IsMissing(0));
        Assert.Contains("Guess.Value = -3", Assert.Throws<TrainingException>(
            () => ByDistance.Over(guess => guess.Value, -3.0).Fit(Rows)).Message);
    }

    [Fact]
    public void Any_number_of_workers_finds_the_same()
    {
        foreach (SearchStrategy strategy in new SearchStrategy[]
            { new GridSearch(), new RandomSearch { Trials = 20 }, new TreeParzenSearch { Trials = 20 }, new SuccessiveHalving() })
        {
            var search = ByDistance.Over(guess => guess.Value, Values.Uniform(0, 1)).Over(guess => guess.First, Values.LogUniform(0.01, 1))
                with
            { Strategy = strategy, Seed = 4 };
            var one = Shown(search.Fit(Rows, new() { Workers = 1 }));

            Assert.Equal(one, Shown(search.Fit(Rows, new() { Workers = 2 })));
            Assert.Equal(one, Shown(search.Fit(Rows, new() { Workers = 7 })));
            Assert.NotEqual(strategy is not GridSearch, one == Shown((search with { Seed = 5 }).Fit(Rows)));
        }
    }

    [Fact]
    public async Task Any_number_of_hosts_finds_the_same()
    {
        var search = ByDistance.Over(guess => guess.Value, Values.Uniform(0, 1)) with { Strategy = new TreeParzenSearch { Trials = 12 } };
        var network = new InMemoryNetwork(3, new Random(3));
        var found = await Task.WhenAll(Enumerable.Range(0, 3).Select(host => Task.Run(async () =>
        {
            await using var machine = new HostMachine(network[host], workers: 2);
            return await search.FitAsync(Rows, new TrainingContext(machine));
        })));

        Assert.All(found, one => Assert.Equal(Shown(search.Fit(Rows)), Shown(one)));
    }

    [Fact]
    public void A_search_that_was_killed_goes_on_to_the_same_end()
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            var search = ByDistance.Over(guess => guess.Value, Values.Uniform(0, 1))
                with
            { Strategy = new TreeParzenSearch { Trials = 40 }, Round = 5, Folds = new KFold { Count = 2 } };
            var whole = Shown(search.Fit(Rows));
            var options = new TrainingOptions { Checkpoints = folder.FullName };

            Assert.Throws<InvalidOperationException>(() => search.Fit(
                Rows, options with { Progress = new Failing(progress => progress is { Stage: "", Iteration: 25 }) }));
            Assert.Contains("another training", Assert.Throws<DataFormatException>(
                () => (search with { Seed = 1 }).Fit(Rows, options)).Message);
            Assert.Contains("another training", Assert.Throws<DataFormatException>(
                () => search.By(new Distance(), distance => -distance).Fit(Rows, options)).Message);

            var before = Fits.Count;
            Assert.Equal(whole, Shown(search.Fit(Rows, options)));
            Assert.InRange(Fits.Count - before, 31, 79); // 15 trials of two folds and the best, and not all 40 again.
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void A_search_over_other_lists_is_another_one()
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            var rows = Table.Of("a", [.. Enumerable.Range(0, 40).Select(i => i * 1.0)]).With("b", row => row.Index % 7.0).With("label", row => row.Index < 25 ? 0 : 1);
            Search<Pipeline> Over(params ImmutableArray<string>[] lists) => Search.Of(new VectorAssembler { Columns = ["a"] }.Then(new LogisticRegression()))
                .By(new BinaryEvaluator(), metrics => metrics.LogLoss, Goal.Minimize).Over((VectorAssembler stage) => stage.Columns, lists)
                with
            { Round = 1 };
            var options = new TrainingOptions { Checkpoints = folder.FullName };

            Assert.Throws<InvalidOperationException>(() => Over(["a"], ["b"], ["a", "b"]).Fit(
                rows, options with { Progress = new Failing(progress => progress is { Stage: "", Iteration: 2 }) }));
            Assert.Contains("another training", Assert.Throws<DataFormatException>(() => Over(["a"], ["b", "a"], ["b"]).Fit(rows, options)).Message);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void No_fold_that_was_judged_is_judged_again()
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            var search = ByDistance.Over(guess => guess.Value, Values.Uniform(0, 1)) with { Strategy = new RandomSearch { Trials = 12 }, Round = 6 };
            var whole = Shown(search.Fit(Rows));
            var options = new TrainingOptions { Checkpoints = folder.FullName, Workers = 1 };
            search = search with { Folds = new StopAt() };
            StopAt.Time = 41; // 6 candidates of 5 folds are a round, so this is within the second one.
            var before = Fits.Count;

            Assert.ThrowsAny<OperationCanceledException>(() => search.Fit(Rows, options));
            Assert.Equal(40, Fits.Count - before);
            Assert.Contains("another training", Assert.Throws<DataFormatException>(() => (search with { Seed = 1 }).Fit(Rows, options)).Message);
            Assert.Equal(whole, Shown(search.Fit(Rows, options)));
            Assert.Equal(61, Fits.Count - before);
            Assert.Empty(folder.GetFiles());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void What_was_found_is_stored_in_a_model_file()
    {
        var rows = Table.Of<Vector>("features", [.. Enumerable.Range(0, 40).Select(i => (Vector)new[] { i * 1.0 })])
            .With("label", row => row.Index < 25 ? 0 : 1);
        var found = Search.Of(new StandardScaler().Then(new LogisticRegression())).By(new BinaryEvaluator(), metrics => metrics.LogLoss, Goal.Minimize)
            .Over((LogisticRegression stage) => stage.Regularization, 0.1, -1, 1 / 3.0)
            .Over((StandardScaler stage) => stage.WithMean, true, false).Fit(rows);

        using var file = new MemoryStream();
        ModelFile.Write(file, found);
        file.Position = 0;
        var read = (SearchModel)ModelFile.Read(file, Catalog.Of(typeof(LogisticRegression).Assembly, typeof(SearchModel).Assembly));

        Assert.Equal(found.Trials.Format(100), read.Trials.Format(100));
        Assert.Equal(found.Trials.Schema, read.Trials.Schema);
        Assert.Contains("Regularization must be", read.Trials.Values<string>("error")[2]);
        Assert.Equal((found.Score, $"{found.Learner}"), (read.Score, $"{read.Learner}"));
        Assert.Equal(
            found.Transform(rows).Values<Vector>("probabilities")[7].ToArray(),
            read.Transform(rows).Values<Vector>("probabilities")[7].ToArray());
    }

    [Fact]
    public void Of_several_stages_of_a_kind_a_number_says_which()
    {
        var pipeline = new StandardScaler().Then(new StandardScaler { WithDeviation = false }).Then(new Guess());
        var rows = Rows.With<Vector>("features", row => (Vector)new[] { row.Index * 1.0 });
        var search = Search.Of(pipeline).By(new Distance(), distance => distance, Goal.Minimize);

        var found = search.Over(1, (StandardScaler scaler) => scaler.WithMean, false).Over(0, (Guess guess) => guess.Value, 0.3, 0.5).Fit(rows);

        Assert.Equal([true, false], ((Pipeline)found.Learner).Stages.OfType<StandardScaler>().Select(scaler => scaler.WithMean));
        Assert.Equal([true, false], ((Pipeline)found.Learner).Stages.OfType<StandardScaler>().Select(scaler => scaler.WithDeviation));
        Assert.Equal(["StandardScaler[1].WithMean", "Guess.Value"], found.Options.Select(option => option.Name));
        Assert.Contains("2 stages of the kind StandardScaler; there is none at 2", Assert.Throws<ArgumentException>(
            () => search.Over(2, (StandardScaler scaler) => scaler.WithMean, false)).Message);
        Assert.Contains("none at -1", Assert.Throws<ArgumentException>(
            () => search.Over(-1, (Guess guess) => guess.Value, 1)).Message);
    }

    [Fact]
    public void A_cancelled_search_ends() => Assert.ThrowsAny<OperationCanceledException>(() =>
        ByDistance.Over(guess => guess.Value, 1, 2, 3)
            .FitAsync(Rows, new TrainingContext(LocalMachine.Default) { Cancellation = new(canceled: true) }).AsTask().GetAwaiter().GetResult());

    [Fact]
    public void Options_of_a_stage_are_found_in_a_pipeline()
    {
        var pipeline = new StandardScaler().Then(new Pipeline(new LogisticRegression()));
        var rows = Table.Of<Vector>("features", [.. Enumerable.Range(0, 40).Select(i => (Vector)new[] { i * 1.0 })])
            .With("label", row => row.Index < 25 ? 0 : 1);
        var search = Search.Of(pipeline).By(new BinaryEvaluator(), metrics => metrics.LogLoss, Goal.Minimize)
            .Over((LogisticRegression stage) => stage.Regularization, 10, 0.001, 1)
            .Over((StandardScaler stage) => stage.WithMean, true, false);

        var found = search.Fit(rows);

        Assert.Equal(0.001, ((LogisticRegression)((Pipeline)((Pipeline)found.Learner).Stages[1]).Stages[0]).Regularization);
        Assert.Equal(0.0, ((LogisticRegression)((Pipeline)pipeline.Stages[1]).Stages[0]).Regularization);
        Assert.Equal(["10", "10", "0.001", "0.001", "1", "1"],
            found.Trials.Values<double>("LogisticRegression.Regularization").ToArray().Select(value => $"{value}"));
        Assert.Equal(
            ((Pipeline)found.Learner).Fit(rows).Transform(rows).Values<Vector>("probabilities")[7].ToArray(),
            found.Transform(rows).Values<Vector>("probabilities")[7].ToArray());
    }

    [Fact]
    public void Cross_validation_measures_what_each_training_alone_does()
    {
        var rows = Rows.With<Vector>("features", row => (Vector)new[] { row.Index, row.Index % 7.0 })
            .With("label", row => (row.Index * 0.5) + (row.Index % 5));
        var folds = new KFold { Count = 3 };

        var metrics = new LinearRegression().CrossValidate(rows, new RegressionEvaluator(), folds, workers: 3);

        Assert.Equal(
            Enumerable.Range(0, 3).Select(fold => folds.Cut(rows, fold)).Select(cut => new RegressionEvaluator().Evaluate(
                cut.HeldOut.Through(new LinearRegression().Fit(cut.Training))).R2),
            metrics.Select(metric => metric.R2));
    }

    static string Shown(SearchModel found) =>
        $"{found.Learner} {found.Model} {found.Score:R} {found.Trials.Drop("seconds").Format(1000)}";

    /// <summary>Five folds; stops the search when one is cut for the given time. Its fields are static, for they are no options.</summary>
    sealed record StopAt : IFolds
    {
        static int _cut;

        public static int Time { get; set; }

        public int Count => 5;

        public (IDataset Training, IDataset HeldOut) Cut(IDataset rows, int fold) => Interlocked.Increment(ref _cut) == Time
            ? throw new OperationCanceledException()
            : new KFold().Cut(rows, fold);
    }

    sealed class Failing(Predicate<TrainingProgress> when) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            if (when(value))
            {
                throw new InvalidOperationException("Killed.");
            }
        }
    }
}
