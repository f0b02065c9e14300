namespace Alink;

/// <content>What is computed by clauses of SQL; the language is that of <see cref="Clause"/>.</content>
public sealed partial class Table
{
    /// <summary>The columns of a clause, such as <c>name, price * 1.2 as gross</c>; <c>*</c> stands for all.</summary>
    /// <example>
    /// <code>
    /// var goods = Table.Of("name", "tea", "cake").With("price", 2.0, 5.0);
    /// goods.Compute("*, price * 1.2 as gross").Values&lt;double&gt;("gross")[1] // => 6
    /// </code>
    /// </example>
    /// <exception cref="FormatException">The text is no clause: the place and what is wrong are told.</exception>
    /// <exception cref="SchemaException">A column or a function is missing, or a value of another
    /// type; the place is told.</exception>
    /// <exception cref="RowException">A row has no result, such as a whole number beyond 64 bits.</exception>
    public Table Compute(string clause) => Clause.Parse(clause).Transform(this);

    /// <summary>The rows for which a condition holds, such as <c>price &lt; 3 and name like 't%'</c>.</summary>
    /// <inheritdoc cref="Compute"/>
    public Table Where(string condition) => Condition.Parse(condition).Transform(this);

    /// <summary>The rows ordered by a clause such as <c>city, age * 2 desc</c>; equal rows keep their order, NaN comes
    /// after all numbers, missing values last.</summary>
    /// <param name="clause">What they are ordered by, the most important first.</param>
    /// <param name="isAscending">Whether the least come first; false turns each item of the clause around.</param>
    /// <inheritdoc cref="Compute"/>
    public Table OrderBy(string clause, bool isAscending = true)
    {
        var items = ExpressionParser.Orders(clause);
        var values = Clause.Of(clause, items.Select((item, i) => item with { Name = $"{i}" })).Transform(this);
        return Gather(values.With("row", [.. Enumerable.Range(0, RowCount)])
            .Sort([.. items.Select((item, i) => $"{(item.IsDescending == isAscending ? "-" : "")}{i}")])
            .Values<int>("row").ToArray());
    }

    /// <summary>One row for each group of rows, in the order first seen, with the columns of a clause such as
    /// <c>city, count(*) as people, avg(age) as age</c>.</summary>
    /// <remarks>
    /// <para>Of the rows of a group: count(*), and of values that are not missing: count, sum, avg, min, max, stddev_samp
    /// (stddev), stddev_pop, var_samp (variance), var_pop, median, first_value, last_value; each of them may count equal values
    /// once, as in <c>count(distinct age)</c>. A sum of whole numbers is whole. Without values all but counts are missing.</para>
    /// <para>What stands outside of these is computed of keys and results: <c>max(age) - min(age) as span</c>.</para>
    /// </remarks>
    /// <example>
    /// <code>
    /// var people = Table.Of("city", "Rome", "Oslo", "Rome").With("age", 20, 40, 30);
    /// people.GroupBy("city", "city, max(age) - min(age) as span").Values&lt;long&gt;("span").ToArray() // => [10 0]
    /// </code>
    /// </example>
    /// <param name="keys">What rows of a group have in common, such as <c>city</c> or <c>city, div(age, 10) as decade</c>, whose
    /// names the clause may use; empty: there is
    /// one group of all rows, even of none.</param>
    /// <param name="clause">The columns that come out.</param>
    /// <inheritdoc cref="Compute"/>
    public Table GroupBy(string keys, string clause) =>
        new Grouping(clause, string.IsNullOrWhiteSpace(keys) ? [] : ExpressionParser.Items(keys)).Compute(this, ExpressionParser.Items(clause));
}
