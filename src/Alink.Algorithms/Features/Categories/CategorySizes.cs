namespace Alink.Features;

/// <summary>How many categories each column has, and their names as far as they are known.</summary>
public sealed class CategorySizes(int[] sizes, string[][] names, Categories[] texts)
{
    internal int[] Sizes { get; } = sizes;

    internal string[][] Names { get; } = names;

    /// <summary>The different texts of each column, as they first came; none of a column of indices.</summary>
    internal Categories[] Texts { get; } = texts;

    /// <summary>Adds the rows of another.</summary>
    internal CategorySizes Add(CategorySizes other)
    {
        for (var c = 0; c < Sizes.Length; c++)
        {
            other.Texts[c].Names.ForEach(name => Texts[c].Number(name));
            Sizes[c] = Math.Max(Math.Max(Sizes[c], other.Sizes[c]), Texts[c].Names.Count);
        }

        return this;
    }

    /// <summary>The names of a column's categories, by their places.</summary>
    internal IEnumerable<string> NamesOf(int c) => Texts[c].Names.Count > 0
        ? Texts[c].Names.Order(StringComparer.Ordinal)
        : Enumerable.Range(0, Sizes[c]).Select(i => i < Names[c].Length ? Names[c][i] : $"{i}");
}
