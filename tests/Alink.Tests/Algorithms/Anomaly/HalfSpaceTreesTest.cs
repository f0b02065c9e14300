using Alink.Anomaly;
using Alink.Numerics;
using Alink.Runtime;

namespace Alink.Tests.Algorithms;

public class HalfSpaceTreesTest
{
    [Fact]
    public void Scores_are_those_computed_by_hand_from_the_paper()
    {
        // One tree over two features: at 0.5 of the first, then 0.25 of the second on the left and 0.75 of the first on
        // the right; 20 rows, of which 15 went left, 12 of them below 0.25. A node of 2 rows or fewer ends the way.
        var options = new HalfSpaceTrees { Trees = 1, Depth = 2, WindowSize = 20 };
        var model = new HalfSpaceTreesModel(options, 2, [0, 1, 0], [0.5, 0.25, 0.75], [20, 15, 5, 12, 3, 4, 1]);

        Assert.Equal(1 - (12 * 4 / 80.0), model.Score([0.1, 0.1]), 1e-15);
        Assert.Equal(1 - (3 * 4 / 80.0), model.Score([0.1, 0.25]), 1e-15); // At the threshold: to the right.
        Assert.Equal(1 - (4 * 4 / 80.0), model.Score([0.6, 0.9]), 1e-15);
        Assert.Equal(1 - (1 * 4 / 80.0), model.Score([0.9, 0.9]), 1e-15);
        var ended = model with { Masses = [20, 18, 2, 17, 1, 2, 0] };
        Assert.Equal(1 - (2 * 2 / 80.0), ended.Score([0.9, 0.9]), 1e-15); // 2 rows at depth 1, and no further.
    }

    [Fact]
    public void Trees_halve_ranges_around_the_limits_and_count_what_passes()
    {
        var rows = Uniform(100, 3, seed: 1);
        var tree = new HalfSpaceTrees
        {
            Trees = 7,
            Depth = 4,
            WindowSize = 100,
            Lower = [0, -10, 100],
            Upper = [1, 10, 300],
        };
        var model = tree.Fit(rows);

        Assert.Equal((7 * 15, 7 * 15), (model.SplitFeatures.Length, model.SplitThresholds.Length));
        Assert.Equal(7 * 31, model.Masses.Length);
        for (var t = 0; t < 7; t++)
        {
            var features = model.SplitFeatures.Slice(t * 15, 15);
            var thresholds = model.SplitThresholds.Slice(t * 15, 15);
            var masses = model.Masses.Slice(t * 31, 31);
            var low = new[] { 0.0, -10, 100 }[features[0]];
            var high = new[] { 1.0, 10, 300 }[features[0]];
            Assert.InRange(thresholds[0], low, high); // The first halves a range at its random middle.
            Assert.Equal(100, masses[0]);
            for (var node = 1; node <= 15; node++)
            {
                Assert.Equal(masses[node - 1], masses[(2 * node) - 1] + masses[2 * node]);
                if (node > 7)
                {
                    var (feature, threshold, parent) = (features[node - 1], thresholds[node - 1], node / 2);
                    if (features[parent - 1] == feature)
                    {
                        Assert.Equal(node % 2 == 0, threshold < thresholds[parent - 1]);
                    }
                }
            }
        }

        Assert.NotEqual(model.SplitThresholds.ToArray(), (tree with { Seed = 1 }).Fit(rows).SplitThresholds.ToArray());
        Assert.Equal(model.SplitThresholds.ToArray(), tree.Fit(rows).SplitThresholds.ToArray());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(64)]
    [InlineData(1000)]
    public void Windows_turn_at_their_row_in_any_cut(int size)
    {
        var (tree, rows) = (new HalfSpaceTrees { WindowSize = 100, Trees = 5 }, Uniform(330, 2, seed: 2));
        var (state, pieces) = (tree.Start(rows.Schema), new List<Table>());
        foreach (var batch in rows.Batches(size))
        {
            state = StateCodec.Read<HalfSpaceTreesState>(StateCodec.Write(tree.Advance(state, batch, out var piece)));
            pieces.Add(piece);
        }

        Assert.Equal(30, state.Count);
        Assert.Equal(StateCodec.Write(tree.Update(tree.Start(rows.Schema), rows)), StateCodec.Write(state));
        var scores = Table.Concat(pieces).Values<double>("anomaly");
        Assert.True(scores.IsMissing(99));
        // Each row by the counts of the whole window before it: that of rows 0 to 99 up to row 199, and so on.
        for (var row = 100; row < 330; row++)
        {
            var window = tree.Fit(rows.Slice(((row / 100) - 1) * 100, 100));
            Assert.Equal(window.Score(rows.Values<Vector>("features")[row]), scores[row]);
        }
    }

