using System.Globalization;
using DuckDB.NET.Native;
using static DuckDB.NET.Native.NativeMethods;

namespace Alink.DuckDb.Reading;

/// <summary>Makes a column of vectors of DuckDB that come one after the other.</summary>
abstract class ColumnReader(string name)
{
    // Ten to the 22nd is the last power of ten that is a double, and 2⁵³ the last of the whole numbers that all are.
    const int MostExactScale = 22;
    const long MostExactWhole = 1L << 53;

    public string Name => name;

    /// <summary>A reader of columns of a type.</summary>
    /// <exception cref="SchemaException">Tables have no such type.</exception>
    public static ColumnReader Of(string name, DuckDBLogicalType type)
    {
        var id = LogicalType.DuckDBGetTypeId(type);
        return id switch
        {
            DuckDBType.Boolean => new FixedReader<bool, bool>(name),
            DuckDBType.Integer => new FixedReader<int, int>(name),
            DuckDBType.BigInt => new FixedReader<long, long>(name),
            DuckDBType.Float => new FixedReader<float, float>(name),
            DuckDBType.Double => new FixedReader<double, double>(name),
            DuckDBType.TinyInt => new FixedReader<sbyte, int>(name, value => value),
            DuckDBType.SmallInt => new FixedReader<short, int>(name, value => value),
            DuckDBType.UnsignedTinyInt => new FixedReader<byte, int>(name, value => value),
            DuckDBType.UnsignedSmallInt => new FixedReader<ushort, int>(name, value => value),
            DuckDBType.UnsignedInteger => new FixedReader<uint, long>(name, value => value),
            DuckDBType.UnsignedBigInt => new FixedReader<ulong, long>(name, value => value <= long.MaxValue ? (long)value : null),
            DuckDBType.HugeInt => new FixedReader<Int128, long>(name, value => value >= long.MinValue && value <= long.MaxValue ? (long)value : null),
            DuckDBType.UnsignedHugeInt => new FixedReader<UInt128, long>(name, value => value <= (UInt128)long.MaxValue ? (long)value : null),
            DuckDBType.Decimal => Decimals(name, type),
            DuckDBType.Date => new FixedReader<int, DateTimeOffset>(name, days => Moment(days * (Int128)TimeSpan.TicksPerDay)),
            DuckDBType.Timestamp or DuckDBType.TimestampTz => Moments(name, TimeSpan.TicksPerMicrosecond),
            DuckDBType.TimestampS => Moments(name, TimeSpan.TicksPerSecond),
            DuckDBType.TimestampMs => Moments(name, TimeSpan.TicksPerMillisecond),
            DuckDBType.TimestampNs => new FixedReader<long, DateTimeOffset>(name, value => Moment((value - (((value % 100) + 100) % 100)) / 100)),
            DuckDBType.Varchar => new TextReader(name),
            DuckDBType.Uuid => new UuidReader(name),
            DuckDBType.Enum => new EnumReader(name, type),
            DuckDBType.List or DuckDBType.Array when ListReader.Find(name, type) is { } lists => lists,
            DuckDBType.Struct when SparseReader.Find(name, type) is { } sparse => sparse,
            _ => throw new SchemaException(
                $"Column '{name}' is of DuckDB's type {id}; tables hold booleans, numbers, decimals, text, enums, dates, timestamps, lists of numbers, "
                + "and structs of size, indices and values. Cast it in the query, or leave it out."),
        };
    }

    /// <summary>Adds the values of a vector.</summary>
    public abstract void Append(nint vector, int rows);

    /// <summary>The column of all values.</summary>
    public abstract ColumnData Build();

    protected RowException Wrong(long row, string message) => new($"Column '{name}', row {row}: {message}");

    static FixedReader<long, DateTimeOffset> Moments(string name, long ticks) => new(name, value => Moment(value * (Int128)ticks));

    static DateTimeOffset? Moment(Int128 ticksSince1970) => ticksSince1970 + DateTimeOffset.UnixEpoch.Ticks is var ticks
        && ticks >= DateTimeOffset.MinValue.Ticks && ticks <= DateTimeOffset.MaxValue.Ticks ? new((long)ticks, TimeSpan.Zero) : null;

    static ColumnReader Decimals(string name, DuckDBLogicalType type)
    {
        var scale = LogicalType.DuckDBDecimalScale(type);
        var power = Math.Pow(10, scale);
        return LogicalType.DuckDBDecimalInternalType(type) switch
        {
            DuckDBType.SmallInt => new FixedReader<short, double>(name, value => Number(value)),
            DuckDBType.Integer => new FixedReader<int, double>(name, value => Number(value)),
            DuckDBType.BigInt => new FixedReader<long, double>(name, value => Number(value)),
            _ => new FixedReader<Int128, double>(name, value => Number(value)),
        };

        // The double next to the decimal: by one division where both sides are exact, or else by the digits.
        double Number(Int128 whole) => Int128.Abs(whole) <= MostExactWhole && scale <= MostExactScale
            ? (double)whole / power
            : double.Parse($"{whole}E-{scale}", CultureInfo.InvariantCulture);
    }
}
