using Alink.Numerics;

namespace Alink.Tables;

/// <summary>Repeats rows of rare classes, drawn at random with replacement, behind all rows.</summary>
/// <example>
/// <code>
/// using Alink.Tables;
/// var rows = Table.Of("label", 0, 0, 0, 1);
/// new OverSample().Resample(rows).Values&lt;int&gt;("label").ToArray() // => [0 0 0 1 1 1]
/// </code>
/// </example>
public sealed record OverSample : IResampler
{
    /// <summary>The class of a row.</summary>
    public Column<Category> Label { get; init; } = "label";

    /// <summary>How many rows every class has at least, as a share of those of the most frequent; above 0, at most 1.</summary>
    public double Ratio { get; init => field = Require.Between(double.Epsilon, 1, value); } = 1;

    /// <summary>The same seed draws the same rows.</summary>
    public long Seed { get; init; }

    /// <inheritdoc/>
    public Table Resample(Table rows)
    {
        var classes = ClassRows.Of(rows, Label);
        var least = ClassRows.AtLeast(classes, Ratio);
        var all = Enumerable.Range(0, rows.RowCount).ToList();
        for (var i = 0; i < classes.Count; i++)
        {
            var wanted = Math.Max(0, least - classes[i].Rows.Count);
            all.AddRange(Draw.Several([.. classes[i].Rows], null, wanted, new SeededRandom(Seed).Fork(i)));
        }

        return rows.Gather([.. all]);
    }
}
