using Alink.Numerics;

namespace Alink.Tests.Numerics;

public class SparseKernelsTest
{
    [Fact]
    public void Sparse_products_are_those_of_the_dense_rows()
    {
        for (var width = 0; width <= 40; width++)
        {
            const int count = 7;
            var (offsets, indices, values, dense) = Samples.Sparse(count, width, 1);
            double[] vector = Samples.Gaussian(width, 2), weights = Samples.Gaussian(count, 3);
            double[] expected = new double[count], result = new double[count];
            double[] expectedSums = new double[width], sums = new double[width];
            var rows = new SparseRows(offsets, indices, values, width);
            DenseKernels.Gemv(new(dense, count, width), vector, expected);
            DenseKernels.GemvTransposed(new(dense, count, width), weights, expectedSums);
            SparseKernels.Gemv(rows, vector, result);
            SparseKernels.GemvTransposed(rows, weights, sums);

            Samples.Near(expected, result, 1e-13);
            Samples.Near(expectedSums, sums, 1e-13);
            for (var i = 0; i < count; i++)
            {
                Assert.Equal(
                    DenseKernels.SquaredDistance(dense.AsSpan(i * width, width), vector),
                    SparseKernels.SquaredDistance(
                        rows.IndicesOf(i), rows.ValuesOf(i), vector, DenseKernels.Dot(vector, vector)),
                    1e-12);
            }
        }
    }

    [Fact]
    public void The_distance_of_equals_is_not_negative() =>
        Assert.Equal(0, SparseKernels.SquaredDistance([0, 1], [0.1, 0.7], [0.1, 0.7], 0.49999999999999994), 1e-15);

    [Fact]
    public void A_slice_whose_offsets_do_not_start_at_zero_is_read_in_place()
    {
        var rows = new SparseRows([0, 2, 3, 5], [0, 2, 1, 0, 1], [1, 2, 3, 4, 5], 3).Slice(1, 2);
        var result = new double[2];
        SparseKernels.Gemv(rows, [10, 100, 1000], result);

        Assert.Equal([300, 540], result);
    }

    [Fact]
    public void An_index_beyond_the_width_is_refused_and_not_read()
    {
        Assert.Throws<IndexOutOfRangeException>(() => SparseKernels.Dot([3], [1.0], [1.0, 2.0]));
        Assert.Throws<IndexOutOfRangeException>(() => SparseKernels.Axpy(1, [-1], [1.0], new double[2]));
        Assert.Throws<ArgumentException>(() => new SparseRows([0, 3], [0, 1], [1.0, 2.0], 2).Count);
    }
}
