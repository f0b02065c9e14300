using System.Collections.Immutable;
using Alink.Linear;
using Alink.Numerics;
using Alink.Selection;
using Alink.Statistics;

namespace Alink.Classification;

/// <summary>What a <see cref="LogisticRegression"/> has learnt.</summary>
/// <param name="Options">The settings it was trained under.</param>
/// <param name="Labels">The classes; of two, the last is the positive one.</param>
/// <param name="Coefficients">
/// What each unit of a feature adds to a margin; shape: 1 × features (binomial), or classes × features (multinomial).
/// </param>
/// <param name="Intercepts">The margins where every feature is 0; shape: 1 (binomial), or classes (multinomial).</param>
/// <param name="Summary">How well it predicts the rows that taught it.</param>
public sealed record LogisticRegressionModel(
    LogisticRegression Options,
    Levels Labels,
    Matrix Coefficients,
    ImmutableArray<double> Intercepts,
    LogisticRegressionSummary Summary)
    : ClassifierModel, IFeatureImportances
{
    /// <inheritdoc/>
    public override Levels Labels { get; init; } = Labels;

    /// <inheritdoc/>
    protected override int Length => Coefficients.Columns;

    /// <inheritdoc/>
    protected override IClassifier Settings => Options;

    /// <summary>The squares of the coefficients, added up over the classes; shape: features.</summary>
    public ImmutableArray<double> Importances() =>
        [.. Enumerable.Range(0, Length).Select(j => Enumerable.Range(0, Coefficients.Rows).Sum(c => Coefficients[c, j] * Coefficients[c, j]))];

    /// <summary>Each coefficient, and last the intercept if there is one, with its standard error, z and p; binomial only.</summary>
    /// <exception cref="InvalidOperationException">There are no standard errors; the message says why.</exception>
    public ImmutableArray<CoefficientTest> Tests()
    {
        if (Summary.StandardErrors.IsEmpty)
        {
            throw new InvalidOperationException("There are no standard errors: " + (
                Options.Regularization > 0 ? "the coefficients are penalised."
                : Coefficients.Rows > 1 ? "there is a row of coefficients for each class."
                : double.IsInfinity(Intercepts[0]) ? "one class has all the rows."
                : "features depend on each other, coefficients are bounded, or L-BFGS was the solver."));
        }

        var names = NamesOfCoefficients();
        return
        [
            .. Summary.StandardErrors.Select((error, j) =>
            {
                var estimate = j < Length ? Coefficients[0, j] : Intercepts[0];
                return new CoefficientTest(names[j], estimate, error, estimate / error, Distributions.NormalTwoSided(estimate / error));
            }),
        ];
    }

    /// <summary>The coefficients by the names of their features, with z and p where there are standard errors.</summary>
    public override string ToString()
    {
        var names = NamesOfCoefficients();
        return $"{nameof(LogisticRegressionModel)}: {Labels.Count} classes, {Length} features, {Summary.Rows} rows, "
            + $"log loss {TextTable.Text(Summary.LogLoss)}\n"
            + (Summary.StandardErrors.IsEmpty
                ? TextTable.Of(
                    ["feature", .. Coefficients.Rows == 1 ? ["coefficient"] : Labels.Names.AsEnumerable()],
                    names.Select((name, j) => (string[])
                    [
                        name,
                        .. Enumerable.Range(0, Coefficients.Rows)
                            .Select(k => TextTable.Text(j < Length ? Coefficients[k, j] : Intercepts[k])),
                    ]))
                : TextTable.Of(["feature", "coefficient", "standard error", "z", "p"], Tests().Select(test => new[]
                {
                    test.Name,
                    TextTable.Text(test.Estimate),
                    TextTable.Text(test.StandardError),
                    TextTable.Text(test.Statistic),
                    TextTable.Text(test.P),
                })));
    }

    /// <inheritdoc/>
    protected override void LogJoint(Vector features, Span<double> logJoint)
    {
        var first = logJoint.Length - Coefficients.Rows; // Of two classes with one margin, the first has margin 0.
        for (var k = 0; k < Coefficients.Rows; k++)
        {
            logJoint[first + k] = features.Dot(Coefficients.Row(k)) + Intercepts[k];
        }
    }

    /// <inheritdoc/>
    public override void Probabilities(Vector features, Span<double> p)
    {
        if (Coefficients.Rows > 1)
        {
            base.Probabilities(features, p);
        }
        else
        {
            p[1] = LogisticLoss.Probability(features.Dot(Coefficients.Row(0)) + Intercepts[0], out p[0]);
        }
    }

    /// <inheritdoc/>
    protected override void Probabilities(VectorColumn rows, Span<double> p) =>
        rows.Probabilities(Blocks.Dot, Coefficients, Intercepts, Normalize, p);

    string[] NamesOfCoefficients() =>
        [.. Names.OrNumbers(FeatureNames, Length), .. Options.FitIntercept ? ["(intercept)"] : Array.Empty<string>()];
}

/// <summary>How well a <see cref="LogisticRegression"/> predicts the rows that taught it.</summary>
/// <param name="Rows">How many rows of a weight above 0.</param>
/// <param name="Weight">The sum of the weights.</param>
/// <param name="LogLoss">The weighted mean of −log p(y), without penalties.</param>
/// <param name="ObjectiveHistory">The objective, penalties included, at the start and after each iteration.</param>
/// <param name="StandardErrors">
/// From the Fisher information, of the coefficients, and last of the intercept if there is one; NaN for a feature that
/// never varies. Empty unless the fit is binomial, by Newton's method, without penalty and bounds, and unique.
/// </param>
[TypeFormatterSource]
public sealed record LogisticRegressionSummary(
    long Rows,
    double Weight,
    double LogLoss,
    ImmutableArray<double> ObjectiveHistory,
    ImmutableArray<double> StandardErrors)
{
    /// <summary>How many iterations.</summary>
    public int Iterations => ObjectiveHistory.Length - 1;
}
