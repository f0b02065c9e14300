using System.Collections.Immutable;

namespace Alink.Regression;

/// <summary>Pools adjacent violators, and reads the function that comes of it.</summary>
static class IsotonicFit
{
    /// <summary>The nearest monotonic function, as its values at the ends of its pools.</summary>
    /// <param name="values">The feature of each row; at least one.</param>
    /// <param name="labels">The label of each row.</param>
    /// <param name="weights">The weight of each row, above 0.</param>
    /// <param name="increasing">Whether the function never falls; else it never rises.</param>
    /// <param name="ties">What is made of rows that have one feature value.</param>
    public static (ImmutableArray<double> Boundaries, ImmutableArray<double> Predictions) Of(
        double[] values, double[] labels, double[] weights, bool increasing = true, IsotonicTies ties = default)
    {
        var sign = increasing ? 1 : -1;
        var pools = new Stack<Pool>();
        var order = Enumerable.Range(0, values.Length).ToArray();
        if (ties == IsotonicTies.Separate)
        {
            order = [.. order.OrderBy(row => values[row]).ThenBy(row => sign * labels[row])];
        }
        else
        {
            Array.Sort([.. values], order);
        }

        foreach (var row in order)
        {
            var pool = new Pool(values[row], values[row], weights[row], weights[row] * labels[row]);
            if (ties == IsotonicTies.Average && pools.TryPeek(out var tied) && tied.First == pool.First)
            {
                pool = pools.Pop().And(pool);
            }
            else
            {
                Settle(pools, sign); // The last pool has all rows of its value, and may join those before it.
            }

            pools.Push(pool);
        }

        Settle(pools, sign);
        var (boundaries, predictions) = (ImmutableArray.CreateBuilder<double>(), ImmutableArray.CreateBuilder<double>());
        foreach (var pool in pools.Reverse())
        {
            boundaries.Add(pool.First);
            predictions.Add(pool.Mean);
            if (pool.Last > pool.First)
            {
                boundaries.Add(pool.Last);
                predictions.Add(pool.Mean);
            }
        }

        return (boundaries.ToImmutable(), predictions.ToImmutable());
    }

    /// <summary>The value of the function: between two boundaries on the line, and beyond them as at the last.</summary>
    public static double At(ReadOnlySpan<double> boundaries, ReadOnlySpan<double> predictions, double value)
    {
        var (next, end) = (0, boundaries.Length); // The first boundary at or above the value.
        while (next < end)
        {
            var middle = (next + end) / 2;
            (next, end) = boundaries[middle] < value ? (middle + 1, end) : (next, middle);
        }

        return double.IsNaN(value) ? value
            : next == boundaries.Length ? predictions[^1]
            : next == 0 || boundaries[next] == value ? predictions[next]
            : predictions[next - 1] + ((predictions[next] - predictions[next - 1])
                * ((value - boundaries[next - 1]) / (boundaries[next] - boundaries[next - 1])));
    }

    /// <summary>Joins the last pool with those before it until the last is above the one before.</summary>
    static void Settle(Stack<Pool> pools, int sign)
    {
        while (pools.TryPop(out var last))
        {
            if (!pools.TryPeek(out var before) || sign * before.Mean < sign * last.Mean)
            {
                pools.Push(last);
                return;
            }

            pools.Push(pools.Pop().And(last));
        }
    }

    /// <summary>Neighbouring rows that one number is predicted for.</summary>
    readonly record struct Pool(double First, double Last, double Weight, double Sum)
    {
        public double Mean => Sum / Weight;

        public Pool And(Pool next) => new(First, next.Last, Weight + next.Weight, Sum + next.Sum);
    }
}
