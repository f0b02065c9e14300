using System.Collections.Immutable;

namespace Alink.Features;

/// <summary>Picks some numbers of each vector, by their places or their names.</summary>
/// <remarks>Those picked by place come first, in the order given, then those picked by name. A sparse vector stays sparse.</remarks>
/// <example>
/// <code>
/// var rows = new VectorAssembler { Columns = ["x", "y", "z"] }.Transform(Table.Of("x", 1).With("y", 2).With("z", 3));
/// var sliced = new VectorSlicer { Indices = [2], Names = ["x"] }.Transform(rows);
/// sliced.Values&lt;Vector&gt;("features")[0] // => [3 1]
/// sliced.Schema["features"].FeatureNames[0] // => z
/// </code>
/// </example>
public sealed record VectorSlicer : RowTransformer
{
    /// <summary>The vectors to pick from.</summary>
    public Column<Vector> Features { get; init; } = "features";

    /// <summary>Where the shorter vectors go; by default in the place of the others.</summary>
    public Column<Vector> Output { get; init; } = "features";

    /// <summary>The places of numbers, from 0.</summary>
    public ImmutableArray<int> Indices { get; init => field = Require.Items(value); } = [];

    /// <summary>The names of numbers, as the column names them.</summary>
    public ImmutableArray<string> Names { get; init => field = Require.Items(value); } = [];

    /// <inheritdoc/>
    /// <exception cref="SchemaException">Nothing is picked, or a number that is not there, or one twice.</exception>
    public override Schema Transform(Schema input)
    {
        var field = input.Field(Features);
        var places = Places(field);
        return input.With(field with
        {
            Name = Output.Name,
            VectorLength = places.Length,
            FeatureNames = field.FeatureNames.IsEmpty ? [] : [.. places.Select(place => field.FeatureNames[place])],
        });
    }

    /// <inheritdoc/>
    public override Table Transform(Table input) => MapOf(input.Schema).Transform(this, input, Features, Output);

    /// <inheritdoc/>
    public override Func<bool> Bind(RowCells row) => MapOf(row.Schema).Bind(this, row, Features, Output);

    PickedNumbers MapOf(Schema schema) => new(Features, Places(schema.Field(Features)));

    int[] Places(Field field)
    {
        int[] places = [.. Indices, .. Names.Select(name => field.FeatureNames.IndexOf(name) is >= 0 and var place ? place
            : throw new SchemaException($"Column '{Features}' has no feature '{name}'.{Nearest.Hint(name, field.FeatureNames)}"))];
        if (places.Length == 0)
        {
            throw new SchemaException($"{nameof(VectorSlicer)} has neither {nameof(Indices)} nor {nameof(Names)}.");
        }

        var seen = new HashSet<int>();
        foreach (var place in places)
        {
            if (place < 0 || place >= field.VectorLength)
            {
                throw NoFeature(place, field.VectorLength);
            }

            if (!seen.Add(place))
            {
                throw new SchemaException($"Feature {place} of column '{Features}' is picked twice.");
            }
        }

        return places;
    }

    SchemaException NoFeature(int place, int? length) =>
        new($"Column '{Features}' holds vectors of {(length is null ? "any" : $"{length}")} numbers; there is no feature {place}.");
}
