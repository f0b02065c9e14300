using System.Collections.Immutable;

namespace Alink.Features;

/// <summary>Replaces each list of words, written as text, by a sparse vector that is 1 in the place of each of its words.</summary>
/// <remarks>Words go in ascending order. Spaces around a word do not belong to it; missing text holds none.</remarks>
/// <example>
/// <code>
/// var rows = Table.Of("tags", "new, red", "red", "used,red");
/// var model = new MultiHotEncoder { Columns = ["tags"] }.Fit(rows);
/// model.Words[0] // => new, red, used
/// model.Transform(rows).Values&lt;Vector&gt;("tags_multihot")[0].ToArray() // => [1 1 0]
/// </code>
/// </example>
public sealed record MultiHotEncoder : IOnePassEstimator<CategoryCounts, MultiHotEncoderModel>, IColumnwise
{
    /// <inheritdoc/>
    public bool LearnsFirst => true;

    /// <summary>The columns of text.</summary>
    public ImmutableArray<string> Columns { get; init => field = Require.Items(value); } = [];

    /// <summary>Where the vectors go, one for each of <see cref="Columns"/>; by default the same names with <c>_multihot</c>.</summary>
    public ImmutableArray<string> Outputs { get; init => field = Require.Items(value); } = [];

    string IColumnwise.Suffix => "_multihot";

    /// <summary>What stands between two words; at least one character.</summary>
    public string Delimiter
    {
        get;
        init => field = value.Length > 0 ? value : throw new ArgumentOutOfRangeException(nameof(Delimiter), "Delimiter must not be empty.");
    } = ",";

    /// <summary>What becomes of a row with a word not seen in training; kept, such words have one place after the others.</summary>
    public HandleInvalid HandleInvalid { get; init; }

    /// <inheritdoc/>
    public Schema Transform(Schema input) => Columns.Zip(this.OutputNames()).Aggregate(
        input, (schema, pair) => schema.Reading<string>(pair.First).With<Vector>(pair.Second));

    /// <inheritdoc/>
    public CategoryCounts Start(Schema schema) => CategoryCounts.Of(schema, Columns);

    /// <inheritdoc/>
    public CategoryCounts Update(CategoryCounts state, Table batch)
    {
        char[] text = [];
        for (var c = 0; c < Columns.Length; c++)
        {
            var column = (StringColumn)batch.Values<string>(Columns[c]);
            for (var i = 0; i < column.Length; i++)
            {
                foreach (var word in new WordsOf(column.Utf8(i), Delimiter, ref text))
                {
                    state.Add(c, word);
                }
            }
        }

        return state;
    }

    /// <inheritdoc/>
    public bool PassesAll(CategoryCounts state) => true;

    /// <inheritdoc/>
    public CategoryCounts Merge(CategoryCounts left, CategoryCounts right) => left.Add(right);

    /// <inheritdoc/>
    /// <exception cref="TrainingException">A column holds no words.</exception>
    public MultiHotEncoderModel Snapshot(CategoryCounts state) => new(this, [.. Columns.Select((name, c) =>
        state.Ascending(c).Levels is { Count: > 0 } words ? words : throw new TrainingException($"Column '{name}' holds no words."))]);

    /// <inheritdoc/>
    public CategoryCounts Advance(CategoryCounts state, Table batch, out Table output) =>
        RowByRow.Advance(this, state, batch, static seen => [.. seen.Values.Select(words => words.Names.Count)], out output);
}

/// <summary>What a <see cref="MultiHotEncoder"/> has learnt.</summary>
/// <param name="Options">The settings it was trained under.</param>
/// <param name="Words">The words of each column, in the order of their places; shape: columns.</param>
public sealed record MultiHotEncoderModel(MultiHotEncoder Options, ImmutableArray<Levels> Words) : Model
{
    /// <inheritdoc/>
    public override Schema Transform(Schema input) => Enumerable.Range(0, Words.Length).Aggregate(
        input, (schema, c) => schema.Reading<string>(Options.Columns[c]).With(Output(c)));

    /// <inheritdoc/>
    public override Func<bool> Bind(RowCells row)
    {
        var inputs = Options.Columns.Select(name => row.Read<string>(name)).ToArray();
        var outputs = inputs.Select((_, c) => row.Write(Output(c))).ToArray();
        var places = inputs.Select((_, c) => PlacesOf(c)).ToArray();
        return () =>
        {
            for (var c = 0; c < inputs.Length; c++)
            {
                if (places[c].Find(inputs[c].IsMissing ? [] : inputs[c].Utf8) is { IsEmpty: false } unseen)
                {
                    return Options.HandleInvalid == HandleInvalid.Skip ? false : throw new RowException(
                        $"Column '{inputs[c].Name}' holds a word in row {row.Row} that was not seen in training: '{unseen}'.");
                }

                outputs[c].BeginSparse(LengthOf(c));
                foreach (var place in places[c].All)
                {
                    outputs[c].Store(place, 1);
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
        for (var c = 0; c < Words.Length; c++)
        {
            if (Encoded((StringColumn)input.Values<string>(Options.Columns[c]), c) is not { } vectors)
            {
                return base.Transform(input);
            }

            output = output.With(Output(c), vectors);
        }

        return output;
    }

    /// <summary>The vectors of a column, those of a text that stood before copied; null where a row must be looked at for itself.</summary>
    VectorColumn? Encoded(StringColumn texts, int c)
    {
        var places = PlacesOf(c);
        var earlier = new EarlierTexts(texts);
        var (offsets, indices) = (new int[texts.Length + 1], new int[Math.Max(16, texts.Length)]);
        for (var row = 0; row < texts.Length; row++)
        {
            var stored = offsets[row];
            var found = ReadOnlySpan<int>.Empty;
            if (!texts.IsMissing(row))
            {
                if (earlier.Of(row) is >= 0 and var same)
                {
                    found = indices.AsSpan(offsets[same]..offsets[same + 1]);
                }
                else if (!places.Find(texts.Utf8(row)).IsEmpty)
                {
                    return null;
                }
                else
                {
                    found = places.All;
                }
            }

            offsets[row + 1] = checked(stored + found.Length);
            if (offsets[row + 1] > indices.Length)
            {
                Array.Resize(ref indices, (int)Math.Min(Array.MaxLength, Math.Max(2L * indices.Length, offsets[row + 1])));
            }

            found.CopyTo(indices.AsSpan(stored));
        }

        return new(LengthOf(c), offsets, indices.AsMemory(0, offsets[^1]), Ones.Of(offsets[^1]).AsMemory(0, offsets[^1]));
    }

    WordPlaces PlacesOf(int c) => new(Words[c], Options.Delimiter, Options.HandleInvalid == HandleInvalid.Keep);

    int LengthOf(int c) => Words[c].Count + (Options.HandleInvalid == HandleInvalid.Keep ? 1 : 0);

    Field Output(int c) => new(Options.OutputNames()[c], DataType.Vector)
    {
        VectorLength = LengthOf(c),
        FeatureNames = [.. Words[c].Names.Append("invalid").Take(LengthOf(c)).Select(word => $"{Options.Columns[c]}={word}")],
    };
}
