namespace Alink.Runtime;

/// <summary>Counts the rows of one pass while they are read, and tells how far it is.</summary>
sealed class RowCounter(TrainingContext context)
{
    const long RowsBetweenReports = 1 << 17;

    long _rows;

    /// <summary>The training whose pass it is.</summary>
    public TrainingContext Context => context;

    /// <summary>The rows read so far.</summary>
    public long Rows => Interlocked.Read(ref _rows);

    /// <summary>The batches of a lane; stops before the next one when the training is cancelled.</summary>
    public IEnumerable<Table> Read(IDataset dataset, int lane)
    {
        foreach (var batch in dataset.Read(lane, context.Cancellation))
        {
            context.Cancellation.ThrowIfCancellationRequested();
            yield return batch;
            Count(batch.RowCount);
        }

        context.Cancellation.ThrowIfCancellationRequested();
    }

    void Count(int rows)
    {
        var after = Interlocked.Add(ref _rows, rows);
        if (after / RowsBetweenReports > (after - rows) / RowsBetweenReports)
        {
            context.Passing(after);
        }
    }
}
