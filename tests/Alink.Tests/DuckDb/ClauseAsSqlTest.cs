using System.Globalization;
using Alink.DuckDb;

namespace Alink.Tests.DuckDb;

/// <summary>Clauses of any kind over any tables, as DuckDB answers them.</summary>
/// <remarks>
/// Where the two languages differ, the same is asked for in other words: division by 0, which is missing here, greatest and least
/// of a missing value, and NaN, which equals itself in DuckDB and stands only among what is ordered here.
/// </remarks>
public class ClauseAsSqlTest
{
    [Fact]
    public void Values_and_conditions() => Compare(seed: 1, times: 15, random =>
    {
        var rows = random.Table();
        var (ours, theirs) = Both([.. Enumerable.Range(0, 40).Select(_ => random.Any(3))]);
        var condition = random.Condition(3);
        return (rows.Compute(ours).Beside(rows.Select("row")), $"select {theirs}, row from a", rows, rows,
            rows.Where(condition.Ours).Select("row"), $"select row from a where {condition.Theirs}");
    });

    [Fact]
    public void Groups() => Compare(seed: 2, times: 15, random =>
    {
        var rows = random.Table(withNaN: true);
        string[] names = random.Pick<string[]>([], ["w"], ["s", "f"], ["n"], ["(w + l)", "upper(s)"], ["t"]);
        var keys = Array.ConvertAll(names, name => (Ours: name, Theirs: name));
        var (ours, theirs) = Both([.. keys, .. Enumerable.Range(0, 12).Select(_ => random.Aggregated())]);
        var group = keys.Length == 0 ? "" : $"group by {string.Join(", ", names)}";
        return (rows.GroupBy(string.Join(", ", names), ours), $"select {theirs} from a {group}", rows, rows,
            rows.Select("w", "s", "f").Distinct(), "select distinct w, s, f from a");
    });

    [Fact]
    public void Joins() => Compare(seed: 3, times: 15, random =>
    {
        var (left, right) = (random.Table(), random.Table());
        var kind = (JoinKind)random.Next(4);
        var equal = random.Pick("a.w = b.w", "a.w = b.n", "a.s = b.s and a.f = b.f", "a.l + 1 = b.w", "a.w < b.l", "a.t = b.t", "a.w = b.w and a.n < b.n", "a.n = b.n or a.s is null");
        const string Select = "a.row as here, b.row as there, a.w as w, b.s as s, a.w + b.w as both";
        return (left.Join(right, equal, Select, kind), $"select {Select} from a {kind} join b on {equal}", left, right,
            left.Select("w", "s").Intersect(right.Select("w", "s"), all: true), "select w, s from a intersect all select w, s from b");
    });

    [Fact]
    public void Sets_and_bags() => Compare(seed: 4, times: 15, random =>
    {
        var (left, right) = (random.Table(withNaN: true), random.Table(withNaN: true));
        var columns = random.Pick("w", "s, f", "n", "w, f", "t");
        Table Of(Table rows) => rows.Compute(columns);
        var (first, second) = random.Next(3) switch
        {
            0 => (Of(left).Union(Of(right)), "union"),
            1 => (Of(left).Minus(Of(right)), "except"),
            _ => (Of(left).Intersect(Of(right)), "intersect"),
        };
        return (first, $"select {columns} from a {second} select {columns} from b", left, right,
            Of(left).Minus(Of(right), all: true), $"select {columns} from a except all select {columns} from b");
    });

    [Fact]
    public void Orders() => Compare(seed: 5, times: 15, random =>
    {
        var rows = random.Table(withNaN: true);
        var items = Enumerable.Range(0, random.Next(3) + 1).Select(_ => (Item: random.Any(1), IsDescending: random.Next(2) == 0)).ToArray();
        var ours = string.Join(", ", items.Select(item => $"{item.Item.Ours}{(item.IsDescending ? " desc" : "")}"));
        // A number alone is a place in DuckDB.
        var theirs = string.Join(", ", items.Select(item => $"({item.Item.Theirs}) {(item.IsDescending ? "desc" : "")} nulls last"));
        var sorted = rows.OrderBy(ours).Select("row");
        return (sorted.With("at", [.. Enumerable.Range(0, sorted.RowCount)]),
            $"select row, cast(row_number() over (order by {theirs}, row) - 1 as int) as at from a", rows, rows, rows.Head(0).Select("row"), "select row from a limit 0");
    });

    static void Compare(int seed, int times, Func<RandomClause, (Table Ours, string Theirs, Table A, Table B, Table AlsoOurs, string AlsoTheirs)> ask)
    {
        var random = new RandomClause(seed);
        for (var i = 0; i < times; i++)
        {
            var (ours, theirs, a, b, alsoOurs, alsoTheirs) = ask(random);
            var sql = new Sql().With("a", a).With("b", b);
            AssertSame(theirs, sql.Query(theirs), ours);
            AssertSame(alsoTheirs, sql.Query(alsoTheirs), alsoOurs);
        }
    }

