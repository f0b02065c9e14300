using System.Globalization;

namespace Alink;

/// <summary>Binds terms to the cells of a row, and tells their types by it.</summary>
/// <remarks>A function of a missing value is missing, but for AND, OR, IS NULL, CASE and
/// those that choose among values.</remarks>
sealed class ExpressionBinder(string clause, RowCells row)
{
    /// <summary>The number of the current row, for messages.</summary>
    public long Row => row.Row;

    /// <exception cref="SchemaException">A column or function is missing, or a value of another
    /// type: the place is told.</exception>
    public Operand Bind(Term term) => term switch
    {
        LiteralTerm literal => Literal(literal),
        ColumnTerm column => Column(column),
        CallTerm call => Functions.Find(call, this)(this, call, [.. call.Arguments.Select(Bind)]),
        _ => throw new ArgumentOutOfRangeException(nameof(term), term, "There is no such term."),
    };

    public SchemaException Wrong(Term term, string what) => new(ClauseToken.Wrong(clause, term.Place, what));

    /// <summary>What is computed of values that are all there.</summary>
    /// <param name="call">The function.</param>
    /// <param name="type">The type of the result.</param>
    /// <param name="from">The values.</param>
    /// <param name="set">Sets the result; it may leave it missing where <paramref name="isNullable"/>.</param>
    /// <param name="isNullable">Whether it may be missing though all values are there.</param>
    public static Operand Strict(CallTerm call, DataType type, Operand[] from, Action<Cell> set, bool isNullable = false) =>
        Free(call, type, isNullable || from.Any(each => each.IsNullable), cell => () =>
        {
            foreach (var each in from)
            {
                each.Run();
                if (each.Cell.IsMissing)
                {
                    cell.SetMissing();
                    return;
                }
            }

            set(cell);
        });

    /// <summary>What is computed of values that run themselves.</summary>
    public static Operand Free(CallTerm call, DataType type, bool isNullable, Func<Cell, Action> step)
    {
        var cell = new Cell(call.Function, type);
        return new(cell, step(cell), isNullable) { Term = call };
    }

    /// <summary>A text in the place of which a moment is compared.</summary>
    public Operand AsMoment(Operand text) => Functions.Cast(this, new(text.Term.Place, "cast", []), text, DataType.DateTimeOffset, isTried: false);

    /// <summary>The type that all of several values have, numbers widened.</summary>
    public DataType Common(ReadOnlySpan<Operand> values)
    {
        DataType? common = null;
        foreach (var value in values)
        {
            if (value.IsNull)
            {
                continue;
            }

            common = common is not { } type || type == value.Type ? value.Type
                : !type.IsNumeric() || !value.Type.IsNumeric() ? throw Wrong(value.Term, $"{value.Type} stands where {type} is expected")
                : type is DataType.Single or DataType.Double || value.Type is DataType.Single or DataType.Double ? DataType.Double
                : DataType.Int64;
        }

        return common ?? DataType.String;
    }

    Operand Literal(LiteralTerm literal)
    {
        var cell = new Cell("", literal.Type ?? DataType.String);
        cell.SetBoxed(literal.Value);
        return new(cell, null, literal.Value is null) { IsNull = literal.Value is null, Term = literal };
    }

    Operand Column(ColumnTerm column)
    {
        if (!row.Schema.Has(column.Name))
        {
            throw Wrong(column, SchemaException.Missing(column.Name, row.Schema).Message.TrimEnd('.'));
        }

        return new(row.ReadAny(column.Name), null, row.Schema[column.Name].IsNullable) { Term = column };
    }

    /// <summary>The value of a literal, where a function needs it before any row.</summary>
    public long Whole(Operand operand, string what) => operand.Term is LiteralTerm { Value: long whole } ? whole
        : throw Wrong(operand.Term, $"{what} must be a whole number, written down");

    /// <summary>Text as a number, exactly as it stands.</summary>
    public static bool TryNumber(string text, out double number) =>
        double.TryParse(text.Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out number);
}
