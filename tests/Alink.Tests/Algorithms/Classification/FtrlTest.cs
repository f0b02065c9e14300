using Alink.Classification;
using Alink.Numerics;

namespace Alink.Tests.Algorithms;

public class FtrlTest
{
    internal static readonly Ftrl Plain = new() { L1 = 0, L2 = 0, FitIntercept = false, Negative = "no", Positive = "yes" };

    [Fact]
    public void Two_rows_teach_what_they_do_by_hand()
    {
        // p = 1/2, so g = -1/2, n = 1/4, z = -1/2, and w = 1/2 / ((1 + 1/2) / 0.1) = 1/30.
        var rows = Table.Of<Vector>("features", [1.0], [2.0]).With("label", "yes", "no");
        var first = Plain.Fit(rows.Slice(0, 1));

        Assert.Equal([-0.5, 0.25], first.Coordinates.Values.ToArray());
        Assert.Equal(1.0 / 30, Assert.Single(first.Coefficients), 1e-16);

        // p = 1 / (1 + e^(-1/15)), g = 2 p, n grows by g², z by g - (√n after - √n before) / 0.1 · w.
        var second = Plain.Fit(rows);
        var g = 2 / (1 + Math.Exp(-1.0 / 15));
        var n = 0.25 + (g * g);

        Assert.Equal(n, second.Coordinates[0, 1], 1e-15);
        Assert.Equal(-0.5 + g - ((Math.Sqrt(n) - 0.5) / 0.1 / 30), second.Coordinates[0, 0], 1e-15);
    }

    [Fact]
    public void Levels_that_indices_stand_for_are_no_classes()
    {
        var rows = Table.Of<Vector>("features", [1.0], [2.0]).With("label", 0, 1);
        var named = rows.With(rows.Schema["label"] with { Levels = Levels.Of("a", "b", "c") }, rows.Data("label"));

        Assert.Equal(new Ftrl().Fit(rows).Coordinates.Values.ToArray(), new Ftrl().Fit(named).Coordinates.Values.ToArray());
    }

    [Fact]
    public void A_weight_is_0_up_to_L1_and_shrinks_by_L1_and_L2_beyond()
    {
        // z = -1/2 and n = 1/4 after the row, as above.
        var row = Table.Of<Vector>("features", [1.0]).With("label", "yes");

        Assert.Equal(0, (Plain with { L1 = 0.5 }).Fit(row).Coefficients[0]);
        Assert.Equal(0.1 / 15, (Plain with { L1 = 0.4 }).Fit(row).Coefficients[0], 1e-16);
        Assert.Equal(0.5 / 17, (Plain with { L2 = 2 }).Fit(row).Coefficients[0], 1e-16);
        Assert.Equal(0.5 / 25, (Plain with { Beta = 2 }).Fit(row).Coefficients[0], 1e-16);
    }

    [Fact]
    public void The_intercept_is_a_coordinate_whose_entry_is_1()
    {
        var rows = Any(40, 12, 1, 5);
        var ones = rows.With("features", [.. rows.Values<Vector>("features").ToArray().Select(row => (Vector)row.ToArray().Append(1).ToArray())]);

        var with = (Plain with { FitIntercept = true, L1 = 0.01 }).Fit(rows);
        var without = (Plain with { L1 = 0.01 }).Fit(ones);

        Assert.Equal(with.Intercept, without.Coefficients[^1], 1e-15);
        Assert.Equal(without.Coordinates.Values.ToArray(), with.Coordinates.Values.ToArray(), Near);
    }

    [Theory]
    [InlineData(1, 7)]
    [InlineData(8, 8)]
    [InlineData(9, 40)]
    [InlineData(257, 300)]
    public void Vectors_of_coordinates_come_to_the_bits_of_one_after_the_other(int least, int most)
    {
        var rows = Any(200, 500, least, most);
        var ftrl = new Ftrl { Negative = "no", Positive = "yes", Weight = "weight", L1 = 0.01, L2 = 0.3, Alpha = 0.4 };
        var simple = new SimpleFtrl(ftrl, 500);
        var expected = Enumerable.Range(0, rows.RowCount).Select(i => simple.Learn(
            rows.Values<Vector>("features")[i], rows.Values<string>("label")[i] == "yes", rows.Values<double>("weight")[i])).ToArray();

        var state = ftrl.Advance(ftrl.Start(rows.Schema), rows, out var output);

        Assert.Equal(expected, output.Values<Vector>("probabilities").ToArray().Select(p => p[1]));
        Assert.Equal(simple.Coordinates, ftrl.Snapshot(state).Coordinates.Values.ToArray());
    }

