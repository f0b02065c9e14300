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
    public ImmutableArray<string> Columns { get; init; } = [];

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
    /// <remarks>What stood in a row before is copied from there.</remarks>
    public override Table Transform(Table input)
    {
        var field = Transform(input.Schema)[Output];
        var data = Columns.Select(input.Data).ToArray();
        var cells = Columns.Select(name => new Cell(name, input.Schema[name].Type)).ToArray();
        var (text, rows) = (new CrossText(cells), new CrossedRows(input, Columns));
        var texts = new StringColumnBuilder(input.RowCount);
        for (var row = 0; row < input.RowCount; row++)
        {
            if (IsAnyMissing(data, row))
            {
                texts.AppendMissing();
            }
            else if (rows.EarlierOf(row) is >= 0 and var same)
            {
                texts.Append(texts[same]);
            }
            else
            {
                for (var c = 0; c < cells.Length; c++)
                {
                    data[c].Load(row, cells[c]);
                }

                text.TryJoin(out var joined);
                texts.Append(joined.Span);
            }
        }

        var crossed = (StringColumn)texts.Build();
        return input.With(field, Places is { } places ? Placed(crossed, new(Output, places)) : crossed);
    }

    static FixedColumn<int> Placed(StringColumn crossed, NamePlaces places)
    {
        var placed = new int[crossed.Length];
        var earlier = new EarlierTexts(crossed);
        for (var row = 0; row < placed.Length; row++)
        {
            placed[row] = crossed.IsMissing(row) ? 0
                : earlier.Of(row) is >= 0 and var same ? placed[same]
                : places.Of(crossed.Utf8(row));
        }

        return new(placed, crossed.Validity);
    }

    static bool IsAnyMissing(ColumnData[] columns, int row)
    {
        foreach (var column in columns)
        {
            if (column.IsMissing(row))
            {
                return true;
            }
        }

        return false;
    }
}
