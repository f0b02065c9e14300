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
sealed class ClauseParser(string text)
{
    int _at;

    public ImmutableArray<WindowAggregate> Parse()
    {
        var aggregates = ImmutableArray.CreateBuilder<WindowAggregate>();
        do
        {
            var (place, aggregate) = (Skip(), Clause());
            if (aggregates.Any(other => other.Name == aggregate.Name))
            {
                throw Wrong($"a column '{aggregate.Name}' stands before already; name this one with 'as'", place);
            }

            aggregates.Add(aggregate);
        }
        while (Take(','));

        return _at == text.Length ? aggregates.ToImmutable()
            : throw Wrong($"',' or the end is expected, not '{text[_at]}'", _at);
    }

    WindowAggregate Clause()
    {
        var place = Skip();
        var aggregate = Function(Word("a function"), place);
        Expect('(');
        aggregate = Arguments(aggregate, place);
        Expect(')');
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
        if (Skip() < text.Length && text[_at] == ')')
        {
            return least == 0 ? aggregate : throw Wrong($"{ClauseNames.NameOf(aggregate.Function)} needs a column", _at);
        }

        if (most == 0)
        {
            throw Wrong($"{ClauseNames.NameOf(aggregate.Function)} takes nothing in its parentheses", _at);
        }

        var isCount = aggregate.Function == WindowFunction.Count;
        if (isCount && Take('*'))
        {
            return aggregate;
        }

        aggregate = aggregate with { IsDistinct = isCount && TakeWord("DISTINCT") };
        aggregate = aggregate with { Column = Name("a column") };
        for (var count = 2; Take(','); count++)
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
        WindowFunction.Listagg or WindowFunction.ConcatAgg or WindowFunction.LastValue or WindowFunction.SumLast
            or WindowFunction.LastDistinct => (1, 2),
        _ => (1, 1),
    };

    int Skip()
    {
        while (_at < text.Length && char.IsWhiteSpace(text[_at]))
        {
            _at++;
        }

        return _at;
    }

    bool Take(char mark)
    {
        if (Skip() == text.Length || text[_at] != mark)
        {
            return false;
        }

        _at++;
        return true;
    }

    void Expect(char mark)
    {
        if (!Take(mark))
        {
            throw Wrong($"'{mark}' is expected", _at);
        }
    }

    /// <summary>A plain name; nothing where there is none.</summary>
    ReadOnlySpan<char> Peek()
    {
        var end = Skip();
        while (end < text.Length && (char.IsLetterOrDigit(text[end]) || text[end] == '_'))
        {
            end++;
        }

        return text.AsSpan(_at..end);
    }

    bool TakeWord(string word)
    {
        var isThere = Peek().Equals(word, StringComparison.OrdinalIgnoreCase);
        _at += isThere ? word.Length : 0;
        return isThere;
    }

    string Word(string what)
    {
        var word = Peek().ToString();
        _at += word.Length;
        return word.Length > 0 ? word : throw Wrong($"{what} is expected", _at);
    }

    string Name(string what) => Skip() < text.Length && text[_at] == '`' ? Quoted('`') : Word(what);

    string Text() => Skip() < text.Length && text[_at] is '\'' or '"' ? Quoted(text[_at])
        : throw Wrong("text in quotes is expected", _at);

    string Literal() => Skip() < text.Length && text[_at] is '\'' or '"' ? Quoted(text[_at]) : Number();

    string Quoted(char mark)
    {
        var end = text.IndexOf(mark, _at + 1);
        if (end < 0)
        {
            throw Wrong($"the closing {mark} is missing", _at);
        }

        var quoted = text[(_at + 1)..end];
        _at = end + 1;
        return quoted;
    }

    string Number()
    {
        var (start, end) = (Skip(), _at);
        while (end < text.Length && (char.IsLetterOrDigit(text[end]) || text[end] is '-' or '+' or '.'))
        {
            end++;
        }

        _at = end;
        return end > start ? text[start..end] : throw Wrong("a number is expected", start);
    }

    int Whole(int least)
    {
        var (place, number) = (Skip(), Number());
        return int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var whole) && whole >= least
            ? whole
            : throw Wrong($"a whole number of at least {least} is expected, not '{number}'", place);
    }

    static bool TakeEnd(ref string name, string end)
    {
        var isThere = name.EndsWith(end, StringComparison.OrdinalIgnoreCase);
        name = isThere ? name[..^end.Length] : name;
        return isThere;
    }

    FormatException Wrong(string what, int place) =>
        new($"In the clause '{text}', at character {place + 1}: {what}.");
}
