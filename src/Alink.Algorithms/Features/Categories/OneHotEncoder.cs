using System.Collections.Immutable;

namespace Alink.Features;

/// <summary>Replaces each text or index by a sparse vector that is 1 in its place and 0 elsewhere.</summary>
/// <remarks>
/// The categories of a column of text are its different texts, ascending by their UTF-16 code units; those of a column of
/// numbers are the indices that <see cref="StringIndexer"/> makes, from 0 on.
/// The last category is the vector of zeros, so that the numbers of a row do not always add to 1; see <see cref="DropLast"/>.
/// On a stream the vectors must be of one length from the first row on: <see cref="Size"/>, or levels that the column has.
/// </remarks>
/// <example>
/// <code>
/// var rows = Table.Of("color", 0, 1, 2);
/// var model = new OneHotEncoder { Columns = ["color"] }.Fit(rows);
/// model.Transform(rows).Values&lt;Vector&gt;("color_onehot")[1] // => [2: 1:1]
/// model.Transform(rows).Values&lt;Vector&gt;("color_onehot")[2] // => [2:]
///
/// var texts = Table.Of("color", "red", "blue", "red");
/// new OneHotEncoder { Columns = ["color"], DropLast = false }.Fit(texts).Transform(texts)
///     .Values&lt;Vector&gt;("color_onehot")[0] // => [2: 1:1]
/// </code>
/// </example>
public sealed record OneHotEncoder : IOnePassEstimator<CategorySizes, OneHotEncoderModel>, IColumnwise
{
    /// <inheritdoc/>
    public bool LearnsFirst => true;

    /// <summary>The columns: text, or indices, which are whole numbers from 0.</summary>
    public ImmutableArray<string> Columns { get; init => field = Require.Items(value); } = [];

    /// <summary>Where the vectors go, one for each of <see cref="Columns"/>; by default the same names with <c>_onehot</c>.</summary>
    public ImmutableArray<string> Outputs { get; init => field = Require.Items(value); } = [];

    string IColumnwise.Suffix => "_onehot";

    /// <summary>How many categories every column has, all of indices and at least 1; null takes as many as the rows teach.</summary>
    public int? Size { get; init => field = value is { } size ? Require.AtLeast(1, size) : null; }

    /// <summary>Whether the last category is the vector of zeros.</summary>
    public bool DropLast { get; init; } = true;

    /// <summary>
    /// What becomes of a row with a missing or unseen value; kept, it is a category of its own after the others, which
    /// <see cref="DropLast"/> then drops.
    /// </summary>
    public HandleInvalid HandleInvalid { get; init; }

    /// <inheritdoc/>
    public Schema Transform(Schema input) => Columns.Zip(this.OutputNames()).Aggregate(
        input, (schema, pair) => Reading(schema, pair.First).With<Vector>(pair.Second));

    /// <inheritdoc/>
    /// <exception cref="SchemaException">A column holds text, and <see cref="Size"/> is set.</exception>
    public CategorySizes Start(Schema schema)
    {
        var (sizes, names, texts) = (new int[Columns.Length], new string[Columns.Length][], new Categories[Columns.Length]);
        for (var c = 0; c < sizes.Length; c++)
        {
            var isText = IsText(schema, Columns[c]);
            if (isText && Size is not null)
            {
                throw new SchemaException($"Column '{Columns[c]}' holds text, and {nameof(Size)} counts indices: a {nameof(StringIndexer)} makes them.");
            }

            names[c] = schema[Columns[c]].Levels?.Names.ToArray() ?? [];
            sizes[c] = Size ?? names[c].Length;
            texts[c] = new();
            foreach (var name in isText ? names[c] : [])
            {
                texts[c].Number(name);
            }
        }

        return new(sizes, names, texts);
    }

