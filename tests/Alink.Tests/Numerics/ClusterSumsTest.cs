using Alink.Numerics;

namespace Alink.Tests.Numerics;

public class ClusterSumsTest
{
    [Fact]
    public void Sums_and_weights_are_those_of_a_plain_loop()
    {
        for (var width = 0; width <= 40; width++)
        {
            const int rows = 33, clusters = 4;
            float[] narrow = [.. Samples.Gaussian(rows * width, 1).Select(x => (float)x)];
            double[] values = [.. narrow.Select(x => (double)x)];
            var weights = width % 2 == 0 ? [] : Samples.Weights(rows, 2);
            int[] nearest = [.. Enumerable.Range(0, rows).Select(i => i * i % clusters)];
            double[] expected = new double[clusters * width], counts = new double[clusters];
            double[] sums = new double[clusters * width], weightSums = new double[clusters];
            double[] narrowSums = new double[clusters * width], narrowWeights = new double[clusters];
            for (var i = 0; i < rows; i++)
            {
                var weight = weights.Length > 0 ? weights[i] : 1;
                counts[nearest[i]] += weight;
                for (var j = 0; j < width; j++)
                {
                    expected[(nearest[i] * width) + j] += weight * values[(i * width) + j];
                }
            }

            ClusterSums.Add(values, width, nearest, weights, sums, weightSums);
            ClusterSums.Add(narrow, width, nearest, weights, narrowSums, narrowWeights);

            Samples.Near(expected, sums, 1e-14);
            Assert.Equal(sums, narrowSums);
            Assert.Equal(counts, weightSums);
            Assert.Equal(counts, narrowWeights);
        }
    }
}
