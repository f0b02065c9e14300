using System.Globalization;

namespace Alink.Tuning;

/// <summary>The values that a search tries for an option.</summary>
/// <param name="Text">What tells them from others.</param>
/// <param name="Count">How many, where each stands for itself; 0 for a range.</param>
/// <param name="At">The value at a place from 0 to 1: equal stretches are equally likely.</param>
public sealed record Values<T>(string Text, int Count, Func<double, T> At);

/// <summary>Says which values a search tries for an option.</summary>
public static class Values
{
    /// <summary>The given values, each as likely as the others.</summary>
    public static Values<T> Of<T>(params T[] values) => values.Length == 0
        ? throw new ArgumentException("There must be at least one value.", nameof(values))
        : new(
            string.Join(", ", values.Select(value => Convert.ToString(value, CultureInfo.InvariantCulture))),
            values.Length,
            place => values[Math.Min((int)(place * values.Length), values.Length - 1)]);

    /// <summary>The numbers from <paramref name="from"/> to <paramref name="to"/>.</summary>
    public static Values<double> Uniform(double from, double to)
    {
        Check(double.IsFinite(from) && double.IsFinite(to) && from <= to, from, to, "must be finite and in order");
        return new(Shown("uniform", from, to), 0, place => Math.Clamp(from + ((to - from) * place), from, to));
    }

    /// <summary>The numbers from <paramref name="from"/> to <paramref name="to"/>, each power of ten as likely as the next.</summary>
    public static Values<double> LogUniform(double from, double to)
    {
        Check(from > 0 && double.IsFinite(to) && from <= to, from, to, "must be finite, above 0 and in order");
        return new(
            Shown("log-uniform", from, to), 0,
            place => Math.Clamp(Math.Exp(Math.Log(from) + (Math.Log(to / from) * place)), from, to));
    }

    /// <summary>The whole numbers from <paramref name="from"/> to <paramref name="to"/>, both included.</summary>
    public static Values<int> Whole(int from, int to)
    {
        Check(from <= to, from, to, "must be in order");
        return new(Shown("whole", from, to), 0, place => (int)Math.Min(from + Math.Floor(((double)to - from + 1) * place), to));
    }

    /// <summary>The whole numbers from <paramref name="from"/> to <paramref name="to"/>, both included, each power of ten about as likely as the next.</summary>
    public static Values<int> LogWhole(int from, int to)
    {
        Check(from > 0 && from <= to, from, to, "must be above 0 and in order");
        var logarithms = LogUniform(from, to + 1.0);
        return new(Shown("log-whole", from, to), 0, place => (int)Math.Clamp(Math.Floor(logarithms.At(place)), from, to));
    }

    static void Check(bool holds, double from, double to, string rule)
    {
        if (!holds)
        {
            throw new ArgumentOutOfRangeException(
                nameof(from), FormattableString.Invariant($"The ends of the range {rule}; they were {from} and {to}."));
        }
    }

    static string Shown(string kind, double from, double to) => FormattableString.Invariant($"{kind} {from} to {to}");
}
