using System.Collections.Immutable;
using Alink.Features;

namespace Alink.Selection;

/// <summary>Makes vectors of some of the features of others: what every selector does to a row.</summary>
/// <param name="Features">The vectors to select from.</param>
/// <param name="Output">Where those of the features that are kept go; sparse where they come from sparse ones.</param>
/// <param name="Length">How many features there are to select from.</param>
/// <param name="Kept">The features that are kept, rising.</param>
sealed record KeptFeatures(Column<Vector> Features, Column<Vector> Output, int Length, ImmutableArray<int> Kept)
{
    public Schema Transform(Schema input) => input.With(OutputField(input));

    public Table Transform(ITransformer stage, Table input) => Map().Transform(stage, input, Features, Output);

    public Func<bool> Bind(ITransformer stage, RowCells row) => Map().Bind(stage, row, Features, Output);

    PickedNumbers Map() => new(Features, [.. Kept]) { Length = Length };

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
