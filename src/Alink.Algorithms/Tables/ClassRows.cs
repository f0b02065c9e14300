namespace Alink.Tables;

/// <summary>The rows of each class, in the order first seen.</summary>
static class ClassRows
{
    /// <exception cref="TrainingException">A class is missing.</exception>
    public static List<(string Name, List<int> Rows)> Of(Table rows, Column<Category> label)
    {
        var categories = new Categories();
        var numbers = rows.Classes(label, categories);
        var classes = categories.Names.Select(name => (name, new List<int>())).ToList();
        for (var row = 0; row < numbers.Length; row++)
        {
            classes[numbers[row]].Item2.Add(row);
        }

        return classes;
    }

    /// <summary>How many rows a class has at least, where the largest has so many.</summary>
    public static int AtLeast(int largest, double ratio) => (int)Math.Round(largest * ratio, MidpointRounding.AwayFromZero);

    /// <summary>How many rows a class has at most, where the smallest has so many.</summary>
    public static int AtMost(int smallest, double ratio) =>
        (int)Math.Min(int.MaxValue, Math.Round(smallest / ratio, MidpointRounding.AwayFromZero));
}
