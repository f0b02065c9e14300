using System.Collections.Immutable;
using Alink.Online;

namespace Alink.Trees;

/// <summary>What a <see cref="HoeffdingTree"/> has learnt so far: its nodes, the root first.</summary>
public sealed class HoeffdingTreeState
{
    internal HoeffdingTreeState(GrowingClasses classes, Field features) =>
        (Classes, FeatureNames) = (classes, features.FeatureNames);

    /// <summary>The names of the features; empty where unknown.</summary>
    public ImmutableArray<string> FeatureNames { get; }

    /// <summary>How many numbers each row has; −1 before the first row.</summary>
    public int Width { get; private set; } = -1;

    /// <summary>How many leaves.</summary>
    public int Leaves => (Nodes.Count + 1) / 2;

    internal GrowingClasses Classes { get; }

    internal List<HoeffdingNode> Nodes { get; } = [new(depth: 0, [])];

    /// <summary>Learns how long the rows are.</summary>
    /// <exception cref="TrainingException">They are of another length than those before.</exception>
    internal void Lengthen(int width)
    {
        TrainingRows.SameLength(width, Width < 0 ? width : Width);
        Width = width;
    }

    /// <summary>The leaf that a row comes to.</summary>
    internal HoeffdingNode Leaf(ReadOnlySpan<double> x)
    {
        var node = Nodes[0];
        while (node.Feature >= 0)
        {
            node = Nodes[x[node.Feature] <= node.Threshold ? node.Left : node.Left + 1];
        }

        return node;
    }

    /// <summary>Puts a threshold in the place of a leaf, and two new leaves under it.</summary>
    internal void Split(HoeffdingNode leaf, HoeffdingSplit split)
    {
        leaf.Become(split, Nodes.Count);
        Nodes.Add(new(leaf.Depth + 1, split.Left));
        Nodes.Add(new(leaf.Depth + 1, split.Right));
    }
}

/// <summary>A leaf with what it has seen, or a threshold with two nodes under it.</summary>
sealed class HoeffdingNode
{
    /// <summary>A leaf that begins with some weight of each class.</summary>
    public HoeffdingNode(int depth, double[] weights)
    {
        (Depth, Weights, Total) = (depth, weights, weights.Sum());
        Tried = Total;
    }

    /// <summary>The feature that a threshold divides; −1 at a leaf.</summary>
    public int Feature { get; private set; } = -1;

    /// <summary>The largest value that goes to the left.</summary>
    public double Threshold { get; private set; }

    /// <summary>The place of the left node; the right one follows it.</summary>
    public int Left { get; private set; }

    /// <summary>How many thresholds stand above.</summary>
    public int Depth { get; }

    /// <summary>The weight of each class, by its number; of those after the last there is none.</summary>
    public double[] Weights { get; private set; }

    /// <summary>The weight of all classes.</summary>
    public double Total { get; private set; }

    /// <summary>The weight there was when a split was last tried.</summary>
    public double Tried { get; set; }

    /// <summary>For how much weight the majority was right.</summary>
    public double MajorityRight { get; set; }

    /// <summary>For how much weight naive Bayes was right.</summary>
    public double BayesRight { get; set; }

    /// <summary>The features of the rows of each class, by its number; null where it has had none here.</summary>
    public ClassNormals?[] Normals { get; private set; } = [];

    /// <summary>Whether naive Bayes is asked, which it is by choice where it has not been worse.</summary>
    public bool PredictsByBayes(LeafPrediction way) => way == LeafPrediction.NaiveBayes
        || (way == LeafPrediction.NaiveBayesAdaptive && !(MajorityRight > BayesRight));

    /// <summary>Learns a row.</summary>
    public void Learn(ReadOnlySpan<double> x, int number, double weight)
    {
        // As long as the classes learnt here ask for, so that no cut of the rows shows.
        (Weights, Normals) = (Reaching(Weights, number), Reaching(Normals, number));
        Weights[number] += weight;
        Total += weight;
        (Normals[number] ??= new(x.Length)).Add(x, weight);
    }

    /// <summary>Writes the part of each class in the weight.</summary>
    /// <param name="order">The number of each class.</param>
    /// <param name="p">One place for each class.</param>
    public void Majority(int[] order, Span<double> p)
    {
        for (var c = 0; c < order.Length; c++)
        {
            p[c] = WeightOf(order[c]);
        }

        LeafProbabilities.OfWeights(p);
    }

    /// <summary>Writes the probability of each class by naive Bayes.</summary>
    /// <param name="x">The row.</param>
    /// <param name="order">The number of each class.</param>
    /// <param name="p">One place for each class.</param>
    public void Bayes(ReadOnlySpan<double> x, int[] order, Span<double> p)
    {
        for (var c = 0; c < order.Length; c++)
        {
            p[c] = LeafProbabilities.LogJoint(WeightOf(order[c]), x, Of(order[c]));
        }

        if (!LeafProbabilities.OfLogarithms(p))
        {
            Majority(order, p);
        }
    }

    public double WeightOf(int number) => number < Weights.Length ? Weights[number] : 0;

    public ClassNormals? Of(int number) => number < Normals.Length ? Normals[number] : null;

    /// <summary>Becomes a threshold, which keeps only the weights of its classes.</summary>
    public void Become(HoeffdingSplit split, int left)
    {
        (Feature, Threshold, Left) = (split.Feature, split.Threshold, left);
        (Normals, Tried, MajorityRight, BayesRight) = ([], 0, 0, 0);
    }

    static T[] Reaching<T>(T[] values, int number)
    {
        if (values.Length <= number)
        {
            Array.Resize(ref values, number + 1);
        }

        return values;
    }
}
