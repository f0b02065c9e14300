using System.Collections.Immutable;
using Alink.Numerics;
using Alink.Online;
using Alink.Statistics;

namespace Alink.Trees;

/// <summary>What a <see cref="HoeffdingTree"/> has learnt: its nodes, the root first, and what each leaf predicts
/// by.</summary>
/// <param name="Options">The settings it was trained under.</param>
/// <param name="Labels">The classes.</param>
/// <param name="Width">How many numbers a row has.</param>
/// <param name="SplitFeatures">The feature that each node divides, −1 at a leaf; shape: nodes.</param>
/// <param name="SplitThresholds">The largest value that goes to the left, 0 at a leaf; shape: nodes.</param>
/// <param name="LeftNodes">The node to the left of each threshold, the node to the right being the next, −1 at a leaf;
/// shape: nodes.</param>
/// <param name="ClassWeights">The weight of each class that each node has learnt, as a leaf; shape: nodes ×
/// classes.</param>
/// <param name="BayesLeaves">The place of a leaf among those that predict by naive Bayes, −1 for the other nodes;
/// shape: nodes.</param>
/// <param name="ObservedWeights">The weight of each class that the means stand for, 0 where there is none; shape: Bayes
/// leaves × classes.</param>
/// <param name="Means">The mean of each feature; shape: (Bayes leaves · classes) × features.</param>
/// <param name="Variances">The variance of each feature, by the weight less 1; shape: (Bayes leaves · classes) ×
/// features.</param>
public sealed record HoeffdingTreeModel(
    HoeffdingTree Options, Levels Labels, int Width, ImmutableArray<int> SplitFeatures,
    ImmutableArray<double> SplitThresholds, ImmutableArray<int> LeftNodes, Matrix ClassWeights,
    ImmutableArray<int> BayesLeaves, Matrix ObservedWeights, Matrix Means, Matrix Variances)
    : ClassifierModel
{
    const int MostOnStack = 1024;

    readonly Derived<LeafNormals> _normals = new();
    readonly Derived<double[]> _logWeights = new();

    /// <inheritdoc/>
    public override Levels Labels { get; init; } = Labels;

    /// <summary>The node to the left of each threshold, the node to the right being the next, −1 at a leaf; shape: nodes.</summary>
    /// <exception cref="ArgumentException">A node does not stand after the one that it comes from.</exception>
    public ImmutableArray<int> LeftNodes { get; init => field = Descending(value); } = Descending(LeftNodes);

    /// <summary>How many leaves.</summary>
    public int Leaves => SplitFeatures.Count(feature => feature < 0);

    /// <inheritdoc/>
    protected override int Length => Width;

    /// <inheritdoc/>
    protected override IClassifier Settings => Options;

    /// <inheritdoc/>
    public override void Probabilities(Vector features, Span<double> p)
    {
        using var x = new DenseNumbers(features);
        Predict(x.Values, p);
    }

    /// <summary>The leaf that a row comes to, by its place among the nodes.</summary>
    /// <param name="x">The row; shape: features.</param>
    public int Leaf(ReadOnlySpan<double> x)
    {
        var node = 0;
        while (LeftNodes[node] >= 0)
        {
            node = LeftNodes[node] + (x[SplitFeatures[node]] <= SplitThresholds[node] ? 0 : 1);
        }

        return node;
    }

    /// <inheritdoc/>
    protected override void LogJoint(Vector features, Span<double> logJoint)
    {
        Probabilities(features, logJoint);
        for (var c = 0; c < logJoint.Length; c++)
        {
            logJoint[c] = VectorMath.Log(logJoint[c]);
        }
    }

    /// <summary>The nodes of a state as they are.</summary>
    internal static HoeffdingTreeModel Of(HoeffdingTree options, HoeffdingTreeState state)
    {
        var (nodes, order) = (state.Nodes, state.Classes.Order);
        var bayes = new int[nodes.Count];
        var leaves = new List<HoeffdingNode>();
        for (var node = 0; node < bayes.Length; node++)
        {
            var isBayes = nodes[node].Normals.Length > 0 && nodes[node].PredictsByBayes(options.LeafPrediction);
            bayes[node] = isBayes ? leaves.Count : -1;
            if (isBayes)
            {
                leaves.Add(nodes[node]);
            }
        }

        var normals = leaves.SelectMany(leaf => order.Select(leaf.Of)).ToArray();
        return new(
            options, state.Classes.Labels, state.Width,
            [.. nodes.Select(node => node.Feature)],
            [.. nodes.Select(node => node.Threshold)],
            [.. nodes.Select(node => node.Feature < 0 ? -1 : node.Left)],
            new(nodes.Count, order.Length, [.. nodes.SelectMany(node => order.Select(node.WeightOf))]),
            [.. bayes],
            new(leaves.Count, order.Length, [.. normals.Select(one => one?.Weight ?? 0)]),
            Rows((one, j) => one.Mean[j]),
            Rows((one, j) => one.Squares[j] / one.Divisor))
        {
            FeatureNames = state.FeatureNames,
        };

        Matrix Rows(Func<ClassNormals, int, double> number) => new(normals.Length, state.Width,
            [.. from one in normals
                from j in Enumerable.Range(0, state.Width)
                select one is null ? 0 : number(one, j)]);
    }

    /// <summary>Nodes that come after the one above them: no row goes round in circles.</summary>
    static ImmutableArray<int> Descending(ImmutableArray<int> left)
    {
        for (var node = 0; node < left.Length; node++)
        {
            if (left[node] <= node && left[node] != -1)
            {
                throw new ArgumentException($"Node {left[node]} is said to lie below node {node}, and it must stand after it.");
            }
        }

        return left;
    }

    void Predict(ReadOnlySpan<double> x, Span<double> p)
    {
        var node = Leaf(x);
        if (BayesLeaves[node] is >= 0 and var leaf)
        {
            var normals = _normals.Of(Means, Variances, static (means, variances) => new(means, variances));
            var logWeights = _logWeights.Of(ClassWeights, Means, static (weights, _) =>
            {
                var logs = new double[weights.Values.Length];
                VectorMath.Log(weights.Values, logs);
                return logs;
            });
            var padded = Eights.Padded(x.Length);
            Span<double> numbers = padded <= MostOnStack ? stackalloc double[padded] : new double[padded];
            numbers[x.Length..].Clear();
            x.CopyTo(numbers);
            for (var c = 0; c < p.Length; c++)
            {
                var row = (leaf * p.Length) + c;
                p[c] = ObservedWeights[leaf, c] == 0 || ClassWeights[node, c] <= 0 ? double.NegativeInfinity
                    : logWeights[(node * p.Length) + c] + normals.LogDensity(numbers, row);
            }

            if (LeafProbabilities.OfLogarithms(p))
            {
                return;
            }
        }

        ClassWeights.Row(node).CopyTo(p);
        LeafProbabilities.OfWeights(p);
    }
}
