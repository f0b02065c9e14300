using Alink.Features;

namespace Alink.Tests.Algorithms;

public class DatePartsTest
{
    static readonly DatePart[] All = Enum.GetValues<DatePart>();

    [Theory] // Year, quarter, month, week, day of year, day, weekday, hour, minute, second; week and weekday by Python's isocalendar.
    [InlineData("2020-12-31T23:59:58+00:00", 2020, 4, 12, 53, 366, 31, 4, 23, 59, 58)]
    [InlineData("2021-01-03T00:00:00+00:00", 2021, 1, 1, 53, 3, 3, 7, 0, 0, 0)]
    [InlineData("2021-01-04T12:05:09+05:30", 2021, 1, 1, 1, 4, 4, 1, 12, 5, 9)]
    [InlineData("2024-02-29T18:30:00-08:00", 2024, 1, 2, 9, 60, 29, 4, 18, 30, 0)]
    [InlineData("2023-10-01T06:07:08+00:00", 2023, 4, 10, 39, 274, 1, 7, 6, 7, 8)]
    public void Each_part_is_the_calendars(string moment, params int[] expected)
    {
        var made = new DateParts { Columns = ["when"], Parts = [.. All] }.Transform(Table.Of("when", DateTimeOffset.Parse(moment, System.Globalization.CultureInfo.InvariantCulture)));

        Assert.Equal(expected, All.Select(part => (int)made.Data($"when_{part.ToString().ToLowerInvariant()}").Boxed(0)!));
    }

    [Fact]
    public void A_moment_is_read_by_its_own_clock_or_by_that_of_UTC()
    {
        var rows = Table.Of("when", new DateTimeOffset(2024, 1, 1, 1, 0, 0, TimeSpan.FromHours(2)));

        Assert.Equal(2024, new DateParts { Columns = ["when"] }.Transform(rows).Values<int>("when_year")[0]);
        Assert.Equal(2023, new DateParts { Columns = ["when"], Utc = true }.Transform(rows).Values<int>("when_year")[0]);
        Assert.Equal(23, new DateParts { Columns = ["when"], Utc = true }.Transform(rows).Values<int>("when_hour")[0]);
    }

    [Fact]
    public void A_missing_moment_has_no_parts_and_several_columns_have_their_own()
    {
        var rows = Table.Of<DateTimeOffset?>("a", null, DateTimeOffset.UnixEpoch).With<DateTimeOffset>("b", DateTimeOffset.UnixEpoch.AddYears(9), DateTimeOffset.UnixEpoch);

        var made = new DateParts { Columns = ["a", "b"], Parts = [DatePart.Month, DatePart.Year] }.Transform(rows);

        Assert.Equal(["a", "b", "a_month", "a_year", "b_month", "b_year"], made.Schema.Fields.Select(field => field.Name));
        Assert.Equal([null, 1970, 1979, 1970], [made.Data("a_year").Boxed(0), made.Data("a_year").Boxed(1), made.Data("b_year").Boxed(0), made.Data("b_year").Boxed(1)]);
        Assert.True(made.Schema["a_month"].IsNullable);
        Assert.False(made.Schema["b_month"].IsNullable);
    }

    [Fact]
    public void Another_column_is_refused() => Assert.Contains("'x' holds Int32", Assert.Throws<SchemaException>(
        () => new DateParts { Columns = ["x"] }.Transform(Table.Of("x", 1))).Message);

    /// <summary>Four hundred years after four hundred, each day at another time; row by row, .NET's calendar is asked.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Every_day_has_the_parts_that_a_row_has_by_itself(bool utc)
    {
        var stage = new DateParts { Columns = ["when"], Parts = [.. All], Utc = utc };
        var days = (DateTime.MaxValue - DateTime.MinValue).Days;
        for (var first = 0; first <= days; first += 146_097)
        {
            var rows = Table.Of("when", [.. Enumerable.Range(first, Math.Min(146_097, days + 1 - first)).Select(day => new DateTimeOffset(
                (day * TimeSpan.TicksPerDay) + (day * 7_777_777_777L % TimeSpan.TicksPerDay),
                day is > 0 && day < days ? TimeSpan.FromMinutes(day % 1681 - 840) : TimeSpan.Zero))]);
            var (simple, together) = (RowTransform.Run(stage, rows), stage.Transform(rows));
            Assert.All(All, part => Assert.True(
                simple.Values<int>($"when_{part.ToString().ToLowerInvariant()}").ToArray().AsSpan()
                    .SequenceEqual(together.Values<int>($"when_{part.ToString().ToLowerInvariant()}").ToArray()),
                $"{part} in the 400 years from day {first} on"));
        }
    }

    [Fact]
    public void The_last_moment_of_all_has_parts()
    {
        var last = new DateParts { Columns = ["when"], Parts = [.. All] }.Transform(Table.Of("when", DateTimeOffset.MaxValue));

        Assert.Equal([9999, 4, 12, 52, 365, 31, 5, 23, 59, 59], All.Select(part => (int)last.Data($"when_{part.ToString().ToLowerInvariant()}").Boxed(0)!));
    }
}
