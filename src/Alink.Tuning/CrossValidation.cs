using System.Collections.Immutable;
using Alink.Runtime;

namespace Alink.Tuning;

/// <summary>Judges a learner on rows that it was not trained on.</summary>
public static class CrossValidation
{
    /// <summary>Trains once for each fold, in parallel, and measures each model on the rows held out from it.</summary>
    /// <param name="learner">What is trained.</param>
    /// <param name="rows">All rows.</param>
    /// <param name="evaluator">What measures.</param>
    /// <param name="folds">How rows are held out; null for five folds by chance.</param>
    /// <param name="workers">How many processors to use; at least 1, and null for all. The numbers do not depend on it.</param>
    /// <returns>The metrics of each fold, in their order.</returns>
    /// <exception cref="SchemaException">A column is missing or of the wrong type.</exception>
    /// <exception cref="TrainingException">The rows of a fold cannot teach.</exception>
    /// <example>
    /// <code>
    /// using Alink.Evaluation;
    /// using Alink.Tuning;
    ///
    /// var rows = Table.Of&lt;Vector&gt;("features", [.. Enumerable.Range(0, 60).Select(i =&gt; (Vector)new[] { i * 0.5 })])
    ///     .With("label", [.. Enumerable.Range(0, 60).Select(i =&gt; 3.0 + i)]);
    /// var metrics = new Alink.Regression.LinearRegression().CrossValidate(rows, new RegressionEvaluator(), new KFold { Count = 3 });
    /// metrics.Length // => 3
    /// metrics.All(fold => fold.R2 > 0.999) // => True
    /// </code>
    /// </example>
    public static ImmutableArray<TMetrics> CrossValidate<TMetrics>(
        this IEstimator learner, IDataset rows, IEvaluator<TMetrics> evaluator, IFolds? folds = null, int? workers = null) =>
        learner.CrossValidateAsync(
            rows, evaluator, folds ?? new KFold(), new(new LocalMachine(workers ?? Environment.ProcessorCount)))
            .AsTask().GetAwaiter().GetResult();

    /// <summary>Trains once for each fold, in parallel, and measures each model on the rows held out from it.</summary>
    /// <param name="learner">What is trained.</param>
    /// <param name="rows">All rows.</param>
    /// <param name="evaluator">What measures.</param>
    /// <param name="folds">How rows are held out.</param>
    /// <param name="context">What runs the trainings.</param>
    /// <returns>The metrics of each fold, in their order.</returns>
    /// <exception cref="SchemaException">A column is missing or of the wrong type.</exception>
    /// <exception cref="TrainingException">The rows of a fold cannot teach.</exception>
    public static async ValueTask<ImmutableArray<TMetrics>> CrossValidateAsync<TMetrics>(
        this IEstimator learner, IDataset rows, IEvaluator<TMetrics> evaluator, IFolds folds, TrainingContext context)
    {
        learner.Transform(rows.Schema);
        return [.. await Jobs.RunAsync(folds.Count, (fold, own) => learner.JudgeAsync(rows, evaluator, folds, fold, 1, own), context)
            .ConfigureAwait(false)];
    }

    /// <summary>The metrics of one fold, of a training on a share of its rows.</summary>
    internal static async ValueTask<TMetrics> JudgeAsync<TMetrics>(
        this IEstimator learner, IDataset rows, IEvaluator<TMetrics> evaluator, IFolds folds, int fold, double share, TrainingContext context)
    {
        var (training, heldOut) = folds.Cut(rows, fold);
        if (share < 1)
        {
            training = ((IDataset)training).Split(share, seed: fold).First;
        }

        var model = await learner.FitAsync(training, context).ConfigureAwait(false);
        return await evaluator.EvaluateAsync(heldOut.Through(model), context).ConfigureAwait(false);
    }
}
