using System.Collections.Immutable;

namespace Alink.Selection;

/// <summary>Makes vectors of some of the features of others: what every selector does to a row.</summary>
/// <param name="Features">The vectors to select from.</param>
/// <param name="Output">Where those of the features that are kept go; sparse where they come from sparse ones.</param>
/// <param name="Length">How many features there are to select from.</param>
/// <param name="Kept">The features that are kept, rising.</param>
sealed record KeptFeatures(Column<Vector> Features, Column<Vector> Output, int Length, ImmutableArray<int> Kept)
{
    public Schema Transform(Schema input) => input.With(OutputField(input));

    public Func<bool> Bind(RowCells row)
    {
        var features = row.Read(Features);
        var output = row.Write(OutputField(row.Schema));
        int[] kept = [.. Kept];
        return () =>
        {
            var vector = row.Features(features, Length);
            if (vector.IsDense)
            {
                var numbers = output.Dense(kept.Length);
                for (var k = 0; k < kept.Length; k++)
                {
                    numbers[k] = vector.Values[kept[k]];
                }

                return true;
            }

            // Both rise, so each is walked once.
            output.BeginSparse(kept.Length);
            for (int i = 0, k = 0; i < vector.Indices.Length && k < kept.Length;)
            {
                if (vector.Indices[i] < kept[k])
                {
                    i++;
                }
                else
                {
                    if (vector.Indices[i] == kept[k])
                    {
                        output.Store(k, vector.Values[i++]);
                    }

                    k++;
                }
            }

            output.EndSparse();
            return true;
        };
    }

    Field OutputField(Schema input)
    {
        var names = input.FeatureField(Features, Length).FeatureNames;
        return new(Output.Name, DataType.Vector)
        {
            VectorLength = Kept.Length,
            FeatureNames = names.Length == Length ? [.. Kept.Select(j => names[j])] : [],
        };
    }
}
