using Alink.Linear;
using Alink.Numerics;

namespace Alink.Reduction;

/// <summary>Projects rows onto directions: (x − shift) · direction · scale, for each.</summary>
/// <param name="directions">Shape: directions × features.</param>
/// <param name="shift">Shape: features; empty for nothing.</param>
/// <param name="scale">Shape: directions.</param>
sealed class Projection(Matrix directions, double[] shift, double[] scale)
{
    /// <summary>The step that reads one cell's vector and writes the other's.</summary>
    /// <exception cref="RowException">A vector is missing, or of another length than the directions.</exception>
    public Func<bool> Bind(RowCells row, Cell features, Cell output)
    {
        var apart = new double[directions.Columns];
        var shifted = new double[shift.Length == 0 ? 0 : directions.Rows];
        if (shifted.Length > 0)
        {
            DenseKernels.Gemv(new(directions.Values, directions.Rows, directions.Columns), shift, shifted);
        }

        return () =>
        {
            var vector = row.Features(features, directions.Columns);
            var along = output.Dense(directions.Rows);
            if (vector.IsDense)
            {
                vector.CopyTo(apart);
                if (shift.Length > 0)
                {
                    DenseKernels.Axpy(-1, shift, apart);
                }

                DenseKernels.Gemv(new(directions.Values, directions.Rows, directions.Columns), apart, along);
            }
            else
            {
                for (var k = 0; k < along.Length; k++)
                {
                    along[k] = vector.Dot(directions.Row(k)) - (shifted.Length > 0 ? shifted[k] : 0);
                }
            }

            for (var k = 0; k < along.Length; k++)
            {
                along[k] *= scale[k];
            }

            return true;
        };
    }
}
