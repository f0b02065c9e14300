using System.Collections.Immutable;

namespace Alink.Features;

/// <summary>Brings numbers beyond two given bounds to the nearer of them.</summary>
/// <remarks>
/// NaN stays NaN. A sparse vector stays sparse where 0 lies between the bounds. <see cref="Winsorizer"/> learns bounds from
/// the rows.
/// </remarks>
/// <example>
/// <code>
/// var rows = Table.Of("age", -3, 40, 999);
/// var clipped = new Clip { Columns = ["age"], Minimum = 0, Maximum = 120 }.Transform(rows).Values&lt;double&gt;("age_clipped");
/// clipped.ToArray() // => [0 40 120]
/// </code>
/// </example>
public sealed record Clip : RowTransformer, IColumnwise
{
    /// <summary>The columns of numbers or vectors; a missing value stays missing.</summary>
    public ImmutableArray<string> Columns { get; init => field = Require.Items(value); } = [];

    /// <summary>Where the clipped numbers go, one for each of <see cref="Columns"/>; by default the same names with <c>_clipped</c>.</summary>
    public ImmutableArray<string> Outputs { get; init => field = Require.Items(value); } = [];

    string IColumnwise.Suffix => "_clipped";

    /// <summary>The least number that stays; at most <see cref="Maximum"/>.</summary>
    public double Minimum { get; init; } = double.NegativeInfinity;

    /// <summary>The greatest number that stays; at least <see cref="Minimum"/>.</summary>
    public double Maximum { get; init; } = double.PositiveInfinity;

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException"><see cref="Minimum"/> is above <see cref="Maximum"/>.</exception>
    public override Schema Transform(Schema input) => Minimum <= Maximum ? input.WithNumbers(this)
        : throw new ArgumentOutOfRangeException(
            nameof(Minimum), $"{nameof(Minimum)} must be at most {nameof(Maximum)}; they were {Minimum} and {Maximum}.");

    /// <inheritdoc/>
    public override Table Transform(Table input) => NumberColumns.Transform(this, this, input, MapOf);

    /// <inheritdoc/>
    public override Func<bool> Bind(RowCells row) => NumberColumns.Bind(this, this, row, MapOf);

    NumberMap<Clipped> MapOf(int column) => new(new([Minimum], [Maximum]));
}

/// <summary>A number between two bounds, either those of its feature or the only ones.</summary>
readonly struct Clipped(double[] least, double[] greatest) : INumberMap
{
    public double Of(double number, int feature)
    {
        var j = least.Length == 1 ? 0 : feature;
        return Math.Min(Math.Max(number, least[j]), greatest[j]); // Without a branch, unlike Math.Clamp.
    }
}
