using System.Text.Json;

namespace Alink.Oracles;

/// <summary>What a case expects. Every one of its keys must have been compared in the end.</summary>
public sealed class Expectation(Facts facts, Tolerance tolerance)
{
    readonly HashSet<string> _informational = [];

    /// <summary>How near to its tolerance the worst number came: 0 where all are equal, 1 at the limit.</summary>
    public double Worst { get; private set; }

    /// <summary>Compares a number, where the case expects one by this name.</summary>
    public void Of(string name, double actual)
    {
        if (Find(name) is { } expected)
        {
            Compare(name, name, Facts.NumberOf(expected), actual);
        }
    }

    /// <summary>Compares numbers one by one, where the case expects some by this name.</summary>
    public void Of(string name, IEnumerable<double> actual)
    {
        if (Find(name) is { } expected)
        {
            Compare(name, name, expected, actual);
        }
    }

    /// <summary>Compares rows of numbers one by one, where the case expects some by this name.</summary>
    public void Of(string name, IEnumerable<double[]> actual)
    {
        if (Find(name) is not { } expected)
        {
            return;
        }

        var (rows, wanted) = (actual.ToArray(), expected.GetArrayLength());
        Assert.True(rows.Length == wanted, $"{name} has {rows.Length} rows, not {wanted}.");
        for (var i = 0; i < rows.Length; i++)
        {
            Compare(name, $"{name}[{i}]", expected[i], rows[i]);
        }
    }

    /// <summary>Compares numbers one by one with a part of what the case expects by this name.</summary>
    /// <param name="name">The name.</param>
    /// <param name="part">Where in it the numbers stand.</param>
    /// <param name="actual">What came out.</param>
    public void Of(string name, Func<JsonElement, JsonElement> part, IEnumerable<double> actual)
    {
        if (Find(name) is { } expected)
        {
            Compare(name, name, part(expected), actual);
        }
    }

    /// <summary>Compares words one by one, where the case expects some by this name.</summary>
    public void Of(string name, IEnumerable<string> actual)
    {
        if (Find(name) is { } expected)
        {
            Assert.Equal(expected.EnumerateArray().Select(word => word.GetString()), actual);
        }
    }

    /// <summary>Whether the case expects what these words say; nothing else may stand by this name.</summary>
    public bool Says(string name, string words)
    {
        if (Find(name) is not { } expected)
        {
            return false;
        }

        Assert.Equal(words, expected.GetString());
        return true;
    }

    /// <summary>Leaves out a number that is for information only, in the case's own words.</summary>
    /// <param name="name">The name of the number.</param>
    /// <param name="note">The note of the case, which must say so.</param>
    public void Informational(string name, string? note)
    {
        Assert.Contains($"treat {name} as informational", note);
        facts.Find(name);
        _informational.Add(name);
    }

    JsonElement? Find(string name) => _informational.Contains(name) ? null : facts.Find(name);

    void Compare(string key, string place, JsonElement expected, IEnumerable<double> actual)
    {
        var (numbers, wanted) = (actual.ToArray(), Facts.NumbersOf(expected));
        Assert.True(numbers.Length == wanted.Length, $"{place} has {numbers.Length} numbers, not {wanted.Length}.");
        for (var i = 0; i < numbers.Length; i++)
        {
            Compare(key, $"{place}[{i}]", wanted[i], numbers[i]);
        }
    }

    void Compare(string key, string place, double expected, double actual)
    {
        if (expected.Equals(actual))
        {
            return;
        }

        var (apart, allowed) = (Math.Abs(actual - expected), tolerance.Of(key, expected));
        Assert.True(
            double.IsFinite(expected) && apart <= allowed,
            FormattableString.Invariant(
                $"{place} is {actual:R}, not {expected:R}: {apart:G3} apart, {allowed:G3} allowed."));
        Worst = Math.Max(Worst, apart / allowed);
    }
}
