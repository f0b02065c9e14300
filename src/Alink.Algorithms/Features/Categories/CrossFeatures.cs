using System.Collections.Immutable;

namespace Alink.Features;

/// <summary>Joins the values of several categorical columns into one, so that each combination is a category of its own.</summary>
/// <remarks>
/// The combination is text, such as <c>red|XL</c>, for any encoder of categories: <see cref="StringIndexer"/> for an index of
/// those that occur, <see cref="TargetEncoder"/> for their means. With <see cref="Places"/> it is a whole number, to which the
/// text is hashed without learning anything (MurmurHash3, as <see cref="FeatureHasher"/>). Where a value is missing, so is the
/// combination. A backslash goes before a <c>|</c> or a backslash within a value, so that no two combinations are written alike.
/// </remarks>
/// <example>
/// <code>
/// var rows = Table.Of("color", "red", "blue").With("size", 1, 2);
/// var crossed = new CrossFeatures { Columns = ["color", "size"] }.Transform(rows);
/// crossed.Values&lt;string&gt;("crossed").ToArray() // => [red|1 blue|2]
/// </code>
/// </example>
public sealed record CrossFeatures : RowTransformer
{
    /// <summary>The columns to join: text, numbers or booleans.</summary>
    public ImmutableArray<string> Columns { get; init => field = Require.Items(value); } = [];

    /// <summary>Where the combination goes: text, or a whole number from 0 to below <see cref="Places"/>.</summary>
    public string Output { get; init; } = "crossed";

    /// <summary>To how many numbers combinations are hashed; at least 1. Null leaves them text.</summary>
    public int? Places { get; init => field = value is { } places ? Require.AtLeast(1, places) : null; }

    /// <inheritdoc/>
    public override Schema Transform(Schema input) => Columns
        .Aggregate(input, (schema, name) => schema.Reading<Category>(name))
        .With(new Field(Output, Places is null ? DataType.String : DataType.Int32)
        {
            IsNullable = Columns.Any(name => input[name].IsNullable),
        });

    /// <inheritdoc/>
    public override Func<bool> Bind(RowCells row)
    {
        var field = Transform(row.Schema)[Output];
        var text = new CrossText([.. Columns.Select(name => row.Read<Category>(name))]);
        var output = row.Write(field);
        var places = Places is { } count ? new NamePlaces(Output, count) : null;
        return () =>
        {
            if (!text.TryJoin(out var joined))
            {
                output.SetMissing();
            }
            else if (places is null)
            {
                output.SetUtf8(joined);
            }
            else
            {
                output.Set((long)places.Of(joined.Span));
            }

            return true;
        };
    }

    /// <inheritdoc/>
    /// <remarks>The combinations are coded: the text of each is made once.</remarks>
    public override Table Transform(Table input)
    {
        if (Columns.IsEmpty)
        {
            return base.Transform(input);
        }

        var field = Transform(input.Schema)[Output];
        var (codes, most) = CrossedRows.Of(input, Columns);
        var validity = WhereAllHold([.. Columns.Select(input.Data)], codes);
        var dictionary = Joined(input, codes, most);
        return input.With(field, Places is { } places
            ? Placed(codes, dictionary, new(Output, places), validity)
            : new StringColumn(codes, dictionary, validity));
    }

    /// <summary>The rows that miss no value; the code of the others becomes 0.</summary>
    static Validity WhereAllHold(ColumnData[] columns, int[] codes)
    {
        foreach (var column in columns.Where(column => !column.Validity.IsFull))
        {
            for (var row = 0; row < codes.Length; row++)
            {
                codes[row] = column.IsMissing(row) ? 0 : codes[row];
            }
        }

        return codes.Contains(0) ? Validity.Where(codes.Length, row => codes[row] == 0) : default;
    }

    /// <summary>The text of each code; that of 0 is empty.</summary>
    StringColumn Joined(Table input, int[] codes, int most)
    {
        var cells = Columns.Select(name => new Cell(name, input.Schema[name].Type)).ToArray();
        var (data, text, texts) = (Columns.Select(input.Data).ToArray(), new CrossText(cells), new StringColumnBuilder(most + 1));
        var rows = new int[most + 1];
        for (var row = 0; row < codes.Length; row++)
        {
            rows[codes[row]] = row;
        }

        texts.Append("");
        foreach (var row in rows.AsSpan(1))
        {
            for (var c = 0; c < cells.Length; c++)
            {
                data[c].Load(row, cells[c]);
            }

            text.TryJoin(out var joined);
            texts.Append(joined.Span);
        }

        return (StringColumn)texts.Build();
    }

    static FixedColumn<int> Placed(int[] codes, StringColumn dictionary, NamePlaces places, Validity validity)
    {
        var placed = new int[dictionary.Length];
        for (var code = 0; code < placed.Length; code++)
        {
            placed[code] = places.Of(dictionary.Utf8(code));
        }

        for (var row = 0; row < codes.Length; row++)
        {
            codes[row] = placed[codes[row]];
        }

        return new(codes, validity);
    }
}
