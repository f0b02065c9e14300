using System.Collections.Immutable;
using Alink.Linear;
using Alink.Numerics;

namespace Alink.Online;

/// <summary>Margins of rows, whose bits are the same dense and sparse, in learning and in prediction.</summary>
static class Margins
{
    /// <summary>x · w of a row.</summary>
    public static double LaneDot(this Vector x, ReadOnlySpan<double> w) => x.IsDense
        ? Numerics.LaneDot.Dense(x.Values, w)
        : Numerics.LaneDot.Sparse(x.Indices, x.Values, w);

    /// <summary>x · w of each row, to the bit that of <see cref="LaneDot(Vector, ReadOnlySpan{double})"/>.</summary>
    public static void LaneDot(this VectorBlock rows, ReadOnlySpan<double> w, Span<double> products)
    {
        if (rows.IsDense)
        {
            Numerics.LaneDot.Dense(rows.Dense(), w, products);
            return;
        }

        for (var i = 0; i < products.Length; i++)
        {
            products[i] = Numerics.LaneDot.Sparse(rows.IndicesOf(i), rows.ValuesOf(i), w);
        }
    }

    /// <summary>The margin of each row of coefficients.</summary>
    public static void MarginsOf(this Vector x, Matrix coefficients, ImmutableArray<double> intercepts, Span<double> margins)
    {
        for (var k = 0; k < coefficients.Rows; k++)
        {
            margins[k] = x.LaneDot(coefficients.Row(k)) + intercepts[k];
        }
    }

    /// <summary>e to the power of each margin, over their sum.</summary>
    public static void Softmax(Span<double> margins)
    {
        var highest = double.NegativeInfinity;
        foreach (var margin in margins)
        {
            highest = Math.Max(highest, margin);
        }

        var sum = 0.0;
        foreach (ref var margin in margins)
        {
            margin = VectorMath.Exp(margin - highest);
            sum += margin;
        }

        foreach (ref var margin in margins)
        {
            margin /= sum;
        }
    }

    /// <summary>The rows with what was predicted for them, but for the first, before which there was no model.</summary>
    public static Table WithPredictions(this Table rows, Column<double> column, double[] predictions, int unpredicted)
    {
        var missing = Validity.Where(rows.RowCount, row => row < unpredicted);
        return rows.With(
            new Field(column.Name, DataType.Double) { IsNullable = Math.Min(unpredicted, rows.RowCount) > 0 },
            new FixedColumn<double>(predictions, missing));
    }

    /// <summary>What an optimiser goes on from, which must be the same as before.</summary>
    /// <exception cref="TrainingException">It is another.</exception>
    public static OptimizerMemory Continued(this GradientLearner options, OptimizerMemory memory, GradientLearner before) =>
        options.Optimizer == before.Optimizer ? memory : throw new TrainingException(
            $"The model was trained by {before.Optimizer}; its memory is of no use to {options.Optimizer}.");

    /// <summary>Refuses an intercept that is not to be learnt.</summary>
    /// <exception cref="TrainingException">There is one, and there should be none.</exception>
    public static void CheckIntercept(bool hasIntercept, bool fitIntercept)
    {
        if (hasIntercept && !fitIntercept)
        {
            throw new TrainingException("The model has an intercept, and FitIntercept is false.");
        }
    }
}
