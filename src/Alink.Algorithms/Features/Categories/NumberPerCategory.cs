using System.Collections.Immutable;

namespace Alink.Features;

/// <summary>A model that puts a number in the place of each category of its columns.</summary>
public abstract record NumberPerCategory : Model
{
    /// <inheritdoc/>
    public override Schema Transform(Schema input) => Inputs.Zip(Outputs).Aggregate(
        input, (schema, pair) => schema.Reading<Category>(pair.First).With<double>(pair.Second));

    /// <inheritdoc/>
    public override Func<bool> Bind(RowCells row)
    {
        Cell[] cells = [];
        double[][] numbers = [.. Outputs.Select((_, c) => Numbers(c))];
        var step = Rows().Step(row, categories =>
        {
            for (var c = 0; c < cells.Length; c++)
            {
                cells[c].Set(numbers[c][categories[c]]);
            }
        });
        cells = [.. Outputs.Select(name => row.Write(new(name, DataType.Double)))];
        return step;
    }

    /// <inheritdoc/>
    public override Table Transform(Table input)
    {
        Transform(input.Schema);
        if (Rows().Together(input) is not { } categories)
        {
            return base.Transform(input);
        }

        var output = input;
        for (var c = 0; c < categories.Length; c++)
        {
            var (numbers, made) = (Numbers(c), GC.AllocateUninitializedArray<double>(input.RowCount));
            for (var i = 0; i < made.Length; i++)
            {
                made[i] = numbers[categories[c][i]];
            }

            output = output.With(new Field(Outputs[c], DataType.Double), new FixedColumn<double>(made));
        }

        return output;
    }

    private protected abstract ImmutableArray<string> Inputs { get; }

    private protected abstract ImmutableArray<string> Outputs { get; }

    private protected abstract EncodedRows Rows();

    /// <summary>The number of each level of a column, of missing values, and of those not seen.</summary>
    private protected abstract double[] Numbers(int column);
}
