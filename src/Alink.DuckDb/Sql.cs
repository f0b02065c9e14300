using System.Collections.Immutable;

namespace Alink.DuckDb;

/// <summary>Answers queries of SQL over tables, files and models, by a DuckDB of its own for each query, which takes 10 ms to begin.</summary>
/// <remarks>
/// <para>
/// A query is one SELECT of <see href="https://duckdb.org/docs/stable/sql/introduction">DuckDB's SQL</see>; every other statement is
/// refused, so a query changes nothing and writes nothing. It reads the rows given to <see cref="With(string, IDataset)"/> where they are,
/// the columns that it mentions only; and files, as in <c>from read_parquet('a.parquet')</c> and <c>from read_csv('a.csv')</c>, which
/// <see cref="ReadsFiles"/> can forbid. Nothing is loaded from the net. Values belong into parameters, never into the text of the query:
/// whoever writes the text reads all that was given, and every file that the program can read.
/// </para>
/// <para>
/// Booleans, whole numbers, floating-point numbers and text keep their types, a missing value is NULL; a moment is a TIMESTAMP WITH TIME ZONE
/// in microseconds of UTC; dense vectors are lists of doubles, sparse ones structs of <c>size</c>, <c>indices</c> and <c>values</c>, as the first batch
/// of the rows has them. The other way, whole numbers of up to 32 bits with a sign become <see cref="DataType.Int32"/>, longer ones, such as sums,
/// <see cref="DataType.Int64"/>, those above it an error; decimals <see cref="DataType.Double"/>; dates and timestamps moments of UTC; enums and UUIDs
/// text; lists and arrays of numbers, all of one length, vectors. Times, intervals, blobs and other nested values are refused by name. The names of
/// features and the levels of a column stay behind.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// using Alink.DuckDb;
///
/// var people = Table.Of("name", "Ada", "Bob").With("city", "Oslo", "Rome");
/// var orders = Table.Of("buyer", "Bob", "Ada", "Bob").With("price", 2.0, 3.0, 5.0);
/// var sums = new Sql().With("people", people).With("orders", orders).Query("""
///     select city, sum(price) as total
///     from orders join people on buyer = name
///     where price > $1
///     group by city order by city
///     """, 2.5);
/// $"{sums.Values&lt;string&gt;("city")[1]} {sums.Values&lt;double&gt;("total")[1]}" // => Rome 5
/// </code>
/// </example>
public sealed record Sql
{
    /// <summary>Whether queries may read files; true by default. False is for queries whose text somebody else writes.</summary>
    public bool ReadsFiles { get; init; } = true;

    /// <summary>How many threads a query runs on, at least 1. With more than one, which is faster over much data, rows that no ORDER BY orders may
    /// come in another order, and sums of floating-point numbers differ in their last digits, from run to run. Default: 1.</summary>
    public int Threads
    {
        get;
        init => field = Require.AtLeast(1, value);
    } = 1;

    /// <summary>The most bytes that DuckDB takes, above 0, beyond which a query fails; null leaves it DuckDB's four fifths of the memory.</summary>
    public long? MemoryLimit
    {
        get;
        init => field = value is { } bytes ? Require.Positive(bytes) : null;
    }

    /// <summary>A folder for what does not fit <see cref="MemoryLimit"/>, as of large sorts; null, the default, writes nothing anywhere.</summary>
    public string? SpillFolder { get; init; }

    /// <summary>Ends a query that runs.</summary>
    public CancellationToken Cancellation { get; init; }

    internal ImmutableSortedDictionary<string, IDataset> Tables { get; init; } =
        ImmutableSortedDictionary.Create<string, IDataset>(StringComparer.OrdinalIgnoreCase);

    internal ImmutableSortedDictionary<string, ModelFunction> Functions { get; init; } =
        ImmutableSortedDictionary.Create<string, ModelFunction>(StringComparer.OrdinalIgnoreCase);

