using System.Runtime.InteropServices;

namespace Alink.Statistics;

/// <summary>Tests the mean of a column, of the differences of two columns, or the means of two groups, in one pass.</summary>
/// <remarks>
/// With one column, t = (mean − <see cref="Mean"/>) / √(variance / rows). With <see cref="Paired"/> the same of the
/// differences of each row. With <see cref="Group"/>, the mean of the first class (in the order of <see cref="Levels"/>) less
/// that of the second: by default B. Welch's test, "The generalization of 'Student's' problem when several different
/// population variances are involved", Biometrika 34, 1947, as in R; scikit-learn's and scipy's default assumes
/// <see cref="EqualVariances"/>.
/// </remarks>
/// <example>
/// <code>
/// var rows = Table.Of("value", 5.0, 7.0, 9.0, 1.0, 2.0, 3.0).With("group", "a", "a", "a", "b", "b", "b");
/// new TTest { Group = "group" }.Evaluate(rows).Statistic // => 3.87298
/// </code>
/// </example>
public sealed record TTest : IOnePassEvaluator<TTestSums, TestResult>
{
    /// <summary>The numbers.</summary>
    public Column<double> Input { get; init; } = "value";

    /// <summary>A second number of each row, taken from the first; null leaves that out.</summary>
    public Column<double>? Paired { get; init; }

    /// <summary>The group of each row, one of two; null leaves that out.</summary>
    public Column<Category>? Group { get; init; }

    /// <summary>The hypothesis: the mean, or the difference of the means.</summary>
    public double Mean { get; init; }

    /// <summary>Whether the two groups are taken to have one variance; W. Gosset's ("Student's") test.</summary>
    public bool EqualVariances { get; init; }

    /// <summary>What the test holds against the hypothesis.</summary>
    public Alternative Alternative { get; init; }

    /// <inheritdoc/>
    /// <exception cref="SchemaException">A column is missing or of the wrong type, or both Paired and Group are given.</exception>
    public TTestSums Start(Schema schema)
    {
        schema.Reading(Input).Reading(Paired).Reading(Group);
        return Paired is null || Group is null ? new(new(schema, Group))
            : throw new SchemaException($"{nameof(TTest)} takes {nameof(Paired)} or {nameof(Group)}, not both.");
    }

    /// <inheritdoc/>
    public TTestSums Update(TTestSums state, Table batch)
    {
        var numbers = batch.Targets(Input);
        var others = Paired is { } paired ? batch.Targets(paired) : default;
        if (Group is null)
        {
            var all = state.Of(0);
            for (var i = 0; i < numbers.Length; i++)
            {
                all.Add(others.IsEmpty ? numbers[i] : numbers[i] - others[i]);
            }

            state.Of(0) = all;
            return state;
        }

        var groups = state.Groups.Read(batch, Group);
        for (var i = 0; i < numbers.Length; i++)
        {
            state.Of(groups[i]).Add(numbers[i]);
        }

        return state;
    }

    /// <inheritdoc/>
    public TTestSums Merge(TTestSums left, TTestSums right)
    {
        var numbers = left.Groups.Add(right.Groups);
        for (var group = 0; group < numbers.Length; group++)
        {
            left.Of(numbers[group]).Add(right.Of(group));
        }

        return left;
    }

    /// <inheritdoc/>
    /// <exception cref="TrainingException">There are too few rows, or not two groups.</exception>
    public TestResult Snapshot(TTestSums state)
    {
        if (Group is null)
        {
            var all = state.Of(0);
            return all.Count > 1 ? T(all.MeanFrom(Mean), all.Variance / all.Count, all.Count - 1)
                : throw new TrainingException($"{nameof(TTest)} needs at least two rows; there were {all.Count}.");
        }

        var (first, second) = state.Groups.Two(nameof(TTest));
        var (a, b) = (state.Of(first), state.Of(second));
        if (a.Count < (EqualVariances ? 1 : 2) || b.Count < (EqualVariances ? 1 : 2) || a.Count + b.Count < 3)
        {
            throw new TrainingException($"{nameof(TTest)} needs more rows in its groups; they have {a.Count} and {b.Count}.");
        }

        var apart = a.First - b.First + (a.FromFirst - b.FromFirst) - Mean;
        if (EqualVariances)
        {
            var freedom = a.Count + b.Count - 2.0;
            return T(apart, (a.Squares + b.Squares) / freedom * ((1.0 / a.Count) + (1.0 / b.Count)), freedom);
        }

        var (v, w) = (a.Variance / a.Count, b.Variance / b.Count);
        return T(apart, v + w, (v + w) * (v + w) / ((v * v / (a.Count - 1)) + (w * w / (b.Count - 1))));
    }

    TestResult T(double apart, double variance, double degrees) =>
        Alternative.StudentT(apart / Math.Sqrt(variance), degrees);
}

/// <summary>The rows so far of a <see cref="TTest"/>: count, mean and squares of each group.</summary>
public sealed class TTestSums
{
    readonly List<NumberMoments> _groups = [];

    internal TTestSums(TwoGroups groups) => Groups = groups;

    internal TwoGroups Groups { get; }

    internal ref NumberMoments Of(int group)
    {
        while (_groups.Count <= group)
        {
            _groups.Add(default);
        }

        return ref CollectionsMarshal.AsSpan(_groups)[group];
    }
}
