using System.Collections.Immutable;

namespace Alink.Features;

/// <summary>Replaces each number by 1 where it is above a threshold, and by 0 elsewhere.</summary>
/// <remarks>
/// A number at the threshold becomes 0. NaN stays NaN, where Spark ML makes it 0. A sparse vector stays sparse where no
/// threshold is negative.
/// </remarks>
/// <example>
/// <code>
/// var rows = Table.Of("age", 17, 18, 40);
/// new Binarizer { Columns = ["age"], Thresholds = [18] }.Transform(rows).Values&lt;double&gt;("age_binary")[2] // => 1
/// </code>
/// </example>
public sealed record Binarizer : RowTransformer, IColumnwise
{
    /// <summary>The columns of numbers or vectors; a missing value stays missing.</summary>
    public ImmutableArray<string> Columns { get; init => field = Require.Items(value); } = [];

    /// <summary>Where the zeros and ones go, one for each of <see cref="Columns"/>; by default the same names with <c>_binary</c>.</summary>
    public ImmutableArray<string> Outputs { get; init => field = Require.Items(value); } = [];

    string IColumnwise.Suffix => "_binary";

    /// <summary>What a number must exceed to become 1: a threshold for each of <see cref="Columns"/>, or one for all.</summary>
    public ImmutableArray<double> Thresholds { get; init => field = Require.Items(value); } = [0];

    /// <inheritdoc/>
    /// <exception cref="SchemaException">There are neither one threshold nor as many as columns.</exception>
    public override Schema Transform(Schema input) =>
        input.HavingForEach(this, Columns, nameof(Thresholds), Thresholds.Length).WithNumbers(this);

    /// <inheritdoc/>
    public override Table Transform(Table input) => NumberColumns.Transform(this, this, input, MapOf);

    /// <inheritdoc/>
    public override Func<bool> Bind(RowCells row) => NumberColumns.Bind(this, this, row, MapOf);

    NumberMap<Above> MapOf(int column) => new(new(Thresholds[Thresholds.Length == 1 ? 0 : column]));

    readonly struct Above(double threshold) : INumberMap
    {
        public double Of(double number, int feature) => number > threshold ? 1 : number <= threshold ? 0 : double.NaN;
    }
}
