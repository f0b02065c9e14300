using Alink.Runtime;

namespace Alink;

/// <summary>How something outside is asked about the rows of a stream: many requests at a time, so that a slow answer holds
/// nothing up.</summary>
/// <remarks>
/// <para>
/// Up to <see cref="Capacity"/> requests are on their way at the same time; while there are that many the stream waits.
/// All are answered by the end of the epoch, so that no checkpoint holds any; after a crash those of an epoch that was not
/// finished are asked again. What is asked should therefore change nothing, or bear being done twice.
/// </para>
/// <para>
/// With <see cref="IsOrdered"/> rows come out in the order in which they came in. Without, they come out as they are
/// answered: this is the one operator whose output has no order that is the same each time, so nothing behind it may
/// depend on the order of rows. Never do rows of one partition come out among those of another.
/// </para>
/// </remarks>
public sealed record LookUp
{
    /// <summary>How many rows are asked about in one request, at most; at least 1. None waits for rows of another batch.
    /// </summary>
    public int RowsPerRequest { get; init => field = Require.AtLeast(1, value); } = 1;

    /// <summary>How many requests are on their way, or wait for one before them, at most; at least 1.</summary>
    public int Capacity { get; init => field = Require.AtLeast(1, value); } = 100;

    /// <summary>Whether rows keep their order.</summary>
    public bool IsOrdered { get; init; } = true;

    /// <summary>How long a request may take, all attempts included; above zero.</summary>
    public TimeSpan Timeout { get; init => field = TimeSpan.FromTicks(Require.Positive(value.Ticks)); } =
        TimeSpan.FromMinutes(1);

    /// <summary>How often, and after what waits, a request that failed is made again.</summary>
    public RestartStrategy Retry { get; init; } = RestartStrategy.None;

    /// <summary>After which errors a request is made again; by default after all.</summary>
    public Func<Exception, bool> RetryAfter { get; init; } = _ => true;

    /// <summary>Whether rows whose request took too long come out of <c>.Side("timeout")</c>; otherwise the job fails.
    /// </summary>
    public bool SetsTimeoutsAside { get; init; }

    /// <summary>What time it is.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}

/// <summary>Streams that ask something outside.</summary>
public static class LookUpStreams
{
    /// <summary>The name of the other output: rows whose request took too long.</summary>
    public const string Timeout = "timeout";

    /// <summary>Asks something outside about the rows; the answers come out.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="ask">Asks about some rows; the answer has any number of them.</param>
    /// <param name="output">The columns of the answers.</param>
    /// <param name="options">How it asks: capacity, order, timeout, retries.</param>
    public static TableStream LookUpAsync(
        this TableStream stream, Func<Table, CancellationToken, Task<Table>> ask, Schema output, LookUp? options = null) =>
        stream.Through(new LookUpOperator(ask, output, options ?? new()));

    /// <summary>Adds to rows what a database knows of them.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="lookUp">Asks the database.</param>
    /// <param name="options">How it asks; null: about up to 100 rows in each request.</param>
    /// <exception cref="SchemaException">A column is missing, of the wrong type, or there already.</exception>
    public static TableStream LookUpAsync(this TableStream stream, ILookUp lookUp, LookUp? options = null) =>
        stream.LookUpAsync(lookUp.AskAsync, lookUp.Transform(stream.Schema), options ?? new() { RowsPerRequest = 100 });

    /// <summary>Adds to each row the properties of a record that is asked for, as columns.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="ask">Asks for the record of a row; null: the columns have no value.</param>
    /// <param name="options">How it asks: capacity, order, timeout, retries; one row in each request.</param>
    /// <typeparam name="T">The type of the records.</typeparam>
    /// <example>
    /// <code>
    /// var names = new Dictionary&lt;int, string&gt; { [1] = "Ada", [2] = "Alan" };
    /// var people = "";
    /// var stream = TableStream.Of(Table.Of("id", 2, 1, 3), rowsPerBatch: 2).LookUpAsync(async (row, cancellation) =>
    /// {
    ///     await Task.Yield();
    ///     return names.TryGetValue(row.Get&lt;int&gt;("id"), out var name) ? new { Name = name } : null;
    /// });
    /// await foreach (var batch in stream)
    /// {
    ///     people += string.Concat(batch.Rows.Select(row => $"{row["id"]} {row["name"]}; "));
    /// }
    ///
    /// people // => 2 Alan; 1 Ada; 3 ;
    /// </code>
    /// </example>
    /// <exception cref="SchemaException">The stream has a column of the name of a property, or no column can hold its
    /// values.</exception>
    public static TableStream LookUpAsync<T>(
        this TableStream stream, Func<Row, CancellationToken, Task<T?>> ask, LookUp? options = null)
        where T : class
    {
        Field[] added = [.. RecordMap<T>.Instance.Schema.Fields.Select(field => field with { IsNullable = true })];
        var output = new Schema([.. stream.Schema.Fields, .. added]);
        return stream.LookUpAsync(
            async (row, cancellation) =>
                Beside(row, await ask(new(row, 0), cancellation).ConfigureAwait(false), added, output),
            output,
            (options ?? new()) with { RowsPerRequest = 1 });
    }

    static Table Beside<T>(Table row, T? record, Field[] added, Schema output)
        where T : class
    {
        var answer = record is null ? null : Table.From([record]);
        return new(output, [.. row.Schema.Fields.Select(field => row.Data(field.Name)), .. added.Select(Column)]);

        ColumnData Column(Field field)
        {
            if (answer is not null)
            {
                return answer.Data(field.Name);
            }

            var missing = ColumnBuilder.Of(field);
            missing.AppendMissing();
            return missing.Build();
        }
    }
}