    [Fact]
    public void Dense_rows_teach_what_sparse_ones_do_to_the_bit()
    {
        var sparse = Any(100, 30, 1, 20);
        var dense = sparse.With("features", [.. sparse.Values<Vector>("features").ToArray().Select(row => (Vector)row.ToArray())]);

        var (left, right) = (Plain.Fit(sparse), Plain.Fit(dense));

        Assert.Equal(left.Coordinates, right.Coordinates);
        Assert.Equal(left.Transform(sparse).Values<Vector>("probabilities").ToArray(), right.Transform(dense).Values<Vector>("probabilities").ToArray());
    }

    [Fact]
    public void A_mini_batch_steps_by_the_mean_over_the_rows_that_a_coordinate_occurs_in()
    {
        // All weights are 0, so every p is 1/2: g = (-1 + 2 - 4) / 2 / 3 for the first, and 3 / 2 / 1 for the second.
        var rows = Table.Of<Vector>("features", [1.0, 0.0], [2.0, 3.0], [4.0, 0.0]).With("label", "yes", "no", "yes");
        foreach (var size in new[] { 3, 4 })
        {
            foreach (var input in new[] { rows, rows.Sparse() })
            {
                var model = (Plain with { BatchSize = size }).Fit(input);
                Assert.Equal([-0.5, 0.25, 1.5, 2.25], model.Coordinates.Values.ToArray(), Near);
            }
        }
    }

    [Fact]
    public void Rows_of_a_mini_batch_that_is_not_full_are_told_by_a_snapshot_and_go_on()
    {
        var rows = Any(40, 12, 1, 5);
        var ftrl = new Ftrl { BatchSize = 6, L1 = 0.01, Negative = "no", Positive = "yes" };
        var state = ftrl.Update(ftrl.Start(rows.Schema), rows.Slice(0, 8));
        var told = ftrl.Snapshot(state).Coordinates;
        state = ftrl.Update(state, rows.Slice(8, 4));

        // Full and not full: 6 rows, and then 2 or 6.
        var full = ftrl.Fit(rows.Slice(0, 6));
        var two = ftrl with { BatchSize = 2 };
        Assert.Equal(two.Snapshot(two.Update(two.Resume(full), rows.Slice(6, 2))).Coordinates, told);
        Assert.Equal(ftrl.Snapshot(ftrl.Update(ftrl.Resume(full), rows.Slice(6, 6))).Coordinates, ftrl.Snapshot(state).Coordinates);
    }

    [Fact]
    public void A_weight_multiplies_the_gradient()
    {
        // g = 3 · -1/2, n = 9/4, z = -3/2, w = 3/2 / ((1 + 3/2) / 0.1).
        var row = Table.Of<Vector>("features", [1.0]).With("label", "yes").With("weight", 3.0);

        Assert.Equal(0.06, (Plain with { Weight = "weight" }).Fit(row).Coefficients[0], 1e-16);
    }

    [Fact]
    public void A_label_that_is_no_class_is_refused_with_its_row()
    {
        var rows = Table.Of<Vector>("features", [1.0], [2.0], [3.0]).With("label", "yes", "no", "maybe");

        foreach (var ftrl in new[] { new Ftrl(), Plain })
        {
            var message = Assert.Throws<TrainingException>(() => ftrl.Fit(rows)).Message;
            Assert.Contains("'maybe' in row 2", message);
        }

        Assert.Contains("'maybe'", Assert.Throws<TrainingException>(() => new Ftrl { Positive = "maybe" }.Fit(rows.Slice(0, 2))).Message);
        Assert.Contains("only 'yes'", Assert.Throws<TrainingException>(() => new Ftrl().Fit(rows.Slice(0, 1))).Message);
        Assert.Contains("'no'", Assert.Throws<TrainingException>(() => Plain.Fit(rows.With("label", 1, 0, 1))).Message);
    }

