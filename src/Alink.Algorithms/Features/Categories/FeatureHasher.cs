using System.Collections.Immutable;

namespace Alink.Features;

/// <summary>Puts any columns into one sparse vector, at places that hashing gives them, without learning anything.</summary>
/// <remarks>
/// A number goes to the place of its column's name; text, a boolean, or a number named in <see cref="Categorical"/> puts 1 to
/// the place of <c>name=value</c>. What meets in one place adds up. A missing value puts nothing. The place is MurmurHash3
/// (seed 42) of the UTF-8 bytes, modulo <see cref="Length"/>, as in Spark.
/// K. Weinberger et al., "Feature hashing for large scale multitask learning", ICML 2009.
/// </remarks>
/// <example>
/// <code>
/// var rows = Table.Of("age", 30.0).With("city", "Oslo");
/// var hashed = new FeatureHasher { Columns = ["age", "city"], Length = 1000 }.Transform(rows);
/// hashed.Values&lt;Vector&gt;("features")[0].Values.Length // => 2
/// </code>
/// </example>
public sealed record FeatureHasher : RowTransformer
{
    /// <summary>The columns to hash: numbers, booleans or text.</summary>
    public ImmutableArray<string> Columns { get; init => field = Require.Items(value); } = [];

    /// <summary>Those of the numeric columns whose numbers are names.</summary>
    public ImmutableArray<string> Categorical { get; init => field = Require.Items(value); } = [];

    /// <summary>Where the vector goes.</summary>
    public Column<Vector> Output { get; init; } = "features";

    /// <summary>How many places there are; at least 1.</summary>
    public int Length { get; init => field = Require.AtLeast(1, value); } = 1 << 18;

    /// <inheritdoc/>
    public override Schema Transform(Schema input)
    {
        foreach (var name in Columns)
        {
            if (!input[name].Type.IsCategory())
            {
                throw new SchemaException($"Column '{name}' holds {input[name].Type}; numbers, booleans and text are hashed.");
            }
        }

        return Categorical.FirstOrDefault(name => !Columns.Contains(name)) is { } other
            ? throw new SchemaException($"The categorical column '{other}' is not among the columns to hash.{Nearest.Hint(other, Columns)}")
            : input.With(new Field(Output.Name, DataType.Vector) { VectorLength = Length });
    }

    /// <inheritdoc/>
    public override Table Transform(Table input) => new HashedRows(this, input).Build();

    /// <inheritdoc/>
    public override Func<bool> Bind(RowCells row)
    {
        var field = Transform(row.Schema)[Output.Name];
        var hashers = Columns.Select(name => Hasher(row.Read<Category>(name), row.Schema[name])).ToArray();
        var output = row.Write(field);
        var (places, values) = (new int[hashers.Length], new double[hashers.Length]);
        return () =>
        {
            var stored = 0;
            foreach (var hasher in hashers)
            {
                if (hasher() is var (place, value))
                {
                    places[stored] = place;
                    values[stored++] = value;
                }
            }

            // Sorting keeps the order of the columns within a place, so that sums are the same every time.
            InsertionSort(places.AsSpan(0, stored), values.AsSpan(0, stored));
            output.BeginSparse(Length);
            for (var i = 0; i < stored;)
            {
                var (place, sum) = (places[i], values[i]);
                for (i++; i < stored && places[i] == place; i++)
                {
                    sum += values[i];
                }

                output.Store(place, sum);
            }

            output.EndSparse();
            return true;
        };
    }

    /// <summary>Whether the values of a column are names, and not numbers.</summary>
    internal bool HoldsNames(Field column) =>
        column.Type is DataType.String or DataType.Boolean || Categorical.Contains(column.Name);

    /// <summary>What gives the place and the value of a cell, or null where it has none.</summary>
    Func<(int Place, double Value)?> Hasher(Cell cell, Field column)
    {
        var places = new NamePlaces(column.Name, Length);
        if (HoldsNames(column))
        {
            return () => cell.IsMissing ? null : (places.Of(cell), 1);
        }

        var place = places.OfColumn();
        return () => cell.IsMissing ? null : (place, cell.Number);
    }

    static void InsertionSort(Span<int> places, Span<double> values)
    {
        for (var i = 1; i < places.Length; i++)
        {
            for (var k = i; k > 0 && places[k - 1] > places[k]; k--)
            {
                (places[k - 1], places[k]) = (places[k], places[k - 1]);
                (values[k - 1], values[k]) = (values[k], values[k - 1]);
            }
        }
    }
}
