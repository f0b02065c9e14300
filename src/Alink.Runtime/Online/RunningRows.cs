namespace Alink.Runtime;

/// <summary>Prepares rows for evaluators that run along.</summary>
static class RunningRows
{
    /// <summary>The rows that have a value in each column that a model writes.</summary>
    public static Table Predicted<TState>(this IRunningEvaluator<TState> evaluator, Table rows)
    {
        foreach (var column in evaluator.Predictions)
        {
            var data = rows.Data(column);
            if (data.HasMissing)
            {
                rows = rows.Gather([.. Enumerable.Range(0, rows.RowCount).Where(row => !data.IsMissing(row))]);
            }
        }

        return rows;
    }

    /// <summary>What the rows so far measure.</summary>
    public static double[] Measure<TState>(this IRunningEvaluator<TState> evaluator, TState state)
    {
        var measures = new double[evaluator.Measures.Length];
        evaluator.Measure(state, measures);
        return measures;
    }
}
