namespace Alink.Tables;

/// <summary>Makes the columns of a clause, such as <c>name, price * 1.2 as gross</c>, of each row; others are left out.</summary>
/// <remarks>The language is that of <see cref="Alink.Clause"/>. With <c>*, x + 1 as y</c> all columns stay. Behind a
/// <see cref="Where"/> it does what the SQLTransformer of Spark and Flink does to single rows.</remarks>
/// <example>
/// <code>
/// var goods = Table.Of("name", "tea", "cake").With("price", 2.0, 5.0);
/// var made = new Select { Clause = "upper(name) as name, round(price * 1.2, 1) as gross" }.Transform(goods);
/// made.Values&lt;double&gt;("gross").ToArray() // => [2.4 6]
/// </code>
/// </example>
public sealed record Select : RowTransformer
{
    /// <summary>The columns that come out; <c>*</c>, the default, stands for all.</summary>
    /// <exception cref="FormatException">The text is no clause: the place and what is wrong are told.</exception>
    public string Clause
    {
        get;
        init => (field, _clause) = (value, Alink.Clause.Parse(value));
    }

    = "*";

    Clause _clause = Alink.Clause.Parse("*");

    /// <inheritdoc/>
    public override Schema Transform(Schema input) => _clause.Transform(input);

    /// <inheritdoc/>
    public override Func<bool> Bind(RowCells row) => _clause.Bind(row);
}
