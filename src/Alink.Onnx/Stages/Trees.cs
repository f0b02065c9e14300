using System.Numerics;
using Alink.Anomaly;
using Alink.Trees;

namespace Alink.Onnx;

/// <summary>Models of trees, which each row goes down step by step.</summary>
static class Trees
{
    const int Deepest = 1000;

    public static void Add(Converters all)
    {
        all.Add<HalfSpaceTreesModel>((model, rows) => rows.Write(
            model.Options.Score.Name, Score(model, rows.Vector(model.Options.Features, model.Width))));
        all.Add<HoeffdingTreeModel>((model, rows) =>
        {
            var x = rows.Vector(model.Options.Features, model.Width);
            rows.Classify(model.Options, model.Labels, Probabilities(model, x, Leaf(model, x)));
        });
    }

    /// <summary>Every row goes down to the last level of every tree, whose nodes tell what those tell above them at which it would have stopped.</summary>
    static Value Score(HalfSpaceTreesModel model, Value x)
    {
        var (options, inner) = (model.Options, (1 << model.Options.Depth) - 1);
        var trees = Enumerable.Range(0, options.Trees).Select(tree => (long)tree).ToArray();
        var (features, thresholds) = (model.SplitFeatures.Select(feature => (long)feature).ToArray(), model.SplitThresholds.ToArray());
        var firstSplits = x.Graph.Constant(Array.ConvertAll(trees, tree => (tree * inner) - 1), 1, trees.Length);
        var node = x.Picked(0).IsNaN().Then(x.Graph.Constant(Array.ConvertAll(trees, _ => 1L), 1, trees.Length), x.Graph.Constant(new[] { 1L }, 1));
        for (var depth = 0; depth < options.Depth; depth++)
        {
            var split = node + firstSplits;
            var isLeft = x.At(split.In(features)) < split.In(thresholds);
            node = node + node + isLeft.Then(node.Number(0), node.Number(1));
        }

        var told = trees.SelectMany(tree => Told(model, (int)tree, inner)).ToArray();
        var last = node + x.Graph.Constant(Array.ConvertAll(trees, tree => tree * ((2 * inner) + 2)), 1, trees.Length);
        return 1 - (last.In(told).Sum().As(ElementType.Double) / ((double)options.Trees * options.WindowSize * (1 << options.Depth)));
    }

    /// <summary>What each node of a tree adds to a row's score, by its number from 1 on.</summary>
    static long[] Told(HalfSpaceTreesModel model, int tree, int inner)
    {
        var masses = model.Masses.AsSpan().Slice(tree * ((2 * inner) + 1), (2 * inner) + 1);
        var (told, isEnd) = (new long[(2 * inner) + 2], new bool[(2 * inner) + 2]);
        for (var node = 1; node < told.Length; node++)
        {
            (told[node], isEnd[node]) = isEnd[node / 2] ? (told[node / 2], true)
                : ((long)masses[node - 1] << BitOperations.Log2((uint)node), masses[node - 1] <= model.Options.SizeLimit);
        }

        return told;
    }

    /// <summary>The place of the leaf that each row comes to.</summary>
    static Value Leaf(HoeffdingTreeModel model, Value x)
    {
        var depths = new int[model.LeftNodes.Length];
        for (var node = 0; node < depths.Length; node++)
        {
            if (model.LeftNodes[node] is >= 0 and var left)
            {
                depths[left] = depths[left + 1] = depths[node] + 1;
            }
        }

        if (depths.Max() > Deepest)
        {
            throw new OnnxExportException($"its tree is {depths.Max()} levels deep, and a file takes {Deepest}");
        }

        // At a leaf a row goes no further: its node is its own next one.
        var features = model.SplitFeatures.Select(feature => Math.Max(0L, feature)).ToArray();
        var nexts = model.LeftNodes.Select((left, node) => left < 0 ? node : (long)left).ToArray();
        var steps = model.LeftNodes.Select(left => left < 0 ? 0L : 1).ToArray();
        var at = x.Picked(0).IsNaN().Then(x.Graph.Constant(new long[1], 1), x.Graph.Constant(new long[1], 1));
        for (var depth = 0; depth < depths.Max(); depth++)
        {
            var isLeft = x.At(at.In(features)) <= at.In(model.SplitThresholds.ToArray());
            at = at.In(nexts) + isLeft.Then(at.Number(0), at.In(steps));
        }

        return at;
    }

    static Value Probabilities(HoeffdingTreeModel model, Value x, Value leaf)
    {
        var weights = leaf.RowOf(model.ClassWeights);
        var byWeights = Shares(weights);
        if (model.Means.Rows == 0)
        {
            return byWeights;
        }

        var bayes = leaf.In(model.BayesLeaves.Select(place => (long)place).ToArray());
        var place = bayes.Max(bayes.Number(0));
        var observed = place.RowOf(model.ObservedWeights);
        var densities = Enumerable.Range(0, model.Labels.Count).Select(c => LogDensity(model, x, place, c)).ToArray();
        var joint = (observed.Is(0) | (weights <= 0)).Then(double.NegativeInfinity, weights.Log() + densities[0].Beside(densities.AsSpan(1)));

        // Of NaN no class is impossible, nor likelier than another.
        var isNaN = joint.IsNaN().Any();
        var highest = joint.IsNaN().Then(double.NegativeInfinity, joint).Greatest();
        var isPossible = isNaN | !highest.Abs().Is(double.PositiveInfinity);
        return ((bayes >= 0) & isPossible).Then(Shares((joint - highest).Exp()), byWeights);
    }

    /// <summary>The log-density of each row in a class at its leaf; of a feature that never varied only its one number is possible.</summary>
    static Value LogDensity(HoeffdingTreeModel model, Value x, Value place, int c)
    {
        var (apart, variance) = (x - place.RowOf(OfClass(model, model.Means, c)), place.RowOf(OfClass(model, model.Variances, c)));
        var certain = apart.Is(0).Then(0, apart.Number(double.PositiveInfinity));
        return (variance > 0).Then((variance * (2 * Math.PI)).Log() + (apart * apart / variance), certain).Sum() * -0.5;
    }

    /// <summary>The rows of one class; shape: Bayes leaves × features.</summary>
    static Matrix OfClass(HoeffdingTreeModel model, Matrix all, int c)
    {
        var classes = model.Labels.Count;
        return new(all.Rows / classes, all.Columns, [.. Enumerable.Range(0, all.Rows / classes).SelectMany(leaf => all.Row((leaf * classes) + c).ToArray())]);
    }

    /// <summary>Each weight by their sum; equal shares where that is not above 0.</summary>
    static Value Shares(Value weights)
    {
        var total = weights.Sum();
        return (total > 0).Then(weights / total, 1.0 / weights.Width!.Value);
    }
}
