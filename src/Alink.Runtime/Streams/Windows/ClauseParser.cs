using System.Collections.Immutable;
using System.Globalization;

namespace Alink;

/// <summary>The names that functions have in clauses.</summary>
static class ClauseNames
{
    public const string Preceding = "_PRECEDING";
    public const string IncludingNull = "_INCLUDING_NULL";

    static readonly Dictionary<string, WindowFunction> Functions = All().ToDictionary(StringComparer.OrdinalIgnoreCase);

    public static IEnumerable<string> Names => Functions.Keys;

    public static bool TryFind(string name, out WindowFunction function) => Functions.TryGetValue(name, out function);

    /// <summary>A name of capitals, with underlines between words.</summary>
    public static string NameOf(WindowFunction function) => function switch
    {
        WindowFunction.WindowStart => "START",
        WindowFunction.WindowEnd => "END",
        WindowFunction.WindowRowTime => "ROWTIME",
        _ => string.Concat(function.ToString().Select(
            (letter, i) => i > 0 && char.IsUpper(letter) ? $"_{letter}" : $"{char.ToUpperInvariant(letter)}")),
    };

    /// <summary>Whether the current row can be left out.</summary>
    public static bool CanPrecede(WindowFunction function) => function <= WindowFunction.Freq;

    /// <summary>Whether missing values can be values.</summary>
    public static bool CanIncludeMissing(WindowFunction function) => function is
        WindowFunction.LastValue or WindowFunction.LastTime or WindowFunction.LastDistinct or WindowFunction.Lag;

    static Dictionary<string, WindowFunction> All()
    {
        var all = new Dictionary<string, WindowFunction>();
        foreach (var function in Enum.GetValues<WindowFunction>())
        {
            if (function >= WindowFunction.WindowStart)
            {
                foreach (var windows in (string[])["TUMBLE", "HOP", "SESSION"])
                {
                    all.Add($"{windows}_{NameOf(function)}", function);
                }
            }
            else
            {
                all.Add(NameOf(function), function);
            }
        }

        return all;
    }
}

/// <summary>Reads clauses of window functions.</summary>
sealed class ClauseParser(string text) : ClauseReader(text)
{
    public ImmutableArray<WindowAggregate> Parse()
    {
        var aggregates = ImmutableArray.CreateBuilder<WindowAggregate>();
        do
        {
            var (place, aggregate) = (Next.Place, Clause());
            if (aggregates.Any(other => other.Name == aggregate.Name))
            {
                throw Wrong($"a column '{aggregate.Name}' stands before already; name this one with 'as'", place);
            }

            aggregates.Add(aggregate);
        }
        while (Take(","));
        return Ended(aggregates.ToImmutable(), "',' or the end");
    }

    WindowAggregate Clause()
    {
        var place = Next.Place;
        var aggregate = Function(Next.Kind == TokenKind.Word ? Take().Text : throw Wrong($"a function is expected, not {Shown(Next)}"), place);
        Expect("(");
        aggregate = Arguments(aggregate, place);
        Expect(")");
        return TakeWord("AS") ? aggregate with { Name = Name("a name") } : aggregate;
    }

    WindowAggregate Function(string word, int place)
    {
        var name = word;
        var includes = TakeEnd(ref name, ClauseNames.IncludingNull);
        var precedes = TakeEnd(ref name, ClauseNames.Preceding);
        if (!ClauseNames.TryFind(name, out var function))
        {
            throw Wrong(name.EndsWith("_PROCTIME", StringComparison.OrdinalIgnoreCase)
                ? $"'{name}' would tell the time of a clock, which no stream depends on"
                : $"there is no function '{word}'.{Nearest.Hint(name, ClauseNames.Names)}".TrimEnd('.'), place);
        }

        return precedes && !ClauseNames.CanPrecede(function) ? throw Wrong($"{name} cannot leave out the current row", place)
            : includes && !ClauseNames.CanIncludeMissing(function)
                ? throw Wrong($"{name} does not look at missing values", place)
            : new(function) { IsPreceding = precedes, IncludesMissing = includes };
    }

    WindowAggregate Arguments(WindowAggregate aggregate, int place)
    {
        var (least, most) = Counts(aggregate.Function);
        if (IsMark(Next, ")"))
        {
            return least == 0 ? aggregate : throw Wrong($"{ClauseNames.NameOf(aggregate.Function)} needs a column");
        }

        if (most == 0)
        {
            throw Wrong($"{ClauseNames.NameOf(aggregate.Function)} takes nothing in its parentheses");
        }

        var isCount = aggregate.Function == WindowFunction.Count;
        if (isCount && Take("*"))
        {
            return aggregate;
        }

        aggregate = aggregate with { IsDistinct = isCount && TakeWord("DISTINCT") };
        aggregate = aggregate with { Column = Name("a column") };
        for (var count = 2; Take(","); count++)
        {
            if (count > most)
            {
                throw Wrong($"{ClauseNames.NameOf(aggregate.Function)} takes at most {most} arguments", place);
            }

            aggregate = More(aggregate, count);
        }

        return aggregate;
    }

    WindowAggregate More(WindowAggregate aggregate, int count) => (aggregate.Function, count) switch
    {
        (WindowFunction.Listagg or WindowFunction.ConcatAgg, _) => aggregate with { Separator = Text() },
        (WindowFunction.MtableAgg, _) => aggregate with { Others = aggregate.Others.Add(Name("a column")) },
        (WindowFunction.LastDistinct, _) => aggregate with { Key = aggregate.Column, Column = Name("a column") },
        (WindowFunction.Lag, 3) => aggregate with { Default = Literal() },
        _ => aggregate with { Places = Whole(aggregate.Function == WindowFunction.SumLast ? 1 : 0) },
    };

    /// <summary>How many arguments a function takes.</summary>
    static (int Least, int Most) Counts(WindowFunction function) => function switch
    {
        WindowFunction.Count or WindowFunction.Rank or WindowFunction.DenseRank => (0, 1),
        WindowFunction.LastTime => (0, 2),
        WindowFunction.RowNumber or >= WindowFunction.WindowStart => (0, 0),
        WindowFunction.Lag => (1, 3),
        WindowFunction.MtableAgg => (1, int.MaxValue),
        WindowFunction.Listagg or WindowFunction.ConcatAgg or WindowFunction.LastValue or WindowFunction.SumLast
            or WindowFunction.LastDistinct => (1, 2),
        _ => (1, 1),
    };

    /// <summary>A name; here no word means anything else.</summary>
    string Name(string what) => Next.Kind is TokenKind.Word or TokenKind.Column ? Take().Text : throw Wrong($"{what} is expected, not {Shown(Next)}");

    string Text() => Next.Kind == TokenKind.Text ? Take().Text : throw Wrong($"text in quotes is expected, not {Shown(Next)}");

    string Literal()
    {
        var sign = Take("-") ? "-" : "";
        return Next.Kind == TokenKind.Number || (sign.Length == 0 && Next.Kind is TokenKind.Text or TokenKind.Word) ? sign + Take().Text
            : throw Wrong($"a value is expected, not {Shown(Next)}");
    }

    int Whole(int least)
    {
        if (Next.Kind != TokenKind.Number || !int.TryParse(Next.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var whole) || whole < least)
        {
            throw Wrong($"a whole number of at least {least} is expected, not {Shown(Next)}");
        }

        Take();
        return whole;
    }

    static bool TakeEnd(ref string name, string end)
    {
        var isThere = name.EndsWith(end, StringComparison.OrdinalIgnoreCase);
        name = isThere ? name[..^end.Length] : name;
        return isThere;
    }
}
