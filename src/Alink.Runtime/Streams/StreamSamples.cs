using System.Collections.Immutable;
using Alink.Runtime;

namespace Alink;

/// <summary>Draws rows of streams at random.</summary>
public static class StreamSamples
{
    /// <summary>The name of the other output of <see cref="Sample"/>: the rows that were not drawn.</summary>
    public const string Rest = "rest";

    /// <summary>Draws each row by a hash of the seed and of its number in the stream, however the rows are cut; those that
    /// are not drawn come out of <c>.Side("rest")</c>.</summary>
    /// <example>
    /// <code>
    /// var drawn = TableStream.Of(Table.Of("x", [.. Enumerable.Range(0, 1000)]), rowsPerBatch: 100).Sample(0.25, seed: 3);
    /// var rows = 0;
    /// await foreach (var batch in drawn)
    /// {
    ///     rows += batch.RowCount;
    /// }
    ///
    /// rows is > 200 and &lt; 300 // => True
    /// </code>
    /// </example>
    /// <param name="stream">The stream.</param>
    /// <param name="share">The chance of a row, in [0, 1].</param>
    /// <param name="seed">The same seed draws the same rows.</param>
    public static TableStream Sample(this TableStream stream, double share, int seed = 0) =>
        stream.Through(new Sampling(Require.Between(0, 1, share), seed));

    /// <summary>Cuts a stream in two: the rows that <see cref="Sample"/> draws, and the rest.</summary>
    public static (TableStream First, TableStream Second) Split(this TableStream stream, double share, int seed = 0)
    {
        var first = stream.Sample(share, seed);
        return (first, first.Side(Rest));
    }

    /// <summary>Its state is the number of the next row.</summary>
    sealed class Sampling(double share, int seed) : IStreamOperator<long>
    {
        public Schema Transform(Schema input) => input;

        public ImmutableSortedDictionary<string, Schema> Sides(Schema input) =>
            ImmutableSortedDictionary<string, Schema>.Empty.Add(Rest, input);

        public long Start(Schema input) => 0;

        public ValueTask<long> UpdateAsync(long state, StreamBatch batch, StreamOutput output)
        {
            var rows = batch.Rows;
            var (drawn, rest) = (new List<int>(rows.RowCount), new List<int>());
            for (var i = 0; i < rows.RowCount; i++)
            {
                (Chance(state + i) < share ? drawn : rest).Add(i);
            }

            output.Add(rest.Count == 0 ? rows : rows.Gather([.. drawn]));
            if (output.IsWanted(Rest))
            {
                output.Add(Rest, rows.Gather([.. rest]));
            }

            return new(state + rows.RowCount);
        }

        /// <summary>SplitMix64 of the place, as a number in [0, 1).</summary>
        double Chance(long place)
        {
            var bits = ((ulong)(uint)seed << 32) + ((ulong)place * 0x9E3779B97F4A7C15);
            bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9;
            bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EB;
            return ((bits ^ (bits >> 31)) >> 11) * (1.0 / (1UL << 53));
        }
    }
}
