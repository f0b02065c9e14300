using System.Globalization;

namespace Alink;

/// <summary>Lengths of time as text.</summary>
public static class Durations
{
    const string Units = "smhdMy";

    /// <summary>The length of time that a text such as <c>30s</c>, <c>5m</c>, <c>1.5h</c>, <c>2d</c>, <c>1M</c> or
    /// <c>1y</c> tells; without a unit, seconds.</summary>
    /// <remarks>A day has 24 hours, a month 30 days, a year 365 days.</remarks>
    /// <example>
    /// <code>
    /// Durations.Parse("1d").TotalHours // => 24
    /// </code>
    /// </example>
    /// <exception cref="FormatException">The text is none.</exception>
    public static TimeSpan Parse(string text)
    {
        var trimmed = text.AsSpan().Trim();
        var unit = trimmed.IsEmpty ? -1 : Units.IndexOf(trimmed[^1]);
        var number = unit < 0 ? trimmed : trimmed[..^1];
        const NumberStyles style = NumberStyles.AllowDecimalPoint | NumberStyles.AllowTrailingWhite;
        if (!decimal.TryParse(number, style, CultureInfo.InvariantCulture, out var amount)
            || amount * SecondsOf(unit) >= TimeSpan.MaxValue.Ticks / TimeSpan.TicksPerSecond)
        {
            throw new FormatException(
                $"'{text}' is no length of time: a number and one of s, m, h, d, M and y (seconds, minutes, hours, days, "
                + "months, years), such as 30s or 1d.");
        }

        return TimeSpan.FromTicks((long)decimal.Round(amount * SecondsOf(unit) * TimeSpan.TicksPerSecond));
    }

    static decimal SecondsOf(int unit) => unit < 0 ? 1 : Units[unit] switch
    {
        's' => 1,
        'm' => 60,
        'h' => 3600,
        'd' => 24 * 3600,
        'M' => 30 * 24 * 3600,
        _ => 365 * 24 * 3600,
    };
}
