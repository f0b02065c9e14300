namespace Alink;

/// <summary>The functions of the rows of a group. Missing values are passed over.</summary>
static class Aggregates
{
    static readonly Dictionary<string, Func<ColumnData, List<int>, object?>> All = new(StringComparer.Ordinal)
    {
        ["sum"] = (data, rows) => rows.Count == 0 ? null : IsWhole(data) ? Whole(data, rows) : Numbers(data, rows).Sum(),
        ["avg"] = (data, rows) => rows.Count == 0 ? null : (IsWhole(data) ? (double)Total(data, rows) : Numbers(data, rows).Sum()) / rows.Count,
        ["min"] = (data, rows) => Extreme(data, rows, -1),
        ["max"] = (data, rows) => Extreme(data, rows, 1),
        ["var_pop"] = (data, rows) => rows.Count == 0 ? null : Squares(data, rows) / rows.Count,
        ["var_samp"] = (data, rows) => rows.Count < 2 ? null : Squares(data, rows) / (rows.Count - 1),
        ["stddev_pop"] = (data, rows) => rows.Count == 0 ? null : Math.Sqrt(Squares(data, rows) / rows.Count),
        ["stddev_samp"] = (data, rows) => rows.Count < 2 ? null : Math.Sqrt(Squares(data, rows) / (rows.Count - 1)),
        ["median"] = (data, rows) => rows.Count == 0 ? null : Median([.. Numbers(data, rows)]),
        ["first_value"] = (data, rows) => rows.Count == 0 ? null : data.Boxed(rows[0]),
        ["last_value"] = (data, rows) => rows.Count == 0 ? null : data.Boxed(rows[^1]),
        ["count"] = (_, rows) => (long)rows.Count,
    };

    static readonly Dictionary<string, string> OtherNames = new(StringComparer.Ordinal)
    {
        ["mean"] = "avg",
        ["variance"] = "var_samp",
        ["stddev"] = "stddev_samp",
    };

    public static IEnumerable<string> Names => All.Keys.Concat(OtherNames.Keys);

    public static bool Has(string name) => All.ContainsKey(Canonical(name));

    /// <summary>The results for all groups.</summary>
    /// <param name="function">The function.</param>
    /// <param name="isDistinct">Whether equal values count once.</param>
    /// <param name="data">The values; null: the rows themselves are counted.</param>
    /// <param name="groups">The rows of each group.</param>
    /// <returns>The results; null where the function does not take such values.</returns>
    public static ColumnData? Compute(string function, bool isDistinct, ColumnData? data, IReadOnlyList<List<int>> groups)
    {
        var name = Canonical(function);
        if (data is not null && !Takes(name, data.Type))
        {
            return null;
        }

        var builder = ColumnBuilder.Of(TypeOf(name, data?.Type), groups.Count);
        var cell = new Cell(function, TypeOf(name, data?.Type));
        foreach (var group in groups)
        {
            var rows = data is null ? group : group.FindAll(row => !data.IsMissing(row));
            cell.SetBoxed(data is null ? (long)group.Count : All[name](data, isDistinct ? [.. rows.DistinctBy(data.Boxed)] : rows));
            builder.Append(cell);
        }

        return builder.Build();
    }

    static string Canonical(string name) => OtherNames.GetValueOrDefault(name, name);

    static bool Takes(string name, DataType type) => name is "count" or "first_value" or "last_value"
        || (name is "min" or "max" ? type != DataType.Vector : type.IsNumeric());

    static DataType TypeOf(string name, DataType? type) => name switch
    {
        "count" => DataType.Int64,
        "min" or "max" or "first_value" or "last_value" => type!.Value,
        "sum" when type is DataType.Boolean or DataType.Int32 or DataType.Int64 => DataType.Int64,
        _ => DataType.Double,
    };

    static bool IsWhole(ColumnData data) => data.Type is DataType.Boolean or DataType.Int32 or DataType.Int64;

    static IEnumerable<double> Numbers(ColumnData data, List<int> rows)
    {
        var cell = new Cell("", data.Type);
        foreach (var row in rows)
        {
            data.Load(row, cell);
            yield return cell.Number;
        }
    }

    static long Whole(ColumnData data, List<int> rows) => Total(data, rows) is var sum && sum >= long.MinValue && sum <= long.MaxValue
        ? (long)sum
        : throw new RowException($"A sum is beyond 64 bits: {sum}.");

    static Int128 Total(ColumnData data, List<int> rows)
    {
        Int128 sum = 0;
        var cell = new Cell("", data.Type);
        foreach (var row in rows)
        {
            data.Load(row, cell);
            sum += cell.Integer;
        }

        return sum;
    }

    /// <summary>The squared differences from the mean, added up.</summary>
    static double Squares(ColumnData data, List<int> rows)
    {
        var mean = Numbers(data, rows).Sum() / rows.Count;
        return Numbers(data, rows).Sum(number => (number - mean) * (number - mean));
    }

    /// <summary>The middle number, or the mean of the two in the middle.</summary>
    /// <param name="numbers">At least one; they come into order.</param>
    public static double Median(double[] numbers)
    {
        Array.Sort(numbers, Table.Compare);
        var middle = numbers.Length / 2;
        return numbers.Length % 2 == 1 ? numbers[middle] : (numbers[middle - 1] + numbers[middle]) / 2;
    }

    /// <summary>The first of the least values, or of the greatest.</summary>
    static object? Extreme(ColumnData data, List<int> rows, int sign)
    {
        if (rows.Count == 0)
        {
            return null;
        }

        var order = Table.Order(data)!;
        var best = rows[0];
        foreach (var row in rows)
        {
            best = sign * order(row, best) > 0 ? row : best;
        }

        return data.Boxed(best);
    }
}
