using System.Collections.Immutable;
using System.Globalization;

namespace Alink;

/// <summary>Reads expressions, and lists of them, as SQL writes them.</summary>
sealed class ExpressionParser
{
    /// <summary>Deeper parentheses are refused, so that no text can exhaust the stack.</summary>
    const int Deepest = 200;

    /// <summary>A chain of operators is computed by as many calls one in another, for which the stack must do.</summary>
    const int MostOperators = 1000;

    static readonly HashSet<string> Keywords = new(StringComparer.OrdinalIgnoreCase)
    {
        "and", "or", "not", "is", "null", "like", "in", "between", "case", "when", "then", "else", "end", "cast", "try_cast", "as",
        "true", "false", "distinct", "asc", "desc", "escape",
    };

    readonly string _clause;
    readonly List<ClauseToken> _tokens;
    int _at;
    int _depth;
    int _operators;

    ExpressionParser(string clause) => (_clause, _tokens) = (clause, ClauseToken.Cut(clause));

    ClauseToken Next => _tokens[_at];

    /// <summary>One expression.</summary>
    /// <exception cref="FormatException">The text is none: the place and what is wrong are told.</exception>
    public static Term Expression(string clause)
    {
        var parser = new ExpressionParser(clause);
        return parser.Ended(parser.Or());
    }

    /// <summary>Expressions with names: <c>*</c>, <c>x</c>, <c>x + 1 as y</c>.</summary>
    /// <inheritdoc cref="Expression"/>
    public static ImmutableArray<Item> Items(string clause) => Listed(clause, parser => parser.Named());

    /// <summary>Expressions to order by: <c>x</c>, <c>x + y desc</c>.</summary>
    /// <inheritdoc cref="Expression"/>
    public static ImmutableArray<Item> Orders(string clause) => Listed(clause, parser => parser.Ordered());

    static ImmutableArray<Item> Listed(string clause, Func<ExpressionParser, Item> read)
    {
        var parser = new ExpressionParser(clause);
        var items = ImmutableArray.CreateBuilder<Item>();
        do
        {
            items.Add(read(parser));
        }
        while (parser.Take(","));
        return parser.Ended(items.ToImmutable());
    }

    Item Named()
    {
        if (Take("*"))
        {
            return new(null, "");
        }

        if (_at + 2 < _tokens.Count && Next.Kind is TokenKind.Word or TokenKind.Column
            && _tokens[_at + 1] is { Kind: TokenKind.Mark, Text: "." } && _tokens[_at + 2] is { Kind: TokenKind.Mark, Text: "*" })
        {
            _at += 3;
            return new(null, $"{_tokens[_at - 3].Text}.");
        }

        var place = Next.Place;
        var term = Or();
        var text = _clause[place.._tokens[_at - 1].End];
        return new(term, TakeWord("as") || IsName(Next) ? Name("a name") : term is ColumnTerm ? _tokens[_at - 1].Text : text);
    }

    Item Ordered()
    {
        var place = Next.Place;
        var term = Or();
        var text = _clause[place.._tokens[_at - 1].End];
        return new(term, text, TakeWord("desc") || (TakeWord("asc") && false));
    }

    Term Or()
    {
        if (++_depth > Deepest)
        {
            throw Wrong($"parentheses are deeper than {Deepest}");
        }

        var left = And();
        while (Next.Place is var place && TakeWord("or"))
        {
            left = Call(place, "or", left, And());
        }

        _depth--;
        return left;
    }

    Term And()
    {
        var left = Not();
        while (Next.Place is var place && TakeWord("and"))
        {
            left = Call(place, "and", left, Not());
        }

        return left;
    }

    Term Not()
    {
        var place = Next.Place;
        var count = 0;
        while (TakeWord("not"))
        {
            count++;
        }

        var term = Predicate();
        return count == 0 ? term : count % 2 == 1 ? Call(place, "not", term) : Call(place, "not", Call(place, "not", term));
    }

