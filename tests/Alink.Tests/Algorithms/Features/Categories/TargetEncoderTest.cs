using Alink.Features;

namespace Alink.Tests.Algorithms;

public class TargetEncoderTest
{
    static readonly Table Rows = Table.Of("city", "a", "b", "a", null!, "b", "a")
        .With("label", 1.0, 2, 3, 10, 6, 8).With("w", 1.0, 1, 2, 1, 3, 1);

    static readonly TargetEncoder Encoder = new() { Columns = ["city"] };

    [Fact]
    public void A_category_becomes_the_mean_of_its_labels_and_a_missing_value_is_a_category() =>
        Assert.Equal([4, 4, 4, 10, 4, 4], Encoded(Encoder.Fit(Rows), Rows));

    /// <summary>The mean of all is 5: a = 3/5 · 4 + 2/5 · 5, b = 2/4 · 4 + 2/4 · 5, missing = 1/3 · 10 + 2/3 · 5.</summary>
    [Fact]
    public void Smoothing_draws_rare_categories_to_the_mean_of_all()
    {
        var encoded = Encoded((Encoder with { Smoothing = 2 }).Fit(Rows), Rows);

        Assert.Equal(4.4, encoded[0], 1e-12);
        Assert.Equal(4.5, encoded[1], 1e-12);
        Assert.Equal(20 / 3.0, encoded[3], 1e-12);
    }

    [Fact]
    public void Weights_count_rows_and_smoothing_goes_by_them()
    {
        // a: (1 + 6 + 8) / 4, b: (2 + 18) / 4, all: (15 + 20 + 10) / 9 = 5.
        var encoded = Encoded((Encoder with { Smoothing = 4, Weight = "w" }).Fit(Rows), Rows);

        Assert.Equal((15 / 4.0 / 2) + 2.5, encoded[0], 1e-12);
        Assert.Equal(5, encoded[1], 1e-12);
    }

    [Fact]
    public void A_value_not_seen_gets_the_mean_of_all_or_is_refused_or_left_out()
    {
        var rows = Table.Of("city", "z", "a");

        Assert.Equal([5, 4], Encoded(Encoder.Fit(Rows), rows));
        Assert.Equal([4], Encoded((Encoder with { HandleInvalid = HandleInvalid.Skip }).Fit(Rows), rows));
        Assert.Contains("'z'", Assert.Throws<RowException>(
            () => (Encoder with { HandleInvalid = HandleInvalid.Error }).Fit(Rows).Transform(rows)).Message);
    }

    [Fact]
    public void A_missing_value_where_training_had_none_was_not_seen()
    {
        var model = (Encoder with { HandleInvalid = HandleInvalid.Error }).Fit(Rows.Gather([0, 1]));

        Assert.Contains("no value in row 3", Assert.Throws<RowException>(() => model.Transform(Rows)).Message);
    }

    [Fact]
    public void Of_two_classes_the_share_of_the_positive_one_is_taken()
    {
        var rows = Table.Of("city", "a", "a", "a", "b").With("label", "yes", "no", "yes", "no");
        var binary = Encoder with { Target = TargetKind.Binary };

        Assert.Equal([2 / 3.0, 2 / 3.0, 2 / 3.0, 0], Encoded(binary.Fit(rows), rows));
        Assert.Equal(1, Encoded((binary with { Positive = "no" }).Fit(rows), rows)[3]);
        Assert.Contains("'maybe'", Assert.Throws<TrainingException>(() => (binary with { Positive = "maybe" }).Fit(rows)).Message);
        Assert.Contains("1 classes", Assert.Throws<TrainingException>(() => binary.Fit(rows.Slice(3, 1))).Message);
        Assert.Contains("Target is Binary or Multiclass", Assert.Throws<SchemaException>(() => (binary with { Target = TargetKind.Number }).Fit(rows)).Message);
    }

    [Fact]
    public void Of_three_classes_the_shares_are_a_vector_in_their_order()
    {
        var rows = Table.Of("city", "a", "a", "b", "b").With("label", "y", "x", "z", "z");
        var output = (Encoder with { Target = TargetKind.Multiclass }).Fit(rows).Transform(rows);

        Assert.Equal([0.5, 0.5, 0], output.Values<Vector>("city_target")[0].ToArray());
        Assert.Equal([0, 0, 1], output.Values<Vector>("city_target")[3].ToArray());
        Assert.Equal(["city:x", "city:y", "city:z"], output.Schema["city_target"].FeatureNames.ToArray());
    }

    /// <summary>Each row against a model that is trained without the rows of its fold, in the simplest way.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void A_training_row_is_encoded_by_the_rows_of_other_folds(double smoothing)
    {
        var random = new Random(1);
        var rows = Table.Of("city", [.. Enumerable.Range(0, 60).Select(_ => $"{random.Next(7)}")])
            .With("label", [.. Enumerable.Range(0, 60).Select(_ => random.NextDouble())]);
        var encoder = Encoder with { Folds = 4, Smoothing = smoothing, Seed = 9 };

        var encoded = encoder.Fit(rows).OfTrainingRows().Transform(rows).Values<double>("city_target").ToArray();
        var one = RowTransform.Run(encoder.Fit(rows).OfTrainingRows(), rows).Values<double>("city_target").ToArray();

        Assert.Equal(encoded, one);
        for (var i = 0; i < rows.RowCount; i++)
        {
            int[] others = [.. Enumerable.Range(0, 60).Where(other => encoder.FoldOf(other) != encoder.FoldOf(i))];
            Assert.Equal(Encoded((encoder with { Folds = 1 }).Fit(rows.Gather(others)), rows)[i], encoded[i], 1e-12);
        }
    }

    [Fact]
    public void Folds_go_by_the_seed_and_are_of_about_one_size()
    {
        var encoder = Encoder with { Folds = 4 };
        var sizes = Enumerable.Range(0, 10_000).CountBy(row => encoder.FoldOf(row)).ToArray();

        Assert.Equal(4, sizes.Length);
        Assert.All(sizes, size => Assert.InRange(size.Value, 2350, 2650));
        Assert.Contains(Enumerable.Range(0, 20), row => encoder.FoldOf(row) != (encoder with { Seed = 1 }).FoldOf(row));
    }

    /// <summary>Labels of pure chance, a category for each pair of rows: who sees his own label believes to know half of it.</summary>
    [Fact]
    public void In_a_pipeline_later_stages_do_not_learn_from_labels_that_leaked()
    {
        var random = new Random(2);
        var rows = Table.Of("city", [.. Enumerable.Range(0, 2000).Select(i => i / 2)])
            .With("label", [.. Enumerable.Range(0, 2000).Select(_ => random.NextDouble())]);
        Pipeline Through(int folds) => (Encoder with { Folds = folds })
            .Then(new VectorAssembler { Columns = ["city_target"] }).Then(new Regression.LinearRegression());
        double Slope(int folds) => ((Regression.LinearRegressionModel)Through(folds).Fit(rows).Steps[2]).Coefficients[0];

        Assert.InRange(Slope(1), 0.9, 1.1);
        Assert.InRange(Slope(5), -0.2, 0.2);
    }

    static double[] Encoded(ITransformer model, Table rows) => model.Transform(rows).Values<double>("city_target").ToArray();
}
