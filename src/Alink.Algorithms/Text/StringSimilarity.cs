using System.Text;

namespace Alink.Text;

/// <summary>How two texts are compared.</summary>
public enum StringMeasure
{
    /// <summary>1 − edits / longer length: <see cref="StringDistance.Levenshtein"/>.</summary>
    Levenshtein,

    /// <summary>1 − edits / longer length, where neighbours may be swapped: <see cref="StringDistance.OptimalStringAlignment"/>.</summary>
    OptimalStringAlignment,

    /// <summary>Common characters / longer length: <see cref="StringDistance.LongestCommonSubsequence"/>.</summary>
    LongestCommonSubsequence,

    /// <summary>That of names: <see cref="StringDistance.JaroWinkler"/>.</summary>
    JaroWinkler,

    /// <summary>The cosine of the angle between the counts of n-grams of characters.</summary>
    Cosine,

    /// <summary>The share of the different n-grams of characters that both texts have.</summary>
    Jaccard,
}

/// <summary>Says for each row how alike the texts of two columns are: from 0 for nothing in common to 1 for equal.</summary>
/// <remarks>
/// A character is a Unicode scalar, and small and capital letters differ. Two empty texts are equal, and a text shorter
/// than <see cref="N"/> is one n-gram. Where a text is missing, so is the similarity. The bare numbers of edits: see
/// <see cref="StringDistance"/>. It is Alink's StringSimilarityPairwise.
/// </remarks>
/// <example>
/// <code>
/// var rows = Table.Of("left", "kitten", "MARTHA").With("right", "sitting", "MARHTA");
/// var alike = new StringSimilarity { Measure = StringMeasure.JaroWinkler }.Transform(rows).Values&lt;double&gt;("similarity");
/// Math.Round(alike[1], 4) // => 0.9611
/// Math.Round(new StringSimilarity().Of("kitten", "sitting"), 4) // => 0.5714
/// </code>
/// </example>
public sealed record StringSimilarity : RowTransformer
{
    /// <summary>The one text.</summary>
    public Column<string> Left { get; init; } = "left";

    /// <summary>The other.</summary>
    public Column<string> Right { get; init; } = "right";

    /// <summary>Where the similarity goes, from 0 to 1.</summary>
    public Column<double> Output { get; init; } = "similarity";

    /// <summary>How texts are compared.</summary>
    public StringMeasure Measure { get; init; }

    /// <summary>How many neighbouring characters are an n-gram, for the cosine and Jaccard's measure; from 1 to 6.</summary>
    public int N { get; init => field = Require.Between(1, 6, value); } = 2;

    /// <inheritdoc/>
    public override Schema Transform(Schema input) => input.Reading(Left).Reading(Right).With(OutputField(input));

    /// <inheritdoc/>
    public override Func<bool> Bind(RowCells row)
    {
        var (left, right) = (row.Read(Left), row.Read(Right));
        var output = row.Write(OutputField(row.Schema));
        var texts = new TextPair();
        return () =>
        {
            if (left.IsMissing || right.IsMissing)
            {
                output.SetMissing();
            }
            else
            {
                output.Set(Of(texts, left.Utf8, right.Utf8));
            }

            return true;
        };
    }

    /// <summary>How alike two texts are; from 0 to 1.</summary>
    public double Of(string left, string right) => Of(new(), Encoding.UTF8.GetBytes(left), Encoding.UTF8.GetBytes(right));

    double Of(TextPair texts, ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        if (left.SequenceEqual(right))
        {
            return 1;
        }

        texts.Read(left, right);
        double longer = Math.Max(texts.Left.Length, texts.Right.Length);
        return Measure switch
        {
            StringMeasure.Levenshtein => 1 - (EditBits.Levenshtein(texts.Left, texts.Right) / longer),
            StringMeasure.OptimalStringAlignment => 1 - (StringDistance.OptimalStringAlignment(texts.Left, texts.Right) / longer),
            StringMeasure.LongestCommonSubsequence => StringDistance.LongestCommonSubsequence(texts.Left, texts.Right) / longer,
            StringMeasure.JaroWinkler => StringDistance.JaroWinkler(texts.Left, texts.Right),
            StringMeasure.Cosine => texts.Cosine(N),
            _ => texts.Jaccard(N),
        };
    }

    Field OutputField(Schema input) => new(Output.Name, DataType.Double)
    {
        IsNullable = input.Field(Left).IsNullable || input.Field(Right).IsNullable,
    };
}
