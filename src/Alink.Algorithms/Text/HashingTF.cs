using System.Runtime.InteropServices;
using System.Text;

namespace Alink.Text;

/// <summary>How a term is hashed.</summary>
public enum TermHash
{
    /// <summary>MurmurHash3, seed 42, of its UTF-8 bytes, as in Spark.</summary>
    Spark,

    /// <summary>MurmurHash3, seed 0, of its UTF-16 code units, as in Flink ML.</summary>
    Flink,
}

/// <summary>Counts the terms of each row of tokens, at places that hashing gives them, without learning anything.</summary>
/// <remarks>
/// The place of a term is its hash modulo <see cref="Length"/>. What meets in one place adds up. A missing value
/// is a row of no tokens. K. Weinberger et al., "Feature hashing for large scale multitask learning", ICML 2009.
/// </remarks>
/// <example>
/// <code>
/// var rows = Table.Of("tokens", "b a b");
/// new HashingTF { Length = 10 }.Transform(rows).Values&lt;Vector&gt;("features")[0].Values.ToArray().Sum() // => 3
/// </code>
/// </example>
public sealed record HashingTF : RowTransformer
{
    /// <summary>The tokens of each row, as <see cref="TokenTransformer"/> makes them.</summary>
    public Column<string> Tokens { get; init; } = "tokens";

    /// <summary>Where the vectors go, sparse.</summary>
    public Column<Vector> Output { get; init; } = "features";

    /// <summary>How many places there are; at least 1.</summary>
    public int Length { get; init => field = Require.AtLeast(1, value); } = 1 << 18;

    /// <summary>Whether a place counts 1, however many tokens it has.</summary>
    public bool Binary { get; init; }

    /// <summary>How a term is hashed.</summary>
    public TermHash Hash { get; init; }

    /// <inheritdoc/>
    public override Schema Transform(Schema input) => input.Reading(Tokens).With(OutputField);

    /// <inheritdoc/>
    public override Table Transform(Table input) => Rows().Transform(input, Tokens, OutputField);

    /// <inheritdoc/>
    public override Func<bool> Bind(RowCells row) => Rows().Bind(row, Tokens, OutputField);

    Field OutputField => new(Output.Name, DataType.Vector) { VectorLength = Length };

    TermRows<HashPlaces> Rows() => new(new(Hash, Length)) { Binary = Binary };

    readonly struct HashPlaces(TermHash kind, int length) : ITermPlaces
    {
        public int Of(ReadOnlySpan<byte> token)
        {
            var hash = kind == TermHash.Spark ? Numerics.Hash.Murmur3(token, 42) : OfUnits(token);
            return (int)((((long)hash % length) + length) % length);
        }

        static int OfUnits(ReadOnlySpan<byte> token)
        {
            var units = token.Length <= 256 ? stackalloc char[256] : new char[token.Length];
            return Numerics.Hash.Murmur3(MemoryMarshal.AsBytes(units[..Encoding.UTF8.GetChars(token, units)]), 0);
        }
    }
}
