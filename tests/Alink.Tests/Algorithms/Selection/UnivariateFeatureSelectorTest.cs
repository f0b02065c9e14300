using Alink.Selection;

namespace Alink.Tests.Algorithms;

public class UnivariateFeatureSelectorTest
{
    static readonly Table Digits = DataSets.Read("digits/digits.csv");

    static readonly Table Numbers = Digits.Slice(0, 300).With(
        "label", [.. Digits.Values<string>("label").ToArray().Take(300).Select(digit => (double)(digit[0] - '0'))]);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Anova_keeps_what_scikit_learn_keeps(bool sparse)
    {
        // scikit-learn 1.2.1: SelectKBest(f_classif, k=5).fit(digits).
        var rows = sparse ? Digits.Sparse() : Digits;
        var model = new UnivariateFeatureSelector { Threshold = 5 }.Fit(rows);

        Assert.Equal([26, 28, 33, 34, 42], model.Selected().ToArray());
        Assert.Equal(268.7699816387217, model.Statistics[42], 1e-9);
        Assert.Equal(1, model.P[1] / 4.998343764156193e-65, 1e-9);
        Assert.Equal(
            new[] { 26, 28, 33, 34, 42 }.Select(j => Digits.Values<Vector>("features")[3][j]),
            model.Transform(rows).Values<Vector>("selected")[3].ToArray());
    }

    [Fact]
    public void Chi_square_keeps_the_categories_that_depend_most_on_the_class()
    {
        // scipy: chi2_contingency(crosstab(feature, digit), correction=False) of each feature, ranked by p.
        var model = new UnivariateFeatureSelector { Test = FeatureTest.ChiSquare, Threshold = 6 }.Fit(Digits);

        Assert.Equal([21, 28, 30, 33, 34, 36], model.Selected().ToArray());
        Assert.Equal(1572.9313659488953, model.Statistics[34], 1e-9);
        Assert.Equal(1, model.P[34] / 1.4025727343244999e-238, 1e-9);
    }

    [Theory]
    [InlineData(SelectionMode.FalsePositiveRate, new[] { 3, 10, 11, 12, 25, 26, 27, 28, 30, 33, 35, 41, 42, 52, 53, 54, 59, 60, 61 })]
    [InlineData(SelectionMode.FalseDiscoveryRate, new[] { 3, 10, 11, 12, 25, 26, 27, 28, 33, 35, 41, 52, 53, 54, 59 })]
    [InlineData(SelectionMode.FamilywiseErrorRate, new[] { 3, 10, 12, 25, 27, 33, 35, 41, 52, 53, 59 })]
    public void Rates_of_errors_keep_what_scikit_learn_keeps(SelectionMode mode, int[] kept)
    {
        // scikit-learn 1.2.1: SelectFpr, SelectFdr and SelectFwe of f_regression at 0.05, on the first 300 digits as numbers.
        var model = new UnivariateFeatureSelector { Test = FeatureTest.FValue, Mode = mode }.Fit(Numbers);

        Assert.Equal(kept, model.Selected().ToArray());
        Assert.Equal(3.571236787460984, model.Statistics[2], 1e-9);
    }

    [Theory]
    [InlineData(SelectionMode.TopFeatures, null, new[] { 0, 1, 2, 3, 4, 6 })]
    [InlineData(SelectionMode.TopFeatures, 2.0, new[] { 3, 4 })]
    [InlineData(SelectionMode.Percentile, 0.5, new[] { 3, 4, 6 })]
    [InlineData(SelectionMode.Percentile, 0.3, new[] { 3, 4 })]
    [InlineData(SelectionMode.FalsePositiveRate, 0.26, new[] { 2, 3, 4, 6 })]
    [InlineData(SelectionMode.FalsePositiveRate, 0.25, new[] { 3, 4, 6 })]
    [InlineData(SelectionMode.FalseDiscoveryRate, 0.4375, new[] { 2, 3, 4, 6 })]
    [InlineData(SelectionMode.FalseDiscoveryRate, 0.43, new[] { 3, 4, 6 })]
    [InlineData(SelectionMode.FamilywiseErrorRate, 0.7, new[] { 3, 4 })]
    [InlineData(SelectionMode.FamilywiseErrorRate, 0.71, new[] { 3, 4, 6 })]
    public void Each_mode_keeps_what_it_says(SelectionMode mode, double? threshold, int[] kept)
    {
        // Ranked: 4 and 3, whose p is too small for a number, 6, 2, 1, 0. The fourth of seven at 7/16: 0.25 = 7/16 · 4 / 7.
        var options = new UnivariateFeatureSelector { Mode = mode, Threshold = threshold };
        var model = new UnivariateFeatureSelectorModel(
            options, [1, 2, 3, 900, 1000, double.NaN, 4], [0.9, 0.5, 0.25, 0, 0, double.NaN, 0.1]);

        Assert.Equal(kept, model.Selected().ToArray());
    }

    [Fact]
    public void Of_one_p_the_larger_statistic_counts_and_then_the_place()
    {
        var model = new UnivariateFeatureSelectorModel(new() { Threshold = 1 }, [5, 9, 9], [0, 0, 0]);

        Assert.Equal([1], model.Selected().ToArray());
    }

    [Fact]
    public void What_cannot_be_done_is_said()
    {
        var flat = Table.Of<Vector>("features", [1.0], [1.0], [1.0]).With("label", "a", "b", "b");

        Assert.Contains("'features'", Assert.Throws<TrainingException>(() => new UnivariateFeatureSelector().Fit(flat)).Message);
        Assert.Contains("Threshold", Assert.Throws<ArgumentOutOfRangeException>(
            () => new UnivariateFeatureSelector { Mode = SelectionMode.Percentile, Threshold = 2 }.Fit(flat)).Message);
        Assert.Contains("'label'", Assert.Throws<SchemaException>(
            () => new UnivariateFeatureSelector { Test = FeatureTest.FValue }.Fit(flat)).Message);
        Assert.Contains("the least p is 0.", Assert.Throws<TrainingException>(() => new UnivariateFeatureSelector
        {
            Mode = SelectionMode.FalsePositiveRate,
            Threshold = 1e-9,
        }.Fit(Table.Of<Vector>("features", [1.0], [2.0], [3.0]).With("label", "a", "a", "b"))).Message);
    }
}
