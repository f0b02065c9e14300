using Alink.Classification;
using Alink.Features;

namespace Alink.Tests.Algorithms;

/// <summary>A learner of streams goes on from the model of a batch as if it had learnt that batch.</summary>
public class WarmStartTest
{
    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void StandardScaler_comes_to_the_means_and_deviations_of_all_rows(bool unbiased, bool weighted)
    {
        var scaler = new StandardScaler { Unbiased = unbiased, Weight = weighted ? new Column<double>("weight") : default(Column<double>?) };
        foreach (var rows in (Table[])[Rows(300), Rows(300).Sparse()])
        {
            var all = scaler.Fit(rows);
            var resumed = scaler.Snapshot(scaler.Update(scaler.Resume(scaler.Fit(rows.Slice(0, 120))), rows.Slice(120, 180)));
            Near(all.Mean, resumed.Mean);
            Near(all.Deviation, resumed.Deviation);
            Assert.Equal(all.Rows.Count, resumed.Rows.Count);
        }

        // A model of other divisors tells the same sums.
        var other = (scaler with { Unbiased = !unbiased }).Fit(Rows(120));
        Near(scaler.Fit(Rows(120)).Deviation, scaler.Snapshot(scaler.Resume(other)).Deviation);
        Assert.Throws<TrainingException>(() => scaler.Resume(other with { Rows = default }));
    }

    [Fact]
    public void MinMaxScaler_comes_to_the_ranges_of_all_rows_to_the_bit()
    {
        var scaler = new MinMaxScaler();
        foreach (var rows in (Table[])[Rows(300), Rows(300).Sparse(), Rows(300).Sparse().Slice(0, 130)])
        {
            var all = scaler.Fit(rows);
            var resumed = scaler.Snapshot(scaler.Update(scaler.Resume(scaler.Fit(rows.Slice(0, 120))), rows.Slice(120, rows.RowCount - 120)));
            Assert.Equal(all.Least.ToArray(), resumed.Least.ToArray());
            Assert.Equal(all.Greatest.ToArray(), resumed.Greatest.ToArray());
        }
    }

    [Fact]
    public void A_number_that_is_0_for_the_first_time_in_a_row_to_come_joins_the_range()
    {
        var scaler = new MinMaxScaler();
        var state = scaler.Update(scaler.Resume(scaler.Fit(Table.Of<Vector>("features", [2.0], [3.0]))), Table.Of<Vector>("features", [0.0]));

        Assert.Equal([0.0], scaler.Snapshot(state).Least.ToArray());
    }

    [Fact]
    public void Gaussian_naive_Bayes_comes_to_the_distributions_of_all_rows()
    {
        var learner = new GaussianNaiveBayes { Weight = "weight" };
        var (all, resumed) = (learner.Fit(Rows(300)), Resumed(learner, Rows(300)));

        Assert.Equal(["a", "b", "c"], resumed.Labels.Names.ToArray());
        Near(all.LogPriors, resumed.LogPriors);
        Near(all.Means, resumed.Means);
        Near(all.Variances, resumed.Variances);
        Assert.Throws<TrainingException>(() => learner.Resume(all with { ClassWeights = [] }));
    }

    [Fact]
    public void Where_nothing_varied_yet_no_variance_is_taken_for_one()
    {
        var learner = new GaussianNaiveBayes();
        var rows = Table.Of<Vector>("features", [1.0], [1.0], [1.5], [3.0]).With("label", "a", "b", "a", "b");
        var resumed = learner.Snapshot(learner.Update(learner.Resume(learner.Fit(rows.Slice(0, 2))), rows.Slice(2, 2)));

        Near(learner.Fit(rows).Variances, resumed.Variances);
    }

    [Theory]
    [InlineData(NaiveBayesType.Multinomial)]
    [InlineData(NaiveBayesType.Complement)]
    [InlineData(NaiveBayesType.Bernoulli)]
    public void Naive_Bayes_comes_to_the_model_of_all_rows(NaiveBayesType type)
    {
        var learner = new NaiveBayes { Type = type };
        var rows = Counts(type);
        var all = learner.Fit(rows);
        var resumed = learner.Snapshot(learner.Update(learner.Resume(learner.Fit(rows.Slice(0, 100))), rows.Slice(100, 200)));

        // Sums of whole numbers do not round.
        Assert.Equal(all.Coefficients, resumed.Coefficients);
        Assert.Equal(all.Intercepts.ToArray(), resumed.Intercepts.ToArray());
        Assert.Throws<TrainingException>(() => learner.Resume(all with { ClassWeights = [] }));
    }

    [Fact]
    public void Mixed_naive_Bayes_comes_to_the_model_of_all_rows()
    {
        var learner = new MixedNaiveBayes { Categorical = ["1"] };
        var (all, resumed) = (learner.Fit(Rows(300)), Resumed(learner, Rows(300)));

        Assert.Equal(all.LogProbabilities, resumed.LogProbabilities);
        Assert.Equal(all.Unseen, resumed.Unseen);
        Near(all.Means, resumed.Means);
        Near(all.Variances, resumed.Variances);
        Assert.Throws<TrainingException>(() => (learner with { Categorical = ["0"] }).Resume(all));
    }

    static GaussianNaiveBayesModel Resumed(GaussianNaiveBayes learner, Table rows) =>
        learner.Snapshot(learner.Update(learner.Resume(learner.Fit(rows.Slice(0, 120))), rows.Slice(120, 180)));

    static MixedNaiveBayesModel Resumed(MixedNaiveBayes learner, Table rows) =>
        learner.Snapshot(learner.Update(learner.Resume(learner.Fit(rows.Slice(0, 120))), rows.Slice(120, 180)));

    static void Near(IEnumerable<double> expected, IEnumerable<double> actual)
    {
        foreach (var (one, other) in expected.Zip(actual))
        {
            Assert.Equal(one, other, 1e-12 * (1 + Math.Abs(one)));
        }
    }

    static void Near(Matrix expected, Matrix actual) => Near(expected.Values.ToArray(), actual.Values.ToArray());

    /// <summary>A number far from 0, whole numbers, and numbers of both signs; a third class comes late.</summary>
    static Table Rows(int count)
    {
        var random = new Random(5);
        Vector[] vectors = [.. Enumerable.Range(0, count).Select(_ => (Vector)new[] { 1000 + random.NextDouble(), random.Next(4), random.NextDouble() - 0.5, 3 })];
        return Table.Of("features", vectors)
            .With("label", [.. Enumerable.Range(0, count).Select(i => i > 200 && i % 5 == 0 ? "b" : i % 2 == 0 ? "a" : "c")])
            .With("weight", [.. Enumerable.Range(0, count).Select(i => 0.1 + (i % 3))]);
    }

    static Table Counts(NaiveBayesType type)
    {
        var random = new Random(6);
        Vector[] vectors = [.. Enumerable.Range(0, 300).Select(_ => (Vector)Enumerable.Range(0, 4).Select(_ => (double)random.Next(type == NaiveBayesType.Bernoulli ? 2 : 5)).ToArray())];
        return Table.Of("features", vectors).With("label", [.. Enumerable.Range(0, 300).Select(i => i < 100 ? "m" : i % 2 == 0 ? "a" : "z")]);
    }
}
