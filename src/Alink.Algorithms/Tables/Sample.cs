using System.Globalization;
using Alink.Numerics;

namespace Alink.Tables;

/// <summary>Draws rows at random, in their order: a share or a number of them, each with the same chance or by weights, from
/// the whole table or from each stratum.</summary>
/// <remarks>
/// <para>The number of rows is exact: a share of n rows is rounded, half up. One of <see cref="Ratio"/> and <see cref="Size"/>
/// is given, or each stratum's own.</para>
/// <para>Without replacement each row gets the key −ln(u) / weight, where u follows from a hash of the seed and the row's
/// number, and the rows of the least keys are drawn: P. S. Efraimidis and P. G. Spirakis, "Weighted random sampling with a
/// reservoir", Information Processing Letters 97(5), 2006. With replacement each draw takes a row in proportion to its
/// weight.</para>
/// </remarks>
/// <example>
/// <code>
/// using Alink.Tables;
/// var rows = Table.Of("kind", "a", "a", "a", "a", "b", "b");
/// var half = new Sample { Ratio = 0.5, Strata = "kind" }.Resample(rows);
/// half.Values&lt;string&gt;("kind").ToArray() // => [a a b]
/// </code>
/// </example>
public sealed record Sample : IResampler
{
    /// <summary>The share of the rows that is drawn, at least 0; without replacement at most 1.</summary>
    public double? Ratio { get; init => field = value is { } given ? Require.Finite(0, given) : null; }

    /// <summary>How many rows are drawn, at least 0; of each stratum where there are strata.</summary>
    public int? Size { get; init => field = value is { } given ? Require.AtLeast(0, given) : null; }

    /// <summary>Whether a row can be drawn several times.</summary>
    public bool WithReplacement { get; init; }

    /// <summary>How likely each row is, finite and at least 0: one of 0 is never drawn. Null: all alike.</summary>
    public Column<double>? Weight { get; init; }

    /// <summary>The column from each of whose values rows are drawn by themselves; null: from all together.</summary>
    public Column<Category>? Strata { get; init; }

    /// <summary>Shares of strata that have their own, as <c>a:0.1,b:0.3</c>; the others take <see cref="Ratio"/>.</summary>
    public string StrataRatios { get; init; } = "";

    /// <summary>Numbers of rows of strata that have their own, as <c>a:10,b:30</c>; the others take <see cref="Size"/>.</summary>
    public string StrataSizes { get; init; } = "";

    /// <summary>The same seed draws the same rows.</summary>
    public long Seed { get; init; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">Not one of a share and a number is given, or what a stratum has is none.</exception>
    public Table Resample(Table rows)
    {
        rows.Schema.Reading(Weight).Reading(Strata);
        var weights = Weight is null ? null : rows.Weights(Weight).ToArray();
        List<(string Name, List<int> Rows)> strata = Strata is { } by ? ClassRows.Of(rows, by) : [("", [.. Enumerable.Range(0, rows.RowCount)])];
        HashSet<string> names = [.. strata.Select(stratum => stratum.Name)];
        var (ratios, sizes) = (Given(StrataRatios, nameof(StrataRatios), names), Given(StrataSizes, nameof(StrataSizes), names));
        var drawn = new List<int>();
        for (var i = 0; i < strata.Count; i++)
        {
            var (name, places) = (strata[i].Name, strata[i].Rows.ToArray());
            var count = Count(places.Length, name, ratios, sizes);
            drawn.AddRange(WithReplacement
                ? Draw.Several(places, weights, count, new SeededRandom(Seed).Fork(i))
                : Draw.Once(places, weights, count, Seed));
        }

        drawn.Sort();
        return rows.Gather([.. drawn]);
    }

    int Count(int rows, string stratum, Dictionary<string, double> ratios, Dictionary<string, double> sizes)
    {
        var (hasRatio, hasSize) = (Ratio is not null || ratios.Count > 0, Size is not null || sizes.Count > 0);
        if (hasRatio == hasSize)
        {
            throw new ArgumentException($"One of {nameof(Ratio)} and {nameof(Size)} must be given, and not the other.");
        }

        double? asked = hasSize ? Of(sizes, Size) : Of(ratios, Ratio) * rows;
        return asked switch
        {
            null => throw new ArgumentException($"The stratum '{stratum}' has neither a share nor a number of rows."),
            > int.MaxValue => throw new ArgumentException($"{asked} rows are more than a table holds."),
            var count => (int)Math.Round(count.Value, MidpointRounding.AwayFromZero),
        };

        double? Of(Dictionary<string, double> own, double? all) => own.TryGetValue(stratum, out var given) ? given : all;
    }

    Dictionary<string, double> Given(string text, string option, HashSet<string> names)
    {
        if (text.Length > 0 && Strata is null)
        {
            throw new ArgumentException($"{option} are of strata: {nameof(Strata)} must be given.");
        }

        var given = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var item in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var colon = item.LastIndexOf(':');
            if (colon < 0 || !double.TryParse(
                item.AsSpan(colon + 1), CultureInfo.InvariantCulture, out var number) || !(number >= 0))
            {
                throw new ArgumentException($"'{item}' in {option} must be a stratum, a colon and a number of at least 0.");
            }

            var name = item[..colon].Trim();
            if (!names.Contains(name))
            {
                throw new ArgumentException($"{option} names a stratum '{name}' that no row is of.{Nearest.Hint(name, names)}");
            }

            if (!given.TryAdd(name, number))
            {
                throw new ArgumentException($"{option} names the stratum '{name}' twice.");
            }
        }

        return given;
    }
}
