using Alink.Linear;
using Alink.Numerics;

namespace Alink.Reduction;

/// <summary>Projects rows onto directions: (x − shift) · direction · scale, for each.</summary>
/// <param name="directions">Shape: directions × features.</param>
/// <param name="shift">Shape: features; empty for nothing.</param>
/// <param name="scale">Shape: directions.</param>
sealed class Projection(Matrix directions, double[] shift, double[] scale)
{
    /// <summary>The rows of a table with their projections; null where they must be looked at one by one.</summary>
    /// <remarks>What <see cref="Bind"/> does to each of them, to the bit.</remarks>
    public Table? Transform(Table input, Column<Vector> features, Field output)
    {
        if (input.FeatureRows(features, directions.Columns) is not { } rows)
        {
            return null;
        }

        const int together = 256; // Rows stay in the cache from one direction to the next.
        var (count, shifted) = (directions.Rows, rows.IsDense ? [] : Shifted());
        var projected = new double[checked(rows.Length * count)];
        var apart = new double[rows.IsDense ? Math.Min(together, rows.Length) * shift.Length : 0];
        Span<double> along = stackalloc double[together];
        for (var start = 0; start < rows.Length; start += together)
        {
            var part = ((VectorColumn)rows.Slice(start, Math.Min(together, rows.Length - start))).Block;
            var dense = part.IsDense ? Less(part.Dense(), apart) : default;
            for (var k = 0; k < count; k++)
            {
                if (part.IsDense)
                {
                    DenseKernels.Gemv(dense, directions.Row(k), along[..part.Rows]);
                }
                else
                {
                    SparseKernels.Gemv(part.Sparse(), directions.Row(k), along[..part.Rows]);
                }

                var place = (start * count) + k;
                for (var i = 0; i < part.Rows; i++, place += count)
                {
                    projected[place] = (shifted.Length > 0 ? along[i] - shifted[k] : along[i]) * scale[k];
                }
            }
        }

        return input.With(output, new VectorColumn(rows.Length, count, projected));
    }

    /// <summary>The step that reads one cell's vector and writes the other's.</summary>
    /// <exception cref="RowException">A vector is missing, or of another length than the directions.</exception>
    public Func<bool> Bind(RowCells row, Cell features, Cell output)
    {
        var apart = new double[directions.Columns];
        var shifted = Shifted();
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

    /// <summary>Rows less the shift, in the place given; the rows themselves where there is none.</summary>
    DenseRows Less(DenseRows rows, double[] apart)
    {
        if (shift.Length == 0)
        {
            return rows;
        }

        rows.Values.CopyTo(apart);
        for (var i = 0; i < rows.Count; i++)
        {
            DenseKernels.Axpy(-1, shift, apart.AsSpan(i * shift.Length, shift.Length));
        }

        return new(apart.AsSpan(0, rows.Values.Length), rows.Count, rows.Width);
    }

    /// <summary>What the shift takes off along each direction; empty for nothing.</summary>
    double[] Shifted()
    {
        var shifted = new double[shift.Length == 0 ? 0 : directions.Rows];
        if (shifted.Length > 0)
        {
            DenseKernels.Gemv(new(directions.Values, directions.Rows, directions.Columns), shift, shifted);
        }

        return shifted;
    }
}
