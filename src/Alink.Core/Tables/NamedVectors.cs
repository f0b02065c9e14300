using System.Collections.Immutable;

namespace Alink;

/// <summary>Joins vectors of differing lengths by the names of their numbers: what learns on the way knows ever more
/// classes.</summary>
static class NamedVectors
{
    /// <summary>The names of all numbers, where columns do not already agree on them: those of the longest
    /// first.</summary>
    /// <returns>Null where the columns stand one after the other as they are.</returns>
    public static ImmutableArray<string>? Names(IEnumerable<(Field Field, ColumnData Data)> parts)
    {
        var named = parts
            .Where(part => part.Data is VectorColumn { Length: > 0 } vectors && !IsMissing(vectors))
            .Select(part => (part.Field.FeatureNames, ((VectorColumn)part.Data).Width))
            .ToList();
        if (named.Count < 2 || named.Exists(part => part.FeatureNames.Length != part.Width || part.Width == 0))
        {
            return null;
        }

        var longest = named.MaxBy(part => part.Width);
        var isAgreed = named.TrueForAll(part => part.Width == longest.Width
            && (part.FeatureNames.SequenceEqual(longest.FeatureNames)
                || !part.FeatureNames.Intersect(longest.FeatureNames).Any()));
        var all = longest.FeatureNames.Concat(named.SelectMany(part => part.FeatureNames));
        return isAgreed ? null : [.. all.Distinct(StringComparer.Ordinal)];
    }

    /// <summary>The vectors of all columns under the given names; a number that a vector does not name is 0.</summary>
    public static ColumnData Join(IReadOnlyList<(Field Field, ColumnData Data)> parts, ImmutableArray<string> names)
    {
        var builder = new VectorColumnBuilder(parts.Sum(part => part.Data.Length), names.Length);
        foreach (var (field, data) in parts)
        {
            var vectors = (VectorColumn)data;
            var places = field.FeatureNames.Select(name => names.IndexOf(name)).ToArray();
            for (var row = 0; row < vectors.Length; row++)
            {
                if (vectors.IsMissing(row))
                {
                    builder.AppendMissing();
                }
                else
                {
                    Append(builder, vectors[row], places, names.Length);
                }
            }
        }

        return builder.Build();
    }

    static void Append(VectorColumnBuilder builder, Vector vector, int[] places, int length)
    {
        if (vector.IsDense)
        {
            var numbers = builder.Dense(length);
            for (var j = 0; j < places.Length; j++)
            {
                numbers[places[j]] = vector.Values[j];
            }

            return;
        }

        var indices = new int[vector.Indices.Length];
        var values = vector.Values.ToArray();
        for (var i = 0; i < indices.Length; i++)
        {
            indices[i] = places[vector.Indices[i]];
        }

        Array.Sort(indices, values);
        builder.Sparse(length, indices, values);
    }

    static bool IsMissing(VectorColumn vectors)
    {
        for (var row = 0; row < vectors.Length; row++)
        {
            if (!vectors.IsMissing(row))
            {
                return false;
            }
        }

        return true;
    }
}
