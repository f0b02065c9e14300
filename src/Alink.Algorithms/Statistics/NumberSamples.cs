namespace Alink.Statistics;

/// <summary>The numbers of all rows so far, by group: what tests of order hold in memory.</summary>
public sealed class NumberSamples
{
    readonly List<List<double>> _groups = [];

    internal NumberSamples(TwoGroups groups) => Groups = groups;

    internal TwoGroups Groups { get; }

    /// <summary>The numbers of a group, in the order of the rows.</summary>
    internal double[] Numbers(int group) => [.. Of(group)];

    /// <summary>Adds the rows of a batch.</summary>
    internal NumberSamples Add(Table batch, Column<double> input, Column<Category>? group)
    {
        var numbers = batch.Targets(input);
        var groups = Groups.Read(batch, group);
        for (var i = 0; i < numbers.Length; i++)
        {
            Of(groups[i]).Add(numbers[i]);
        }

        return this;
    }

    /// <summary>Adds the rows of another.</summary>
    internal NumberSamples Add(NumberSamples other)
    {
        var numbers = Groups.Add(other.Groups);
        for (var group = 0; group < numbers.Length; group++)
        {
            Of(numbers[group]).AddRange(other.Of(group));
        }

        return this;
    }

    List<double> Of(int group)
    {
        while (_groups.Count <= group)
        {
            _groups.Add([]);
        }

        return _groups[group];
    }
}
