using System.Text;
using DuckDB.NET.Native;
using static DuckDB.NET.Native.NativeMethods;

namespace Alink.DuckDb;

/// <summary>The values that a query names by <c>$1</c> or <c>$name</c>.</summary>
static class Parameters
{
    /// <summary>Gives a statement its values.</summary>
    /// <exception cref="ArgumentException">There is no such parameter, one has no value, or a value is of another type than columns have.</exception>
    public static void Bind(DuckDBPreparedStatement statement, IReadOnlyCollection<KeyValuePair<string, object?>> parameters)
    {
        var wanted = PreparedStatements.DuckDBParams(statement);
        foreach (var (name, value) in parameters)
        {
            if (!PreparedStatements.DuckDBBindParameterIndex(statement, out var place, name).IsSuccess())
            {
                throw new ArgumentException($"The query has no parameter ${name}; it has {wanted}.", nameof(parameters));
            }

            using var bound = Value(name, value);
            _ = PreparedStatements.DuckDBBindValue(statement, place, bound);
        }

        if (parameters.Count < wanted)
        {
            throw new ArgumentException($"The query has {wanted} parameters; there are {parameters.Count} values.", nameof(parameters));
        }
    }

    static DuckDBValue Value(string name, object? value) => value switch
    {
        null => NativeMethods.Value.DuckDBCreateNullValue(),
        bool truth => NativeMethods.Value.DuckDBCreateBool(truth),
        int whole => NativeMethods.Value.DuckDBCreateInt32(whole),
        long whole => NativeMethods.Value.DuckDBCreateInt64(whole),
        float number => NativeMethods.Value.DuckDBCreateFloat(number),
        double number => NativeMethods.Value.DuckDBCreateDouble(number),
        string text => Text(text),
        DateTimeOffset moment => NativeMethods.Value.DuckDBCreateTimestampTz(Timestamp(moment)),
        Vector vector => List(vector),
        _ => throw new ArgumentException($"Parameter ${name} is a {value.GetType().Name}, which no column can hold.", nameof(value)),
    };

    static DuckDBValue Text(string text)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        return Native.Text(utf8, (ulong)utf8.Length);
    }

    static unsafe DuckDBTimestampStruct Timestamp(DateTimeOffset moment)
    {
        var microseconds = Native.Microseconds(moment);
        return *(DuckDBTimestampStruct*)&microseconds;
    }

    static DuckDBValue List(Vector vector)
    {
        using var number = LogicalType.DuckDBCreateLogicalType(DuckDBType.Double);
        var numbers = Array.ConvertAll(vector.ToArray(), NativeMethods.Value.DuckDBCreateDouble);
        var list = NativeMethods.Value.DuckDBCreateListValue(number, numbers, numbers.Length);
        Array.ForEach(numbers, each => each.Dispose());
        return list;
    }
}
