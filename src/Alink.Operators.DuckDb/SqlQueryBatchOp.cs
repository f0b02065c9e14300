using System.Collections.Immutable;
using Alink.DuckDb;

namespace Alink.Operators;

/// <summary>The rows that a query of SQL over other operators gives; <see cref="Sql"/> tells what it may say.</summary>
/// <remarks>The operators are those with names: given by <see cref="With"/>, or in the flow of control that makes this one by
/// <see cref="SqlOperators.RegisterTableName"/>. Only those that the query mentions are computed.</remarks>
/// <example>
/// <code>
/// using Alink.Operators;
///
/// new TableSourceBatchOp(Table.Of("buyer", "Bob", "Ada", "Bob").With("price", 2.0, 3.0, 5.0)).RegisterTableName("orders");
/// new TableSourceBatchOp(Table.Of("name", "Ada", "Bob").With("city", "Oslo", "Rome")).RegisterTableName("people");
/// var sums = BatchOperator.SqlQuery("select city, sum(price) as total from orders join people on buyer = name group by city order by city");
/// sums.Collect().Values&lt;double&gt;("total")[1] // => 7
/// </code>
/// </example>
/// <param name="query">One SELECT.</param>
public sealed class SqlQueryBatchOp(string query) : BatchOperator
{
    ImmutableDictionary<string, BatchOperator> _tables = SqlOperators.Registered;
    Sql _options = new();

    /// <summary>Gives the rows of an operator a name for this query.</summary>
    public SqlQueryBatchOp With(string name, BatchOperator rows)
    {
        _tables = _tables.SetItem(name, rows);
        return this;
    }

    /// <summary>What the query may do, and which models are functions of it.</summary>
    public SqlQueryBatchOp SetOptions(Sql value)
    {
        _options = value;
        return this;
    }

    /// <inheritdoc/>
    /// <exception cref="SqlException">DuckDB does not understand or cannot answer the query.</exception>
    protected override async Task<Table> ComputeAsync()
    {
        var sql = _options;
        foreach (var (name, rows) in _tables.Where(table => IsMentioned(table.Key)))
        {
            sql = sql.With(name, await rows.CollectAsync().ConfigureAwait(false));
        }

        return sql.Query(query);
    }

    /// <summary>Whether the query may mean a name; in it quotes are doubled.</summary>
    bool IsMentioned(string name) => query.Contains(name.Replace("\"", "\"\"", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase);
}

/// <summary>Operators with names, and queries over them.</summary>
public static class SqlOperators
{
    static readonly AsyncLocal<ImmutableDictionary<string, BatchOperator>?> Names = new();

    extension(BatchOperator)
    {
        /// <summary>The rows that a query of SQL over the operators with names gives.</summary>
        /// <param name="query">One SELECT, as in <c>select city, count(*) as n from people group by city</c>.</param>
        public static SqlQueryBatchOp SqlQuery(string query) => new(query);
    }

    internal static ImmutableDictionary<string, BatchOperator> Registered =>
        Names.Value ?? ImmutableDictionary.Create<string, BatchOperator>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Gives the rows of an operator a name, for the queries made after it in this flow of control (a thread, or what an async method
    /// awaits); one that had the name before loses it.</summary>
    /// <returns>The operator.</returns>
    public static T RegisterTableName<T>(this T rows, string name)
        where T : BatchOperator
    {
        Names.Value = Registered.SetItem(name, rows);
        return rows;
    }
}
