using System.Collections.Immutable;

namespace Alink.Features;

/// <summary>Replaces each index by a sparse vector that is 1 in its place and 0 elsewhere.</summary>
/// <remarks>
/// The last category is the vector of zeros, so that the numbers of a row do not always add to 1; see <see cref="DropLast"/>.
/// On a stream the vectors must be of one length from the first row on: <see cref="Size"/>, or levels that the column has.
/// </remarks>
/// <example>
/// <code>
/// var rows = Table.Of("color", 0, 1, 2);
/// var model = new OneHotEncoder { Columns = ["color"] }.Fit(rows);
/// model.Transform(rows).Values&lt;Vector&gt;("color_onehot")[1] // => [2: 1:1]
/// model.Transform(rows).Values&lt;Vector&gt;("color_onehot")[2] // => [2:]
/// </code>
/// </example>
public sealed record OneHotEncoder : IOnePassEstimator<CategorySizes, OneHotEncoderModel>, IColumnwise
{
    /// <inheritdoc/>
    public bool LearnsFirst => true;

    /// <summary>The columns of indices, whole numbers from 0.</summary>
    public ImmutableArray<string> Columns { get; init; } = [];

    /// <summary>Where the vectors go, one for each of <see cref="Columns"/>; by default the same names with <c>_onehot</c>.</summary>
    public ImmutableArray<string> Outputs { get; init; } = [];

    string IColumnwise.Suffix => "_onehot";

    /// <summary>How many categories every column has, at least 1; null takes as many as the rows teach.</summary>
    public int? Size { get; init => field = value is { } size ? Require.AtLeast(1, size) : null; }

    /// <summary>Whether the last category is the vector of zeros.</summary>
    public bool DropLast { get; init; } = true;

    /// <summary>
    /// What becomes of a row with a missing or unseen index; kept, it is a category of its own after the others, which
    /// <see cref="DropLast"/> then drops.
    /// </summary>
    public HandleInvalid HandleInvalid { get; init; }

    /// <inheritdoc/>
    public Schema Transform(Schema input) => Columns.Zip(this.OutputNames()).Aggregate(
        input, (schema, pair) => schema.Reading<double>(pair.First).With<Vector>(pair.Second));

    /// <inheritdoc/>
    public CategorySizes Start(Schema schema) => new(
        [.. Columns.Select(name => Size ?? schema[name].Levels?.Count ?? 0)],
        [.. Columns.Select(name => schema[name].Levels?.Names.ToArray() ?? [])]);

    /// <inheritdoc/>
    /// <exception cref="TrainingException">
    /// An index is negative or not whole; or it is missing or from <see cref="Size"/> on, and invalid rows are neither kept nor skipped.
    /// </exception>
    public CategorySizes Update(CategorySizes state, Table batch)
    {
        for (var c = 0; c < Columns.Length; c++)
        {
            var indices = batch.Numbers(Columns[c]);
            for (var i = 0; i < indices.Length; i++)
            {
                var index = indices[i];
                if ((double.IsNaN(index) || index >= Size) && HandleInvalid != HandleInvalid.Error)
                {
                    continue;
                }

                if (!(index >= 0 && index < int.MaxValue && index == Math.Floor(index)))
                {
                    throw new TrainingException($"Column '{Columns[c]}' holds {index} in row {batch.FirstRow + i}; an index is a whole number from 0.");
                }

                if (index >= Size)
                {
                    throw new TrainingException($"Column '{Columns[c]}' holds {index} in row {batch.FirstRow + i}; Size is {Size}.");
                }

                state.Sizes[c] = Math.Max(state.Sizes[c], (int)index + 1);
            }
        }

        return state;
    }

    /// <inheritdoc/>
    public bool PassesAll(CategorySizes state) => HandleInvalid != HandleInvalid.Skip;

    /// <inheritdoc/>
    public CategorySizes Merge(CategorySizes left, CategorySizes right)
    {
        for (var c = 0; c < Columns.Length; c++)
        {
            left.Sizes[c] = Math.Max(left.Sizes[c], right.Sizes[c]);
        }

        return left;
    }

    /// <inheritdoc/>
    /// <exception cref="TrainingException">A column had no values.</exception>
    public OneHotEncoderModel Snapshot(CategorySizes state)
    {
        var empty = Array.IndexOf(state.Sizes, 0);
        return empty < 0
            ? new(this, [.. state.Sizes], [.. state.Names.SelectMany((names, c) => Named(names, state.Sizes[c]))])
            : throw new TrainingException($"Column '{Columns[empty]}' has no values to encode.");
    }

