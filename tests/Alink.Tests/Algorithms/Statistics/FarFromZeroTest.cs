using Alink.Anomaly;
using Alink.Classification;
using Alink.Evaluation;
using Alink.Features;
using Alink.Reduction;
using Alink.Regression;
using Alink.Runtime;
using Alink.Statistics;

namespace Alink.Tests.Algorithms;

/// <summary>Numbers of 1e9 ± 0.01: every statistic of distances is that of the same numbers about 0.</summary>
public class FarFromZeroTest
{
    const int Count = 1000;
    const double Offset = 1 << 30;
    const double Step = 1.0 / (1 << 20);

    static readonly Dictionary<string, Func<IDataset, double[]>> Statistics = new()
    {
        ["deviations of a scaler"] = rows => [.. new StandardScaler().Fit(rows).Deviation],
        ["a summary"] = rows => Wait(Summarizer.SummarizeAsync(rows, "features", null, Context)).Values<double>("variance").ToArray(),
        ["a weighted summary"] = rows => Wait(Summarizer.SummarizeAsync(rows, "features", "weight", Context)).Values<double>("variance").ToArray(),
        ["covariances"] = rows => new Covariance().Evaluate(rows).Values.Values.ToArray(),
        ["weighted covariances"] = rows => new Covariance { Weight = "weight" }.Evaluate(rows).Values.Values.ToArray(),
        ["correlations"] = rows => new Correlation().Evaluate(rows).Values.Values.ToArray(),
        ["inflated variances"] = rows => [.. new VarianceInflation().Evaluate(rows).Factors],
        ["an analysis of variance"] = rows => Statistic(new AnovaTest { Label = "class" }.Evaluate(rows)),
        ["F of a number"] = rows => Statistic(new FValueTest().Evaluate(rows)),
        ["t of a mean"] = rows => [new TTest { Input = "label", Mean = Near(rows) ? Step : Offset + Step }.Evaluate(rows).Statistic],
        ["t of two means"] = rows => [new TTest { Input = "label", Group = "class" }.Evaluate(rows).Statistic],
        ["principal components"] = rows => [.. new Pca().Fit(rows).Variances],
        ["a regression"] = rows => [.. new LinearRegression().Fit(rows).Coefficients],
        ["normal distributions of classes"] = rows => new GaussianNaiveBayes { Label = "class" }.Fit(rows).Variances.Values.ToArray(),
        ["deviations of a control chart"] = rows => [new KSigma { Feature = "label" }.Fit(rows).Deviation],
        ["errors of a prediction"] = rows => Errors(new RegressionEvaluator { Prediction = "prediction" }.Evaluate(rows)),
    };

    public static TheoryData<string> Names => [.. Statistics.Keys];

    static TrainingContext Context => new(LocalMachine.Default);

    [Theory, MemberData(nameof(Names))]
    public void An_offset_loses_no_digits(string name)
    {
        var near = Statistics[name](Rows(0));
        foreach (var far in new[] { Statistics[name](Rows(Offset)), Statistics[name](new Laned(Rows(Offset), 77)) })
        {
            Assert.All(near.Zip(far), pair => Assert.Equal(0, (pair.Second / pair.First) - 1, 1e-11));
        }
    }

    // A mean of 1e9 has no digits after 1e-7.
    [Fact]
    public void A_mean_is_rounded_once()
    {
        var mean = Enumerable.Range(0, Count).Average(i => Rows(0).Values<double>("label")[i]);
        foreach (var rows in new IDataset[] { Rows(Offset), new Laned(Rows(Offset), 77) })
        {
            var imputer = new Imputer { Columns = ["label"] }.Fit(rows);
            Assert.Equal(Offset + mean, imputer.Surrogates[0]);
            Assert.Equal(Offset + mean, new KSigma { Feature = "label" }.Fit(rows).Mean);
        }
    }

    [Fact]
    public void Distances_that_overflow_spoil_no_mean() =>
        Assert.Equal(0, new Imputer { Columns = ["x"] }.Fit(Table.Of("x", 1.5e308, -1.5e308)).Surrogates[0]);

    // Expected: Python's fractions.
    [Fact]
    public void A_variance_is_exact() => Assert.Equal(
        33412197.144896 / (1L << 40), Math.Pow(new StandardScaler().Fit(Rows(Offset)).Deviation[0], 2), 1e-13 * 33412197 / (1L << 40));

    /// <summary>Multiples of 2⁻²⁰, which are numbers with and without the offset.</summary>
    static Table Rows(double offset)
    {
        var numbers = Enumerable.Range(0, Count).Select(i => (
            A: offset + Steps(i * 7919L), B: offset + Steps((i * 7919L) + (i % 4999)), Label: offset + Steps((i * 7919L) + (i % 777)))).ToArray();
        return Table
            .Of<Vector>("features", [.. numbers.Select(row => Vector.Of([row.A, row.B]))])
            .With("label", [.. numbers.Select(row => row.Label)])
            .With("prediction", [.. numbers.Select(row => row.A)])
            .With("weight", [.. Enumerable.Range(0, Count).Select(i => 0.25 + (i % 3))])
            .With("class", [.. Enumerable.Range(0, Count).Select(i => i % 7 < 3 ? "a" : "b")]);

        static double Steps(long number) => ((number % 20011) - 10005) * Step;
    }

    static bool Near(IDataset rows) => rows.Read(0, default).First().Values<double>("label")[0] < 1;

    static double[] Statistic(FeatureTests tests) => [.. Enumerable.Range(0, 2).Select(j => tests[j].Statistic)];

    static double[] Errors(RegressionMetrics metrics) => [metrics.R2, metrics.ExplainedVariance, metrics.PredictedVariance];

    static T Wait<T>(ValueTask<T> task) => task.AsTask().GetAwaiter().GetResult();

    sealed record Laned(Table Rows, int LaneRows) : IDataset
    {
        public Schema Schema => Rows.Schema;

        public int Lanes => (Rows.RowCount + LaneRows - 1) / LaneRows;

        public IEnumerable<Table> Read(int lane, CancellationToken cancellation) => Rows.Batches(LaneRows).ElementAt(lane).Batches(13);
    }
}
