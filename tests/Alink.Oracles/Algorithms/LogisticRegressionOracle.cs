using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Alink.Classification;

namespace Alink.Oracles.Algorithms;

/// <summary>Every solver that takes a case must reach its numbers. Classes are 0 to the greatest label.</summary>
[Runs("LogisticRegression")]
sealed class LogisticRegressionOracle : IOracle
{
    const string Invariant =
        "without bounds each coefficient column and the intercept vector sum to 0 (|sum|<1e-5)";

    public void Run(Trial trial)
    {
        foreach (var options in Options(trial.Params))
        {
            if (trial.Data.Find("x")?.ValueKind == JsonValueKind.String)
            {
                OneLabel(trial, options);
            }
            else
            {
                var rows = Classes(trial.Data.ToTable().WithFeatures(), options.Family);
                var model = options.Fit(rows);
                Compare(trial.Expected, rows, model, Aligned(trial, model));
            }
        }
    }

    static void Compare(Expectation expected, Table rows, LogisticRegressionModel model, double[][] coefficients)
    {
        expected.Of("coefficients", coefficients[0]);
        expected.Of("intercept", model.Intercepts[0]);
        expected.Of("coefficientMatrix(rows=classes)", coefficients);
        expected.Of("interceptVector", model.Intercepts);
        expected.Of("iterations", model.Summary.Iterations);
        if (expected.Says("invariant", Invariant))
        {
            Centred(model, coefficients);
        }

        foreach (var row in rows.RowsOf("features"))
        {
            var margins = coefficients.Select(each => row.Zip(each, (x, b) => x * b).Sum());
            expected.Of("rawPrediction", margins.Zip(model.Intercepts, (margin, intercept) => margin + intercept));
            expected.Of("probability", model.Probabilities(row));
            expected.Of("prediction", Facts.NumberOf(model.Labels.Names[model.Predict(row)]));
        }
    }

    /// <summary>An L1 penalty leaves no column centred, as the cases' own numbers show, and intercepts alone.</summary>
    static void Centred(LogisticRegressionModel model, double[][] coefficients)
    {
        var options = model.Options;
        if (!options.LowerCoefficients.IsEmpty || !options.LowerIntercepts.IsEmpty)
        {
            return;
        }

        Assert.InRange(model.Intercepts.Sum(), -1e-5, 1e-5);
        for (var j = 0; options.Regularization == 0 && j < coefficients[0].Length; j++)
        {
            Assert.InRange(coefficients.Sum(row => row[j]), -1e-5, 1e-5);
        }
    }

    /// <summary>
    /// The coefficients, in columns moved to where the case has them as far as its bounds let them go: between bounds
    /// and without penalty, probabilities stay the same where all classes' coefficients of a feature grow alike, so
    /// that there is no single optimum, and where it comes out is up to the path.
    /// </summary>
    static double[][] Aligned(Trial trial, LogisticRegressionModel model)
    {
        var (options, coefficients) = (model.Options, Rows(model.Coefficients));
        var width = model.Coefficients.Columns;
        var (least, greatest) = (options.LowerCoefficients, options.UpperCoefficients);
        if (coefficients.Length == 1 || options.Regularization > 0 || (least.IsEmpty && greatest.IsEmpty))
        {
            return coefficients;
        }

        var matrix = trial.Case.Expected.GetProperty("coefficientMatrix(rows=classes)");
        var theirs = matrix.EnumerateArray().Select(Facts.NumbersOf).ToArray();
        for (var j = 0; j < width; j++)
        {
            var (shift, down, up) = (0.0, double.NegativeInfinity, double.PositiveInfinity);
            for (var k = 0; k < theirs.Length; k++)
            {
                var lower = least.IsEmpty ? double.NegativeInfinity : least[(k * width) + j];
                var upper = greatest.IsEmpty ? double.PositiveInfinity : greatest[(k * width) + j];
                Assert.InRange(coefficients[k][j], lower, upper);
                shift += (coefficients[k][j] - theirs[k][j]) / theirs.Length;
                (down, up) = (Math.Max(down, lower - theirs[k][j]), Math.Min(up, upper - theirs[k][j]));
            }

            foreach (var row in coefficients)
            {
                row[j] -= Math.Clamp(shift, down, up);
            }
        }

        return coefficients;
    }

