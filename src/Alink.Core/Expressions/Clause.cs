using System.Collections.Immutable;

namespace Alink;

/// <summary>Columns computed of each row, written as SQL writes them: <c>*</c>, <c>age</c>,
/// <c>price * 1.2 as gross</c>.</summary>
/// <remarks>
/// <para>
/// Values: columns by their names (in backquotes where they are no plain names), <c>12</c>, <c>0.5</c>, <c>'text'</c> (a quote in
/// it is doubled), <c>true</c>, <c>false</c>, <c>null</c>. Operators, from the weakest: <c>or</c>; <c>and</c>; <c>not</c>;
/// <c>= &lt;&gt; &lt; &lt;= &gt; &gt;=</c>, <c>is [not] null</c> (or true,
/// false, <c>distinct from</c>), <c>[not] like</c> (with <c>escape</c>), <c>[not] in (…)</c>,
/// <c>[not] between … and …</c>; <c>+ - ||</c>; <c>* / %</c>; signs. <c>case [x] when … then … else … end</c>,
/// <c>cast(x as type)</c>, and <c>try_cast</c>, which leaves missing what is none of the type.
/// </para>
/// <para>
/// Functions: if, coalesce, ifnull, nullif, greatest, least; abs, sign, ceil, floor, round, sqrt, exp, ln, log2, log10, power,
/// mod, div, sin, cos, tan, tanh; upper, lower, trim, ltrim, rtrim, length, concat, replace, position, substring, reverse; year,
/// month, day, hour, minute, second, day_of_week (Monday is 1) and epoch_seconds of moments, in the offset that they are written with.
/// </para>
/// <para>
/// What is computed of a missing value is missing, and a condition that is missing does not hold. Whole numbers stay whole in
/// + - * %, and a result beyond 64 bits is an error; <c>/</c> divides as numbers do, so that 1 / 2 is 0.5; what is divided by 0
/// is missing. NaN is equal to nothing and in no order with any number, but stands above all numbers where values are ordered or
/// the greatest is taken; texts are ordered by the values of their characters. A cast to a whole number cuts towards 0. Places in texts count from 1. Names of functions are the same in small and capital letters; names of columns are not.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// var people = Table.Of("name", "Ada", "Alan").With("born", 1815, 1912);
/// var made = Clause.Parse("upper(name) as name, case when born &lt; 1900 then 'early' else 'late' end as time").Transform(people);
/// made.Values&lt;string&gt;("time").ToArray() // => [early late]
/// made.Schema // => name: String, time: String
/// </code>
/// </example>
public sealed record Clause : RowTransformer
{
    readonly string _text;

    Clause(string text, ImmutableArray<Item> items) => (_text, Items) = (text, items);

    /// <summary>What it makes, in order.</summary>
    internal ImmutableArray<Item> Items { get; }

    /// <summary>Reads a clause.</summary>
    /// <exception cref="FormatException">The text is none: the place and what is wrong are told.</exception>
    public static Clause Parse(string text) => new(text, ExpressionParser.Items(text));

    /// <summary>The columns that come out.</summary>
    /// <exception cref="SchemaException">A column or a function is missing, or a value of another
    /// type; the place is told.</exception>
    public override Schema Transform(Schema input) => new([.. Bound(new RowCells(input), input).Select(each => each.Field)]);

    /// <inheritdoc/>
    /// <remarks>The step throws a <see cref="RowException"/> where a row has no result: a whole number beyond 64 bits, or a
    /// cast of what is none of the type.</remarks>
    public override Func<bool> Bind(RowCells row)
    {
        // All is read before anything is written, so that columns can change their names.
        var made = Bound(row, row.Schema).Where(each => each.Value is not null).ToArray();
        var outputs = Array.ConvertAll(made, each => row.Write(each.Field));
        return () =>
        {
            try
            {
                foreach (var (_, value) in made)
                {
                    value!.Run();
                }
            }
            catch (OverflowException)
            {
                throw new RowException($"In row {row.Row}, a whole number of '{ClauseToken.Excerpt(_text)}' is beyond 64 bits.");
            }

            for (var i = 0; i < outputs.Length; i++)
            {
                outputs[i].Set(made[i].Value!.Cell);
            }

            return true;
        };
    }

    /// <inheritdoc/>
    public override string ToString() => _text;

    /// <inheritdoc/>
    public bool Equals(Clause? other) => other?._text == _text;

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(_text);

    /// <summary>A clause of terms that are there already.</summary>
    internal static Clause Of(string text, IEnumerable<Item> items) => new(text, [.. items]);

    /// <summary>Each column with what computes it; null where it stays as it is.</summary>
    List<(Field Field, Operand? Value)> Bound(RowCells row, Schema input)
    {
        var binder = new ExpressionBinder(_text, row);
        var bound = new List<(Field, Operand?)>();
        foreach (var item in Items)
        {
            if (item.Term is null)
            {
                bound.AddRange(All(item.Name, input).Select(pair => pair.Name == pair.Field.Name
                    ? (pair.Field, null)
                    : (pair.Field with { Name = pair.Name }, (Operand?)binder.Bind(new ColumnTerm(0, pair.Field.Name)))));
            }
            else if (item.Term is ColumnTerm column && input.Has(column.Name))
            {
                var field = input[column.Name];
                bound.Add((field with { Name = item.Name }, item.Name == field.Name ? null : binder.Bind(column)));
            }
            else
            {
                var value = binder.Bind(item.Term);
                bound.Add((new(item.Name, value.Type) { IsNullable = value.IsNullable }, value));
            }
        }

        return bound;
    }

    /// <summary>All columns, or those whose names begin with that of a table.</summary>
    IEnumerable<(string Name, Field Field)> All(string table, Schema input)
    {
        var fields = input.Fields.Where(field => field.Name.StartsWith(table, StringComparison.Ordinal)).ToArray();
        return fields.Length > 0 || table.Length == 0 ? fields.Select(field => (field.Name[table.Length..], field))
            : throw new SchemaException($"In the clause '{ClauseToken.Excerpt(_text)}' there is no table '{table.TrimEnd('.')}'.");
    }
}