    [Fact]
    public void A_window_that_is_not_full_makes_no_model() => Assert.Contains("250 rows; there were 249",
        Assert.Throws<TrainingException>(() => new HalfSpaceTrees().Fit(Uniform(249, 2, seed: 3))).Message);

    [Theory]
    [InlineData(1, 8, 0.95)]
    [InlineData(2, 8, 0.95)]
    [InlineData(3, 15, 0.95)]
    public void Rows_out_of_place_score_higher_than_the_daily_course_of_a_machine(int seed, int depth, double least)
    {
        // Load and temperature follow the hour; one row in a hundred has any load and temperature.
        var random = new SeededRandom(seed);
        var (vectors, strange) = (new Vector[6000], new bool[6000]);
        for (var i = 0; i < vectors.Length; i++)
        {
            var day = Math.Sin(i * 2 * Math.PI / 288);
            strange[i] = random.NextDouble() < 0.01;
            double[] normal = [0.5 + (0.1 * day), 0.4 + (0.1 * day), 0.6];
            vectors[i] = Array.ConvertAll(
                normal, level => strange[i] ? random.NextDouble() : level + (0.02 * random.NextGaussian()));
        }

        var tree = new HalfSpaceTrees { Seed = seed, Depth = depth };
        var rows = Table.Of<Vector>("features", vectors);
        tree.Advance(tree.Start(rows.Schema), rows, out var output);

        var scores = output.Values<double>("anomaly");
        Assert.InRange(Auc([.. Enumerable.Range(250, 5750).Select(row => (scores[row], strange[row]))]), least, 1);
        Assert.All(Enumerable.Range(250, 5750), row => Assert.InRange(scores[row], 0, 1));
    }

    [Fact]
    public void What_was_strange_is_normal_once_a_window_has_seen_it()
    {
        var random = new SeededRandom(4);
        double[] levels = [.. Enumerable.Range(0, 2000)
            .Select(i => (i < 1000 ? 0.3 : 0.8) + (0.02 * random.NextGaussian()))];
        var rows = Table.Of<Vector>("features", [.. levels.Select(level => (Vector)new[] { level })]);
        var tree = new HalfSpaceTrees();
        tree.Advance(tree.Start(rows.Schema), rows, out var output);
        double Mean(int from, int to) => output.Values<double>("anomaly").ToArray()[from..to].Average();

        Assert.True(Mean(1000, 1250) > 0.995);
        Assert.True(Mean(1250, 2000) < Mean(1000, 1250) - 0.01);
        Assert.Equal(Mean(250, 1000), Mean(1500, 2000), 0.15);
    }

    [Fact]
    public void A_table_is_scored_as_its_rows_are()
    {
        var rows = Uniform(400, 3, seed: 6);
        var model = new HalfSpaceTrees { Depth = 5, WindowSize = 100 }.Fit(rows);

        Assert.Equal(
            RowTransform.Run(model, rows).Values<double>("anomaly").ToArray(), model.Transform(rows).Values<double>("anomaly").ToArray());
        Assert.True(model.Transform(rows).Values<double>("anomaly").ToArray().Distinct().Count() > 20);
    }

    [Fact]
    public void Limits_that_do_not_fit_are_refused_by_name()
    {
        var rows = Uniform(10, 2, seed: 5);

        Assert.Contains("Lower must hold one number for each of the 2 features; there were 1.",
            Assert.Throws<ArgumentOutOfRangeException>(() => new HalfSpaceTrees { Lower = [0] }.Fit(rows)).Message);
        Assert.Contains("Upper of feature 1 must be above its Lower, 3; it was 2.",
            Assert.Throws<ArgumentOutOfRangeException>(
                () => new HalfSpaceTrees { Lower = [0, 3], Upper = [1, 2] }.Fit(rows)).Message);
    }

    static Table Uniform(int rows, int width, int seed)
    {
        var random = new SeededRandom(seed);
        return Table.Of<Vector>("features", [.. Enumerable.Range(0, rows)
            .Select(_ => (Vector)Enumerable.Range(0, width).Select(_ => random.NextDouble()).ToArray())]);
    }

    static double Auc((double Score, bool IsStrange)[] rows)
    {
        var (above, pairs) = (0.0, 0.0);
        foreach (var strange in rows.Where(row => row.IsStrange))
        {
            foreach (var other in rows.Where(row => !row.IsStrange))
            {
                above += strange.Score > other.Score ? 1 : strange.Score == other.Score ? 0.5 : 0;
                pairs++;
            }
        }

        return above / pairs;
    }
}
