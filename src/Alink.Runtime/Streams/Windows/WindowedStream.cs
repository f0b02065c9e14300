using System.Collections.Immutable;
using Alink.Runtime;

namespace Alink;

/// <summary>A stream cut into windows: what is computed of each follows.</summary>
/// <remarks>
/// <para>
/// The rows that come out are those of <see cref="Aggregate(ImmutableArray{WindowAggregate})"/> or
/// <see cref="Fold{TState}"/>, window after window, by the ends of the windows; of one end, in the order in which the
/// windows began to be. How the rows are cut into batches changes nothing.
/// </para>
/// <para>
/// Rows whose windows have all been forgotten come out of <c>.Side("late")</c>; the job reports their number as
/// <c>late rows</c> and the watermark, in milliseconds since 1970, as <c>watermark</c>.
/// </para>
/// </remarks>
public sealed class WindowedStream
{
    /// <summary>The name of the other output: rows that came too late for all of their windows.</summary>
    public const string Late = "late";

    internal WindowedStream(
        TableStream input, StreamWindow windows, EventTime? time, ImmutableArray<string> keys, TimeSpan allowedLateness)
    {
        if (windows.NeedTime && time is null)
        {
            throw new ArgumentException("Windows of time need the event time of the rows.", nameof(time));
        }

        (Input, Windows, Time, Keys) = (input, windows, time, keys);
        AllowedLateness = TimeSpan.FromTicks(Require.AtLeast(0, allowedLateness.Ticks, nameof(allowedLateness)));
    }

    internal TableStream Input { get; }

    internal StreamWindow Windows { get; }

    internal EventTime? Time { get; }

    internal ImmutableArray<string> Keys { get; }

    internal TimeSpan AllowedLateness { get; }

    /// <summary>One row for each window: its key, and the aggregates.</summary>
    /// <remarks>Counts, sums, means, extremes and moments keep sums; other functions keep the values of the window.
    /// </remarks>
    /// <exception cref="SchemaException">A column is missing, or of a type that the function does not take.</exception>
    /// <exception cref="ArgumentException">A function does not go with the windows.</exception>
    public TableStream Aggregate(params ImmutableArray<WindowAggregate> aggregates)
    {
        var plan = new AggregatePlan(Input.Schema, aggregates, Time, over: false, spans: Windows.NeedTime);
        return Input.Through(new WindowOperator<AggregateState>(this, new AggregateContent(plan), plan.Columns));
    }

    /// <summary>One row for each window: its key, and the aggregates of clauses such as
    /// <c>TUMBLE_START() as start, COUNT(ip) as clicks</c>.</summary>
    /// <inheritdoc cref="Aggregate(ImmutableArray{WindowAggregate})"/>
    /// <exception cref="FormatException">The text is no such clauses.</exception>
    public TableStream Aggregate(string clauses) => Aggregate(WindowAggregate.Parse(clauses));

    /// <summary>What a fold makes of the rows of each window; they are handed to it one by one.</summary>
    /// <param name="fold">The fold; for sessions an <see cref="IAggregator{TState}"/>, since sessions merge.</param>
    /// <param name="output">The columns of the result.</param>
    /// <param name="result">The rows of a window, any number of them; the state stays as it is. The columns of the key
    /// come before them.</param>
    /// <exception cref="ArgumentException">Sessions need an aggregator.</exception>
    public TableStream Fold<TState>(IFold<TState> fold, Schema output, Func<TState, WindowSpan, Table> result) =>
        Input.Through(new WindowOperator<TState>(this, new FoldContent<TState>(Input.Schema, fold, output, result), []));
}