    /// <inheritdoc/>
    /// <exception cref="TrainingException">
    /// An index is negative or not whole; or a value is missing or from <see cref="Size"/> on, and invalid rows are neither kept nor skipped.
    /// </exception>
    public CategorySizes Update(CategorySizes state, Table batch)
    {
        for (var c = 0; c < Columns.Length; c++)
        {
            if (IsText(batch.Schema, Columns[c]))
            {
                var places = new int[batch.RowCount];
                state.Texts[c].Encode(batch.Data(Columns[c]), places);
                state.Sizes[c] = state.Texts[c].Names.Count;
                if (HandleInvalid == HandleInvalid.Error && Array.IndexOf(places, -1) is >= 0 and var missing)
                {
                    throw new TrainingException($"Column '{Columns[c]}' has no value in row {batch.FirstRow + missing}.");
                }

                continue;
            }

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
    public CategorySizes Merge(CategorySizes left, CategorySizes right) => left.Add(right);

    /// <inheritdoc/>
    /// <exception cref="TrainingException">A column had no values.</exception>
    public OneHotEncoderModel Snapshot(CategorySizes state)
    {
        var empty = Array.IndexOf(state.Sizes, 0);
        return empty < 0
            ? new(this, [.. state.Sizes], [.. Columns.SelectMany((_, c) => state.NamesOf(c))])
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
                    + $"cannot become longer. Set {nameof(Size)}, or let the column carry its levels.");
            }
        }

        output = batch.RowCount == 0 ? Table.Empty(Transform(batch.Schema)) : Snapshot(state).Transform(batch);
        return state;
    }

    internal static bool IsText(Schema schema, string column) => schema[column].Type == DataType.String;

    internal static Schema Reading(Schema schema, string column) =>
        IsText(schema, column) ? schema.Reading<string>(column) : schema.Reading<double>(column);
}

/// <summary>What a <see cref="OneHotEncoder"/> has learnt.</summary>
/// <param name="Options">The settings it was trained under.</param>
/// <param name="Sizes">How many categories each column has; shape: columns.</param>
/// <param name="Categories">The names of the categories of each column, column after column; shape: the sum of the sizes.</param>
public sealed record OneHotEncoderModel(OneHotEncoder Options, ImmutableArray<int> Sizes, ImmutableArray<string> Categories) : Model
{
    /// <inheritdoc/>
    public override Schema Transform(Schema input) => Enumerable.Range(0, Sizes.Length).Aggregate(
        input, (schema, c) => OneHotEncoder.Reading(schema, Options.Columns[c]).With(Output(c)));

    /// <inheritdoc/>
    public override Func<bool> Bind(RowCells row)
    {
        Cell[] inputs = [.. Options.Columns.Select(
            name => OneHotEncoder.IsText(row.Schema, name) ? row.Read<string>(name) : row.Read<double>(name))];
        Categories?[] texts = [.. inputs.Select((input, c) => input.Type == DataType.String ? TextsOf(c) : null)];
        var fields = Enumerable.Range(0, Sizes.Length).Select(Output).ToArray();
        var outputs = Array.ConvertAll(fields, row.Write);
        return () =>
        {
            for (var c = 0; c < inputs.Length; c++)
            {
                var index = inputs[c].IsMissing ? double.NaN : texts[c]?.Number(inputs[c]) ?? inputs[c].Number;
                if (!(index >= 0 && index < Sizes[c] && index == Math.Floor(index)))
                {
                    switch (Options.HandleInvalid)
                    {
                        case HandleInvalid.Skip:
                            return false;
                        case HandleInvalid.Error:
                            throw inputs[c].IsMissing ? row.Missing(inputs[c]) : new RowException(texts[c] is null
                                ? $"Column '{inputs[c].Name}' holds {index} in row {row.Row}; its categories go from 0 to {Sizes[c] - 1}."
                                : $"Column '{inputs[c].Name}' holds a text in row {row.Row} that was not seen in training: '{inputs[c].Shown}'.");
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
            var places = OneHotColumn.Places(input, Options.Columns[c], () => TextsOf(c));
            if (OneHotColumn.Vectors(places, Sizes[c], field.VectorLength!.Value, Options.HandleInvalid) is not { } vectors)
            {
                return base.Transform(input);
            }

            output = output.With(field, vectors);
        }

        return output;
    }

    IEnumerable<string> NamesOf(int c) => Categories.Skip(Sizes.Take(c).Sum()).Take(Sizes[c]);

    Categories TextsOf(int c) => new(Levels.Of([.. NamesOf(c)]));

    Field Output(int c)
    {
        var names = NamesOf(c);
        names = Options.HandleInvalid == HandleInvalid.Keep ? names.Append("invalid") : names;
        names = Options.DropLast ? names.SkipLast(1) : names;
        ImmutableArray<string> features = [.. names.Select(name => $"{Options.Columns[c]}={name}")];
        return new(Options.OutputNames()[c], DataType.Vector) { VectorLength = features.Length, FeatureNames = features };
    }
}
