using System.Buffers;

namespace Alink.Online;

/// <summary>The settings of linear models that learn row by row, by steps against the gradient of a loss.</summary>
/// <remarks>
/// <para>
/// For each row, or for the mean of each <see cref="BatchSize"/> rows, the gradient of weight · loss + ½ L2 |w|² is taken at
/// the weights of that moment, then one step is made, with η the learning rate of the step:
/// <list type="bullet">
/// <item>SGD: w −= η g;</item>
/// <item>momentum: m = γ m + η g, w −= m;</item>
/// <item>AdaGrad (J. Duchi, E. Hazan and Y. Singer, JMLR 12, 2011): n += g², w −= η g / √(n + ε);</item>
/// <item>RMSprop: n = γ n + (1 − γ) g², w −= η g / √(n + ε);</item>
/// <item>Adam (D. Kingma and J. Ba, ICLR 2015): m = β₁ m + (1 − β₁) g, n = β₂ n + (1 − β₂) g²,
/// w −= η m / (1 − β₁ᵗ) / (√(n / (1 − β₂ᵗ)) + ε).</item>
/// </list>
/// L1 follows as a proximal step (J. Duchi and Y. Singer, "Efficient online and batch learning using forward backward
/// splitting", JMLR 10, 2009): each weight moves towards 0 by L1 times the rate at which its gradient counted, and stays
/// at 0 where it would pass it. Intercepts are not penalised.
/// </para>
/// <para>
/// A step costs the stored entries of its rows. Under SGD both penalties still act on every weight at every step: what a
/// weight missed is made up, exactly, when it is next read. The other optimisers move a coordinate only when an entry of
/// it is not 0, penalties included, as lazy Adam does.
/// </para>
/// <para>
/// Rows of a mini-batch that is not full yet wait in the state, and a snapshot takes a step with their mean, so that none
/// is lost. Any cut of a stream gives the same bits, dense or sparse.
/// </para>
/// <para>
/// All rows of a mini-batch have the same weights before them. So where a job learns without passing rows on, workers share
/// the margins and slopes of a mini-batch of 512 rows or more; the gradients are added in the order of the rows, and no bit
/// depends on how many workers there are.
/// </para>
/// </remarks>
public abstract record GradientLearner
{
    const int StackNumbers = 512;

    // What a worker takes at a time.
    const int PieceRows = 256;

    /// <summary>The vectors to learn from; all of one length.</summary>
    public Column<Vector> Features { get; init; } = "features";

    /// <summary>How much each row counts, at least 0, read in training only: it multiplies the gradient; null counts every row once.</summary>
    public Column<double>? Weight { get; init; }

    /// <summary>Whether there are intercepts.</summary>
    public bool FitIntercept { get; init; } = true;

    /// <summary>How a gradient makes a step.</summary>
    public OnlineOptimizer Optimizer { get; init; }

    /// <summary>
    /// η, above 0; null for Alink's: 0.0005 for SGD, 0.01 for AdaGrad, else 0.001.
    /// </summary>
    public double? LearningRate
    {
        get;
        init => field = value is null ? null : Require.Positive(Require.Finite(0, value.Value));
    }

    /// <summary>How the learning rate goes on.</summary>
    public LearningSchedule Schedule { get; init; }

    /// <summary>The power of the steps that an inversely scaled rate is divided by; at least 0.</summary>
    public double Power { get; init => field = Require.Finite(0, value); } = 0.5;

    /// <summary>γ of momentum and RMSprop; from 0 to 1.</summary>
    public double Gamma { get; init => field = Require.Between(0, 1, value); } = 0.9;

    /// <summary>β₁ of Adam; from 0 to below 1.</summary>
    public double Beta1 { get; init => field = Require.Between(0, Math.BitDecrement(1.0), value); } = 0.9;

    /// <summary>β₂ of Adam; from 0 to below 1.</summary>
    public double Beta2 { get; init => field = Require.Between(0, Math.BitDecrement(1.0), value); } = 0.999;

    /// <summary>ε of AdaGrad, RMSprop and Adam; above 0.</summary>
    public double Epsilon { get; init => field = Require.Positive(value); } = 1e-8;

    /// <summary>The L1 penalty; at least 0.</summary>
    public double L1 { get; init => field = Require.Finite(0, value); }

    /// <summary>The L2 penalty; at least 0.</summary>
    public double L2 { get; init => field = Require.Finite(0, value); }

    /// <summary>How many rows make one step together; at least 1.</summary>
    public int BatchSize { get; init => field = Require.AtLeast(1, value); } = 1;

    internal double Rate => LearningRate ?? Optimizer switch
    {
        OnlineOptimizer.Sgd => 0.0005,
        OnlineOptimizer.AdaGrad => 0.01,
        _ => 0.001,
    };