    /// <summary>With rows under a name; SQL does not tell capitals from small letters.</summary>
    /// <param name="name">The name of the table in queries.</param>
    /// <param name="rows">A table; or larger rows, which are read again for each time a query mentions them.</param>
    /// <exception cref="SchemaException">SQL cannot tell two columns apart, or a column has no name.</exception>
    public Sql With(string name, IDataset rows) => this with { Tables = Tables.SetItem(Named(name), RowsFunction.Checked(rows)) };

    /// <summary>With a model as a function, as in <c>select *, predict(age, income) from people</c>.</summary>
    /// <remarks>
    /// The arguments are the columns that the model reads, in the order in which they stand in <paramref name="input"/>, and of their types, to
    /// which DuckDB widens what it is given; NULL is a missing value. The result is that of the model's <see cref="ITransformer.Transform(Table)"/>.
    /// </remarks>
    /// <param name="name">The name of the function in queries.</param>
    /// <param name="model">The model, or a pipeline of models.</param>
    /// <param name="input">The columns of rows that the model takes; those that it does not read need not be among them.</param>
    /// <param name="output">The column that the function gives.</param>
    /// <exception cref="SchemaException">The model does not take such rows, reads none of the columns, or makes no such output.</exception>
    public Sql With(string name, ITransformer model, Schema input, string output = "prediction") =>
        this with { Functions = Functions.SetItem(Named(name), new(name, model, input, output)) };

    /// <summary>The rows that a query gives.</summary>
    /// <param name="query">One SELECT.</param>
    /// <param name="parameters">The values of <c>$1</c>, <c>$2</c> and so on, or of each <c>?</c>: of the types that columns have, or null.</param>
    /// <exception cref="SqlException">DuckDB does not understand or cannot answer the query.</exception>
    /// <exception cref="SchemaException">A column of the result is of a type that tables have not, or stands twice.</exception>
    /// <exception cref="RowException">A value of the result does not fit its column, or a model does not take a row.</exception>
    public Table Query(string query, params ReadOnlySpan<object?> parameters)
    {
        using var database = new Database(this);
        return database.Query(query, [.. parameters.ToArray().Select((value, i) => KeyValuePair.Create($"{i + 1}", value))]);
    }

    /// <inheritdoc cref="Query(string, ReadOnlySpan{object})"/>
    /// <param name="query">One SELECT.</param>
    /// <param name="parameters">The values of <c>$name</c> by name, without the dollar: of the types that columns have, or null.</param>
    public Table Query(string query, IReadOnlyDictionary<string, object?> parameters)
    {
        using var database = new Database(this);
        return database.Query(query, parameters);
    }

    static string Named(string name) => name is not "" && !name.Contains('\0') ? name
        : throw new ArgumentException("A name in SQL has at least one letter, and no character 0.", nameof(name));
}

/// <summary>SQL over one table.</summary>
public static class SqlTables
{
    /// <summary>The rows that a query over these rows gives, which it calls <c>this</c>; <see cref="DuckDb.Sql"/> tells the rest.</summary>
    /// <example>
    /// <code>
    /// using Alink.DuckDb;
    ///
    /// var ages = Table.Of("name", "Ada", "Bob", "Cy").With("age", 36, 41, 17);
    /// ages.Sql("select avg(age) as mean from this where age >= $1", 18).Values&lt;double&gt;("mean")[0] // => 38.5
    /// </code>
    /// </example>
    /// <param name="rows">The rows.</param>
    /// <param name="query">One SELECT, as in <c>select city, count(*) as n from this group by city</c>.</param>
    /// <param name="parameters">The values of <c>$1</c>, <c>$2</c> and so on, or of each <c>?</c>.</param>
    /// <inheritdoc cref="Sql.Query(string, ReadOnlySpan{object})"/>
    public static Table Sql(this IDataset rows, string query, params ReadOnlySpan<object?> parameters) =>
        new Sql().With("this", rows).Query(query, parameters);
}
