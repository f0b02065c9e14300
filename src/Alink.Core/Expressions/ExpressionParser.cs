using System.Collections.Immutable;

namespace Alink;

/// <summary>Reads expressions, and lists of them, as SQL writes them.</summary>
sealed partial class ExpressionParser : ClauseReader
{
    /// <summary>Deeper parentheses are refused, so that no text can exhaust the stack.</summary>
    const int Deepest = 200;

    /// <summary>A chain of operators is computed by as many calls one in another,
    /// for which the stack must do.</summary>
    const int MostOperators = 1000;

    static readonly HashSet<string> Keywords = new(StringComparer.OrdinalIgnoreCase)
    {
        "and", "or", "not", "is", "null", "like", "in", "between", "case", "when", "then", "else", "end", "cast", "try_cast", "as",
        "true", "false", "distinct", "asc", "desc", "escape",
    };

    int _depth;
    int _operators;

    ExpressionParser(string clause)
        : base(clause)
    {
    }

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
            parser._operators = 0;
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

        if (Next.Kind is TokenKind.Word or TokenKind.Column && IsMark(After(1), ".") && IsMark(After(2), "*"))
        {
            var table = Take().Text;
            Expect(".");
            Expect("*");
            return new(null, $"{table}.");
        }

        var place = Next.Place;
        var term = Or();
        var (text, last) = (Since(place), Last.Text);
        return new(term, TakeWord("as") || IsName(Next) ? Name("a name") : term is ColumnTerm ? last : text);
    }

    Item Ordered()
    {
        var place = Next.Place;
        var term = Or();
        var text = Since(place);
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
                left = Inverted(TakeWord("not"), Is(place, left));
            }
            else if (Next is { Kind: TokenKind.Mark, Text: "=" or "==" or "<>" or "!=" or "<" or "<=" or ">" or ">=" })
            {
                var mark = Take().Text switch { "==" => "=", "!=" => "<>", var other => other };
                left = Call(place, mark, left, Sum());
            }
            else
            {
                var isNot = TakeWord("not");
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

    /// <summary>What is asked after IS, which is never missing.</summary>
    CallTerm Is(int place, Term left)
    {
        if (TakeWord("distinct"))
        {
            ExpectWord("from");
            return Call(place, "is distinct from", left, Sum());
        }

        if (Next is var flag && (TakeWord("true") || TakeWord("false")))
        {
            var condition = IsWord(flag, "true") ? left : Call(place, "not", left);
            return Call(place, "case", condition, new LiteralTerm(place, DataType.Boolean, true), new LiteralTerm(place, DataType.Boolean, false));
        }

        return TakeWord("null") ? Call(place, "is null", left) : throw Wrong($"NULL, TRUE, FALSE or DISTINCT FROM is expected, not {Shown(Next)}");
    }

    Term Inverted(bool isNot, Term term) => isNot ? Call(term.Place, "not", term) : term;

    Term Sum() => Chain(Product, "+", "-", "||");

    Term Product() => Chain(Signed, "*", "/", "%");

    Term Chain(Func<Term> part, params ReadOnlySpan<string> marks)
    {
        var left = part();
        while (Next is { Kind: TokenKind.Mark } mark && marks.Contains(mark.Text))
        {
            Take();
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
            Take();
        }

        if (isNegative && Next.Kind == TokenKind.Number)
        {
            return Number($"-{Take().Text}", place);
        }

        var term = Primary();
        return isNegative ? Call(place, "negative", term) : isSigned ? Call(place, "+", new LiteralTerm(place, DataType.Int64, 0L), term) : term;
    }

    string Name(string what) => IsName(Next) ? Take().Text : throw Wrong($"{what} is expected, not {Shown(Next)}");

    static bool IsName(ClauseToken token) =>
        token.Kind == TokenKind.Column || (token.Kind == TokenKind.Word && !Keywords.Contains(token.Text));

    CallTerm Call(int place, string function, params ImmutableArray<Term> arguments) => ++_operators <= MostOperators
        ? new(place, function, arguments)
        : throw Wrong($"there are more than {MostOperators} operators");
}
