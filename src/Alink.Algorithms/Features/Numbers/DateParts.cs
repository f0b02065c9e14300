using System.Collections.Immutable;
using System.Globalization;

namespace Alink.Features;

/// <summary>A part of a moment, as a whole number.</summary>
public enum DatePart
{
    /// <summary>The year.</summary>
    Year,

    /// <summary>The quarter of the year, from 1 to 4.</summary>
    Quarter,

    /// <summary>The month, from 1 to 12.</summary>
    Month,

    /// <summary>The week of the year, from 1 to 53, by ISO 8601: the first has the year's first Thursday.</summary>
    Week,

    /// <summary>The day of the year, from 1 to 366.</summary>
    DayOfYear,

    /// <summary>The day of the month, from 1 to 31.</summary>
    Day,

    /// <summary>The day of the week, from 1 on Monday to 7 on Sunday, by ISO 8601.</summary>
    Weekday,

    /// <summary>The hour, from 0 to 23.</summary>
    Hour,

    /// <summary>The minute, from 0 to 59.</summary>
    Minute,

    /// <summary>The second, from 0 to 59.</summary>
    Second,
}

/// <summary>Takes moments apart: their years, months, days, hours, each a column of its own.</summary>
/// <remarks>
/// A moment is read as its own clock shows it, by its offset from UTC, or by UTC's. Each column is named after the moment's,
/// with the part: <c>when_month</c>. <see cref="CyclicalEncoder"/> makes numbers of them that know that December is near
/// January.
/// </remarks>
/// <example>
/// <code>
/// var rows = Table.Of("when", new DateTimeOffset(2024, 2, 29, 18, 30, 0, TimeSpan.Zero));
/// var parts = new DateParts { Columns = ["when"] }.Transform(rows);
/// parts.Values&lt;int&gt;("when_month")[0] // => 2
/// parts.Values&lt;int&gt;("when_weekday")[0] // => 4
/// </code>
/// </example>
public sealed record DateParts : RowTransformer
{
    const int BlockRows = 1024;

    /// <summary>The columns of moments; a missing one has no parts.</summary>
    public ImmutableArray<string> Columns { get; init => field = Require.Items(value); } = [];

    /// <summary>Which parts.</summary>
    public ImmutableArray<DatePart> Parts { get; init => field = Require.Items(value); } =
        [DatePart.Year, DatePart.Month, DatePart.Day, DatePart.Weekday, DatePart.Hour];

    /// <summary>Whether moments are read by the clock of UTC, wherever they come from.</summary>
    public bool Utc { get; init; }

    /// <inheritdoc/>
    public override Schema Transform(Schema input) => Fields(input).Aggregate(input, (schema, field) => schema.With(field));

    /// <inheritdoc/>
    public override Func<bool> Bind(RowCells row)
    {
        var fields = Fields(row.Schema);
        var inputs = Columns.Select(name => row.Read<DateTimeOffset>(name)).ToArray();
        var outputs = fields.Select(row.Write).ToArray();
        return () =>
        {
            for (var i = 0; i < outputs.Length; i++)
            {
                var input = inputs[i / Parts.Length];
                if (input.IsMissing)
                {
                    outputs[i].SetMissing();
                }
                else
                {
                    outputs[i].Set((long)PartOf(Clock(input.Time), Parts[i % Parts.Length]));
                }
            }

            return true;
        };
    }

    /// <inheritdoc/>
    public override Table Transform(Table input)
    {
        var (output, fields) = (input, Fields(input.Schema));
        for (var c = 0; c < Columns.Length; c++)
        {
            var moments = (FixedColumn<DateTimeOffset>)input.Values<DateTimeOffset>(Columns[c]);
            var made = PartsOf(moments.Values);
            for (var p = 0; p < Parts.Length; p++)
            {
                var column = new FixedColumn<int>(made[p].AsMemory(0, moments.Length), moments.Validity);
                output = output.With(fields[(c * Parts.Length) + p], column);
            }
        }

        return output;
    }

    Field[] Fields(Schema input) =>
    [
        .. from name in Columns
           from part in Parts
           select new Field($"{name}_{part.ToString().ToLowerInvariant()}", DataType.Int32)
           {
               IsNullable = input.Field<DateTimeOffset>(name).IsNullable,
           },
    ];

    DateTime Clock(DateTimeOffset moment) => Utc ? moment.UtcDateTime : moment.DateTime;

    /// <summary>Each part of the moments, block by block, which stays in the nearest cache.</summary>
    int[][] PartsOf(ReadOnlySpan<DateTimeOffset> moments)
    {
        var clock = new ClockParts(Math.Min(BlockRows, moments.Length));
        var parts = new int[Parts.Length][];
        for (var p = 0; p < parts.Length; p++)
        {
            parts[p] = GC.AllocateUninitializedArray<int>(ClockParts.Padded(moments.Length));
        }

        for (var start = 0; start < moments.Length; start += BlockRows)
        {
            var block = moments.Slice(start, Math.Min(BlockRows, moments.Length - start));
            clock.Read(block, Utc);
            for (var p = 0; p < parts.Length; p++)
            {
                clock.Write(Parts[p], parts[p].AsSpan(start, ClockParts.Padded(block.Length)));
            }
        }

        return parts;
    }

    static int PartOf(DateTime moment, DatePart part) => part switch
    {
        DatePart.Year => moment.Year,
        DatePart.Quarter => ((moment.Month - 1) / 3) + 1,
        DatePart.Month => moment.Month,
        DatePart.Week => ISOWeek.GetWeekOfYear(moment),
        DatePart.DayOfYear => moment.DayOfYear,
        DatePart.Day => moment.Day,
        DatePart.Weekday => moment.DayOfWeek == DayOfWeek.Sunday ? 7 : (int)moment.DayOfWeek,
        DatePart.Hour => moment.Hour,
        DatePart.Minute => moment.Minute,
        _ => moment.Second,
    };
}
