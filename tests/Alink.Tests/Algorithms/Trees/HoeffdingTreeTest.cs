using Alink.Numerics;
using Alink.Runtime;
using Alink.Trees;

namespace Alink.Tests.Algorithms;

public class HoeffdingTreeTest
{
    [Fact]
    public void Levels_that_indices_stand_for_are_no_classes()
    {
        var rows = Table.Of<Vector>("features", [1.0], [2.0]).With("label", 0, 1);
        var named = rows.With(rows.Schema["label"] with { Levels = Levels.Of("no", "yes") }, rows.Data("label"));

        Assert.Equal<string>(["0", "1"], new HoeffdingTree().Fit(named).Labels.Names);
    }

    [Fact]
    public void The_published_tree_of_scikit_multiflow_comes_of_its_rows()
    {
        // test_hoeffding_tree_model_information of scikit-multiflow 0.5: SEA rows with 5 % noise, NumPy seed 1.
        var model = new HoeffdingTree().Fit(Sea(5000));

        Assert.Equal([0, 1, -1, -1, -1], Preorder(model));
        Assert.Equal(4.549969620513424, model.SplitThresholds[0], 1e-12);
        Assert.Equal(5.440182925299016, model.SplitThresholds[model.LeftNodes[0]], 1e-12);
        var (low, right) = (model.LeftNodes[model.LeftNodes[0]], model.LeftNodes[0] + 1);
        Close([345.54817975126275, 44.43855503614928], low);
        Close([54.451820248737235, 268.5614449638507], low + 1);
        Close([390.5845685762964, 2372.3747376855454], right);

        void Close(double[] expected, int node)
        {
            Assert.Equal(expected[0], model.ClassWeights[node, 0], 1e-6);
            Assert.Equal(expected[1], model.ClassWeights[node, 1], 1e-6);
        }

        static int[] Preorder(HoeffdingTreeModel model)
        {
            var nodes = new List<int>();
            Walk(0);
            return [.. nodes];

            void Walk(int node)
            {
                nodes.Add(model.SplitFeatures[node]);
                if (model.SplitFeatures[node] >= 0)
                {
                    Walk(model.LeftNodes[node]);
                    Walk(model.LeftNodes[node] + 1);
                }
            }
        }
    }

    [Fact]
    public void A_node_that_leads_back_is_refused()
    {
        var model = new HoeffdingTree().Fit(Sea(5000));

        Assert.Equal("Node 0 is said to lie below node 0, and it must stand after it.", Assert.Throws<ArgumentException>(
            () => model with { LeftNodes = model.LeftNodes.SetItem(0, 0) }).Message);
        Assert.Throws<ArgumentException>(() => model with { LeftNodes = model.LeftNodes.SetItem(0, -2) });
    }

    [Fact]
    public void The_bound_is_that_of_the_paper()
    {
        // ln(1e7) = 16.118: sqrt(16.118 / 400) = 0.20074; below 0.05 from 3224 rows on.
        Assert.Equal(Math.Sqrt(Math.Log(1e7) / 400), HoeffdingTree.HoeffdingBound(1, 1e-7, 200), 1e-15);
        Assert.Equal(0.200736, HoeffdingTree.HoeffdingBound(1, 1e-7, 200), 1e-6);
        Assert.Equal(2 * 0.200736, HoeffdingTree.HoeffdingBound(2, 1e-7, 200), 2e-6);
        Assert.True(HoeffdingTree.HoeffdingBound(1, 1e-7, 3223) > 0.05);
        Assert.True(HoeffdingTree.HoeffdingBound(1, 1e-7, 3224) < 0.05);
    }

    [Fact]
    public void Separable_rows_make_a_stump_at_the_first_attempt_with_the_threshold_computed_by_hand()
    {
        // Two classes that never meet gain 1 bit; nothing else gains, and 1 > 0.2007. Values go from 0 to 11, so that
        // candidates stand at 1, 2, ... 10, and 1 is the first that divides 0..1 from 10..11.
        var rows = Table
            .Of<Vector>("features", [.. Enumerable.Range(0, 400)
                .Select(i => (Vector)new[] { 0.5, (i % 2 * 10.0) + (i / 2 % 2) })])
            .With("label", [.. Enumerable.Range(0, 400).Select(i => i % 2)]);

        Assert.Equal([-1], new HoeffdingTree().Fit(rows.Slice(0, 199)).SplitFeatures.ToArray());
        var model = new HoeffdingTree().Fit(rows.Slice(0, 200));

        Assert.Equal([1, -1, -1], model.SplitFeatures.ToArray());
        Assert.Equal(1, model.SplitThresholds[0], 1e-12);
        Assert.Equal([100, 100, 100, 0, 0, 100], model.ClassWeights.Values.ToArray());
        Assert.Equal(1, new HoeffdingTree().Fit(rows).Accuracy01(rows));
    }

