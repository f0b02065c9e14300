using System.Collections.Immutable;
using System.Runtime.Intrinsics;
using Alink.Numerics;

namespace Alink.Features;

/// <summary>Replaces each number by a logarithm, which draws long tails in.</summary>
/// <remarks>
/// z = log (x + offset) / log base. By default 1 is added, so that 0 stays 0 and a sparse vector stays sparse; the logarithm
/// of a tiny number is exact then too. A negative number below the offset becomes NaN, and one at it −∞; <see cref="Clip"/>
/// goes before where that may be. NaN stays NaN.
/// </remarks>
/// <example>
/// <code>
/// var rows = Table.Of("income", 9.0, 99, 0);
/// var logs = new LogTransform { Columns = ["income"], Base = 10 }.Transform(rows).Values&lt;double&gt;("income_log");
/// Math.Round(logs[1], 12) // => 2
/// logs[2] // => 0
/// </code>
/// </example>
public sealed record LogTransform : RowTransformer, IColumnwise
{
    /// <summary>The columns of numbers or vectors; a missing value stays missing.</summary>
    public ImmutableArray<string> Columns { get; init => field = Require.Items(value); } = [];

    /// <summary>Where the logarithms go, one for each of <see cref="Columns"/>; by default the same names with <c>_log</c>.</summary>
    public ImmutableArray<string> Outputs { get; init => field = Require.Items(value); } = [];

    string IColumnwise.Suffix => "_log";

    /// <summary>What is added to each number; finite, at least 0.</summary>
    public double Offset { get; init => field = Require.Finite(0, value); } = 1;

    /// <summary>The base of the logarithm, finite and above 1; null for e.</summary>
    public double? Base
    {
        get;
        init => field = value is null or (> 1 and < double.PositiveInfinity) ? value
            : throw new ArgumentOutOfRangeException(nameof(Base), value, $"{nameof(Base)} must be finite and above 1; it was {value}.");
    }

    /// <inheritdoc/>
    public override Schema Transform(Schema input) => input.WithNumbers(this);

    /// <inheritdoc/>
    public override Table Transform(Table input) => NumberColumns.Transform(this, this, input, MapOf);

    /// <inheritdoc/>
    public override Func<bool> Bind(RowCells row) => NumberColumns.Bind(this, this, row, MapOf);

    NumberMap<Logarithm> MapOf(int column) => new(new(Offset, Base is { } given ? VectorMath.Log(given) : 1));

    readonly struct Logarithm(double offset, double unit) : INumberMap, IEightNumbers
    {
        public double Of(double number, int feature) =>
            (offset == 1 ? PowerCurve.Log1P(number) : VectorMath.Log(number + offset)) / unit;

        public Vector512<double> Of(Vector512<double> numbers, int feature) =>
            (offset == 1 ? PowerCurve.Log1P(numbers) : VectorMath.Log(numbers + Vector512.Create(offset))) / unit;
    }
}
