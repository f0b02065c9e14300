using System.Buffers;
using System.Runtime.CompilerServices;
using Alink.Numerics;
using Alink.Online;

namespace Alink.Classification;

/// <summary>The rows of a batch as an <see cref="Ftrl"/> learns them.</summary>
static class FtrlPass
{
    const int RowsAhead = 3;
    const int StackNumbers = 1024;

    /// <summary>Learns from the rows in their order.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="state">What has been learnt so far.</param>
    /// <param name="batch">The rows.</param>
    /// <param name="probabilities">Where the probabilities of the two classes by number go, before each row is learnt; or empty.</param>
    /// <returns>The class of each row, by number.</returns>
    public static int[] Learn(this Ftrl options, FtrlState state, Table batch, Span<double> probabilities)
    {
        var rows = batch.Features(options.Features);
        var weights = batch.Weights(options.Weight);
        var classes = state.Classes.Read(batch, options.Label);
        if (batch.RowCount == 0)
        {
            return classes;
        }

        state.Sized(rows.Width, options);
        var entries = new EntryRows(rows);
        var most = entries.MostEntries * FtrlProximal.Scratch;
        var rented = most > StackNumbers ? ArrayPool<double>.Shared.Rent(most) : null;
        Span<double> scratch = rented is null ? stackalloc double[StackNumbers] : rented;
        for (var i = 0; i < rows.Rows; i++)
        {
            var (weight, isPositive) = (weights.IsEmpty ? 1 : weights[i], classes[i] == 1);
            var told = probabilities.IsEmpty ? default : probabilities.Slice(2 * i, 2);
            if (state.Batch is not null)
            {
                LearnTogether(options, state, state.Batch, entries.IndicesOf(i), rows.ValuesOf(i), isPositive, weight, scratch, told);
                continue;
            }

            if (i + RowsAhead < rows.Rows)
            {
                FtrlProximal.Prefetch(entries.IndicesOf(i + RowsAhead), state.Coordinates);
            }

            LearnRow(options, state.Coordinates, entries.IndicesOf(i), rows.ValuesOf(i), isPositive, weight, scratch, told);
        }

        if (rented is not null)
        {
            ArrayPool<double>.Shared.Return(rented);
        }

        return classes;
    }

    /// <summary>A step of one row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void LearnRow(
        Ftrl options, Span<double> coordinates, ReadOnlySpan<int> indices, ReadOnlySpan<double> values, bool isPositive, double weight,
        Span<double> scratch, Span<double> told)
    {
        var step = options.Step;
        var intercept = options.FitIntercept ? coordinates[^2..] : default;
        var bias = options.FitIntercept ? step.Weight(intercept[0], intercept[1]) : 0;
        var margin = step.Margin(indices, values, coordinates, scratch) + bias;
        var slope = weight * Slope(margin, isPositive, told);
        step.Learn(slope, indices, values, coordinates, scratch);
        if (options.FitIntercept)
        {
            step.LearnOne(slope, bias, ref intercept[0], ref intercept[1]);
        }
    }

    /// <summary>A row's part in the step of a mini-batch.</summary>
    static void LearnTogether(
        Ftrl options, FtrlState state, FtrlBatch batch, ReadOnlySpan<int> indices, ReadOnlySpan<double> values, bool isPositive,
        double weight, Span<double> scratch, Span<double> told)
    {
        var (step, coordinates, last) = (options.Step, state.Coordinates, (state.Coordinates.Length / 2) - 1);
        for (var e = 0; e < indices.Length; e++)
        {
            scratch[e] = batch.Weight(step, coordinates, indices[e]);
        }

        // What is told is what a snapshot would say, in which the rows that wait have made their step.
        Slope(
            LaneDot.Gathered(indices, values, scratch) + (options.FitIntercept ? batch.Weight(step, coordinates, last) : 0),
            isPositive, told);
        var bias = options.FitIntercept ? step.Weight(coordinates[2 * last], coordinates[(2 * last) + 1]) : 0;
        var slope = weight * Slope(step.Margin(indices, values, coordinates, scratch) + bias, isPositive, default);
        for (var e = 0; e < indices.Length; e++)
        {
            if (values[e] != 0)
            {
                batch.Add(indices[e], slope * values[e]);
            }
        }

        if (options.FitIntercept)
        {
            batch.Add(last, slope);
        }

        batch.EndRow();
        if (batch.Pending >= options.BatchSize)
        {
            batch.Apply(step, coordinates);
            batch.Clear();
        }
    }

    /// <summary>The derivative of a row's loss by its margin; the probabilities go to <paramref name="told"/> if anybody asks.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static double Slope(double margin, bool isPositive, Span<double> told)
    {
        var p = LogisticLoss.Probability(margin, out var q);
        if (!told.IsEmpty)
        {
            (told[0], told[1]) = (q, p);
        }

        // p − 1 is −q with all its digits; so classes that trade places turn every sign and nothing else.
        return isPositive ? -q : p;
    }
}
