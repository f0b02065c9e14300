using System.Collections.Immutable;
using System.Globalization;

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
    const byte Between = (byte)'|';
    const byte Escape = (byte)'\\';

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
        var inputs = Columns.Select(name => row.Read<Category>(name)).ToArray();
        var output = row.Write(field);
        var places = Places is { } count ? new NamePlaces(Output, count) : null;
        var text = new byte[64];
        return () =>
        {
            var length = 0;
            for (var c = 0; c < inputs.Length; c++)
            {
                if (inputs[c].IsMissing)
                {
                    output.SetMissing();
                    return true;
                }

                Put(inputs[c], isFirst: c == 0);
            }

            if (places is null)
            {
                output.SetUtf8(text.AsMemory(0, length));
            }
            else
            {
                output.Set((long)places.Of(text.AsSpan(0, length)));
            }

            return true;

            void Put(Cell cell, bool isFirst)
            {
                Span<byte> number = stackalloc byte[32];
                var written = 0;
                _ = cell.Type == DataType.Int64
                    ? cell.Integer.TryFormat(number, out written, default, CultureInfo.InvariantCulture)
                    : cell.Number.TryFormat(number, out written, default, CultureInfo.InvariantCulture);
                var value = cell.Type == DataType.String ? cell.Utf8
                    : cell.Type == DataType.Boolean ? (cell.Integer != 0 ? "true"u8 : "false"u8)
                    : number[..written];
                var most = length + 1 + (2 * value.Length);
                if (most > text.Length)
                {
                    Array.Resize(ref text, Math.Max(most, 2 * text.Length));
                }

                if (!isFirst)
                {
                    text[length++] = Between;
                }

                foreach (var one in value)
                {
                    if (one is Between or Escape)
                    {
                        text[length++] = Escape;
                    }

                    text[length++] = one;
                }
            }
        };
    }
}