    Term Predicate()
    {
        var left = Sum();
        while (true)
        {
            var place = Next.Place;
            if (TakeWord("is"))
            {
                var isNot = TakeWord("not");
                ExpectWord("null");
                left = Inverted(isNot, Call(place, "is null", left));
            }
            else if (Next is { Kind: TokenKind.Mark, Text: "=" or "==" or "<>" or "!=" or "<" or "<=" or ">" or ">=" })
            {
                var mark = _tokens[_at++].Text switch { "==" => "=", "!=" => "<>", var other => other };
                left = Call(place, mark, left, Sum());
            }
            else
            {
                var isNot = IsWord(Next, "not");
                _at += isNot ? 1 : 0;
                if (TakeWord("like"))
                {
                    var pattern = Sum();
                    left = Inverted(isNot, TakeWord("escape") ? Call(place, "like", left, pattern, Sum()) : Call(place, "like", left, pattern));
                }
                else if (TakeWord("in"))
                {
                    Expect("(");
                    left = Inverted(isNot, Call(place, "in", [left, .. Arguments()]));
                }
                else if (TakeWord("between"))
                {
                    var least = Sum();
                    ExpectWord("and");
                    left = Inverted(isNot, Call(place, "and", Call(place, ">=", left, least), Call(place, "<=", left, Sum())));
                }
                else
                {
                    return isNot ? throw Wrong("LIKE, IN or BETWEEN is expected after NOT") : left;
                }
            }
        }
    }

    Term Inverted(bool isNot, Term term) => isNot ? Call(term.Place, "not", term) : term;

    Term Sum() => Chain(Product, "+", "-", "||");

    Term Product() => Chain(Signed, "*", "/", "%");

    Term Chain(Func<Term> part, params ReadOnlySpan<string> marks)
    {
        var left = part();
        while (Next is { Kind: TokenKind.Mark } mark && marks.Contains(mark.Text))
        {
            _at++;
            left = Call(mark.Place, mark.Text == "||" ? "concat" : mark.Text, left, part());
        }

        return left;
    }

    Term Signed()
    {
        var (place, isNegative, isSigned) = (Next.Place, false, false);
        while (Next is { Kind: TokenKind.Mark, Text: "-" or "+" } sign)
        {
            isNegative ^= sign.Text == "-";
            isSigned = true;
            _at++;
        }

        if (isNegative && Next.Kind == TokenKind.Number)
        {
            return Number($"-{_tokens[_at++].Text}", place);
        }

        var term = Primary();
        return isNegative ? Call(place, "negative", term) : isSigned ? Call(place, "+", new LiteralTerm(place, DataType.Int64, 0L), term) : term;
    }

    Term Primary()
    {
        var token = Next;
        switch (token.Kind)
        {
            case TokenKind.Number:
                _at++;
                return Number(token.Text, token.Place);
            case TokenKind.Text:
                _at++;
                return new LiteralTerm(token.Place, DataType.String, token.Text);
            case TokenKind.Mark when Take("("):
                var inner = Or();
                Expect(")");
                return inner;
            case TokenKind.Word when TakeWord("null"):
                return new LiteralTerm(token.Place, null, null);
            case TokenKind.Word when TakeWord("true"):
                return new LiteralTerm(token.Place, DataType.Boolean, true);
            case TokenKind.Word when TakeWord("false"):
                return new LiteralTerm(token.Place, DataType.Boolean, false);
            case TokenKind.Word when TakeWord("case"):
                return Case(token.Place);
            case TokenKind.Word when TakeWord("cast"):
                return Cast("cast", token.Place);
            case TokenKind.Word when TakeWord("try_cast"):
                return Cast("try_cast", token.Place);
            case TokenKind.Word when IsName(token) && _tokens[_at + 1] is { Kind: TokenKind.Mark, Text: "(" }:
                _at += 2;
                return Function(token);
            case TokenKind.Word or TokenKind.Column when IsName(token):
                var name = Name("a column");
                return new ColumnTerm(token.Place, Take(".") ? $"{name}.{Name("a column")}" : name);
            default:
                throw Wrong($"a value is expected, not {Shown(token)}");
        }
    }

