using Alink.Numerics;
using Alink.Trees;
using static Alink.Tests.Algorithms.HoeffdingTreeTest;

namespace Alink.Tests.Algorithms;

public class HoeffdingTreeModelTest
{
    [Theory]
    [InlineData(LeafPrediction.MajorityClass, 0.60)]
    [InlineData(LeafPrediction.NaiveBayes, 0.72)]
    [InlineData(LeafPrediction.NaiveBayesAdaptive, 0.72)]
    public void A_leaf_predicts_as_it_is_told(LeafPrediction way, double least)
    {
        var rows = Sea(190);
        var model = new HoeffdingTree { LeafPrediction = way }.Fit(rows);

        Assert.Equal(1, model.Leaves);
        Assert.InRange(model.Accuracy01(rows), least, 1);
        if (way == LeafPrediction.NaiveBayes)
        {
            // As scikit-learn's normal distributions, but for its variances, which divide by the count.
            var one = rows.Gather([.. Enumerable.Range(0, 190).Where(row => rows.Values<int>("label")[row] == 1)]);
            var first = one.Values<Vector>("features").ToArray().Select(vector => vector[0]).ToArray();
            var mean = first.Average();
            Assert.Equal(mean, model.Means[1, 0], 1e-12);
            Assert.Equal(first.Sum(x => (x - mean) * (x - mean)) / (first.Length - 1), model.Variances[1, 0], 1e-12);
            Assert.Equal(one.RowCount, model.ObservedWeights[0, 1]);
        }
    }

    [Fact]
    public void Probabilities_of_naive_bayes_are_those_computed_by_hand()
    {
        var rows = Table
            .Of<Vector>("features", [0.0], [2.0], [3.0], [5.0], [7.0])
            .With("label", "a", "a", "b", "b", "b");
        var p = new HoeffdingTree { LeafPrediction = LeafPrediction.NaiveBayes }.Fit(rows).Probabilities([3.0]);

        // a: 2/5 of N(1, 2); b: 3/5 of N(5, 4).
        var (a, b) = (0.4 * Math.Exp(-1) / Math.Sqrt(2), 0.6 * Math.Exp(-0.5) / 2);
        Assert.Equal(a / (a + b), p[0], 1e-14);
        Assert.Equal(b / (a + b), p[1], 1e-14);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(19)]
    public void Naive_bayes_multiplies_the_densities_of_all_features(int width)
    {
        var random = new SeededRandom(width);
        var labels = Enumerable.Range(0, 60).Select(i => i % 3 / 2).ToArray();
        var rows = labels.Select(label => Enumerable.Range(0, width)
            .Select(j => j == 0 && label == 0 ? 1.0 : random.NextGaussian() + (0.3 * label)).ToArray()).ToArray();
        var model = new HoeffdingTree { LeafPrediction = LeafPrediction.NaiveBayes }
            .Fit(Table.Of<Vector>("features", [.. rows.Select(row => (Vector)row)]).With("label", labels));

        // The first feature is always 1 in the first class: of density 1 at 1, and 0 elsewhere.
        Assert.Equal(Expected(rows[0]), model.Probabilities(rows[0])[0], 1e-12);
        Assert.Equal(0, model.Probabilities(rows[2])[0]);

        double Expected(double[] x)
        {
            double[] joint = [40, 20];
            for (var c = 0; c < 2; c++)
            {
                for (var j = 0; j < width; j++)
                {
                    double[] seen = [.. rows.Where((_, i) => labels[i] == c).Select(row => row[j])];
                    var (mean, squares) = (seen.Average(), seen.Sum(value => Math.Pow(value - seen.Average(), 2)));
                    var variance = squares / (seen.Length - 1);
                    joint[c] *= variance == 0 ? 1 : Math.Exp(-Math.Pow(x[j] - mean, 2) / (2 * variance)) / Math.Sqrt(2 * Math.PI * variance);
                }
            }

            return joint[0] / joint.Sum();
        }
    }
}
