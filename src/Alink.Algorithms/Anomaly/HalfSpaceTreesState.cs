using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.CompilerServices;
using Alink.Numerics;

namespace Alink.Anomaly;

/// <summary>What a <see cref="HalfSpaceTrees"/> has learnt so far: its trees, and two windows of counts.</summary>
/// <remarks>The nodes of a tree stand level by level: under node i, counted from 1, are 2 i and 2 i + 1.</remarks>
public sealed class HalfSpaceTreesState
{
    internal HalfSpaceTreesState(ImmutableArray<string> featureNames) => FeatureNames = featureNames;

    /// <summary>The names of the features; empty where unknown.</summary>
    public ImmutableArray<string> FeatureNames { get; }

    /// <summary>How many numbers each row has; −1 before the first row.</summary>
    public int Width { get; private set; } = -1;

    /// <summary>How many rows the window has that is being counted.</summary>
    public int Count { get; internal set; }

    /// <summary>Whether a whole window has been counted.</summary>
    public bool HasReference { get; private set; }

    internal int[] SplitFeatures { get; private set; } = [];

    internal double[] SplitThresholds { get; private set; } = [];

    /// <summary>The rows of the last whole window that passed each node.</summary>
    internal int[] Reference { get; private set; } = [];

    /// <summary>The rows since then.</summary>
    internal int[] Latest { get; private set; } = [];

    /// <summary>Learns how long the rows are, and grows the trees.</summary>
    /// <exception cref="TrainingException">They are of another length than those before.</exception>
    internal void Lengthen(int width, HalfSpaceTrees options)
    {
        if (Width >= 0)
        {
            TrainingRows.SameLength(width, Width);
            return;
        }

        var lower = HalfSpace.Limits(options.Lower, nameof(options.Lower), width, 0);
        var upper = HalfSpace.Limits(options.Upper, nameof(options.Upper), width, 1);
        HalfSpace.CheckLimits(lower, upper);
        var inner = (1 << options.Depth) - 1;
        Width = width;
        (SplitFeatures, SplitThresholds) = (new int[options.Trees * inner], new double[options.Trees * inner]);
        (Reference, Latest) = (new int[options.Trees * ((2 * inner) + 1)], new int[options.Trees * ((2 * inner) + 1)]);
        for (var tree = 0; tree < options.Trees && width > 0; tree++)
        {
            Grow(new SeededRandom(options.Seed).Fork(tree), tree * inner, inner, lower, upper);
        }
    }

    /// <summary>The window is full: its counts are what rows are scored by, and the next one begins.</summary>
    internal void Turn()
    {
        (Reference, Latest) = (Latest, Reference);
        Array.Clear(Latest);
        (Count, HasReference) = (0, true);
    }

    /// <summary>Draws the ranges of a tree, and halves them from node to node.</summary>
    void Grow(SeededRandom random, int first, int inner, double[] lower, double[] upper)
    {
        var (least, most) = (new double[Width], new double[Width]);
        for (var j = 0; j < Width; j++)
        {
            var middle = random.NextDouble();
            var reach = 2 * Math.Max(middle, 1 - middle);
            (least[j], most[j]) = (middle - reach, middle + reach);
        }

        Halve(1);

        void Halve(int node)
        {
            if (node > inner)
            {
                return;
            }

            var feature = random.NextInt(Width);
            var (from, to) = (least[feature], most[feature]);
            var middle = (from + to) / 2;
            SplitFeatures[first + node - 1] = feature;
            SplitThresholds[first + node - 1] = lower[feature] + (middle * (upper[feature] - lower[feature]));
            most[feature] = middle;
            Halve(2 * node);
            (least[feature], most[feature]) = (middle, to);
            Halve((2 * node) + 1);
            least[feature] = from;
        }
    }
}

/// <summary>The way of a row through half-space trees.</summary>
static class HalfSpace
{
    /// <summary>Counts a row in every node that it passes.</summary>
    public static void Count(
        HalfSpaceTrees options, ReadOnlySpan<double> x, ReadOnlySpan<int> features, ReadOnlySpan<double> thresholds,
        Span<int> masses)
    {
        var inner = (1 << options.Depth) - 1;
        for (var tree = 0; tree < options.Trees; tree++)
        {
            var own = masses.Slice(tree * ((2 * inner) + 1), (2 * inner) + 1);
            var node = 1;
            own[0]++;
            while (node <= inner)
            {
                node = Next(node, x, features, thresholds, (tree * inner) - 1);
                own[node - 1]++;
            }
        }
    }