    static void AssertSame(string query, Table expected, Table actual)
    {
        var (theirs, ours) = (Lines(expected), Lines(actual));
        Assert.True(theirs.SequenceEqual(ours), $"{query}\nDuckDB: {string.Join(" | ", theirs.Except(ours))}\nhere:   {string.Join(" | ", ours.Except(theirs))}");
    }

    static string[] Lines(Table table) =>
        [.. table.Rows.Select(row => string.Join(",", table.Schema.Fields.Select(field => Shown(row[field.Name])))).Order(StringComparer.Ordinal)];

    static string Shown(object? value) => value switch
    {
        null => "-",
        float or double => Convert.ToDouble(value, CultureInfo.InvariantCulture) is var number && number == 0 ? "0" : number.ToString("G12", CultureInfo.InvariantCulture),
        DateTimeOffset moment => moment.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture),
        string text => $"'{text}'",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    static (string Ours, string Theirs) Both((string Ours, string Theirs)[] items) => (
        string.Join(", ", items.Select((item, i) => $"{item.Ours} as c{i}")),
        string.Join(", ", items.Select((item, i) => $"{item.Theirs} as c{i}")));
}

/// <summary>Makes clauses, and the words that DuckDB has for them.</summary>
sealed class RandomClause(int seed) : Random(seed)
{
    /// <summary>No rows to 30, of few different values, some columns without any.</summary>
    public Table Table(bool withNaN = false)
    {
        var rows = Pick(0, 1, 5, 30);
        var hole = Pick(0.0, 0.3, 0.3, 1.0);
        T?[] Some<T>(Func<T> value)
            where T : struct => [.. Enumerable.Range(0, rows).Select(_ => NextDouble() < hole ? default(T?) : value())];
        return Alink.Table.Of("row", [.. Enumerable.Range(0, rows)])
            .With("w", Some(() => Next(-4, 5)))
            .With("l", Some(() => (long)Next(-2, 3)))
            .With("n", Some(() => withNaN && Next(6) == 0 ? double.NaN : Pick(-0.0, Next(-8, 9) * 0.25)))
            .With("s", [.. Enumerable.Range(0, rows).Select(_ => NextDouble() < hole ? null : Pick("", "a", "ab", "b%", "Ab", "ä_😀", "\uE000", "it's", "  a "))])
            .With("f", Some(() => Next(2) == 0))
            .With("t", Some(() => new DateTimeOffset(2024, Next(1, 4), 28, Next(2), 0, 0, TimeSpan.Zero)));
    }

    public (string Ours, string Theirs) Any(int depth) => Pick<Func<int, (string, string)>>(Whole, Number, Text, Condition)(depth);

    public (string Ours, string Theirs) Aggregated()
    {
        var (number, any, distinct) = (Pick<Func<int, (string, string)>>(Whole, Finite)(1), Any(1), Pick("", "", "distinct "));
        return Next(5) switch
        {
            0 => Same("count(*)"),
            1 => Called($"count({distinct}", any),
            2 => Called(Pick("min(", "max("), any),
            3 => Called($"{Pick("sum", "avg")}({distinct}", number),
            _ => Called(Pick("median(", "var_samp(", "var_pop(", "stddev_samp(", "stddev_pop("), number),
        };
    }

    public (string Ours, string Theirs) Condition(int depth)
    {
        if (depth == 0)
        {
            return Same(Pick("f", "true", "false", "w > 0", "s is null", "f", "t < '2024-02-28 01:00:00+00'"));
        }

        var of = Pick<Func<int, (string, string)>>(Whole, Finite, Text);
        var ((a, x), (b, y), (c, z)) = (of(depth - 1), of(depth - 1), of(depth - 1));
        return Next(11) switch
        {
            0 or 1 => Two(Pick("and", "or"), Condition(depth - 1), Condition(depth - 1)),
            2 => Called("not (", Condition(depth - 1)),
            3 or 4 => Two(Pick("=", "<>", "<", "<=", ">", ">=", "is distinct from", "is not distinct from"), (a, x), (b, y)),
            5 => ($"({a} between {b} and {c})", $"({x} between {y} and {z})"),
            6 => Pick("not in", "in") is var name && Pick("", ", null") is var more ? ($"({a} {name} ({b}, {c}{more}))", $"({x} {name} ({y}, {z}{more}))") : default,
            7 => ($"({a} is null)", $"({x} is null)"),
            8 => Followed(Condition(depth - 1), Pick(" is true", " is not false", " is not true", " is false")),
            9 => Followed(Text(depth - 1), $" {Not} like '{Pick("a%", "%b", "_", "%_%", "", "ä!_%", "a_%")}'{Pick("", " escape '!'")}"),
            _ => If(Condition, depth),
        };
    }

