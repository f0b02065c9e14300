using System.Collections.Immutable;

namespace Alink.Features;

/// <summary>What a model of categorical columns knows of a value: its number among the levels, one for missing values, or
/// one for those that it has not seen.</summary>
/// <param name="columns">The columns that are read.</param>
/// <param name="levels">The values that were seen of each; shape: columns.</param>
/// <param name="knowsMissing">Whether missing values of each column were seen; shape: columns.</param>
/// <param name="invalid">What becomes of a row with another value.</param>
sealed class EncodedRows(
    ImmutableArray<string> columns, ImmutableArray<Levels> levels, ImmutableArray<bool> knowsMissing, HandleInvalid invalid)
{
    /// <summary>The step that finds the number of each column's value, and passes them on.</summary>
    /// <param name="row">The row.</param>
    /// <param name="write">Told the number of each column's value: that of its level, the count of levels where it is
    /// missing, and one more where it was not seen.</param>
    public Func<bool> Step(RowCells row, Action<int[]> write)
    {
        var inputs = columns.Select(name => row.Read<Category>(name)).ToArray();
        var categories = levels.Select(each => new Categories(each)).ToArray();
        var numbers = new int[inputs.Length];
        return () =>
        {
            for (var c = 0; c < inputs.Length; c++)
            {
                numbers[c] = Number(c, categories[c].Number(inputs[c]), inputs[c].IsMissing);
                if (numbers[c] > levels[c].Count && invalid != HandleInvalid.Keep)
                {
                    return invalid == HandleInvalid.Skip ? false
                        : throw (inputs[c].IsMissing ? row.Missing(inputs[c]) : new RowException(
                            $"Column '{inputs[c].Name}' holds a value in row {row.Row} that was not seen in training: '{inputs[c].Shown}'."));
                }
            }

            write(numbers);
            return true;
        };
    }

    /// <summary>The numbers of each column's values, column by column; null where a row must be looked at for itself.</summary>
    public int[][]? Together(Table input)
    {
        var numbers = new int[columns.Length][];
        for (var c = 0; c < numbers.Length; c++)
        {
            var data = input.Data(columns[c]);
            new Categories(levels[c]).Encode(data, numbers[c] = GC.AllocateUninitializedArray<int>(input.RowCount));
            for (var i = Array.IndexOf(numbers[c], -1); i >= 0 && i < input.RowCount; i++)
            {
                ref var number = ref numbers[c][i];
                number = Number(c, number, number < 0 && data.IsMissing(i));
                if (number > levels[c].Count && invalid != HandleInvalid.Keep)
                {
                    return null;
                }
            }
        }

        return numbers;
    }

    int Number(int column, int category, bool isMissing) =>
        category >= 0 ? category : levels[column].Count + (isMissing && knowsMissing[column] ? 0 : 1);
}