    [Fact]
    public void A_tie_splits_once_the_bound_is_below_the_threshold()
    {
        // Both features are the class: no gain over each other, so only the tie threshold splits: at 3400 of 200, 400,
        // ...
        var rows = Table
            .Of<Vector>("features", [.. Enumerable.Range(0, 4000)
                .Select(i => (Vector)new[] { (i % 2 * 1.0) + (i % 3), (i % 2 * 1.0) + (i % 3) })])
            .With("label", [.. Enumerable.Range(0, 4000).Select(i => i % 2)]);
        var tree = new HoeffdingTree { LeafPrediction = LeafPrediction.MajorityClass };

        Assert.Equal(1, tree.Fit(rows.Slice(0, 3399)).Leaves);
        Assert.Equal(2, tree.Fit(rows.Slice(0, 3400)).Leaves);
        Assert.Equal(1, (tree with { TieThreshold = 0 }).Fit(rows).Leaves);
        Assert.Equal(2, (tree with { TieThreshold = 0.201 }).Fit(rows.Slice(0, 200)).Leaves);
    }

    [Fact]
    public void A_gain_below_the_bound_waits()
    {
        var rows = Table
            .Of<Vector>("features", [.. Enumerable.Range(0, 1500).Select(i => (Vector)new[] { i / 10 % 2 * 1.0, 0 })])
            .With("label", [.. Enumerable.Range(0, 1500).Select(i => i % 10 < 7 == (i / 10 % 2 == 0) ? "a" : "b")]);
        var tree = new HoeffdingTree { GracePeriod = 20, Candidates = 1 };

        // The threshold is in the middle, 0.5; the classes have means 0.3 and 0.7, variance 0.21, and so 0.6687 on
        // their side. That gains 1 - H(0.6687) = 0.0837 bits, and the bound is below from 16.118 / (2 * 0.0837^2) =
        // 1150 rows on.
        var below = Distributions.NormalCumulative(0.2 / Math.Sqrt(0.21));
        var gain = 1 + (below * Math.Log2(below)) + ((1 - below) * Math.Log2(1 - below));
        var least = Math.Log(1e7) / (2 * gain * gain);

        var first = Enumerable.Range(1, 75).First(k => tree.Fit(rows.Slice(0, 20 * k)).Leaves == 2) * 20;

        Assert.InRange(first, least - 20, least + 40);
    }

    [Fact]
    public void Classes_come_as_they_come_and_earlier_rows_have_none_of_them()
    {
        var rows = Sea(40).With("label", [.. Enumerable.Range(0, 40)
            .Select(i => i < 5 ? "m" : i < 10 ? "z" : i < 20 ? "a" : i % 2 == 0 ? "m" : "a")]);
        var tree = new HoeffdingTree();

        tree.Advance(tree.Start(rows.Schema), rows, out var output);

        Assert.Equal("a, m, z", output.Schema["prediction"].Levels!.ToString());
        Assert.True(output.Data("prediction").IsMissing(5));
        Assert.False(output.Data("prediction").IsMissing(6));
        Assert.Equal(0, output.Values<Vector>("probabilities")[7][0]);
        Assert.Equal(3, output.Values<Vector>("probabilities")[7].Length);
        Assert.Contains("only 'm'", Assert.Throws<TrainingException>(() => tree.Fit(rows.Slice(0, 5))).Message);
    }

    [Fact]
    public void Classes_that_the_label_names_are_there_from_the_first_row()
    {
        var rows = Sea(20).With(
            new Field("label", DataType.String) { Levels = Levels.Of("z", "y", "x") },
            StringColumn.Of([.. Enumerable.Repeat("y", 20)]));

        Assert.Equal([0, 1, 0], new HoeffdingTree().Fit(rows).Probabilities([1.0, 2.0, 3.0]));
        var other = rows.With("label", Enumerable.Repeat("w", 20).ToArray());
        var state = new HoeffdingTree().Start(rows.Schema);
        Assert.Contains("'w' in row 0", Assert.Throws<TrainingException>(
            () => new HoeffdingTree().Update(state, other)).Message);
    }