    /// <summary>The score of a row.</summary>
    public static double Score(
        HalfSpaceTrees options, ReadOnlySpan<double> x, ReadOnlySpan<int> features, ReadOnlySpan<double> thresholds,
        ReadOnlySpan<int> masses)
    {
        var (inner, sum) = ((1 << options.Depth) - 1, 0L);
        for (var tree = 0; tree < options.Trees; tree++)
        {
            var own = masses.Slice(tree * ((2 * inner) + 1), (2 * inner) + 1);
            var (node, depth) = (1, 0);
            while (node <= inner && own[node - 1] > options.SizeLimit)
            {
                node = Next(node, x, features, thresholds, (tree * inner) - 1);
                depth++;
            }

            sum += (long)own[node - 1] << depth;
        }

        return Score(options, sum);
    }

    /// <summary>The scores of rows, as <see cref="Score(HalfSpaceTrees, ReadOnlySpan{double}, ReadOnlySpan{int}, ReadOnlySpan{double}, ReadOnlySpan{int})"/> tells them.</summary>
    /// <remarks>
    /// Every row goes down to the last nodes, which hold what the node tells where a row would have stopped on its way: no
    /// branch by chance, so that the processor walks many ways at once.
    /// </remarks>
    public static void Scores(
        HalfSpaceTrees options, VectorBlock rows, ReadOnlySpan<int> features, ReadOnlySpan<double> thresholds,
        ReadOnlySpan<int> masses, Span<double> scores)
    {
        var inner = (1 << options.Depth) - 1;
        var (sums, told, isEnd) = (new long[rows.Rows], new long[(2 * inner) + 2], new bool[(2 * inner) + 2]);
        for (var tree = 0; tree < options.Trees; tree++)
        {
            var own = masses.Slice(tree * ((2 * inner) + 1), (2 * inner) + 1);
            for (var node = 1; node < told.Length; node++)
            {
                (told[node], isEnd[node]) = isEnd[node / 2] ? (told[node / 2], true)
                    : ((long)own[node - 1] << BitOperations.Log2((uint)node), own[node - 1] <= options.SizeLimit);
            }

            var places = features.Slice(tree * inner, inner);
            var limits = thresholds.Slice(tree * inner, inner);
            for (var i = 0; i < sums.Length; i++)
            {
                var x = rows.Values.Slice(i * rows.Width, rows.Width);
                var node = 1;
                for (var depth = 0; depth < options.Depth; depth++)
                {
                    var isLeft = x[places[node - 1]] < limits[node - 1];
                    node = (2 * node) + 1 - Unsafe.BitCast<bool, byte>(isLeft);
                }

                sums[i] += told[node];
            }
        }

        for (var i = 0; i < sums.Length; i++)
        {
            scores[i] = Score(options, sums[i]);
        }
    }

    static double Score(HalfSpaceTrees options, long sum) =>
        1 - (sum / ((double)options.Trees * options.WindowSize * (1 << options.Depth)));

    /// <summary>One number for each feature.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are given ones, and not so many.</exception>
    public static double[] Limits(ImmutableArray<double> given, string option, int width, double otherwise) =>
        given.IsDefaultOrEmpty ? [.. Enumerable.Repeat(otherwise, width)]
        : given.Length == width ? [.. given]
        : throw new ArgumentOutOfRangeException(
            option, $"{option} must hold one number for each of the {width} features; there were {given.Length}.");

    /// <exception cref="ArgumentOutOfRangeException">A feature has no room between its limits.</exception>
    public static void CheckLimits(double[] lower, double[] upper)
    {
        for (var j = 0; j < lower.Length; j++)
        {
            if (!(lower[j] < upper[j] && double.IsFinite(upper[j] - lower[j])))
            {
                throw new ArgumentOutOfRangeException(
                    nameof(HalfSpaceTrees.Upper),
                    $"{nameof(HalfSpaceTrees.Upper)} of feature {j} must be above its {nameof(HalfSpaceTrees.Lower)}, "
                    + $"{lower[j]}; it was {upper[j]}.");
            }
        }
    }

    static int Next(
        int node, ReadOnlySpan<double> x, ReadOnlySpan<int> features, ReadOnlySpan<double> thresholds, int before) =>
        (2 * node) + (x[features[before + node]] < thresholds[before + node] ? 0 : 1);
}
