using Alink.Numerics;

namespace Alink.Tests.Numerics;

public class NearestCentroidTest
{
    [Fact]
    public void The_result_is_that_of_the_simple_search_at_every_size()
    {
        foreach (var width in (int[])[0, 1, 2, 3, 7, 8, 9, 15, 16, 17, 31, 32, 33, 50, 70])
        {
            foreach (var count in (int[])[1, 2, 3, 15, 16, 17, 63, 64, 65, 80, 129])
            {
                foreach (var rows in (int[])[0, 1, 3, 4, 5, 67])
                {
                    Same(Samples.Gaussian(rows * width, 1), Samples.Gaussian(count * width, 2), rows, count, width);
                }
            }
        }
    }

    [Fact]
    public void Rows_that_float32_cannot_decide_are_decided_in_double()
    {
        // Rows on the planes between centroids, moved off by a few units in the last place of a double.
        const int width = 5, count = 70, rows = 2000;
        var centroids = Samples.Gaussian(count * width, 1);
        var random = new SeededRandom(2);
        var values = new double[rows * width];
        for (var i = 0; i < rows; i++)
        {
            int a = random.NextInt(count), b = random.NextInt(count);
            for (var j = 0; j < width; j++)
            {
                values[(i * width) + j] =
                    ((centroids[(a * width) + j] + centroids[(b * width) + j]) / 2) + (random.NextGaussian() * 1e-16);
            }
        }

        Same(values, centroids, rows, count, width);
    }

    [Fact]
    public void A_large_common_offset_does_not_matter()
    {
        Same(Samples.Gaussian(300 * 9, 1, mean: 1e6), Samples.Gaussian(20 * 9, 2, mean: 1e6), 300, 20, 9);
        Same(Samples.Gaussian(300 * 9, 1, mean: 1e6), Samples.Gaussian(20 * 9, 2), 300, 20, 9);
    }

    [Fact]
    public void Of_equal_distances_the_first_wins()
    {
        double[] centroids = [1, -1, 1, -1], rows = [0, 1, -1, 5];
        var nearest = new int[4];
        new NearestCentroid(centroids, 4, 1).Assign(rows, nearest);

        Assert.Equal([0, 0, 1, 0], nearest);
    }

    [Fact]
    public void Equal_centroids_in_different_groups_leave_the_first()
    {
        var centroids = Samples.Gaussian(64 * 3, 1);
        double[] twice = [.. centroids, .. centroids];
        var nearest = new int[64];
        new NearestCentroid(twice, 128, 3).Assign(centroids, nearest);

        Assert.Equal(Enumerable.Range(0, 64), nearest);
    }

    [Fact]
    public void Numbers_beyond_float32_and_NaN_are_answered_as_by_the_simple_search()
    {
        Same([1e300, -1e300, 1e-300, double.NaN, 0, 1e30], [1e300, 0, -1e300], 6, 3, 1);
        Same([1e-200, 3e-200, -1e-200], [1e-200, 2.5e-200], 3, 2, 1);
        Same([1, 2, 3], [double.NaN, 2, 3], 3, 3, 1);
    }

    [Fact]
    public void Shapes_that_do_not_fit_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new NearestCentroid([], 0, 1));
        Assert.Throws<ArgumentException>(() => new NearestCentroid([1.0], 1, 2));
        Assert.Throws<ArgumentException>(() => new NearestCentroid([1.0], 1, 1).Assign([1.0, 2.0], new int[1]));
        Assert.Throws<ArgumentException>(
            () => new NearestCentroid([1.0], 1, 1).Assign([1.0, 2.0], new int[2], new double[1]));
    }

    static void Same(double[] values, double[] centroids, int rows, int count, int width)
    {
        var search = new NearestCentroid(centroids, count, width);
        int[] nearest = new int[rows], narrowNearest = new int[rows];
        double[] distances = new double[rows], narrowDistances = new double[rows];
        Array.Fill(nearest, -7);
        search.Assign(values, nearest, distances);
        var (expected, expectedDistances) = Simple(values, centroids, rows, count, width);

        Assert.Equal(expected, nearest);
        Assert.Equal(expectedDistances, distances);
        search.Assign(values, nearest);
        Assert.Equal(expected, nearest);

        float[] narrow = [.. values.Select(x => (float)x)];
        search.Assign(narrow, narrowNearest, narrowDistances);
        (expected, expectedDistances) = Simple([.. narrow.Select(x => (double)x)], centroids, rows, count, width);

        Assert.Equal(expected, narrowNearest);
        Assert.Equal(expectedDistances, narrowDistances);
    }

    static (int[] Nearest, double[] Distances) Simple(
        double[] values, double[] centroids, int rows, int count, int width)
    {
        var nearest = new int[rows];
        var distances = new double[rows];
        for (var i = 0; i < rows; i++)
        {
            for (var k = 0; k < count; k++)
            {
                var distance = DenseKernels.SquaredDistance(
                    values.AsSpan(i * width, width), centroids.AsSpan(k * width, width));
                if (k == 0 || distance < distances[i])
                {
                    (nearest[i], distances[i]) = (k, distance);
                }
            }
        }

        return (nearest, distances);
    }
}
