namespace Alink;

/// <summary>The rows for which a condition holds, written as SQL writes it:
/// <c>age &gt;= 18 and name like 'A%'</c>.</summary>
/// <remarks>The language is that of <see cref="Clause"/>; a row for which the
/// condition is missing is left out.</remarks>
/// <example>
/// <code>
/// var people = Table.Of("name", "Ada", "Alan", "Grace").With("born", 1815, 1912, 1906);
/// Condition.Parse("born between 1900 and 1910 or name = 'Ada'").Transform(people).RowCount // => 2
/// </code>
/// </example>
public sealed record Condition : RowTransformer
{
    readonly string _text;

    Condition(string text, Term term) => (_text, Term) = (text, term);

    /// <summary>What has to hold.</summary>
    internal Term Term { get; }

    /// <summary>Reads a condition.</summary>
    /// <exception cref="FormatException">The text is none: the place and what is wrong are told.</exception>
    public static Condition Parse(string text) => new(text, ExpressionParser.Expression(text));

    /// <inheritdoc/>
    /// <exception cref="SchemaException">A column or a function is missing, or a value of another
    /// type; the place is told.</exception>
    public override Schema Transform(Schema input)
    {
        Bound(new RowCells(input));
        return input;
    }

    /// <inheritdoc/>
    public override Func<bool> Bind(RowCells row)
    {
        var condition = Bound(row);
        return () =>
        {
            try
            {
                return condition.Holds();
            }
            catch (OverflowException)
            {
                throw new RowException($"In row {row.Row}, a whole number of '{ClauseToken.Excerpt(_text)}' is beyond 64 bits.");
            }
        };
    }

    /// <inheritdoc/>
    public override string ToString() => _text;

    /// <inheritdoc/>
    public bool Equals(Condition? other) => other?._text == _text;

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(_text);

    Operand Bound(RowCells row)
    {
        var binder = new ExpressionBinder(_text, row);
        var condition = binder.Bind(Term);
        return condition.IsNull || condition.Type == DataType.Boolean ? condition
            : throw binder.Wrong(Term, $"a condition is expected, not {condition.Type}");
    }
}