    Term Function(ClauseToken name)
    {
        var function = name.Text.ToLowerInvariant();
        if (function == "count" && Take("*"))
        {
            Expect(")");
            return Call(name.Place, function);
        }

        var isDistinct = TakeWord("distinct");
        return new CallTerm(name.Place, function, Take(")") ? [] : Arguments()) { IsDistinct = isDistinct };
    }

    ImmutableArray<Term> Arguments()
    {
        var arguments = ImmutableArray.CreateBuilder<Term>();
        do
        {
            arguments.Add(Or());
        }
        while (Take(","));
        Expect(")");
        return arguments.ToImmutable();
    }

    /// <summary>Conditions and values in turn, and the value where none of them holds.</summary>
    Term Case(int place)
    {
        var of = IsWord(Next, "when") ? null : Or();
        var parts = ImmutableArray.CreateBuilder<Term>();
        while (Next.Place is var when && TakeWord("when"))
        {
            var condition = Or();
            parts.Add(of is null ? condition : Call(when, "=", of, condition));
            ExpectWord("then");
            parts.Add(Or());
        }

        if (parts.Count == 0)
        {
            throw Wrong($"WHEN is expected, not {Shown(Next)}");
        }

        parts.Add(TakeWord("else") ? Or() : new LiteralTerm(Next.Place, null, null));
        ExpectWord("end");
        return Call(place, "case", parts.ToImmutable());
    }

    Term Cast(string function, int place)
    {
        Expect("(");
        var value = Or();
        ExpectWord("as");
        var type = Next;
        if (type.Kind != TokenKind.Word)
        {
            throw Wrong($"a type is expected, not {Shown(type)}");
        }

        _at++;
        Expect(")");
        return Call(place, function, value, new LiteralTerm(type.Place, DataType.String, type.Text.ToUpperInvariant()));
    }

    Term Number(string text, int place) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole)
            ? new LiteralTerm(place, DataType.Int64, whole)
            : new LiteralTerm(place, DataType.Double, double.Parse(text, CultureInfo.InvariantCulture));

    string Name(string what) => IsName(Next) ? _tokens[_at++].Text : throw Wrong($"{what} is expected, not {Shown(Next)}");

    static bool IsName(ClauseToken token) =>
        token.Kind == TokenKind.Column || (token.Kind == TokenKind.Word && !Keywords.Contains(token.Text));

    static bool IsWord(ClauseToken token, string word) =>
        token.Kind == TokenKind.Word && token.Text.Equals(word, StringComparison.OrdinalIgnoreCase);

    bool TakeWord(string word)
    {
        var isThere = IsWord(Next, word);
        _at += isThere ? 1 : 0;
        return isThere;
    }

    bool Take(string mark)
    {
        var isThere = Next.Kind == TokenKind.Mark && Next.Text == mark;
        _at += isThere ? 1 : 0;
        return isThere;
    }

    void Expect(string mark)
    {
        if (!Take(mark))
        {
            throw Wrong($"'{mark}' is expected, not {Shown(Next)}");
        }
    }

    void ExpectWord(string word)
    {
        if (!TakeWord(word))
        {
            throw Wrong($"{word.ToUpperInvariant()} is expected, not {Shown(Next)}");
        }
    }

    T Ended<T>(T read) => Next.Kind == TokenKind.End ? read : throw Wrong($"the end is expected, not {Shown(Next)}");

    CallTerm Call(int place, string function, params ImmutableArray<Term> arguments) => ++_operators <= MostOperators
        ? new(place, function, arguments)
        : throw Wrong($"there are more than {MostOperators} operators");

    static string Shown(ClauseToken token) => token.Kind == TokenKind.End ? "the end" : $"'{token.Text}'";

    FormatException Wrong(string what) => new(ClauseToken.Wrong(_clause, Next.Place, what));
}
