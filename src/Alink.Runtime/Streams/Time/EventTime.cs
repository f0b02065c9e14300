namespace Alink;

/// <summary>When the rows of a stream happened, and how far out of order they come.</summary>
/// <remarks>
/// <para>
/// Event time moves with the rows: the watermark is the latest time seen, the least over the partitions of the source,
/// minus <see cref="OutOfOrderness"/>. No row that comes later is expected to be older; one that is, is late. The
/// watermark moves between one row and the next, so that how rows are cut into batches changes nothing, and it never
/// goes back.
/// </para>
/// <para>
/// A partition holds the watermark back until its first row comes, from the epoch on that first reads of it. One that
/// has had no row for <see cref="Idle"/>, by the planned times of the epochs, holds nothing back until it has one again.
/// </para>
/// </remarks>
/// <param name="Column">The column of moments, or of whole numbers: milliseconds since 1970-01-01T00:00Z. Every row has
/// one. Offsets from UTC do not matter.</param>
public sealed record EventTime(string Column)
{
    /// <summary>By how much a row may be older than one before it, of its partition; at least 0.</summary>
    public TimeSpan OutOfOrderness
    {
        get;
        init => field = TimeSpan.FromTicks(Require.AtLeast(0, value.Ticks, nameof(OutOfOrderness)));
    }

    /// <summary>After how long without rows a partition is passed over; above zero; null: never.</summary>
    /// <remarks>Time passes with epochs: a trigger with a period begins one even where no rows come.</remarks>
    public TimeSpan? Idle
    {
        get;
        init => field = value is { } idle ? TimeSpan.FromTicks(Require.Positive(idle.Ticks, nameof(Idle))) : null;
    }

    /// <summary>Names the column.</summary>
    public static implicit operator EventTime(string column) => new(column);

    /// <summary>The column, once it is known to hold times.</summary>
    /// <exception cref="SchemaException">The column is missing, or holds no times.</exception>
    internal Field FieldOf(Schema schema) => schema[Column] is { Type: DataType.DateTimeOffset or DataType.Int64 } field
        ? field
        : throw new SchemaException(
            $"Column '{Column}' holds {schema[Column].Type}; event times are moments, or milliseconds since 1970 as "
            + "Int64.");

    /// <summary>The time of each row, in ticks of UTC.</summary>
    /// <exception cref="RowException">A time is missing, or out of range.</exception>
    internal long[] Read(Table rows)
    {
        var data = rows.Data(Column);
        var times = new long[rows.RowCount];
        for (var row = 0; row < times.Length; row++)
        {
            times[row] = data.IsMissing(row)
                ? throw new RowException(
                    $"Column '{Column}' has no value in row {rows.FirstRow + row}; every row needs its event time.")
                : data is FixedColumn<DateTimeOffset> moments ? moments.Values[row].UtcTicks
                : Ticks(((FixedColumn<long>)data).Values[row], rows.FirstRow + row);
        }

        return times;
    }

    /// <summary>A time as a value of the column's type.</summary>
    internal static Runtime.Value ValueOf(long ticks, DataType type)
    {
        ticks = Math.Clamp(ticks, 0, DateTimeOffset.MaxValue.UtcTicks);
        return type == DataType.Int64
            ? Runtime.Value.Of(Math.DivRem(ticks - DateTimeOffset.UnixEpoch.Ticks, TimeSpan.TicksPerMillisecond).Quotient)
            : Runtime.Value.Of(new DateTimeOffset(ticks, TimeSpan.Zero));
    }

    long Ticks(long milliseconds, long row) =>
        milliseconds >= DateTimeOffset.MinValue.ToUnixTimeMilliseconds()
        && milliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? DateTimeOffset.UnixEpoch.Ticks + (milliseconds * TimeSpan.TicksPerMillisecond)
            : throw new RowException(
                $"Column '{Column}' holds {milliseconds} in row {row}; as milliseconds since 1970 that is in none of the "
                + "years 1 to 9999.");
}