    (string Ours, string Theirs) Whole(int depth)
    {
        if (depth == 0)
        {
            return Same(Pick("w", "l", "3", "-2", "0"));
        }

        var ((a, x), (b, y)) = (Whole(depth - 1), Whole(depth - 1));
        return Next(9) switch
        {
            0 or 1 => Two(Pick("+", "-", "*"), (a, x), (b, y)),
            2 => ($"({a} % {b})", $"({x} % nullif({y}, 0))"),
            3 => ($"div({a}, {b})", $"({x} // nullif({y}, 0))"),
            4 => Called(Pick("abs(", "-(", "sign(", "-("), (a, x)),
            5 => Called("length(", Text(depth - 1)),
            6 => Pick("greatest", "least") is var name ? ($"{name}({a}, {b})", $"case when {x} is null or {y} is null then null else {name}({x}, {y}) end") : default,
            7 => Choice(Whole, depth),
            _ => Text(depth - 1) is var (ours, theirs) ? ($"position({ours}, 'a')", $"strpos({theirs}, 'a')") : default,
        };
    }

    /// <summary>Numbers that may be NaN where the column is: only taken as they are.</summary>
    (string Ours, string Theirs) Number(int depth) => depth <= 1 ? Same("n") : Finite(depth);

    (string Ours, string Theirs) Finite(int depth)
    {
        if (depth == 0)
        {
            return Same(Pick("cast(w as double)", "0.5", "1.25", "-0.75"));
        }

        var ((a, x), (b, y)) = (Finite(depth - 1), Next(2) == 0 ? Finite(depth - 1) : Whole(depth - 1));
        return Next(5) switch
        {
            0 or 1 => Two(Pick("+", "-", "*"), (a, x), (b, y)),
            2 => ($"({a} / {b})", $"({x} / nullif({y}, 0))"),
            3 => Called(Pick("abs(", "floor(", "ceil(", "round("), (a, x)),
            _ => Choice(Finite, depth),
        };
    }

    (string Ours, string Theirs) Text(int depth) => depth == 0 ? Same(Pick("s", "s", "'a'", "'it''s'", "''")) : Next(6) switch
    {
        0 => Two("||", Text(depth - 1), Text(depth - 1)),
        1 => Called(Pick("upper(", "lower(", "trim(", "ltrim(", "rtrim("), Text(depth - 1)),
        2 => Followed(Text(depth - 1), $", {Next(1, 4)}, {Next(0, 3)})", "substring("),
        3 => Followed(Text(depth - 1), ", 'a', 'xy')", "replace("),
        4 => Called("cast(", Followed(Whole(depth - 1), " as varchar")),
        _ => Choice(Text, depth),
    };

    /// <summary>What chooses among values of one kind.</summary>
    (string Ours, string Theirs) Choice(Func<int, (string Ours, string Theirs)> of, int depth)
    {
        var (a, b) = (of(depth - 1), of(depth - 1));
        return Next(3) switch
        {
            0 => ($"coalesce({a.Ours}, {b.Ours})", $"coalesce({a.Theirs}, {b.Theirs})"),
            1 => ($"nullif({a.Ours}, {b.Ours})", $"nullif({a.Theirs}, {b.Theirs})"),
            _ => If(of, depth),
        };
    }

    (string Ours, string Theirs) If(Func<int, (string Ours, string Theirs)> of, int depth)
    {
        var (condition, yes, no) = (Condition(depth - 1), of(depth - 1), of(depth - 1));
        return ($"if({condition.Ours}, {yes.Ours}, {no.Ours})", $"case when {condition.Theirs} then {yes.Theirs} else {no.Theirs} end");
    }

    public T Pick<T>(params T[] of) => of[Next(of.Length)];

    string Not => Pick("", "not");

    static (string Ours, string Theirs) Same(string text) => (text, text);

    static (string Ours, string Theirs) Called(string before, (string Ours, string Theirs) of) => ($"{before}{of.Ours})", $"{before}{of.Theirs})");

    static (string Ours, string Theirs) Followed((string Ours, string Theirs) of, string after, string before = "") => ($"{before}{of.Ours}{after}", $"{before}{of.Theirs}{after}");

    static (string Ours, string Theirs) Two(string mark, (string Ours, string Theirs) left, (string Ours, string Theirs) right) =>
        ($"({left.Ours} {mark} {right.Ours})", $"({left.Theirs} {mark} {right.Theirs})");
}
