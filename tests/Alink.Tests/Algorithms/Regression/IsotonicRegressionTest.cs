using Alink.Regression;

namespace Alink.Tests.Algorithms;

/// <summary>Numbers of scikit-learn are those of its version 1.2.1.</summary>
public class IsotonicRegressionTest
{
    static readonly double[] Values = [5, 1, 3, 3, 2, 4, 1, 6, 6, 7.5];

    static readonly Table Rows = Table.Of<Vector>("features", [.. Values.Select(value => (Vector)new[] { value })])
        .With("label", 2.0, 1, 4, 1, 3, 2.5, 0, 7, 5, 6)
        .With("falling", 3.0, 6, 2, 5, 4, 2.5, 7, 1, 0, 1.5)
        .With("weight", 1.0, 2, 1, 3, 1, 2, 1, 1, 1, 0.5);

    static readonly double[] Asked = [0, 1, 1.5, 2.25, 3.5, 6, 6.5, 9];

    [Fact]
    public void Rising_values_are_those_of_scikit_learn() =>
        Check("label", increasing: true, [0.6666666666666666, 0.6666666666666666, 1.3333333333333335, 2.0, 2.166666666666667, 6.0, 6.0, 6.0]);

    [Fact]
    public void Falling_values_are_those_of_scikit_learn() =>
        Check("falling", increasing: false, [6.333333333333333, 6.333333333333333, 5.266666666666667, 4.2, 3.4333333333333336, 0.7, 0.7, 0.7]);

    [Fact]
    public void A_violation_may_pull_down_every_pool_before_it()
    {
        var model = new IsotonicRegression().Fit(Of([1, 2, 3, 4], [2, 3, 4, -9]));

        Assert.Equal([1.0, 4.0], model.Boundaries.ToArray());
        Assert.Equal([0.0, 0.0], model.Predictions.ToArray());
    }

    [Fact]
    public void Equal_neighbours_make_one_pool() =>
        Assert.Equal([1.0, 3.0, 4.0], new IsotonicRegression().Fit(Of([1, 2, 3, 4], [2, 2, 2, 7])).Boundaries.ToArray());

    [Fact]
    public void Ties_that_stay_apart_are_ordered_by_their_labels()
    {
        var model = new IsotonicRegression { Ties = IsotonicTies.Separate }.Fit(Of([1, 1, 2], [3, 0, 5]));

        Assert.Equal([1.0, 1.0, 2.0], model.Boundaries.ToArray());
        Assert.Equal([0.0, 3.0, 5.0], model.Predictions.ToArray());
        Assert.Equal(0, model.Predict([1.0]));
        Assert.Equal(4, model.Predict([1.5]));
    }

    [Fact]
    public void Ties_count_together_before_they_violate_what_stands_before_them()
    {
        var model = new IsotonicRegression().Fit(Of([1, 2, 2], [2, 0, 6]));

        Assert.Equal([2.0, 3.0], model.Predictions.ToArray());
    }

    [Fact]
    public void A_row_of_weight_0_is_left_out()
    {
        var rows = Of([1, 2, 3], [1, 9, 2]).With("weight", 1.0, 0, 1);

        var model = new IsotonicRegression { Weight = "weight" }.Fit(rows);

        Assert.Equal([1.0, 3.0], model.Boundaries.ToArray());
        Assert.Throws<TrainingException>(() => new IsotonicRegression { Weight = "weight" }.Fit(rows.With("weight", 0.0, 0, 0)));
    }

    [Fact]
    public void Another_feature_than_the_first_can_be_taken_from_sparse_vectors_too()
    {
        var rows = Table.Of<Vector>("features", Vector.Sparse(3, new[] { 2 }, new[] { 5.0 }), Vector.Sparse(3, new[] { 0 }, new[] { 7.0 })).With("label", 4.0, 1);

        var model = new IsotonicRegression { Feature = 2 }.Fit(rows);

        Assert.Equal([0.0, 5.0], model.Boundaries.ToArray());
        Assert.Equal(2.5, model.Predict([9.0, 9.0, 2.5]));
        Assert.Contains("no feature 3", Assert.Throws<TrainingException>(
            () => new IsotonicRegression { Feature = 3 }.Fit(rows)).Message);
    }

    [Fact]
    public void NaN_predicts_NaN() => Assert.Equal(double.NaN, new IsotonicRegression().Fit(Rows).Predict([double.NaN]));

    [Fact]
    public void No_other_function_that_never_falls_is_nearer()
    {
        var random = new Random(3);
        double[] values = [.. Enumerable.Range(0, 60).Select(i => (double)(i / 2))];
        double[] labels = [.. values.Select(value => Math.Sqrt(value) + random.NextDouble())];
        var model = new IsotonicRegression().Fit(Of(values, labels));
        double[] own = [.. values.Select(value => model.Predict([value]))];

        Assert.Equal(own.Order(), own);
        for (var i = 0; i < values.Length; i += 2)
        {
            // The weighted residuals of a pool add to nothing, and those of its first rows never rise above it.
            double[] pool = [.. Enumerable.Range(0, values.Length).Where(j => own[j] == own[i]).Select(j => labels[j] - own[j])];
            Assert.Equal(0, pool.Sum(), 1e-12);
            Assert.All(Enumerable.Range(1, pool.Length / 2), pairs => Assert.True(pool.Take(2 * pairs).Sum() > -1e-12));
        }
    }

    static void Check(string label, bool increasing, double[] expected)
    {
        var model = new IsotonicRegression { Label = label, Increasing = increasing, Weight = "weight" }.Fit(Rows);

        Assert.Equal(expected.Length, Asked.Length);
        Assert.All(Asked.Zip(expected), pair => Assert.Equal(pair.Second, model.Predict([pair.First]), 1e-12));
    }

    static Table Of(double[] values, double[] labels) =>
        Table.Of<Vector>("features", [.. values.Select(value => (Vector)new[] { value })]).With("label", labels);
}
