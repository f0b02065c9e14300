using System.Collections.Immutable;

namespace Alink.Features;

/// <summary>Replaces each index by the text that it stands for: the way back from <see cref="StringIndexer"/>.</summary>
/// <remarks>
/// A classifier that learns indices predicts indices: <c>IndexToString { Input = "prediction", LevelsOf = "species_index" }</c>
/// makes the texts of them. One that learns the texts themselves needs neither index nor way back.
/// </remarks>
/// <example>
/// <code>
/// var rows = Table.Of("index", 1, 0);
/// new IndexToString { Input = "index", Output = "color", Labels = ["red", "blue"] }
///     .Transform(rows).Values&lt;string&gt;("color")[0] // => blue
/// </code>
/// </example>
public sealed record IndexToString : RowTransformer
{
    /// <summary>The indices, from 0.</summary>
    public Column<double> Input { get; init; } = "index";

    /// <summary>Where the text goes.</summary>
    public Column<string> Output { get; init; } = "label";

    /// <summary>The text of each index; empty takes the levels of <see cref="LevelsOf"/>.</summary>
    public ImmutableArray<string> Labels { get; init => field = Require.Items(value); } = [];

    /// <summary>The column of indices that carries the levels, such as the indexed label of a prediction; null for
    /// <see cref="Input"/> itself.</summary>
    public Column<double>? LevelsOf { get; init; }

    /// <inheritdoc/>
    public override Schema Transform(Schema input) => input.With(OutputField(input));

    /// <inheritdoc/>
    public override Func<bool> Bind(RowCells row)
    {
        var field = OutputField(row.Schema);
        var names = field.Levels!.Names;
        var input = row.Read(Input);
        var output = row.Write(field);
        return () =>
        {
            if (input.IsMissing)
            {
                output.SetMissing();
                return true;
            }

            var index = input.Number;
            output.Set(index >= 0 && index < names.Length && index == Math.Floor(index)
                ? names[(int)index]
                : throw new RowException($"Column '{Input}' holds {index} in row {row.Row}; indices go from 0 to {names.Length - 1}."));
            return true;
        };
    }

    /// <inheritdoc/>
    public override Table Transform(Table input)
    {
        var field = OutputField(input.Schema);
        var (data, names) = (input.Data(Input.Name), field.Levels!.Names);
        if (data is FixedColumn<int> { Validity.IsFull: true } indices
            && !indices.Values.ContainsAnyExceptInRange(0, names.Length - 1))
        {
            return input.With(field, new StringColumn(indices.Memory, StringColumn.Of(names.AsSpan())));
        }

        var numbers = input.Numbers(Input);
        var codes = GC.AllocateUninitializedArray<int>(numbers.Length);
        for (var row = 0; row < codes.Length; row++)
        {
            var code = (int)numbers[row];
            var isCode = code == numbers[row] && (uint)code < (uint)names.Length;
            if (!isCode && !data.IsMissing(row))
            {
                return base.Transform(input);
            }

            codes[row] = isCode ? code : 0;
        }

        return input.With(field, new StringColumn(codes, StringColumn.Of(names.AsSpan()), data.Validity));
    }

    Field OutputField(Schema input)
    {
        var field = input.Field(Input);
        var indexed = input.Field(LevelsOf ?? Input);
        var names = !Labels.IsEmpty ? Labels
            : indexed.Levels is { Type: DataType.String } levels ? levels.Names
            : throw new SchemaException(
                $"Column '{indexed.Name}' carries no levels that its indices stand for: give {nameof(Labels)}, or {nameof(LevelsOf)}.");
        return new(Output.Name, DataType.String) { IsNullable = field.IsNullable, Levels = Levels.Of(names) };
    }
}
