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

    /// <summary>How many rows each class has at least, as a share of the largest.</summary>
    public static int AtLeast(List<(string Name, List<int> Rows)> classes, double ratio) =>
        (int)Math.Round(classes.Select(each => each.Rows.Count).DefaultIfEmpty().Max() * ratio, MidpointRounding.AwayFromZero);

    /// <summary>How many rows each class has at most, of which the smallest is a share.</summary>
    public static int AtMost(List<(string Name, List<int> Rows)> classes, double ratio) => (int)Math.Min(
        int.MaxValue, Math.Round(classes.Select(each => each.Rows.Count).DefaultIfEmpty().Min() / ratio, MidpointRounding.AwayFromZero));
}
