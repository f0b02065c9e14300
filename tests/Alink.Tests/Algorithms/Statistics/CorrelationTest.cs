using Alink.Runtime;
using Alink.Statistics;

namespace Alink.Tests.Algorithms;

public class CorrelationTest
{
    static readonly Table Iris = DataSets.Read("iris/iris.csv");

    // Expected: scipy 1.10.1, stats.pearsonr, spearmanr and kendalltau of columns 0 and 1, and 2 and 3, of the iris data.
    [Theory]
    [InlineData(CorrelationMethod.Pearson, -0.1175697841330022, 0.15189826071144746, 0.9628654314027953, 4.6750039073346546e-86)]
    [InlineData(CorrelationMethod.Spearman, -0.166777658283235, 0.04136799424884587, 0.9376668235763412, 8.156596854126675e-70)]
    [InlineData(CorrelationMethod.Kendall, -0.0769967881165167, 0.18292101506854785, 0.8068906859884751, 2.4434463945331443e-44)]
    public void Iris_is_that_of_scipy(CorrelationMethod method, double first, double p, double second, double secondP)
    {
        var correlation = new Correlation { Method = method }.Evaluate(Iris);

        Assert.Equal(first, correlation.Values[0, 1], 1e-12);
        Assert.Equal(second, correlation.Values[3, 2], 1e-12);
        Assert.Equal(p, correlation.P[1, 0], 1e-12);
        Assert.Equal(1, correlation.P[2, 3] / secondP, 1e-9);
        Assert.Equal((1, 0), (correlation.Values[2, 2], correlation.P[2, 2]));
    }

    // Expected: scipy 1.10.1; 33 rows at most and no ties, so the p-value of Kendall's tau is exact.
    [Fact]
    public void Few_rows_are_those_of_scipy()
    {
        double[] a = [3.1, 0.2, 4.7, 1.9, 8.8, 2.5], b = [1.0, 2.2, 3.3, 0.5, 9.1, 4.4];
        var rows = Table.Of("features", [.. a.Zip(b, (x, y) => Vector.Of([x, y]))]);

        Same(0.4666666666666666, 0.2722222222222222, CorrelationMethod.Kendall);
        Same(0.6, 0.208, CorrelationMethod.Spearman);

        void Same(double expected, double p, CorrelationMethod method)
        {
            var correlation = new Correlation { Method = method }.Evaluate(rows);
            Assert.Equal(expected, correlation.Values[0, 1], 1e-14);
            Assert.Equal(p, correlation.P[0, 1], 1e-14);
        }
    }

    [Fact]
    public void Kendall_agrees_with_the_simplest_code()
    {
        var random = new Random(5);
        var rows = Table.Of("features", [.. Enumerable.Range(0, 100).Select(
            i => Vector.Of([random.Next(12), random.Next(5) + (i / 40), random.NextDouble()]))]);
        var columns = Enumerable.Range(0, 3).Select(j => rows.Values<Vector>("features").ToArray().Select(row => row[j]).ToArray()).ToArray();
        var tau = new Correlation { Method = CorrelationMethod.Kendall }.Evaluate(rows).Values;

        for (var i = 0; i < 3; i++)
        {
            for (var j = 0; j < 3; j++)
            {
                Assert.Equal(Simplest(columns[i], columns[j]), tau[i, j], 1e-12);
            }
        }

        static double Simplest(double[] x, double[] y)
        {
            var (sum, inX, inY) = (0, 0.0, 0.0);
            for (var i = 0; i < x.Length; i++)
            {
                for (var j = 0; j < i; j++)
                {
                    sum += Math.Sign(x[i] - x[j]) * Math.Sign(y[i] - y[j]);
                    inX += x[i] == x[j] ? 0 : 1;
                    inY += y[i] == y[j] ? 0 : 1;
                }
            }

            return sum / Math.Sqrt(inX * inY);
        }
    }

    [Theory, InlineData(CorrelationMethod.Pearson), InlineData(CorrelationMethod.Spearman), InlineData(CorrelationMethod.Kendall)]
    public void Curves_and_constants_and_single_rows_are_answered(CorrelationMethod method)
    {
        var rows = Table.Of<Vector>("features", [0.1, 1.0, 3.0], [0.1, 2.0, 2.0], [0.1, 4.0, 0.0]);
        var correlation = new Correlation { Method = method }.Evaluate(rows);

        Assert.Equal(double.NaN, correlation.Values[0, 1]);
        Assert.Equal(double.NaN, correlation.P[0, 1]);
        Assert.Equal(1, correlation.Values[0, 0]);
        Assert.Equal(-1, correlation.Values[1, 2]);
        Assert.Throws<TrainingException>(() => new Correlation { Method = method }.Evaluate(rows.Head(1)));
        Assert.Throws<TrainingException>(() => new Correlation { Method = method }.Evaluate(rows.Head(0)));
    }

    [Fact]
    public void A_variance_that_is_no_number_correlates_with_nothing()
    {
        var rows = Table.Of<Vector>("features", [1e300, 1.0], [2e300, 2.0], [-1e300, 5.0]);

        Assert.True(double.IsNaN(new Correlation().Evaluate(rows).Values[0, 1]));
        Assert.Equal(-0.5, new Correlation { Method = CorrelationMethod.Spearman }.Evaluate(rows).Values[0, 1], 1e-15);
        Assert.Contains("Feature '0' has no finite variance", Assert.Throws<TrainingException>(() => new VarianceInflation().Evaluate(rows)).Message);
    }
}
