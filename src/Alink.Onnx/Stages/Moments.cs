using Alink.Features;

namespace Alink.Onnx;

/// <summary>Parts of moments, all in whole numbers of 64 bits of floating point, of which NaN, a missing moment, has none.</summary>
/// <remarks>A day is numbered from 1970 on. A year begins in March here, so that its last day is the leap day; so are the days
/// of its months, 153 in five, told by a line. H. Hinnant, "chrono-compatible low-level date algorithms", 2013.</remarks>
static class Moments
{
    const double DayLength = 86_400_000;

    /// <summary>The days from the first of March of the year 0 to 1970.</summary>
    const int DaysTo1970 = 719_468;

    public static void Add(Converters all) => all.Add<DateParts>((stage, rows) =>
    {
        foreach (var column in stage.Columns)
        {
            var moment = rows.Number(column);
            var clock = stage.Utc ? moment.Picked(0) : moment.Picked(0) + (moment.Picked(1) * 60_000);
            foreach (var part in stage.Parts)
            {
                var made = PartOf(clock, part);
                rows.Write(
                    $"{column}_{part.ToString().ToLowerInvariant()}", rows.Schema[column].IsNullable ? made : made.As(ElementType.Int32));
            }
        }
    });

    static Value PartOf(Value clock, DatePart part)
    {
        var day = Whole(clock, DayLength);
        var time = clock - (day * DayLength);
        return part switch
        {
            DatePart.Year => YearOf(day),
            DatePart.Quarter => Whole(MonthOf(day) - 1, 3) + 1,
            DatePart.Month => MonthOf(day),
            DatePart.Week => Whole(DayOfYear(day - WeekdayOf(day) + 4) - 1, 7) + 1, // Of the week's Thursday.
            DatePart.DayOfYear => DayOfYear(day),
            DatePart.Day => DayOfMarchYear(day) - FirstOf(MarchMonthOf(day)) + 1,
            DatePart.Weekday => WeekdayOf(day),
            DatePart.Hour => Whole(time, 3_600_000),
            DatePart.Minute => Rest(Whole(time, 60_000), 60),
            _ => Rest(Whole(time, 1000), 60),
        };
    }

    static Value YearOf(Value day) => MarchYearOf(day) + (MarchMonthOf(day) >= 10).As(ElementType.Double);

    static Value MonthOf(Value day) => Rest(MarchMonthOf(day) + 2, 12) + 1;

    /// <summary>The day of the year, from 1 on.</summary>
    static Value DayOfYear(Value day)
    {
        var before = YearOf(day) - 1;
        return day + DaysTo1970 - 306 - (before * 365) - LeapDays(before) + 1; // The first of March is 306 days before the first of January.
    }

    /// <summary>From 1 on Monday to 7 on Sunday; the first of 1970 was a Thursday.</summary>
    static Value WeekdayOf(Value day) => Rest(day + 3, 7) + 1;

    static Value MarchYearOf(Value day)
    {
        var days = day + DaysTo1970;
        var cycle = Whole(days, 146_097); // Of 400 years.
        var within = days - (cycle * 146_097);
        var year = Whole(within - Whole(within, 1460) + Whole(within, 36_524) - Whole(within, 146_096), 365);
        return year + (cycle * 400);
    }

    static Value DayOfMarchYear(Value day)
    {
        var year = MarchYearOf(day);
        return day + DaysTo1970 - (year * 365) - LeapDays(year);
    }

    /// <summary>The month, from 0 in March to 11 in February.</summary>
    static Value MarchMonthOf(Value day) => Whole((DayOfMarchYear(day) * 5) + 2, 153);

    /// <summary>The day of a year on which a month begins.</summary>
    static Value FirstOf(Value marchMonth) => Whole((marchMonth * 153) + 2, 5);

    /// <summary>How many leap days there are in so many years.</summary>
    static Value LeapDays(Value years) => Whole(years, 4) - Whole(years, 100) + Whole(years, 400);

    static Value Whole(Value number, double divisor) => (number / divisor).Floor();

    static Value Rest(Value number, double divisor) => number - (Whole(number, divisor) * divisor);
}
