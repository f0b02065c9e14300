using System.Buffers.Text;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Alink.IO;

/// <summary>Moments as text, by ISO 8601 or by formats given. A moment without an offset is one of UTC.</summary>
/// <remarks>
/// ISO 8601 as read here: <c>2026-11-22</c>, or that with a <c>T</c> or a space and <c>18:30</c>, <c>18:30:15</c> or
/// <c>18:30:15.1234567</c>, and then nothing, <c>Z</c>, <c>+02:00</c>, <c>+0200</c> or <c>+02</c>. Digits of a second
/// beyond
/// the seventh (100 nanoseconds) are dropped.
/// </remarks>
static class MomentText
{
    /// <summary>Reads a moment by one of the formats, or by ISO 8601 where there is none.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, ImmutableArray<string> formats, out DateTimeOffset moment)
    {
        if (formats.IsEmpty)
        {
            return TryParseIso(text, out moment);
        }

        moment = default;
        return text.Length <= 128 && DateTimeOffset.TryParseExact(
            Encoding.UTF8.GetString(text), [.. formats], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal,
            out moment);
    }

    /// <summary>Reads a moment by ISO 8601.</summary>
    public static bool TryParseIso(ReadOnlySpan<byte> text, out DateTimeOffset moment)
    {
        moment = default;
        if (text.Length < 10 || text[4] != '-' || text[7] != '-'
            || !Two(text, 0, out var century) || !Two(text, 2, out var year) || !Two(text, 5, out var month)
            || !Two(text, 8, out var day))
        {
            return false;
        }

        year += 100 * century;
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
        {
            return false;
        }

        var ticks = new DateTime(year, month, day).Ticks;
        var offset = 0L;
        var rest = text[10..];
        if (!rest.IsEmpty)
        {
            if (rest[0] is not ((byte)'T' or (byte)'t' or (byte)' ') || !TryTime(ref rest, ref ticks)
                || !TryOffset(rest, out offset))
            {
                return false;
            }
        }

        var utc = ticks - offset;
        if (utc < DateTime.MinValue.Ticks || utc > DateTime.MaxValue.Ticks || ticks > DateTime.MaxValue.Ticks)
        {
            return false;
        }

        moment = new(ticks, new TimeSpan(offset));
        return true;
    }

    /// <summary>Writes a moment with its offset, exactly.</summary>
    public static int Format(DateTimeOffset moment, Span<byte> destination)
    {
        Utf8Formatter.TryFormat(moment, destination, out var written, 'O');
        return written;
    }

    static bool TryTime(ref ReadOnlySpan<byte> text, ref long ticks)
    {
        if (text.Length < 6 || text[3] != ':' || !Two(text, 1, out var hour) || !Two(text, 4, out var minute)
            || hour > 23 || minute > 59)
        {
            return false;
        }

        ticks += (hour * TimeSpan.TicksPerHour) + (minute * TimeSpan.TicksPerMinute);
        text = text[6..];
        if (text.Length >= 3 && text[0] == ':')
        {
            if (!Two(text, 1, out var second) || second > 59)
            {
                return false;
            }

            ticks += second * TimeSpan.TicksPerSecond;
            text = text[3..];
            if (text.Length >= 2 && text[0] is (byte)'.' or (byte)',')
            {
                var (at, unit) = (1, TimeSpan.TicksPerSecond);
                for (; at < text.Length && (uint)text[at] - '0' <= 9; at++)
                {
                    unit /= 10;
                    ticks += unit * (text[at] - '0');
                }

                if (at == 1)
                {
                    return false;
                }

                text = text[at..];
            }
        }

        return true;
    }

    static bool TryOffset(ReadOnlySpan<byte> text, out long offset)
    {
        offset = 0;
        if (text.IsEmpty || (text.Length == 1 && text[0] is (byte)'Z' or (byte)'z'))
        {
            return true;
        }

        if (text[0] is not ((byte)'+' or (byte)'-') || !Two(text, 1, out var hours))
        {
            return false;
        }

        var minutes = 0;
        var valid = text.Length switch
        {
            3 => true,
            5 => Two(text, 3, out minutes),
            6 => text[3] == ':' && Two(text, 4, out minutes),
            _ => false,
        };
        offset = ((hours * TimeSpan.TicksPerHour) + (minutes * TimeSpan.TicksPerMinute)) * (text[0] == '-' ? -1 : 1);
        return valid && minutes <= 59 && Math.Abs(offset) <= 14 * TimeSpan.TicksPerHour;
    }

    static bool Two(ReadOnlySpan<byte> text, int at, out int number)
    {
        number = 0;
        if (at + 2 > text.Length)
        {
            return false;
        }

        var (tens, ones) = ((uint)text[at] - '0', (uint)text[at + 1] - '0');
        number = (int)((10 * tens) + ones);
        return tens <= 9 && ones <= 9;
    }
}
