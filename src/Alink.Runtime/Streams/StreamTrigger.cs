namespace Alink.Runtime;

/// <summary>When an epoch of a stream begins.</summary>
public sealed record StreamTrigger
{
    /// <summary>As soon as there are rows: the least latency.</summary>
    public static StreamTrigger AsRowsCome { get; } = new();

    /// <summary>Once so many rows have come, and no sooner; at least 1. Null: any number of rows.</summary>
    public long? Rows { get; private init; }

    /// <summary>Once so much time has passed since the last epoch began, with the rows that there are. Null: never.</summary>
    public TimeSpan? Period { get; private init; }

    /// <summary>The most rows of one epoch; at least 1.</summary>
    public long MostRows { get => Rows ?? field; init => field = Require.AtLeast(1, value); } = 100_000;

    /// <summary>An epoch for every <paramref name="rows"/> rows, exactly; the last one, of a stream that ends or is stopped, may have fewer.</summary>
    /// <param name="rows">How many rows; at least 1.</param>
    /// <param name="orEvery">After so much time an epoch is run with the rows that there are.</param>
    public static StreamTrigger EveryRows(long rows, TimeSpan? orEvery = null) =>
        new() { Rows = Require.AtLeast(1, rows), Period = orEvery };

    /// <summary>An epoch for every <paramref name="period"/>, with the rows that there are by then.</summary>
    public static StreamTrigger Every(TimeSpan period) => new() { Period = period };
}
