using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using DuckDB.NET.Native;

namespace Alink.DuckDb;

/// <summary>What the C interface of DuckDB has beyond the methods of its package, and its types in our words.</summary>
static partial class Native
{
    /// <summary>The parts of a sparse vector.</summary>
    public static readonly string[] Parts = ["size", "indices", "values"];

    /// <summary>What kind of statement was prepared.</summary>
    [LibraryImport("duckdb", EntryPoint = "duckdb_prepared_statement_type")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial DuckDBStatementType StatementType(DuckDBPreparedStatement statement);

    /// <summary>A text of so many bytes of UTF-8, whatever they are.</summary>
    [LibraryImport("duckdb", EntryPoint = "duckdb_create_varchar_length")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial DuckDBValue Text(byte[] utf8, ulong length);

    /// <summary>A struct of parts.</summary>
    [LibraryImport("duckdb", EntryPoint = "duckdb_create_struct_type", StringMarshalling = StringMarshalling.Utf8)]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    public static partial DuckDBLogicalType Struct(nint[] types, string[] names, ulong count);

    /// <summary>A sparse vector.</summary>
    public static DuckDBLogicalType Sparse()
    {
        using var whole = NativeMethods.LogicalType.DuckDBCreateLogicalType(DuckDBType.Integer);
        using var places = NativeMethods.LogicalType.DuckDBCreateListType(whole);
        using var numbers = Type(DataType.Vector);
        return Struct([whole.DangerousGetHandle(), places.DangerousGetHandle(), numbers.DangerousGetHandle()], Parts, 3);
    }

    /// <summary>The type of a column; vectors are dense.</summary>
    public static DuckDBLogicalType Type(DataType type)
    {
        if (type == DataType.Vector)
        {
            using var number = NativeMethods.LogicalType.DuckDBCreateLogicalType(DuckDBType.Double);
            return NativeMethods.LogicalType.DuckDBCreateListType(number);
        }

        return NativeMethods.LogicalType.DuckDBCreateLogicalType(type switch
        {
            DataType.Boolean => DuckDBType.Boolean,
            DataType.Int32 => DuckDBType.Integer,
            DataType.Int64 => DuckDBType.BigInt,
            DataType.Single => DuckDBType.Float,
            DataType.Double => DuckDBType.Double,
            DataType.String => DuckDBType.Varchar,
            _ => DuckDBType.TimestampTz,
        });
    }

    /// <summary>The moment in microseconds since 1970; what is smaller is cut off towards the past.</summary>
    public static long Microseconds(DateTimeOffset moment) =>
        Math.DivRem(moment.UtcTicks - DateTimeOffset.UnixEpoch.Ticks, TimeSpan.TicksPerMicrosecond) is var (whole, rest) && rest < 0 ? whole - 1 : whole;
}
