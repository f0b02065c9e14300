namespace Alink.Tables;

/// <summary>Leaves out rows of frequent classes, at random; the rows that stay keep their order.</summary>
/// <example>
/// <code>
/// using Alink.Tables;
/// var rows = Table.Of("label", 0, 0, 0, 1);
/// new UnderSample().Resample(rows).Values&lt;int&gt;("label").ToArray() // => [0 1]
/// </code>
/// </example>
public sealed record UnderSample : IResampler
{
    /// <summary>The class of a row.</summary>
    public Column<Category> Label { get; init; } = "label";

    /// <summary>The rows of the rarest class, as a share of those that any other has at most; above 0, at most 1.</summary>
    public double Ratio { get; init => field = Require.Between(double.Epsilon, 1, value); } = 1;

    /// <summary>The same seed draws the same rows.</summary>
    public long Seed { get; init; }

    /// <inheritdoc/>
    public Table Resample(Table rows)
    {
        var classes = ClassRows.Of(rows, Label);
        var most = ClassRows.AtMost(classes, Ratio);
        var kept = classes.SelectMany(each => Draw.Once([.. each.Rows], null, Math.Min(each.Rows.Count, most), Seed)).Order();
        return rows.Gather([.. kept]);
    }
}
