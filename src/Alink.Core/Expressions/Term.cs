using System.Collections.Immutable;
using System.Globalization;

namespace Alink;

/// <summary>A part of an expression. As text it is canonical: two terms of one text are the same.</summary>
/// <param name="Place">Where it begins in its clause, from 0.</param>
abstract record Term(int Place)
{
    /// <summary>This term with other terms in the place of some.</summary>
    /// <param name="other">What stands in the place of a term; null where it stays, and
    /// its own terms are looked at.</param>
    public Term Replace(Func<Term, Term?> other) => other(this) ?? (this is CallTerm call
        ? call with { Arguments = [.. call.Arguments.Select(argument => argument.Replace(other))] }
        : this);
}

/// <summary>A value that is written down; without a type and a value, NULL.</summary>
sealed record LiteralTerm(int Place, DataType? Type, object? Value) : Term(Place)
{
    public override string ToString() => Value switch
    {
        null => "null",
        string text => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'",
        double number => number.ToString("R", CultureInfo.InvariantCulture) + "d",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        var other => other.ToString()!,
    };
}

/// <summary>The value of a column; <c>a.x</c> is the column x of the table a.</summary>
sealed record ColumnTerm(int Place, string Name) : Term(Place)
{
    public override string ToString() => $"`{Name}`";
}

/// <summary>A function of other terms; operators are functions whose names are their marks.</summary>
sealed record CallTerm(int Place, string Function, ImmutableArray<Term> Arguments) : Term(Place)
{
    public bool IsDistinct { get; init; }

    public override string ToString() => $"{Function}({(IsDistinct ? "distinct " : "")}{string.Join(", ", Arguments)})";
}

/// <summary>An expression of a list.</summary>
/// <param name="Term">The expression; null: all columns, or all of the table that the name begins with.</param>
/// <param name="Name">The name of the result.</param>
/// <param name="IsDescending">Whether <c>DESC</c> follows it.</param>
sealed record Item(Term? Term, string Name, bool IsDescending = false);
