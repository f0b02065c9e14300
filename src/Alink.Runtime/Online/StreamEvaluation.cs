using Alink.Runtime;

namespace Alink;

/// <summary>Measures the predictions of streams.</summary>
public static class StreamEvaluation
{
    /// <summary>The column that tells whether a row of measures is of a <c>window</c> or of <c>all</c> rows so far.</summary>
    public const string Statistics = "statistics";

    /// <summary>The column that numbers the windows, from 1.</summary>
    public const string Window = "window";

    /// <summary>The column that tells how many rows were measured.</summary>
    public const string Rows = "rows";

    /// <summary>Measures predictions as they come: a row of measures for each window, and one for all rows up to its end.</summary>
    /// <remarks>
    /// What is measured stands in every checkpoint, so a crash loses nothing of it, the totals least of all. After
    /// <see cref="StreamTraining.Train{TState, TModel}(TableStream, IOnlineEstimator{TState, TModel}, OnlineTrainingOptions?)"/>,
    /// which predicts rows before it learns them, this is progressive validation. A row that has no prediction, since its
    /// model had learnt too little, is left out, and counted. The measures are reported as figures of the job as well:
    /// those of the last window by their names, and the totals as <c>total auc</c>.
    /// </remarks>
    /// <param name="rows">The rows, with what was predicted and what is true.</param>
    /// <param name="evaluator">What is measured.</param>
    /// <param name="window">Which rows are measured together.</param>
    /// <exception cref="SchemaException">A column is missing or of the wrong type.</exception>
    /// <example>
    /// <code>
    /// using Alink.Evaluation;
    /// using Alink.Runtime;
    ///
    /// var rows = Table.Of("label", 1.0, 2.0, 3.0, 4.0).With("prediction", 1.0, 3.0, 3.0, 4.0);
    /// var stream = TableStream.Of(rows, rowsPerBatch: 3).Evaluate(new RegressionEvaluator(), EvaluationWindow.OfRows(2));
    /// var errors = new List&lt;double&gt;();
    /// await foreach (var measures in stream)
    /// {
    ///     errors.AddRange(measures.Values&lt;double&gt;("mae").ToArray());
    /// }
    ///
    /// errors // => [0.5 0.5 0 0.25]
    /// </code>
    /// </example>
    public static TableStream Evaluate<TState>(
        this TableStream rows, IRunningEvaluator<TState> evaluator, EvaluationWindow window) =>
        rows.Through(new WindowedEvaluation<TState>(evaluator, window));
}
