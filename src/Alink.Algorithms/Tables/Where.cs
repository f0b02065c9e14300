namespace Alink.Tables;

/// <summary>Leaves out the rows for which a condition such as <c>age &gt;= 18 and name like 'A%'</c> does not hold, or is
/// missing.</summary>
/// <remarks>The language is that of <see cref="Alink.Clause"/>.</remarks>
/// <example>
/// <code>
/// var goods = Table.Of("name", "tea", "cake").With("price", 2.0, 5.0);
/// new Where { Clause = "price &lt; 3" }.Transform(goods).Values&lt;string&gt;("name").ToArray() // => [tea]
/// </code>
/// </example>
public sealed record Where : RowTransformer
{
    /// <summary>The condition; <c>true</c>, the default, holds for all.</summary>
    /// <exception cref="FormatException">The text is no condition: the place and what is wrong are told.</exception>
    public string Clause
    {
        get;
        init => (field, _condition) = (value, Condition.Parse(value));
    }

    = "true";

    Condition _condition = Condition.Parse("true");

    /// <inheritdoc/>
    public override Schema Transform(Schema input) => _condition.Transform(input);

    /// <inheritdoc/>
    public override Func<bool> Bind(RowCells row) => _condition.Bind(row);
}
