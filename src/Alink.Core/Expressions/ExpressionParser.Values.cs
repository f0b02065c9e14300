using System.Collections.Immutable;
using System.Globalization;

namespace Alink;

/// <content>What stands between operators: columns, values, functions and cases.</content>
sealed partial class ExpressionParser
{
    Term Primary()
    {
        var token = Next;
        switch (token.Kind)
        {
            case TokenKind.Number:
                Take();
                return Number(token.Text, token.Place);
            case TokenKind.Text:
                Take();
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
            case TokenKind.Word when IsName(token) && IsMark(After(1), "("):
                return Function(Take());
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
        Expect("(");
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

        Take();
        Expect(")");
        return Call(place, function, value, new LiteralTerm(type.Place, DataType.String, type.Text.ToUpperInvariant()));
    }

    Term Number(string text, int place) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole)
            ? new LiteralTerm(place, DataType.Int64, whole)
            : double.Parse(text, CultureInfo.InvariantCulture) is var number && double.IsFinite(number)
                ? new LiteralTerm(place, DataType.Double, number)
                : throw Wrong($"'{text}' is beyond the range of numbers", place);
}