    [Fact]
    public void Labels_are_compared_by_what_they_say_and_not_by_their_type()
    {
        // In Alink a Long is no Integer, and each row of another type counts as negative without a word.
        var rows = Any(60, 5, 1, 5);
        var yes = Array.ConvertAll(rows.Values<string>("label").ToArray(), label => label == "yes");
        var ftrl = new Ftrl();

        var state = ftrl.Update(ftrl.Start(rows.With("label", Array.ConvertAll(yes, one => one ? 1 : 0)).Schema), rows.With("label", Array.ConvertAll(yes, one => one ? 1L : 0L)));

        Assert.Equal(ftrl.Fit(rows).Coordinates, ftrl.Snapshot(state).Coordinates);
    }

    [Fact]
    public void A_row_has_no_prediction_while_there_is_no_model()
    {
        var rows = Table.Of<Vector>("features", [1.0], [2.0], [3.0], [4.0]).With("label", "yes", "yes", "no", "yes");
        var ftrl = new Ftrl();

        ftrl.Advance(ftrl.Start(rows.Schema), rows, out var output);

        Assert.Equal([true, true, true, false], Enumerable.Range(0, 4).Select(output.Data("prediction").IsMissing));
        Assert.Equal([true, true, true, false], Enumerable.Range(0, 4).Select(output.Data("probabilities").IsMissing));
    }

    [Fact]
    public void Rows_of_another_length_are_refused()
    {
        var ftrl = new Ftrl();
        var state = ftrl.Start(new(new Field("features", DataType.Vector), new Field("label", DataType.String)));
        state = ftrl.Update(state, Table.Of<Vector>("features", [1.0]).With("label", "yes"));

        Assert.Contains("length 2 follows vectors of length 1", Assert.Throws<TrainingException>(
            () => ftrl.Update(state, Table.Of<Vector>("features", [1.0, 2.0]).With("label", "yes"))).Message);
    }

    [Fact]
    public void A_threshold_moves_the_class_and_not_the_probability()
    {
        var rows = Any(100, 10, 1, 5);
        var ftrl = new Ftrl { Thresholds = [0.9, 0.1] };

        ftrl.Advance(ftrl.Start(rows.Schema), rows, out var output);
        var (p, prediction) = (output.Values<Vector>("probabilities"), output.Values<string>("prediction"));

        Assert.All(Enumerable.Range(10, 90), row => Assert.Equal(p[row][1] > 0.1 ? "yes" : "no", prediction[row]));
        Assert.Throws<ArgumentOutOfRangeException>(() => (ftrl with { Thresholds = [1] }).Fit(rows));
    }

