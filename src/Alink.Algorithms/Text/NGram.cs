namespace Alink.Text;

/// <summary>Joins each N neighbouring tokens of a row into one.</summary>
/// <remarks>
/// They are joined by <c>_</c>, as in Alink: "not so bad" has the bigrams "not_so so_bad". A row of fewer than N tokens has
/// none. How tokens stand in a column: see <see cref="TokenTransformer"/>.
/// </remarks>
/// <example>
/// <code>
/// var rows = Table.Of("tokens", "not so bad");
/// new NGram().Transform(rows).Values&lt;string&gt;("tokens")[0] // => not_so so_bad
/// new NGram { Shortest = 1 }.Transform(rows).Values&lt;string&gt;("tokens")[0] // => not so bad not_so so_bad
/// </code>
/// </example>
public sealed record NGram : TokenTransformer
{
    /// <summary>The tokens to join.</summary>
    public Column<string> Tokens { get; init; } = "tokens";

    /// <summary>How many tokens are joined into one; at least 1.</summary>
    public int N { get; init => field = Require.AtLeast(1, value); } = 2;

    /// <summary>The fewest tokens that are joined into one, where shorter ones are to come as well, before the longer;
    /// at least 1, and null for <see cref="N"/> alone.</summary>
    public int? Shortest { get; init => field = value is { } given ? Require.AtLeast(1, given) : null; }

    private protected override Column<string> Source => Tokens;

    private protected override Action<ReadOnlySpan<byte>> Step(TokenBuffer output)
    {
        var (starts, ends) = (new List<int>(), new List<int>());
        var spaced = new TokenBuffer();
        return row =>
        {
            if (row.IndexOf("  "u8) >= 0)
            {
                spaced.Clear();
                foreach (var token in new TokenSpans(row))
                {
                    spaced.Add(token); // One space apart.
                }

                row = spaced.Memory.Span;
            }

            starts.Clear();
            ends.Clear();
            var tokens = new TokenSpans(row);
            while (tokens.MoveNext())
            {
                starts.Add(tokens.Start);
                ends.Add(tokens.Start + tokens.Current.Length);
            }

            for (var length = Math.Min(Shortest ?? N, N); length <= Math.Min(N, starts.Count); length++)
            {
                for (var first = 0; first + length <= starts.Count; first++)
                {
                    output.Add(row[starts[first]..ends[first + length - 1]]);
                }
            }
        };
    }
}
