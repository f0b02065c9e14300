using System.Buffers;
using System.Collections.Immutable;
using Alink.Numerics;

namespace Alink.Online;

/// <summary>How far a passive-aggressive learner goes for one row.</summary>
public enum PassiveAggressiveVariant
{
    /// <summary>As far as the row asks: PA.</summary>
    Unlimited,

    /// <summary>At most C: PA-I.</summary>
    Limited,

    /// <summary>Less the smaller C is, without a limit: PA-II.</summary>
    Softened,
}

/// <summary>The weights that a passive-aggressive learner has come to.</summary>
public sealed class PassiveAggressiveState
{
    internal PassiveAggressiveState(ImmutableArray<string> featureNames, OnlineClasses? classes) =>
        (FeatureNames, Classes) = (featureNames, classes);

    internal ImmutableArray<string> FeatureNames { get; }

    /// <summary>The classes; null where a number is predicted.</summary>
    internal OnlineClasses? Classes { get; }

    /// <summary>How many features there are; −1 before the first row.</summary>
    internal int Width { get; private set; } = -1;

    /// <summary>The weights, margin by margin, and last the intercept of each; shape: margins × (features + 1).</summary>
    internal double[] Weights { get; private set; } = [];

    internal int Margins => Classes?.Margins ?? 1;

    /// <summary>A state before any row, of the schema's length where that is known.</summary>
    internal static PassiveAggressiveState Start(Schema schema, Column<Vector> features, OnlineClasses? classes)
    {
        var field = schema.Field(features);
        var state = new PassiveAggressiveState(field.FeatureNames, classes);
        return field.VectorLength is { } width ? state.Sized(width) : state;
    }

    /// <summary>This state, once its rows are known to have a length.</summary>
    /// <exception cref="TrainingException">Rows of another length came before.</exception>
    internal PassiveAggressiveState Sized(int width)
    {
        if (Width < 0)
        {
            (Width, Weights) = (width, new double[Margins * (width + 1)]);
        }

        TrainingRows.SameLength(width, Width);
        return this;
    }

    /// <summary>The weights of a margin, and last its intercept.</summary>
    internal Span<double> Of(int margin) => Weights.AsSpan(margin * (Width + 1), Width + 1);

    /// <summary>The coefficients and the intercepts of every margin.</summary>
    /// <param name="sign">−1 for the margins of the other of two classes, else 1.</param>
    /// <param name="learner">What learns.</param>
    /// <exception cref="TrainingException">There were no rows.</exception>
    internal (Matrix Coefficients, ImmutableArray<double> Intercepts) Read(int sign, string learner)
    {
        if (Width < 0)
        {
            throw new TrainingException($"{learner} needs at least one row.");
        }

        var (coefficients, intercepts) = (new double[Margins * Width], new double[Margins]);
        for (var k = 0; k < Margins; k++)
        {
            for (var j = 0; j < Width; j++)
            {
                coefficients[(k * Width) + j] = (sign * Of(k)[j]) + 0.0; // No zero becomes −0.
            }

            intercepts[k] = (sign * Of(k)[Width]) + 0.0;
        }

        return (new(Margins, Width, [.. coefficients]), [.. intercepts]);
    }

    /// <summary>Takes over the weights of a model.</summary>
    internal PassiveAggressiveState Take(Matrix coefficients, IReadOnlyList<double> intercepts)
    {
        Sized(coefficients.Columns);
        for (var k = 0; k < Margins; k++)
        {
            coefficients.Row(k).CopyTo(Of(k));
            Of(k)[Width] = intercepts[k];
        }

        return this;
    }

    /// <summary>Learns from rows in their order.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="hasIntercept">Whether there are intercepts.</param>
    /// <param name="move">What a row asks of each margin, given the margins and Σ x².</param>
    /// <param name="predicted">The margins of each row before it is learnt; shape: rows × margins, or empty.</param>
    internal void Learn(VectorBlock rows, bool hasIntercept, Move move, Span<double> predicted)
    {
        if (rows.Rows == 0)
        {
            return;
        }

        Sized(rows.Width);
        var count = Margins;
        var rented = ArrayPool<double>.Shared.Rent(2 * count);
        var (margins, moves) = (rented.AsMemory(0, count), rented.AsMemory(count, count));
        var entries = new EntryRows(rows);
        for (var i = 0; i < rows.Rows; i++)
        {
            var indices = entries.IndicesOf(i);
            var values = rows.ValuesOf(i);
            for (var k = 0; k < count; k++)
            {
                margins.Span[k] = LaneDot.Sparse(indices, values, Of(k)) + Of(k)[Width];
            }

            if (!predicted.IsEmpty)
            {
                margins.Span.CopyTo(predicted[(i * count)..]);
            }

            var square = LaneDot.Gathered(indices, values, values);
            if (square == 0)
            {
                continue; // A row of zeros asks for what no weight can give.
            }

            moves.Span.Clear();
            move(i, margins.Span, square, moves.Span);
            for (var k = 0; k < count; k++)
            {
                var step = moves.Span[k];
                if (step == 0)
                {
                    continue;
                }

                SparseKernels.Axpy(step, indices, values, Of(k));
                Of(k)[Width] += hasIntercept ? step : 0;
            }
        }

        ArrayPool<double>.Shared.Return(rented);
    }

    /// <summary>What a row asks of each margin.</summary>
    /// <param name="row">The row.</param>
    /// <param name="margins">Its margins.</param>
    /// <param name="square">Σ x², above 0.</param>
    /// <param name="moves">What is added to each margin's weights for each unit of a feature; 0 on entry.</param>
    internal delegate void Move(int row, ReadOnlySpan<double> margins, double square, Span<double> moves);

    /// <summary>How far to go for a loss.</summary>
    /// <param name="loss">The loss, at least 0.</param>
    /// <param name="square">The squared length of what is added.</param>
    /// <param name="variant">The variant.</param>
    /// <param name="c">C.</param>
    internal static double Step(double loss, double square, PassiveAggressiveVariant variant, double c) => variant switch
    {
        PassiveAggressiveVariant.Unlimited => loss / square,
        PassiveAggressiveVariant.Limited => Math.Min(c, loss / square),
        _ => loss / (square + (1 / (2 * c))),
    };
}
