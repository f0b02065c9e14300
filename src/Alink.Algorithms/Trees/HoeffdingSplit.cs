using Alink.Numerics;

namespace Alink.Trees;

/// <summary>A threshold for a leaf, and the weight of each class on either side, by its number.</summary>
sealed record HoeffdingSplit(int Feature, double Threshold, double[] Left, double[] Right)
{
    /// <summary>What part of the weight must be on each side.</summary>
    const double LeastPart = 0.01;

    /// <summary>The best split of a leaf; null where it is not sure enough which that is, or no split gains.</summary>
    public static HoeffdingSplit? Find(HoeffdingTree tree, HoeffdingNode leaf, int features)
    {
        var classes = leaf.Weights.Count(weight => weight > 0);
        if (classes < 2)
        {
            return null;
        }

        var before = Impurity(tree.Criterion, leaf.Weights);
        var (best, gain, second) = ((HoeffdingSplit?)null, 0.0, 0.0); // Not to split gains 0.
        for (var feature = 0; feature < features; feature++)
        {
            var (split, own) = Best(tree, leaf, feature, before);
            if (own > gain)
            {
                (best, gain, second) = (split, own, gain);
            }
            else
            {
                second = Math.Max(second, own);
            }
        }

        var range = tree.Criterion == SplitCriterion.Gini ? 1 : VectorMath.Log(classes) / VectorMath.Log(2);
        var bound = HoeffdingTree.HoeffdingBound(range, tree.SplitConfidence, leaf.Total);
        return gain - second > bound || bound < tree.TieThreshold ? best : null;
    }

    /// <summary>The best threshold of a feature, and what it gains.</summary>
    static (HoeffdingSplit? Split, double Gain) Best(HoeffdingTree tree, HoeffdingNode leaf, int feature, double before)
    {
        var seen = leaf.Normals.OfType<ClassNormals>();
        var (least, most) = (seen.Min(normals => normals.Least[feature]), seen.Max(normals => normals.Most[feature]));
        var step = (most - least) / (tree.Candidates + 1.0);
        var (best, gain) = ((HoeffdingSplit?)null, double.NegativeInfinity);
        for (var k = 1; k <= tree.Candidates; k++)
        {
            var threshold = least + (step * k);
            if (threshold <= least || threshold >= most)
            {
                continue;
            }

            var split = At(leaf, feature, threshold);
            var (left, right) = (split.Left.Sum(), split.Right.Sum());
            if (Math.Min(left, right) <= LeastPart * (left + right))
            {
                continue;
            }

            var sum = (left * Impurity(tree.Criterion, split.Left)) + (right * Impurity(tree.Criterion, split.Right));
            var after = sum / (left + right);
            if (before - after > gain)
            {
                (best, gain) = (split, before - after);
            }
        }

        return (best, gain);
    }

    static HoeffdingSplit At(HoeffdingNode leaf, int feature, double threshold)
    {
        var (left, right) = (new double[leaf.Normals.Length], new double[leaf.Normals.Length]);
        for (var number = 0; number < left.Length; number++)
        {
            if (leaf.Normals[number] is { } normals)
            {
                left[number] = normals.UpTo(feature, threshold);
                right[number] = Math.Max(0, normals.Weight - left[number]);
            }
        }

        return new(feature, threshold, left, right);
    }

    /// <summary>The entropy of weights in bits, or the chance that two are of different classes.</summary>
    static double Impurity(SplitCriterion criterion, double[] weights)
    {
        var (total, sum) = (weights.Sum(), 0.0);
        foreach (var weight in weights)
        {
            if (weight > 0)
            {
                var part = weight / total;
                sum -= criterion == SplitCriterion.Gini ? part * part : part * VectorMath.Log(part);
            }
        }

        return criterion == SplitCriterion.Gini ? 1 + sum : sum / VectorMath.Log(2);
    }
}