    [Fact]
    public void Any_cut_gives_the_bytes_of_one_piece_also_while_it_splits()
    {
        var (tree, rows) = (new HoeffdingTree { GracePeriod = 50, TieThreshold = 0.3 }, Sea(3000));
        var whole = tree.Update(tree.Start(rows.Schema), rows);
        var bytes = StateCodec.Write(whole);

        Assert.InRange(tree.Snapshot(whole).Leaves, 5, 60);
        foreach (var size in new[] { 1, 7, 999 })
        {
            var state = tree.Start(rows.Schema);
            foreach (var batch in rows.Batches(size))
            {
                state = size == 7 ? tree.Advance(state, batch, out _) : tree.Update(state, batch);
                state = StateCodec.Read<HoeffdingTreeState>(StateCodec.Write(state));
            }

            Assert.Equal(bytes, StateCodec.Write(state));
        }
    }

    [Fact]
    public void A_tree_grows_no_larger_than_it_is_told()
    {
        var (tree, rows) = (new HoeffdingTree { GracePeriod = 50, TieThreshold = 0.5 }, Sea(3000));

        Assert.InRange(tree.Fit(rows).Leaves, 10, 60);
        Assert.Equal(4, (tree with { MaxLeaves = 4 }).Fit(rows).Leaves);
        Assert.InRange((tree with { MaxDepth = 2 }).Fit(rows).Leaves, 3, 4);
        Assert.Equal(1, (tree with { MaxDepth = 0 }).Fit(rows).Leaves);
    }

    [Fact]
    public void Gini_and_weights_grow_a_tree_that_is_right_as_often()
    {
        var (rows, test) = (Sea(5000), Sea(6000).Slice(5000, 1000));

        Assert.InRange(new HoeffdingTree { Criterion = SplitCriterion.Gini }.Fit(rows).Accuracy01(test), 0.88, 1);
        Assert.InRange(new HoeffdingTree().Fit(rows).Accuracy01(test), 0.88, 1);
        var half = rows.With("weight", [.. Enumerable.Range(0, 5000).Select(i => i % 2 * 2.0)]);
        Assert.InRange(new HoeffdingTree { Weight = "weight" }.Fit(half).Accuracy01(test), 0.88, 1);
    }

    [SharedTheory]
    [InlineData(LeafPrediction.NaiveBayesAdaptive, int.MaxValue, 0.7956)]
    [InlineData(LeafPrediction.NaiveBayes, 0, 0.7287)]
    public void Electricity_is_predicted_about_as_often_right_as_by_the_trees_of_others(
        LeafPrediction way, int depth, double river)
    {
        // River's benchmarks of its HoeffdingTreeClassifier and its naive Bayes, which know the date and the day
        // besides.
        var tree = new HoeffdingTree { LeafPrediction = way, MaxDepth = depth };
        var rows = SharedSets.Read("elec2-stream");

        tree.Advance(tree.Start(rows.Schema), rows, out var output);

        Assert.Equal(river, output.Values<string>("label").ToArray().Zip(output.Values<string>("prediction").ToArray())
            .Average(row => row.First == row.Second ? 1.0 : 0), 0.03);
    }

    [Fact]
    public void Options_out_of_range_are_refused_by_name()
    {
        Refused("GracePeriod", () => new HoeffdingTree { GracePeriod = 0 });
        Refused("SplitConfidence", () => new HoeffdingTree { SplitConfidence = 0 });
        Refused("MaxLeaves", () => new HoeffdingTree { MaxLeaves = 0 });

        static void Refused(string option, Func<HoeffdingTree> make) =>
            Assert.Contains(option, Assert.Throws<ArgumentOutOfRangeException>(make).Message);
    }

    /// <summary>Rows of W. Street and Y. Kim's generator, as scikit-multiflow draws them from NumPy's seed 1 with 5 %
    /// noise.</summary>
    internal static Table Sea(int count)
    {
        var random = new NumPyRandom(1);
        var (vectors, labels) = (new Vector[count], new int[count]);
        for (var i = 0; i < count; i++)
        {
            double[] x = [10 * random.NextDouble(), 10 * random.NextDouble(), 10 * random.NextDouble()];
            var isHigh = x[0] + x[1] > 8;
            (vectors[i], labels[i]) = (x, isHigh != (0.01 + random.NextDouble() <= 0.05) ? 1 : 0);
        }

        return Table.Of<Vector>("features", vectors).With("label", labels);
    }
}

static class HoeffdingTreeRows
{
    /// <summary>The part of the rows whose prediction is the label, both whole numbers.</summary>
    public static double Accuracy01(this ITransformer model, Table test) =>
        model.Transform(test).Values<int>("prediction").ToArray().Zip(test.Values<int>("label").ToArray())
            .Average(pair => pair.First == pair.Second ? 1.0 : 0);
}