    /// <summary>The derivative of a row's loss by each of its margins.</summary>
    /// <param name="margins">The margins.</param>
    /// <param name="target">The number to predict, or the number of the class.</param>
    /// <param name="slopes">One place for each margin.</param>
    internal abstract void Slopes(ReadOnlySpan<double> margins, double target, Span<double> slopes);

    /// <summary>Learns from rows in their order.</summary>
    /// <param name="state">What has been learnt so far.</param>
    /// <param name="batch">The rows.</param>
    /// <param name="targets">The number to predict for each, or the number of its class.</param>
    /// <param name="predicted">The margins of each row before it is learnt; shape: rows × margins, or empty.</param>
    /// <param name="workers">Who may share the slopes of a mini-batch; null: nobody.</param>
    internal void Learn(
        GradientState state, Table batch, ReadOnlySpan<double> targets, Span<double> predicted, Workers? workers = null)
    {
        var rows = batch.Features(Features);
        var weights = batch.Weights(Weight);
        if (batch.RowCount == 0)
        {
            return;
        }

        var learnt = state.Sized(rows.Width, this);
        var entries = new EntryRows(rows);
        var count = learnt.Margins;
        var needed = entries.MostEntries + (2 * count);
        var rented = needed > StackNumbers ? ArrayPool<double>.Shared.Rent(needed) : null;
        Span<double> scratch = rented is null ? stackalloc double[StackNumbers] : rented;
        var margins = scratch[..count];
        var slopes = scratch.Slice(count, count);
        scratch = scratch[(2 * count)..];
        var rule = new StepRule(this);
        Span<double> shared = [];
        var until = 0;
        for (var i = 0; i < rows.Rows; i++)
        {
            if (workers is not null && i == until)
            {
                until = (int)Math.Min(rows.Rows, (long)i + BatchSize - learnt.Pending);
                shared = until - i < 2 * PieceRows ? []
                    : SlopesOf(learnt, batch, i, targets[i..until], entries.MostEntries, workers);
            }

            var indices = entries.IndicesOf(i);
            var values = rows.ValuesOf(i);
            if (!predicted.IsEmpty)
            {
                learnt.MarginsOf(rule, indices, values, scratch, predicted.Slice(i * count, count), withPending: true);
            }

            if (shared.IsEmpty)
            {
                learnt.MarginsOf(rule, indices, values, scratch, margins, withPending: false);
                Slopes(margins, targets[i], slopes);
            }
            else
            {
                shared[..count].CopyTo(slopes);
                shared = shared[count..];
            }

            for (var k = 0; k < count; k++)
            {
                slopes[k] *= weights.IsEmpty ? 1 : weights[i];
                if (!double.IsFinite(slopes[k]))
                {
                    throw new TrainingException(
                        $"The weights have left all bounds in row {batch.FirstRow + i}: the learning rate, {Rate}, is too high.");
                }
            }

            learnt.Learn(rule, indices, values, slopes);
        }

        if (rented is not null)
        {
            ArrayPool<double>.Shared.Return(rented);
        }
    }

    /// <summary>The slopes of rows of one mini-batch, each by whoever is free; shape: rows × margins.</summary>
    double[] SlopesOf(
        GradientWeights learnt, Table batch, int first, ReadOnlySpan<double> targets, int mostEntries, Workers workers)
    {
        var count = learnt.Margins;
        var numbers = targets.ToArray();
        var slopes = new double[numbers.Length * count];
        workers((numbers.Length + PieceRows - 1) / PieceRows, piece =>
        {
            var rows = ((VectorColumn)batch.Values(Features)).Block;
            var entries = new EntryRows(rows);
            var rule = new StepRule(this);
            var scratch = new double[mostEntries + count];
            var margins = scratch.AsSpan(mostEntries);
            for (var i = piece * PieceRows; i < Math.Min(numbers.Length, (piece + 1) * PieceRows); i++)
            {
                learnt.MarginsOf(
                    rule, entries.IndicesOf(first + i), rows.ValuesOf(first + i), scratch, margins, withPending: false);
                Slopes(margins, numbers[i], slopes.AsSpan(i * count, count));
            }
        });
        return slopes;
    }
}

/// <summary>How a gradient makes a step.</summary>
public enum OnlineOptimizer
{
    /// <summary>Stochastic gradient descent: against the gradient.</summary>
    Sgd,

    /// <summary>Against a decaying sum of the gradients.</summary>
    Momentum,

    /// <summary>Each coordinate by the root of the sum of its squared gradients.</summary>
    AdaGrad,

    /// <summary>Each coordinate by the root of the decaying mean of its squared gradients.</summary>
    RmsProp,

    /// <summary>The decaying mean of gradients, by the root of that of their squares.</summary>
    Adam,
}

/// <summary>How a learning rate goes on from step to step.</summary>
public enum LearningSchedule
{
    /// <summary>As it is.</summary>
    Constant,

    /// <summary>η / tᵖ at step t, with p the power.</summary>
    InverseScaling,
}
