using Alink.Numerics;

namespace Alink.Clustering;

/// <summary>What one iteration adds up: the weight and the sum of each cluster's rows.</summary>
/// <param name="k">How many clusters.</param>
/// <param name="width">How many numbers a row has.</param>
sealed class ClusterTotals(int k, int width)
{
    /// <summary>Shape: clusters × width.</summary>
    public double[] Sums { get; } = new double[k * width];

    /// <summary>Shape: clusters.</summary>
    public double[] Weights { get; } = new double[k];

    public static ClusterTotals Merge(ClusterTotals left, ClusterTotals right)
    {
        DenseKernels.Axpy(1, right.Sums, left.Sums);
        DenseKernels.Axpy(1, right.Weights, left.Weights);
        return left;
    }

    /// <summary>Adds the sparse rows from <paramref name="start"/> on.</summary>
    public void Add(VectorBlock rows, int start, ReadOnlySpan<int> nearest, ReadOnlySpan<double> weights)
    {
        for (var i = 0; i < nearest.Length; i++)
        {
            var weight = weights.IsEmpty ? 1 : weights[i];
            Weights[nearest[i]] += weight;
            SparseKernels.Axpy(
                weight, rows.IndicesOf(start + i), rows.ValuesOf(start + i), Sums.AsSpan(nearest[i] * width, width));
        }
    }

    /// <summary>Σ w |x − c|² of the centroids that the rows were assigned to, up to rounding: what progress is told.</summary>
    /// <remarks>Each cluster takes 2 (c − a) · Σ w (x − a) − Σ w |c − a|² off the spread about the mean a.</remarks>
    public double Inertia(double[] centroids, Spread spread)
    {
        var inertia = spread.Squares;
        for (var place = 0; place < Sums.Length; place++)
        {
            var weight = Weights[place / width];
            var apart = centroids[place] - spread.Mean[place % width];
            inertia -= apart * ((2 * (Sums[place] - (weight * spread.Mean[place % width]))) - (weight * apart));
        }

        return Math.Max(0, inertia);
    }
}

/// <summary>The weight of each cluster's rows, and Σ w d² of all.</summary>
/// <param name="k">How many clusters.</param>
sealed class ClusterSizes(int k)
{
    /// <summary>Shape: clusters.</summary>
    public double[] Weights { get; } = new double[k];

    /// <summary>Σ w d².</summary>
    public double Inertia { get; private set; }

    public static ClusterSizes Merge(ClusterSizes left, ClusterSizes right)
    {
        DenseKernels.Axpy(1, right.Weights, left.Weights);
        left.Inertia += right.Inertia;
        return left;
    }

    public void Add(int cluster, double weight, double squaredDistance)
    {
        Weights[cluster] += weight;
        Inertia += weight * squaredDistance;
    }
}

/// <summary>How far the rows are from their mean.</summary>
sealed class Spread
{
    /// <summary>The sum of the weights.</summary>
    public double Weight { get; private set; }

    /// <summary>The weighted mean; shape: width.</summary>
    public double[] Mean { get; private set; } = [];

    /// <summary>Σ w |x − mean|².</summary>
    public double Squares { get; private set; }

    /// <summary>How many numbers each row has; 0 where there are no rows.</summary>
    public int Width => Mean.Length;

    public static Spread Merge(Spread left, Spread right)
    {
        left.Add(right.Weight, right.Mean, right.Squares);
        return left;
    }

    public void Add(VectorColumn rows, double[] weights)
    {
        if (rows.Length == 0)
        {
            return;
        }

        // Sums about the first row lose few digits, and a sparse row need not be written out.
        var block = rows.Block;
        var anchor = rows[0].ToArray();
        var (sum, squares, weight) = (new double[anchor.Length], 0.0, 0.0);
        var anchorSquare = DenseKernels.Dot(anchor, anchor);
        for (var i = 0; i < block.Rows; i++)
        {
            var w = weights.Length == 0 ? 1 : weights[i];
            var values = block.ValuesOf(i);
            weight += w;
            if (block.IsDense)
            {
                DenseKernels.Axpy(w, values, sum);
                squares += w * DenseKernels.SquaredDistance(values, anchor);
            }
            else
            {
                SparseKernels.Axpy(w, block.IndicesOf(i), values, sum);
                squares += w * SparseKernels.SquaredDistance(block.IndicesOf(i), values, anchor, anchorSquare);
            }
        }

        DenseKernels.Scale(weight > 0 ? 1 / weight : 0, sum);
        Add(weight, sum, Math.Max(0, squares - (weight * DenseKernels.SquaredDistance(sum, anchor))));
    }

    void Add(double weight, double[] mean, double squares)
    {
        if (Width > 0 && mean.Length > 0)
        {
            TrainingRows.SameLength(mean.Length, Width);
        }

        if (weight == 0 || Weight == 0)
        {
            (Weight, Mean, Squares) = weight == 0 ? (Weight, Mean, Squares) : (weight, [.. mean], squares);
            return;
        }

        var part = weight / (Weight + weight);
        Squares += squares + (Weight * part * DenseKernels.SquaredDistance(Mean, mean));
        DenseKernels.Scale(1 - part, Mean);
        DenseKernels.Axpy(part, mean, Mean);
        Weight += weight;
    }
}