/// <summary>Windows of streams.</summary>
public static class WindowStreams
{
    /// <summary>Cuts a stream into windows.</summary>
    /// <example>
    /// <code>
    /// var at = DateTimeOffset.UnixEpoch;
    /// var clicks = Table.Of&lt;DateTimeOffset&gt;("time", at, at.AddSeconds(40), at.AddSeconds(70));
    /// var perMinute = TableStream.Of(clicks, rowsPerBatch: 2)
    ///     .Window(StreamWindow.Tumbling(TimeSpan.FromMinutes(1)), time: "time")
    ///     .Aggregate("TUMBLE_START() as minute, COUNT(*) as clicks");
    /// var counts = "";
    /// await foreach (var batch in perMinute)
    /// {
    ///     counts += string.Join(' ', batch.Values&lt;long&gt;("clicks").ToArray()) + ' ';
    /// }
    ///
    /// counts // => 2 1
    /// </code>
    /// </example>
    /// <param name="stream">The stream.</param>
    /// <param name="windows">The windows.</param>
    /// <param name="time">The event time; null only where windows count rows, or there is only one.</param>
    /// <param name="keys">The columns whose values each have windows of their own; none: there is one set of windows.</param>
    /// <param name="allowedLateness">For how long after its end a window takes rows that come late, and is computed anew
    /// with each of them.</param>
    /// <exception cref="SchemaException">A column is missing, or of the wrong type.</exception>
    public static WindowedStream Window(
        this TableStream stream,
        StreamWindow windows,
        EventTime? time = null,
        ImmutableArray<string> keys = default,
        TimeSpan allowedLateness = default) =>
        new(stream, windows, time, keys.IsDefault ? [] : keys, allowedLateness);

    /// <summary>Each row with aggregates over it and the rows of its key just before it.</summary>
    /// <remarks>With event time, rows come out in its order, once the watermark has reached them; those that are behind it
    /// come out of <c>.Side("late")</c>. A row costs time in proportion to the rows that it looks back at.</remarks>
    /// <param name="stream">The stream.</param>
    /// <param name="precedingRows">How many rows before the current one; at least 0; null: all, which are then kept for
    /// ever.</param>
    /// <param name="aggregates">What is computed; such as <c>WindowAggregate.Parse("AVG_PRECEDING(x) as mean")</c>.</param>
    /// <param name="time">The event time; null: rows stand in the order in which they come.</param>
    /// <param name="keys">The columns of the key; none: all rows are of one.</param>
    /// <exception cref="SchemaException">A column is missing, or of a type that a function does not take.</exception>
    /// <exception cref="ArgumentException">A function does not go with such windows.</exception>
    public static TableStream OverCount(
        this TableStream stream,
        int? precedingRows,
        ImmutableArray<WindowAggregate> aggregates,
        EventTime? time = null,
        ImmutableArray<string> keys = default) =>
        stream.Through(new OverOperator(
            stream.Schema,
            aggregates,
            precedingRows is { } rows ? Require.AtLeast(0, rows, nameof(precedingRows)) : null,
            null,
            time,
            keys.IsDefault ? [] : keys));

    /// <summary>Each row with aggregates over it and the rows of its key that are not older than it by more than a while.
    /// </summary>
    /// <remarks>Of rows of one time, those that came before are looked back at.</remarks>
    /// <param name="stream">The stream.</param>
    /// <param name="precedingTime">How long before the current row; both ends belong to it; at least 0.</param>
    /// <param name="aggregates">What is computed.</param>
    /// <param name="time">The event time.</param>
    /// <param name="keys">The columns of the key; none: all rows are of one.</param>
    /// <inheritdoc cref="OverCount"/>
    public static TableStream OverTime(
        this TableStream stream,
        TimeSpan precedingTime,
        ImmutableArray<WindowAggregate> aggregates,
        EventTime time,
        ImmutableArray<string> keys = default) =>
        stream.Through(new OverOperator(
            stream.Schema,
            aggregates,
            null,
            TimeSpan.FromTicks(Require.AtLeast(0, precedingTime.Ticks, nameof(precedingTime))),
            time,
            keys.IsDefault ? [] : keys));
}
