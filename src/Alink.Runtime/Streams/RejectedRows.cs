using System.Text;
using System.Text.Unicode;

namespace Alink.Runtime;

/// <summary>The rejected records of a source: made into rows, counted, and held against a limit.</summary>
/// <param name="limit">The limit.</param>
sealed class RejectedRows(RejectLimit limit)
{
    long _rejected;
    RejectedRecord? _last;
    string _partition = "";

    /// <summary>Where a record stands, what is wrong with it, and the record itself, as text or, where it is no UTF-8, as
    /// base64.</summary>
    public static Schema Schema { get; } = new(
        new Field("partition", DataType.String),
        new Field("position", DataType.Int64),
        new Field("column", DataType.String) { IsNullable = true },
        new Field("reason", DataType.String),
        new Field("text", DataType.String) { IsNullable = true },
        new Field("base64", DataType.String) { IsNullable = true });

    /// <summary>What was counted by the end of the last epoch.</summary>
    public RejectTally Tally { get; set; }

    /// <summary>Counts records of a partition, and makes rows of them.</summary>
    public Table Take(string partition, IReadOnlyList<RejectedRecord> records)
    {
        _rejected += records.Count;
        (_last, _partition) = (records[^1], partition);
        var texts = records.Select(record => Utf8.IsValid(record.Bytes.Span) ? Encoding.UTF8.GetString(record.Bytes.Span) : null)
            .ToArray();
        return new(
            Schema,
            [
                StringColumn.Of([.. records.Select(_ => partition)]),
                new FixedColumn<long>(records.Select(record => record.Position).ToArray()),
                StringColumn.Of([.. records.Select(record => record.Column)]),
                StringColumn.Of([.. records.Select(record => record.Reason)]),
                StringColumn.Of(texts),
                StringColumn.Of([.. records.Zip(texts, (record, text) => text is null ? Convert.ToBase64String(record.Bytes.Span) : null)]),
            ]);
    }

    /// <summary>Ends an epoch.</summary>
    /// <param name="rows">How many rows it had besides the rejected records.</param>
    /// <param name="isLast">Whether the stream ends with it.</param>
    /// <exception cref="DataFormatException">More were rejected than may be.</exception>
    public void End(long rows, bool isLast)
    {
        var (all, before, now) = Tally;
        (all, now) = (all + _rejected, now + new RejectShare(rows + _rejected, _rejected));
        _rejected = 0;
        if (all > limit.MostRecords)
        {
            throw TooMany($"{all} records were rejected, above {nameof(RejectLimit.MostRecords)} = {limit.MostRecords}.");
        }

        var last = before + now;
        if ((isLast || last.Records >= limit.Records) && last.Rejected > limit.MostShare * last.Records)
        {
            throw TooMany(FormattableString.Invariant(
                $"{last.Rejected} of the last {last.Records} records were rejected, above {nameof(RejectLimit.MostShare)} = {limit.MostShare}."));
        }

        Tally = now.Records >= limit.Records ? new(all, now, default) : new(all, before, now);
    }

    DataFormatException TooMany(string message) => new(
        $"{message} The last one: {_last?.Reason}", $"{_partition}, position {_last?.Position}", column: _last?.Column,
        text: _last is null ? null : Encoding.UTF8.GetString(_last.Bytes.Span[..Math.Min(_last.Bytes.Length, 256)]));
}

/// <summary>How many records of a source were rejected.</summary>
/// <param name="All">Since the stream began.</param>
/// <param name="Before">Of the last whole stretch.</param>
/// <param name="Now">Of the stretch that is being filled.</param>
readonly record struct RejectTally(long All, RejectShare Before, RejectShare Now);

/// <summary>How many records of some were rejected.</summary>
readonly record struct RejectShare(long Records, long Rejected)
{
    public static RejectShare operator +(RejectShare left, RejectShare right) =>
        new(left.Records + right.Records, left.Rejected + right.Rejected);
}
