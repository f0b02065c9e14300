using Alink.Classification;
using Alink.Numerics;

namespace Alink.Statistics;

/// <summary>Tests whether the mean of each feature is the same in every class.</summary>
/// <remarks>
/// One-way analysis of variance: F = (Σ n(c) (mean(c) − mean)² / (classes − 1)) / (Σ (x − mean(c))² / (rows − classes)).
/// R. Fisher, "Statistical methods for research workers", 1925. A feature that never varies has F and p NaN, and one that
/// varies between classes alone has F = ∞ and p = 0. A sparse row costs its stored numbers.
/// </remarks>
/// <example>
/// <code>
/// var rows = Table.Of&lt;Vector&gt;("features", [1.0], [3.0], [5.0], [7.0]).With("label", "a", "a", "b", "b");
/// new AnovaTest().Evaluate(rows)[0].Statistic // => 8
/// </code>
/// </example>
public sealed record AnovaTest : IOnePassEvaluator<ClassMoments, FeatureTests>
{
    /// <summary>The vectors to test; all of one length.</summary>
    public Column<Vector> Features { get; init; } = "features";

    /// <summary>The class of each row.</summary>
    public Column<Category> Label { get; init; } = "label";

    /// <inheritdoc/>
    /// <exception cref="SchemaException">A column is missing or of the wrong type.</exception>
    public ClassMoments Start(Schema schema) => new(new(schema, Features, Label));

    /// <inheritdoc/>
    public ClassMoments Update(ClassMoments state, Table batch)
    {
        var rows = batch.Features(Features);
        var classes = state.Classes.Read(batch, rows.Width, Label);
        for (var i = 0; i < rows.Rows; i++)
        {
            state.Add(classes[i], 1, rows.IndicesOf(i), rows.ValuesOf(i));
        }

        return state;
    }

    /// <inheritdoc/>
    public ClassMoments Merge(ClassMoments left, ClassMoments right)
    {
        left.Add(right);
        return left;
    }

    /// <inheritdoc/>
    /// <exception cref="TrainingException">There is one class alone, or there are no more rows than classes.</exception>
    public FeatureTests Snapshot(ClassMoments state)
    {
        var (classes, features) = (state.Classes.Count, state.Classes.Width);
        var (means, between, within) = (new double[features], new double[features], new double[features]);
        var (mean, variance, total) = (new double[features], new double[features], 0.0);
        var origin = new double[features]; // Distances between means keep the digits that large means would lose.
        for (var number = 0; number < classes; number++)
        {
            if (number == 0)
            {
                state.Read(number, origin, variance);
            }

            state.Read(number, mean, variance, origin);
            var weight = state.Classes.Weight(number);
            total += weight;
            for (var j = 0; j < features; j++)
            {
                var apart = mean[j] - means[j];
                means[j] += apart * (weight / total);
                between[j] += apart * apart * weight * ((total - weight) / total);
                within[j] += weight * variance[j];
            }
        }

        var (above, below) = (classes - 1.0, total - classes);
        return classes > 1 && below > 0
            ? FeatureTests.Of(state.Classes.FeatureNames, features, j => FTest(between[j] / above / (within[j] / below), above, below))
            : throw new TrainingException(
                $"{nameof(AnovaTest)} needs two classes and more rows than classes; there were {total} rows of {classes} classes.");
    }

    /// <summary>What an F says.</summary>
    internal static TestResult FTest(double f, double above, double below) =>
        new(f, double.IsNaN(f) ? double.NaN : Distributions.FSurvival(f, above, below), above, below);
}
