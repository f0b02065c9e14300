using Alink.Numerics;

namespace Alink.Statistics;

/// <summary>Tests whether each feature, taken as a category, is independent of the label.</summary>
/// <remarks>
/// K. Pearson's χ² = Σ (observed − expected)² / expected over the cells of a contingency table, without a correction for
/// continuity ("On the criterion that a given system of deviations …", Philosophical Magazine 50, 1900). Trust it where
/// few cells are expected to hold less than five rows. Every different number of a feature is a category; a feature may
/// have 10,000, as in Spark. A sparse row costs its stored numbers.
/// </remarks>
/// <example>
/// <code>
/// var rows = Table.Of&lt;Vector&gt;("features", [0.0], [0.0], [1.0], [1.0]).With("label", "a", "a", "b", "b");
/// new ChiSquareTest().Evaluate(rows)[0].Statistic // => 4
/// ChiSquareTest.GoodnessOfFit([4, 6, 5]).P // => 0.818731
/// </code>
/// </example>
public sealed record ChiSquareTest : IOnePassEvaluator<ContingencyTables, FeatureTests>
{
    /// <summary>The vectors to test; all of one length.</summary>
    public Column<Vector> Features { get; init; } = "features";

    /// <summary>The class of each row.</summary>
    public Column<Category> Label { get; init; } = "label";

    /// <summary>Tests whether the rows and the columns of a table of counts are independent.</summary>
    /// <param name="counts">How many rows fall into each cell, at least 0; no row or column of zeros alone.</param>
    /// <returns>χ² with (rows − 1) × (columns − 1) degrees of freedom; 0 with p = 1 where there are none.</returns>
    /// <exception cref="ArgumentException">A count is negative or not finite, or a row or column sums to 0.</exception>
    public static TestResult Independence(Matrix counts)
    {
        var (rows, columns) = (new double[counts.Rows], new double[counts.Columns]);
        for (var i = 0; i < rows.Length; i++)
        {
            for (var j = 0; j < columns.Length; j++)
            {
                rows[i] += Require.Finite(0, counts[i, j], nameof(counts));
                columns[j] += counts[i, j];
            }
        }

        if (rows.Contains(0) || columns.Contains(0) || rows.Length == 0)
        {
            throw new ArgumentException("Every row and column of a table of counts must have a sum above 0.", nameof(counts));
        }

        var (statistic, total) = (0.0, rows.Sum());
        for (var i = 0; i < rows.Length; i++)
        {
            for (var j = 0; j < columns.Length; j++)
            {
                statistic += Term(counts[i, j], rows[i] / total * columns[j]);
            }
        }

        return Result(statistic, (rows.Length - 1.0) * (columns.Length - 1.0));
    }

    /// <summary>Tests whether counts agree with what was expected.</summary>
    /// <param name="observed">How many rows each category has, at least 0.</param>
    /// <param name="expected">
    /// How many, or which share, each should have, above 0; scaled to the sum of <paramref name="observed"/>. Empty: all
    /// the same.
    /// </param>
    /// <param name="estimated">How many parameters of what is expected were estimated from the same rows.</param>
    /// <returns>χ² with categories − 1 − <paramref name="estimated"/> degrees of freedom.</returns>
    /// <exception cref="ArgumentException">The numbers are not as above, or there are none.</exception>
    public static TestResult GoodnessOfFit(
        ReadOnlySpan<double> observed, ReadOnlySpan<double> expected = default, int estimated = 0)
    {
        if ((!expected.IsEmpty && expected.Length != observed.Length) || observed.Length <= 1 + Require.AtLeast(0, estimated))
        {
            throw new ArgumentException(
                $"{observed.Length} observed and {expected.Length} expected counts with {estimated} estimates are no test.");
        }

        var (rows, shares, statistic) = (0.0, 0.0, 0.0);
        for (var i = 0; i < observed.Length; i++)
        {
            rows += Require.Finite(0, observed[i], nameof(observed));
            shares += expected.IsEmpty ? 1 : Require.Positive(expected[i], nameof(expected));
        }

        for (var i = 0; i < observed.Length; i++)
        {
            statistic += Term(observed[i], rows * ((expected.IsEmpty ? 1 : expected[i]) / shares));
        }

        return rows > 0 ? Result(statistic, observed.Length - 1 - estimated)
            : throw new ArgumentException("Every observed count is 0.", nameof(observed));
    }

    /// <inheritdoc/>
    /// <exception cref="SchemaException">A column is missing or of the wrong type.</exception>
    public ContingencyTables Start(Schema schema) => new(schema.Field(Features).FeatureNames, schema.Field(Label).Type);

    /// <inheritdoc/>
    public ContingencyTables Update(ContingencyTables state, Table batch) => state.Add(batch.Features(Features), batch, Label);

    /// <inheritdoc/>
    public ContingencyTables Merge(ContingencyTables left, ContingencyTables right) => left.Add(right);

    /// <inheritdoc/>
    /// <exception cref="TrainingException">There were no rows.</exception>
    public FeatureTests Snapshot(ContingencyTables state) => state.Rows > 0
        ? FeatureTests.Of(state.FeatureNames, state.Features, feature => Independence(state.Counts(feature)))
        : throw new TrainingException($"{nameof(ChiSquareTest)} needs at least one row.");

    static double Term(double observed, double expected) => (observed - expected) * (observed - expected) / expected;

    static TestResult Result(double statistic, double degrees) =>
        degrees == 0 ? new(0, 1, 0) : new(statistic, Distributions.ChiSquareSurvival(statistic, degrees), degrees);
}
