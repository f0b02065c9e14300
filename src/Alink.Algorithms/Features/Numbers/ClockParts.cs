using System.Runtime.Intrinsics;

namespace Alink.Features;

/// <summary>The parts of moments as a clock shows them, eight moments at a time.</summary>
/// <remarks>
/// Years begin in March, so that the day that some lack is the last: C. Neri, L. Schneider, "Euclidean affine functions and
/// their application to calendar algorithms", Software: Practice and Experience 53(4), 2023.
/// </remarks>
sealed class ClockParts
{
    const int Lanes = 8;
    const int SecondsOfDay = 24 * 60 * 60;

    /// <summary>From 1 March of the year 0 to 1 January of the year 1.</summary>
    const int DaysOfMarchYear = 306;

    /// <summary>Days since 1 January of the year 1.</summary>
    readonly long[] _days;

    /// <summary>Seconds since midnight.</summary>
    readonly long[] _seconds;

    /// <param name="most">How many moments there may be.</param>
    public ClockParts(int most) => (_days, _seconds) = (new long[Padded(most)], new long[Padded(most)]);

    /// <summary>How many numbers there are when the last moments fill whole vectors.</summary>
    public static int Padded(int count) => (count + Lanes - 1) / Lanes * Lanes;

    /// <summary>Takes moments, at most as many as there may be.</summary>
    /// <param name="moments">The moments.</param>
    /// <param name="utc">Whether the clock is that of UTC, or else their own.</param>
    public void Read(ReadOnlySpan<DateTimeOffset> moments, bool utc)
    {
        for (var i = 0; i < moments.Length; i++)
        {
            var clock = utc ? moments[i].UtcTicks : moments[i].Ticks;
            _seconds[i] = (long)((ulong)clock / TimeSpan.TicksPerSecond);
        }

        for (var i = 0; i < moments.Length; i += Lanes)
        {
            // A quotient of whole numbers is never rounded up to a whole one here: it is further below than doubles lie apart.
            var seconds = Vector512.LoadUnsafe(ref _seconds[i]);
            var days = Vector512.ConvertToInt64(Vector512.ConvertToDouble(seconds) / Vector512.Create((double)SecondsOfDay));
            days.StoreUnsafe(ref _days[i]);
            (seconds - (days * SecondsOfDay)).StoreUnsafe(ref _seconds[i]);
        }
    }

    /// <summary>Writes a part of the first moments read.</summary>
    /// <param name="part">Which.</param>
    /// <param name="parts">One place for each, in whole vectors.</param>
    public void Write(DatePart part, Span<int> parts)
    {
        for (var i = 0; i < parts.Length; i += Lanes)
        {
            var days = Vector512.LoadUnsafe(ref _days[i]);
            var seconds = Vector512.LoadUnsafe(ref _seconds[i]);
            var eight = part switch
            {
                DatePart.Year => Date(days).Year,
                DatePart.Quarter => Over(Date(days).Month + Vector512.Create(2L), 3),
                DatePart.Month => Date(days).Month,
                DatePart.Week => Over(DayOfYear(Thursday(days)) + Vector512.Create(6L), 7), // Whose year has the week.
                DatePart.DayOfYear => DayOfYear(days),
                DatePart.Day => Date(days).Day,
                DatePart.Weekday => Rest(days, 7) + Vector512<long>.One,
                DatePart.Hour => Over(seconds, 3600),
                DatePart.Minute => Rest(Over(seconds, 60), 60),
                _ => Rest(seconds, 60),
            };
            Vector512.Narrow(eight, eight).GetLower().CopyTo(parts[i..]);
        }
    }

    static Vector512<long> Thursday(Vector512<long> days) => days - Rest(days, 7) + Vector512.Create(3L);

    static Vector512<long> DayOfYear(Vector512<long> days)
    {
        var before = Date(days).Year - Vector512<long>.One;
        return days - (before * 365) - (before >> 2) + Over(before, 100) - Over(before, 400) + Vector512<long>.One;
    }

    static (Vector512<long> Year, Vector512<long> Month, Vector512<long> Day) Date(Vector512<long> days)
    {
        var three = Vector512.Create(3L);
        var quarters = ((days + Vector512.Create((long)DaysOfMarchYear)) << 2) + three;
        var century = Over(quarters, 146_097);
        quarters = (quarters - (century * 146_097)) | three;
        var year = Over(quarters, 1461);
        var day = (quarters - (year * 1461)) >> 2;
        var month = (day * 2141) + Vector512.Create(197_913L); // From 3 to 14, times 2¹⁶.
        var isNext = Vector512.GreaterThanOrEqual(day, Vector512.Create((long)DaysOfMarchYear)); // −1 from 1 January on.
        return (
            (century * 100) + year - isNext,
            (month >> 16) + (isNext * 12),
            Over(month & Vector512.Create(0xFFFFL), 2141) + Vector512<long>.One);
    }

    /// <summary>The quotient of numbers below 2²⁴, rounded down; exact for divisors below 2¹⁸.</summary>
    static Vector512<long> Over(Vector512<long> numbers, int divisor) => (numbers * ((1L << 42) / divisor + 1)) >> 42;

    static Vector512<long> Rest(Vector512<long> numbers, int divisor) => numbers - (Over(numbers, divisor) * divisor);
}
