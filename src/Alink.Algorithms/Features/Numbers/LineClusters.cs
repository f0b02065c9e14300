namespace Alink.Features;

/// <summary>The k-means of numbers: not those that a start leads to, but those whose squared distances are least.</summary>
/// <remarks>
/// Clusters of numbers are neighbours in their order, so the best k clusters of the first i numbers end with a cluster
/// after the best k − 1 of those before it: H. Wang and M. Song, "Ckmeans.1d.dp", R Journal 3(2), 2011. Where the last
/// cluster begins moves up with i, so that halving finds all of them in k n log n steps.
/// </remarks>
sealed class LineClusters
{
    readonly double[] _weights;
    readonly double[] _sums;
    readonly double[] _squares;
    readonly double _origin;
    readonly int _exponent;

    LineClusters((double Number, double Weight)[] points)
    {
        (_weights, _sums, _squares) = (new double[points.Length + 1], new double[points.Length + 1], new double[points.Length + 1]);
        _exponent = Math.ILogB(Math.Max(Math.Abs(points[0].Number), Math.Abs(points[^1].Number))); // Squares neither overflow nor vanish.
        _origin = Math.ScaleB(points[points.Length / 2].Number, -_exponent); // Near the numbers, squares keep their digits.
        for (var i = 0; i < points.Length; i++)
        {
            var (weight, number) = (points[i].Weight, Math.ScaleB(points[i].Number, -_exponent) - _origin);
            _weights[i + 1] = _weights[i] + weight;
            _sums[i + 1] = _sums[i] + (weight * number);
            _squares[i + 1] = _squares[i] + (weight * number * number);
        }
    }

    int Count => _weights.Length - 1;

    /// <summary>The centres, rising.</summary>
    /// <param name="sorted">The numbers, rising, and how often each counts.</param>
    /// <param name="clusters">How many centres, at most as many as there are different numbers.</param>
    public static double[] Centres((double Number, long Weight)[] sorted, int clusters)
    {
        var points = sorted.GroupBy(one => one.Number, (number, same) => (number, (double)same.Sum(one => one.Weight))).ToArray();
        return new LineClusters(points).Centres(Math.Min(clusters, points.Length));
    }

    double[] Centres(int clusters)
    {
        var costs = new double[Count + 1];
        for (var end = 1; end <= Count; end++)
        {
            costs[end] = Cost(0, end);
        }

        var starts = new int[clusters][];
        for (var k = 1; k < clusters; k++)
        {
            var (before, first) = (costs, starts[k] = new int[Count + 1]);
            costs = new double[Count + 1];
            Add(before, costs, first, k + 1, Count, k, Count - 1);
        }

        var centres = new double[clusters];
        for (var (k, end) = (clusters - 1, Count); k >= 0; k--)
        {
            var start = k == 0 ? 0 : starts[k][end];
            centres[k] = Math.ScaleB(_origin + ((_sums[end] - _sums[start]) / (_weights[end] - _weights[start])), _exponent);
            end = start;
        }

        return centres;
    }

    /// <summary>One cluster more: its start, and the cost of all, for the ends from one to another.</summary>
    /// <param name="before">The cost of one cluster less, by where it ends.</param>
    /// <param name="costs">The costs, by where the last cluster ends.</param>
    /// <param name="starts">Where the last cluster begins, by where it ends.</param>
    /// <param name="low">The first end.</param>
    /// <param name="high">The last end.</param>
    /// <param name="least">The least start.</param>
    /// <param name="most">The greatest start.</param>
    void Add(double[] before, double[] costs, int[] starts, int low, int high, int least, int most)
    {
        if (low > high)
        {
            return;
        }

        var end = (low + high) / 2;
        costs[end] = double.PositiveInfinity;
        for (var start = least; start <= Math.Min(most, end - 1); start++)
        {
            var cost = before[start] + Cost(start, end);
            if (cost < costs[end])
            {
                (costs[end], starts[end]) = (cost, start);
            }
        }

        Add(before, costs, starts, low, end - 1, least, starts[end]);
        Add(before, costs, starts, end + 1, high, starts[end], most);
    }

    /// <summary>The squared distances of the numbers from one on to before another from their mean.</summary>
    double Cost(int start, int end)
    {
        var sum = _sums[end] - _sums[start];
        return Math.Max(0, _squares[end] - _squares[start] - (sum * sum / (_weights[end] - _weights[start])));
    }
}
