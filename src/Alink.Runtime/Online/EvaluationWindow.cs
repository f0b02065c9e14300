namespace Alink.Runtime;

/// <summary>Which rows of a stream are evaluated together, besides all of them.</summary>
public sealed record EvaluationWindow
{
    /// <summary>Rows are evaluated when the stream ends, and not before.</summary>
    public static EvaluationWindow All { get; } = new();

    /// <summary>How many rows make a window; null where they are not counted.</summary>
    public long? Rows { get; private init; }

    /// <summary>How many epochs make a window; null where they are not counted.</summary>
    public long? Epochs { get; private init; }

    /// <summary>After how much time a window ends, with the epoch that is run then; null where time does not end it.</summary>
    public TimeSpan? Period { get; private init; }

    /// <summary>A window for every so many rows, exactly; the last one of a stream may have fewer.</summary>
    /// <param name="rows">How many; at least 1.</param>
    public static EvaluationWindow OfRows(long rows) => new() { Rows = Require.AtLeast(1, rows, nameof(rows)) };

    /// <summary>A window for every so many epochs.</summary>
    /// <param name="epochs">How many; at least 1.</param>
    public static EvaluationWindow OfEpochs(long epochs) => new() { Epochs = Require.AtLeast(1, epochs, nameof(epochs)) };

    /// <summary>A window for every so much time, as far as there are rows.</summary>
    /// <param name="period">How much; above 0.</param>
    public static EvaluationWindow Every(TimeSpan period) => period > TimeSpan.Zero ? new() { Period = period }
        : throw new ArgumentOutOfRangeException(nameof(period), period, "A window must take more than no time.");
}