    [Theory]
    [InlineData(0, 1, 0, 0)]
    [InlineData(1, -1, 0, 0)]
    [InlineData(1, 1, -1, 0)]
    [InlineData(1, 1, 0, double.NaN)]
    public void Options_out_of_range_are_refused(double alpha, double beta, double l1, double l2) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new Ftrl { Alpha = alpha, Beta = beta, L1 = l1, L2 = l2 });

    [Fact]
    public void A_mini_batch_has_rows() => Assert.Throws<ArgumentOutOfRangeException>(() => new Ftrl { BatchSize = 0 });

    /// <summary>Six digits of a simple program in Python and numpy.</summary>
    [SharedTheory]
    [InlineData("elec2-stream", 0.1, 0.1, 0.1)]
    [InlineData("elec2-stream", 1, 0, 0)]
    [InlineData("adult-census", 0.1, 0.1, 0.1)]
    [InlineData("adult-census", 0.1, 1, 1)]
    [InlineData("adult-census", 0.05, 0, 0)]
    [InlineData("open-bandit-ctr", 0.1, 0.1, 0.1)]
    [InlineData("open-bandit-ctr", 0.1, 1, 1)]
    [InlineData("open-bandit-ctr", 0.05, 0, 0)]
    public void Progressive_validation_of_streams_agrees_with_the_reference(string set, double alpha, double l1, double l2)
    {
        var learner = FormattableString.Invariant($"FTRL alpha={alpha} beta=1 l1={l1} l2={l2}");
        var ftrl = new Ftrl { Alpha = alpha, L1 = l1, L2 = l2, Negative = "0", Positive = "1" };
        var rows = SharedSets.Read(set);

        var state = ftrl.Advance(ftrl.Start(rows.Schema), rows, out var output);
        var (logLoss, accuracy, auc) = SharedSets.Score(output);

        Assert.Equal(SharedSets.Reference(set, learner, "log_loss"), logLoss, 1e-6);
        Assert.Equal(SharedSets.Reference(set, learner, "accuracy"), accuracy, 1e-6);
        Assert.Equal(SharedSets.Reference(set, learner, "auc"), auc, 1e-6);
        if (set != "elec2-stream" || l1 > 0)
        {
            var model = ftrl.Snapshot(state);
            Assert.Equal(
                SharedSets.Reference(set, learner, "nonzero_weights_at_end"),
                model.Coefficients.Append(model.Intercept).Count(weight => weight != 0));
        }
    }

    internal static bool Near(double left, double right) => Math.Abs(left - right) <= 1e-12;

    internal static Table Any(int rows, int width, int least, int most)
    {
        var random = new Random(rows + width + least);
        var vectors = Enumerable.Range(0, rows).Select(_ =>
        {
            var places = Enumerable.Range(0, width).OrderBy(_ => random.Next()).Take(random.Next(least, most + 1)).Order().ToArray();
            return Vector.Sparse(width, places, Array.ConvertAll(places, _ => (random.NextDouble() * 2) - 1));
        }).ToArray();
        return Table.Of("features", vectors)
            .With("label", Array.ConvertAll(vectors, row => row[0] + (random.NextDouble() / 2) > 0.2 ? "yes" : "no"))
            .With("weight", Array.ConvertAll(vectors, _ => random.NextDouble() * 2));
    }

    /// <summary>FTRL-Proximal, one number after the other.</summary>
    sealed class SimpleFtrl(Ftrl options, int width)
    {
        public double[] Coordinates { get; } = new double[2 * (width + 1)];

        /// <summary>Returns the probability of the second class before the row is learnt.</summary>
        public double Learn(Vector row, bool isPositive, double weight)
        {
            var places = row.Indices.ToArray();
            var lanes = new double[8];
            foreach (var (j, x) in places.Zip(row.Values.ToArray()))
            {
                lanes[j % 8] = Math.FusedMultiplyAdd(x, WeightOf(j), lanes[j % 8]);
            }

            var margin = lanes[0] + lanes[4] + (lanes[2] + lanes[6]) + (lanes[1] + lanes[5] + (lanes[3] + lanes[7]));
            var p = LogisticLoss.Probability(margin + WeightOf(width), out var q);
            var slope = (isPositive ? -q : p) * weight;
            foreach (var (j, x) in places.Append(width).Zip(row.Values.ToArray().Append(1)))
            {
                var w = WeightOf(j);
                var g = slope * x;
                var n = Coordinates[(2 * j) + 1];
                var after = Math.FusedMultiplyAdd(g, g, n);
                var sigma = (Math.Sqrt(after) - Math.Sqrt(n)) * (1 / options.Alpha);
                Coordinates[2 * j] += Math.FusedMultiplyAdd(-sigma, w, g);
                Coordinates[(2 * j) + 1] = after;
            }

            return p;
        }

        double WeightOf(int j)
        {
            var (z, n) = (Coordinates[2 * j], Coordinates[(2 * j) + 1]);
            var scale = Math.FusedMultiplyAdd(options.Beta + Math.Sqrt(n), 1 / options.Alpha, options.L2);
            return Math.Abs(z) <= options.L1 ? 0 : -(z - (Math.Sign(z) * options.L1)) / scale;
        }
    }
}
