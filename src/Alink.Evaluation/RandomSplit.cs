namespace Alink.Evaluation;

/// <summary>Cuts datasets at random.</summary>
public static class RandomSplit
{
    /// <summary>Sends each row to one of two datasets, by a hash of the seed, its lane and its place: the same rows every time they are read.</summary>
    /// <param name="rows">The rows; a table is cut to exact sizes, and by strata, with <see cref="Table.Split"/>.</param>
    /// <param name="share">The chance of a row to come into the first, in [0, 1].</param>
    /// <param name="seed">The same seed cuts the same way.</param>
    public static (IDataset First, IDataset Second) Split(this IDataset rows, double share, int seed) =>
        share >= 0 && share <= 1
            ? (new Part(rows, share, seed, first: true), new Part(rows, share, seed, first: false))
            : throw new ArgumentOutOfRangeException(nameof(share), share, $"The share must be from 0 to 1; it was {share}.");

    sealed class Part(IDataset rows, double share, int seed, bool first) : IDataset
    {
        public Schema Schema => rows.Schema;

        public int Lanes => rows.Lanes;

        public IEnumerable<Table> Read(int lane, CancellationToken cancellation)
        {
            var place = 0L;
            foreach (var batch in rows.Read(lane, cancellation))
            {
                var start = place;
                yield return batch.Where(row => Chance(lane, start + row.Index) < share == first);
                place += batch.RowCount;
            }
        }

        /// <summary>SplitMix64 of the place, as a number in [0, 1).</summary>
        double Chance(int lane, long place)
        {
            var bits = ((ulong)(uint)seed << 32 | (uint)lane) + ((ulong)place * 0x9E3779B97F4A7C15);
            bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9;
            bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EB;
            return ((bits ^ (bits >> 31)) >> 11) * (1.0 / (1UL << 53));
        }
    }
}
