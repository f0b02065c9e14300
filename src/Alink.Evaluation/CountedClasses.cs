namespace Alink.Evaluation;

/// <summary>Reads classes as if the rows of weight 0 were not there.</summary>
static class CountedClasses
{
    /// <summary>The class of each row as its number among <paramref name="classes"/>, which only rows that count add to; −1 where one does not.</summary>
    /// <exception cref="TrainingException">A label is missing: column and row are named.</exception>
    public static int[] Classes(this Table batch, Column<Category> column, ReadOnlySpan<double> weights, Categories classes)
    {
        if (weights.IsEmpty)
        {
            return batch.Classes(column, classes);
        }

        var own = new Categories();
        var numbers = batch.Classes(column, own);
        var places = new int[own.Names.Count];
        places.AsSpan().Fill(-1);
        for (var row = 0; row < numbers.Length; row++)
        {
            if (weights[row] > 0)
            {
                ref var place = ref places[numbers[row]];
                numbers[row] = place >= 0 ? place : place = classes.Number(own.Names[numbers[row]]);
            }
            else
            {
                numbers[row] = -1;
            }
        }

        return numbers;
    }
}