    /// <inheritdoc/>
    /// <exception cref="SchemaException">A vector would become longer than those before it.</exception>
    public CategorySizes Advance(CategorySizes state, Table batch, out Table output)
    {
        int[] sizes = [.. state.Sizes];
        state = Update(state, batch);
        for (var c = 0; c < sizes.Length; c++)
        {
            if (sizes[c] < state.Sizes[c])
            {
                throw new SchemaException(
                    $"Column '{Columns[c]}' has {sizes[c]} categories so far and now {state.Sizes[c]}: the vectors of a stream "
                    + $"cannot become longer. Set {nameof(Size)}.");
            }
        }

        output = batch.RowCount == 0 ? Table.Empty(Transform(batch.Schema)) : Snapshot(state).Transform(batch);
        return state;
    }

    static IEnumerable<string> Named(string[] names, int size) =>
        Enumerable.Range(0, size).Select(i => i < names.Length ? names[i] : $"{i}");
}

/// <summary>How many categories each column has, and their names as far as they are known.</summary>
public sealed class CategorySizes(int[] sizes, string[][] names)
{
    internal int[] Sizes { get; } = sizes;

    internal string[][] Names { get; } = names;
}

/// <summary>What a <see cref="OneHotEncoder"/> has learnt.</summary>
/// <param name="Options">The settings it was trained under.</param>
/// <param name="Sizes">How many categories each column has; shape: columns.</param>
/// <param name="Categories">The names of the categories of each column, column after column; shape: the sum of the sizes.</param>
public sealed record OneHotEncoderModel(OneHotEncoder Options, ImmutableArray<int> Sizes, ImmutableArray<string> Categories) : Model
{
    /// <inheritdoc/>
    public override Schema Transform(Schema input) => Enumerable.Range(0, Sizes.Length).Aggregate(
        input, (schema, c) => schema.Reading<double>(Options.Columns[c]).With(Output(c)));

    /// <inheritdoc/>
    public override Func<bool> Bind(RowCells row)
    {
        var inputs = Options.Columns.Select(name => row.Read<double>(name)).ToArray();
        var fields = Enumerable.Range(0, Sizes.Length).Select(Output).ToArray();
        var outputs = Array.ConvertAll(fields, row.Write);
        return () =>
        {
            for (var c = 0; c < inputs.Length; c++)
            {
                var index = inputs[c].IsMissing ? double.NaN : inputs[c].Number;
                if (!(index >= 0 && index < Sizes[c] && index == Math.Floor(index)))
                {
                    switch (Options.HandleInvalid)
                    {
                        case HandleInvalid.Skip:
                            return false;
                        case HandleInvalid.Error:
                            throw inputs[c].IsMissing ? row.Missing(inputs[c]) : new RowException(
                                $"Column '{inputs[c].Name}' holds {index} in row {row.Row}; its categories go from 0 to {Sizes[c] - 1}.");
                    }

                    index = Sizes[c];
                }

                outputs[c].BeginSparse(fields[c].VectorLength!.Value);
                if (index < fields[c].VectorLength)
                {
                    outputs[c].Store((int)index, 1);
                }

                outputs[c].EndSparse();
            }

            return true;
        };
    }

    /// <inheritdoc/>
    public override Table Transform(Table input)
    {
        Transform(input.Schema);
        var output = input;
        for (var c = 0; c < Sizes.Length; c++)
        {
            var field = Output(c);
            if (Encoded(input.Numbers(Options.Columns[c]), Sizes[c], field.VectorLength!.Value) is not { } vectors)
            {
                return base.Transform(input);
            }

            output = output.With(field, vectors);
        }

        return output;
    }

    /// <summary>The vectors of a column's indices; null where a row must be looked at for itself.</summary>
    VectorColumn? Encoded(ReadOnlySpan<double> indices, int size, int length)
    {
        var offsets = GC.AllocateUninitializedArray<int>(indices.Length + 1);
        var places = GC.AllocateUninitializedArray<int>(indices.Length);
        var (stored, isAnyInvalid) = (offsets[0] = 0, false);
        for (var row = 0; row < indices.Length; row++)
        {
            var place = (int)indices[row];
            var isInvalid = place != indices[row] || (uint)place >= (uint)size;
            isAnyInvalid |= isInvalid;
            places[stored] = isInvalid ? size : place; // Written over by the next row where it is not stored.
            stored += Convert.ToInt32(places[stored] < length);
            offsets[row + 1] = stored;
        }

        return isAnyInvalid && Options.HandleInvalid != HandleInvalid.Keep ? null
            : new(length, offsets, places.AsMemory(0, stored), Ones.Of(stored).AsMemory(0, stored));
    }

    Field Output(int c)
    {
        var start = Sizes.Take(c).Sum();
        var names = Categories.Skip(start).Take(Sizes[c]);
        names = Options.HandleInvalid == HandleInvalid.Keep ? names.Append("invalid") : names;
        names = Options.DropLast ? names.SkipLast(1) : names;
        ImmutableArray<string> features = [.. names.Select(name => $"{Options.Columns[c]}={name}")];
        return new(Options.OutputNames()[c], DataType.Vector) { VectorLength = features.Length, FeatureNames = features };
    }
}
