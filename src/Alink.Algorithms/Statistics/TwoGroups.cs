namespace Alink.Statistics;

/// <summary>Tells two groups of rows apart by a category, or takes all rows for one group.</summary>
/// <param name="type">The type of the category; null where all rows are one group.</param>
sealed class TwoGroups(DataType? type)
{
    readonly Categories _numbers = new();

    public TwoGroups(Schema schema, Column<Category>? group)
        : this(group is { } column ? schema.Field(column).Type : null)
    {
    }

    /// <summary>The number of each row's group.</summary>
    /// <exception cref="TrainingException">A group is missing, or a third.</exception>
    public int[] Read(Table batch, Column<Category>? group)
    {
        var numbers = group is { } column ? batch.Classes(column, _numbers) : new int[batch.RowCount];
        RefuseMore();
        return numbers;
    }

    /// <summary>Adds the groups of other rows.</summary>
    /// <returns>The number here of each of their groups.</returns>
    public int[] Add(TwoGroups other)
    {
        int[] numbers = type is null ? [0] : [.. other._numbers.Names.Select(name => _numbers.Number(name))];
        RefuseMore();
        return numbers;
    }

    /// <summary>The numbers of the two groups, in the order of their names.</summary>
    /// <exception cref="TrainingException">There are not two.</exception>
    public (int First, int Second) Two(string test)
    {
        var names = Levels.Sorted(type!.Value, _numbers.Names).Names;
        return names.Length == 2 ? (_numbers.Names.IndexOf(names[0]), _numbers.Names.IndexOf(names[1]))
            : throw new TrainingException($"{test} needs two groups; there {(names.Length == 1 ? "is one" : "are none")}.");
    }

    void RefuseMore()
    {
        if (_numbers.Names.Count > 2)
        {
            throw new TrainingException($"A test of two groups has more: {string.Join(", ", _numbers.Names.Take(3))}.");
        }
    }
}
