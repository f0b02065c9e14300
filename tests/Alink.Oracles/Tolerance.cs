using System.Globalization;

namespace Alink.Oracles;

/// <summary>How far a number may be from the expected one.</summary>
/// <param name="Kind">
/// <c>absolute</c>, <c>relative</c> or <c>exact</c>; or a rule for each key, such as
/// <c>intercept rel 1e-5; coef abs 1e-6</c>.
/// </param>
/// <param name="Value">The distance, absolute or as a share of the expected number.</param>
public sealed record Tolerance(string Kind, double? Value = null)
{
    /// <summary>The greatest distance from an expected number; relative to 0, none.</summary>
    public double Of(string key, double expected) => (Kind, Value) switch
    {
        ("absolute", { } value) => value,
        ("relative", { } value) => value * Math.Abs(expected),
        ("exact", 0) => 0,
        (_, null) => Rule(key).Of(key, expected),
        _ => throw new FormatException($"The tolerance '{Kind}' of {Value} is not known."),
    };

    Tolerance Rule(string key)
    {
        var rules = Kind.Split(';').Select(rule => rule.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        var words = rules.Single(words => words.Length == 3 && key.StartsWith(words[0], StringComparison.Ordinal));
        var kind = words[1] switch
        {
            "rel" => "relative",
            "abs" => "absolute",
            var other => throw new FormatException($"The tolerance '{other}' is not known."),
        };
        return new(kind, double.Parse(words[2], CultureInfo.InvariantCulture));
    }
}
