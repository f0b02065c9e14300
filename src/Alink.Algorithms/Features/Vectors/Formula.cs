using System.Globalization;

namespace Alink.Features;

/// <summary>What an R formula says: which column is explained, by which others and their products.</summary>
/// <param name="Label">What stands before ~; empty where nothing does.</param>
/// <param name="Terms">The columns of each product, in the order written; one column is a product too.</param>
/// <param name="HasIntercept">Whether neither − 1 nor + 0 takes it away.</param>
sealed record Formula(string Label, IReadOnlyList<string[]> Terms, bool HasIntercept)
{
    /// <summary>Reads a formula.</summary>
    /// <param name="text">The formula.</param>
    /// <param name="columns">The columns that a dot stands for, but for the label.</param>
    /// <exception cref="ArgumentException">The text is no formula; the message says where and why.</exception>
    public static Formula Parse(string text, IEnumerable<string> columns) => new FormulaParser(text).Parse(columns);
}

/// <summary>Reads a formula from left to right: ^ before : before * before + and −.</summary>
sealed class FormulaParser(string text)
{
    const int MostTerms = 10_000;
    const int MostParentheses = 100;
    const char End = '\0';

    string[] _columns = [];
    bool _hasIntercept = true;
    int _place;
    int _depth;

    public Formula Parse(IEnumerable<string> columns)
    {
        var label = Next == '~' ? "" : Name();
        Take('~');
        _columns = [.. columns.Where(column => column != label)];
        var terms = Sum();
        return Next != End ? throw Wrong("an operator")
            : terms.Count == 0 ? throw new ArgumentException($"Formula '{text}' has no terms.")
            : new(label, terms, _hasIntercept);
    }

    /// <summary>The next character that is no space.</summary>
    char Next
    {
        get
        {
            while (_place < text.Length && char.IsWhiteSpace(text[_place]))
            {
                _place++;
            }

            return _place < text.Length ? text[_place] : End;
        }
    }

    List<string[]> Sum()
    {
        var terms = new List<string[]>();
        var isTakenAway = false;
        if (Next is '+' or '-')
        {
            isTakenAway = text[_place++] == '-';
        }

        while (true)
        {
            if (char.IsAsciiDigit(Next))
            {
                var number = Number();
                _hasIntercept = number <= 1 ? number == 1 != isTakenAway : throw Wrong("0 or 1");
            }
            else
            {
                foreach (var term in Product())
                {
                    terms.RemoveAll(other => isTakenAway && IsSame(term, other));
                    Add(terms, isTakenAway ? [] : term);
                }
            }

            if (Next is not ('+' or '-'))
            {
                return terms;
            }

            isTakenAway = text[_place++] == '-';
        }
    }

    /// <summary>a * b is a + b + a:b.</summary>
    List<string[]> Product()
    {
        var terms = Interaction();
        while (Next == '*')
        {
            _place++;
            var right = Interaction();
            terms = Joined([.. terms, .. right, .. Crossed(terms, right)]);
        }

        return terms;
    }

    List<string[]> Interaction()
    {
        var terms = Power();
        while (Next == ':')
        {
            _place++;
            terms = Crossed(terms, Power());
        }

        return terms;
    }

    /// <summary>(a + b) ^ 2 is a + b + a:b.</summary>
    List<string[]> Power()
    {
        var terms = Atom();
        if (Next != '^')
        {
            return terms;
        }

        _place++;
        var degree = char.IsAsciiDigit(Next) ? Number() : throw Wrong("a whole number");
        var (alone, count) = (terms, 0);
        for (var i = 1; i < degree && terms.Count > count; i++)
        {
            count = terms.Count;
            terms = Joined([.. terms, .. Crossed(terms, alone)]);
        }

        return degree >= 1 ? terms : throw Wrong("a power of at least 1");
    }

    List<string[]> Atom()
    {
        if (Next == '.')
        {
            _place++;
            return [.. _columns.Select(column => new[] { column })];
        }

        if (Next != '(')
        {
            return [[Name()]];
        }

        _place++;
        if (++_depth > MostParentheses)
        {
            throw new ArgumentException($"Formula '{text[..Math.Min(text.Length, 100)]}' nests more than {MostParentheses} parentheses.");
        }

        var terms = Sum();
        _depth--;
        Take(')');
        return terms;
    }

    /// <summary>A word of letters, digits, dots and underscores, or anything in back quotes.</summary>
    string Name()
    {
        var start = Next == '`' ? _place + 1 : _place;
        if (Next == '`')
        {
            var end = text.IndexOf('`', start);
            _place = end > start ? end + 1 : throw Wrong("a name in back quotes");
            return text[start..end];
        }

        while (_place < text.Length && (char.IsLetterOrDigit(text[_place]) || text[_place] is '_' or '.'))
        {
            _place++;
        }

        return _place > start && (char.IsLetter(text[start]) || text[start] == '_') ? text[start.._place] : throw Wrong("a column");
    }

    int Number()
    {
        var start = _place;
        while (_place < text.Length && char.IsAsciiDigit(text[_place]))
        {
            _place++;
        }

        return int.TryParse(text.AsSpan(start, _place - start), CultureInfo.InvariantCulture, out var number) ? number : throw Wrong("a small number");
    }

    void Take(char expected) => _place = Next == expected ? _place + 1 : throw Wrong($"'{expected}'");

    /// <summary>Each term of one side times each of the other; a column times itself is itself.</summary>
    static List<string[]> Crossed(List<string[]> left, List<string[]> right) => (long)left.Count * right.Count > MostTerms
        ? throw new ArgumentException($"A formula has more than {MostTerms} terms.")
        : Joined(left.SelectMany(_ => right, (a, b) => a.Union(b).ToArray()));

    static List<string[]> Joined(IEnumerable<string[]> terms)
    {
        var joined = new List<string[]>();
        foreach (var term in terms)
        {
            Add(joined, term);
        }

        return joined;
    }

    static void Add(List<string[]> terms, string[] term)
    {
        if (term.Length > 0 && !terms.Exists(other => IsSame(term, other)))
        {
            terms.Add(terms.Count < MostTerms ? term : throw new ArgumentException($"A formula has more than {MostTerms} terms."));
        }
    }

    static bool IsSame(string[] term, string[] other) => term.Length == other.Length && !term.Except(other).Any();

    ArgumentException Wrong(string expected) => new(
        $"Formula '{text}': {expected} was expected {(Next == End ? "at the end" : $"at character {_place + 1}, '{text[_place]}'")}.");
}
