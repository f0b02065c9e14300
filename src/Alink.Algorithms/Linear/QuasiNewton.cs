using Alink.Numerics;

namespace Alink.Linear;

/// <summary>Runs L-BFGS as a training: told, stopped and resumed by its context.</summary>
static class QuasiNewton
{
    /// <summary>
    /// The optimizer for a relative distance to the optimum: a step's improvement is a small part of what is left to gain, so
    /// it stops at a thousandth of it.
    /// </summary>
    public static Lbfgs Optimizer(int maxIterations, double tolerance) =>
        new() { MaxIterations = maxIterations, Tolerance = tolerance / 1000, GradientTolerance = tolerance / 100 };

    /// <summary>Minimises, from the last checkpoint if there is one.</summary>
    /// <param name="optimizer">How.</param>
    /// <param name="objective">What.</param>
    /// <param name="start">Where it starts.</param>
    /// <param name="unit">What the loss is multiplied by to be told.</param>
    /// <param name="context">The training.</param>
    public static async ValueTask<Optimum> MinimizeAsync(
        Lbfgs optimizer, Objective objective, double[] start, double unit, TrainingContext context)
    {
        optimizer = optimizer with
        {
            Progress = step => context.Report(step.Iteration, unit * step.Loss),
            Save = context.Checkpoints is null ? null : state => context.SaveAsync(state.Losses.Length - 1, state),
        };
        var saved = await context.ResumeAsync<LbfgsState>().ConfigureAwait(false);
        return saved is { } checkpoint
            ? await optimizer.ResumeAsync(objective, checkpoint.State, context.Cancellation).ConfigureAwait(false)
            : await optimizer.MinimizeAsync(objective, start, context.Cancellation).ConfigureAwait(false);
    }
}
