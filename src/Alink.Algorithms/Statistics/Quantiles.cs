namespace Alink.Statistics;

/// <summary>Exact quantiles of any number of rows in six passes and fixed memory.</summary>
/// <remarks>
/// Radix selection on the bits of the numbers, whose order as whole numbers is that of the numbers: each pass counts the
/// rows by the next 11 bits among those that agree so far. A quantile is an actual number of the rows: the least one at
/// which the weight of it and of the smaller ones reaches the share asked for; so the lower median of an even count.
/// </remarks>
static class Quantiles
{
    const int Bits = 11;
    const int Bins = 1 << Bits;

    /// <summary>One quantile of each slot, from 0 to 1: 0.5 is the median; NaN where the slot has no numbers.</summary>
    public static ValueTask<double[]> SelectAsync(
        IDataset rows, NumberSlots slots, Predicate<double> isMissing, Column<double>? weight, double share, TrainingContext context) =>
        SelectAsync(rows, slots, isMissing, weight, [share], context);

    /// <summary>Quantiles of each slot; NaN where the slot has no numbers; shape: slots × shares.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="slots">The numbers.</param>
    /// <param name="isMissing">Which numbers do not count.</param>
    /// <param name="weight">How much each row counts; null counts every row once.</param>
    /// <param name="shares">Which quantiles, from 0 to 1: 0.5 is the median.</param>
    /// <param name="context">The training that asks.</param>
    public static async ValueTask<double[]> SelectAsync(
        IDataset rows, NumberSlots slots, Predicate<double> isMissing, Column<double>? weight, double[] shares, TrainingContext context)
    {
        var places = slots.Count * shares.Length;
        var (prefixes, wanted, found) = (new ulong[places], new double[places], new bool[places]);
        for (var shift = 64 - Bits; ; shift = Math.Max(0, shift - Bits))
        {
            var counting = new Counting(slots, isMissing, weight, prefixes, shift, shares.Length);
            var counts = await rows.AggregateAsync(counting, context).ConfigureAwait(false);
            for (var place = 0; place < places; place++)
            {
                var bins = counts.AsSpan(place * Bins, Bins);
                if (shift == 64 - Bits)
                {
                    var sum = Sum(bins);
                    (wanted[place], found[place]) = (shares[place % shares.Length] * sum, sum > 0);
                }

                if (found[place])
                {
                    prefixes[place] |= (ulong)Take(bins, ref wanted[place]) << shift;
                }
            }

            if (shift == 0)
            {
                return [.. prefixes.Select((prefix, place) => found[place] ? Number(prefix) : double.NaN)];
            }
        }
    }

    static double Sum(ReadOnlySpan<double> bins)
    {
        var sum = 0.0;
        foreach (var bin in bins)
        {
            sum += bin;
        }

        return sum;
    }

    /// <summary>The bin in which the weight wanted is reached; what the bins before it weigh is no longer wanted.</summary>
    static int Take(ReadOnlySpan<double> bins, ref double wanted)
    {
        var last = 0;
        for (var bin = 0; bin < bins.Length; bin++)
        {
            if (bins[bin] > 0)
            {
                last = bin;
                if (bins[bin] >= wanted)
                {
                    return bin;
                }

                wanted -= bins[bin];
            }
        }

        return last; // Only rounding of weights leads here.
    }

    static ulong Key(double number)
    {
        var bits = BitConverter.DoubleToInt64Bits(number + 0.0); // −0 becomes 0.
        return (ulong)(bits ^ ((bits >> 63) | long.MinValue));
    }

    static double Number(ulong key)
    {
        var bits = (long)key;
        return BitConverter.Int64BitsToDouble(bits ^ (~(bits >> 63) | long.MinValue));
    }

    /// <summary>Weighs the numbers of each slot by the next bits of those that begin as each of its prefixes; shape: slots × shares × bins.</summary>
    sealed record Counting(
        NumberSlots Slots, Predicate<double> IsMissing, Column<double>? Weight, ulong[] Prefixes, int Shift, int Shares)
        : IAggregator<double[]>
    {
        public double[] Start(Schema schema) => new double[Prefixes.Length * Bins];

        public double[] Update(double[] state, Table batch)
        {
            var prefixMask = Shift + Bits >= 64 ? 0 : ulong.MaxValue << (Shift + Bits);
            Slots.Visit(batch, batch.Weights(Weight), (slot, number, weight) =>
            {
                var key = Key(number);
                for (var place = slot * Shares; !IsMissing(number) && place < (slot + 1) * Shares; place++)
                {
                    if ((key & prefixMask) == (Prefixes[place] & prefixMask))
                    {
                        state[(place * Bins) + (int)((key >> Shift) & (Bins - 1))] += weight;
                    }
                }
            });
            return state;
        }

        public double[] Merge(double[] left, double[] right)
        {
            for (var i = 0; i < left.Length; i++)
            {
                left[i] += right[i];
            }

            return left;
        }
    }
}