    /// <summary>The rows of one case are told in words.</summary>
    static void OneLabel(Trial trial, LogisticRegression options)
    {
        trial.Data.Says("x", "any 1-feature data");
        trial.Data.Says("label", "all 0.0 (or all 1.0)");
        Assert.True(trial.Expected.Says("intercept", "-Infinity (labels 0) / +Infinity (labels 1)"));
        foreach (var (label, intercept) in new[] { (0.0, double.NegativeInfinity), (1.0, double.PositiveInfinity) })
        {
            var rows = Table.Of<Vector>("features", [1.0], [2.0], [4.0]).With("label", label, label, label);
            var model = options.Fit(Classes(rows, options.Family));
            trial.Expected.Of("coefficients", model.Coefficients.Values.ToArray());
            trial.Expected.Of("iterations", model.Summary.Iterations);
            Assert.Equal(intercept, Assert.Single(model.Intercepts));
        }
    }

    static Table Classes(Table rows, LogisticFamily family)
    {
        var classes = Math.Max((int)rows.NumbersOf("label").Max() + 1, family == LogisticFamily.Binomial ? 2 : 1);
        var names = Enumerable.Range(0, classes).Select(k => k.ToString(CultureInfo.InvariantCulture));
        return rows.With(
            rows.Schema["label"] with { Levels = new Levels(DataType.Double, [.. names]) }, rows.Data("label"));
    }

    static IEnumerable<LogisticRegression> Options(Facts given)
    {
        var family = given.Text("family") switch
        {
            "binomial" => LogisticFamily.Binomial,
            "multinomial" => LogisticFamily.Multinomial,
            var other => throw new FormatException($"The family '{other}' is not known."),
        };
        var options = new LogisticRegression
        {
            Family = family,
            Weight = given.Column("weightCol"),
            Regularization = given.Number("regParam", 0),
            ElasticNet = given.Number("elasticNetParam", 0),
            FitIntercept = given.Flag("fitIntercept", true),
            Standardize = given.Flag("standardization", true),
            LowerCoefficients = Bounds(given.Find("lowerBoundsOnCoefficients")),
            UpperCoefficients = Bounds(given.Find("upperBoundsOnCoefficients")),
            LowerIntercepts = Bounds(given.Find("lowerBoundsOnIntercepts")),
            UpperIntercepts = Bounds(given.Find("upperBoundsOnIntercepts")),
            MaxIterations = (int)given.Number("maxIter", 100),
            Tolerance = given.Number("tol", 1e-9),
        };
        LogisticSolver[] solvers = family == LogisticFamily.Binomial
            ? [LogisticSolver.Newton, LogisticSolver.Lbfgs]
            : [LogisticSolver.Lbfgs];
        return solvers.Select(solver => options with { Solver = solver });
    }

    /// <summary>Numbers, or words such as "3x4 filled 1.0".</summary>
    static ImmutableArray<double> Bounds(JsonElement? bounds)
    {
        if (bounds is not { } given)
        {
            return [];
        }

        if (given.ValueKind != JsonValueKind.String)
        {
            return [.. Facts.NumbersOf(given)];
        }

        var numbers = given.GetString()!.Replace(" filled ", "x", StringComparison.Ordinal).Split('x')
            .Select(number => double.Parse(number, CultureInfo.InvariantCulture)).ToArray();
        return [.. Enumerable.Repeat(numbers[2], (int)(numbers[0] * numbers[1]))];
    }

    static double[][] Rows(Matrix matrix) => [.. Enumerable.Range(0, matrix.Rows).Select(k => matrix.Row(k).ToArray())];
}
