using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using DuckDB.NET.Native;
using static DuckDB.NET.Native.NativeMethods;

namespace Alink.DuckDb;

/// <summary>Rows that DuckDB asks for, the columns that it wants, a vector of each at a time.</summary>
sealed unsafe class RowsFunction
{
    /// <summary>The table function, whose argument is the place of the table in its database.</summary>
    public const string Name = "alink_rows";

    readonly IDataset _rows;
    readonly bool[] _sparse;

    public RowsFunction(IDataset rows)
    {
        _rows = rows;
        var first = rows.Schema.Fields.Any(field => field.Type == DataType.Vector)
            ? rows.ReadAll().FirstOrDefault()
            : null;
        _sparse = [.. rows.Schema.Fields.Select(field => first?.Data(field.Name) is VectorColumn { IsDense: false })];
    }

    /// <summary>The rows, once SQL is known to tell their columns apart.</summary>
    public static IDataset Checked(IDataset rows)
    {
        var names = rows.Schema.Fields.Select(field => field.Name).ToList();
        if (names.Count == 0 || names.Exists(name => name.Length == 0 || name.Contains('\0')))
        {
            throw new SchemaException("A table of SQL has columns, each with a name of at least one letter and no character 0.");
        }

        return names.GroupBy(name => name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1) is { } same
            ? throw new SchemaException($"SQL cannot tell the columns '{string.Join("' and '", same)}' apart: rename one of them.")
            : rows;
    }

    /// <summary>Makes the tables of a database known to its connection.</summary>
    public static void Register(Database database, DuckDBNativeConnection connection)
    {
        var function = TableFunction.DuckDBCreateTableFunction();
        using var place = LogicalType.DuckDBCreateLogicalType(DuckDBType.BigInt);
        TableFunction.DuckDBTableFunctionSetName(function, Name);
        TableFunction.DuckDBTableFunctionAddParameter(function, place);
        TableFunction.DuckDBTableFunctionSetExtraInfo(function, database.Handle(database), null);
        TableFunction.DuckDBTableFunctionSupportsProjectionPushdown(function, true);
        TableFunction.DuckDBTableFunctionSetBind(function, &Bind);
        TableFunction.DuckDBTableFunctionSetInit(function, &Begin);
        TableFunction.DuckDBTableFunctionSetFunction(function, &Next);
        _ = TableFunction.DuckDBRegisterTableFunction(connection, function);
        TableFunction.DuckDBDestroyTableFunction(ref function);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    static void Bind(nint info)
    {
        var database = Of<Database>(TableFunction.DuckDBBindGetExtraInfo(info));
        try
        {
            using var value = TableFunction.DuckDBBindGetParameter(info, 0);
            var place = (int)Value.DuckDBGetInt64(value);
            database.Tables[place].AddColumns(info);
            TableFunction.DuckDBBindSetBindData(info, place + 1, null);
        }
        catch (Exception exception)
        {
            database.Failed(exception);
            TableFunction.DuckDBBindSetError(info, exception.Message);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    static void Begin(nint info)
    {
        var database = Of<Database>(TableFunction.DuckDBInitGetExtraInfo(info));
        try
        {
            var columns = new ulong[TableFunction.DuckDBInitGetColumnCount(info)];
            for (var i = 0UL; i < (ulong)columns.Length; i++)
            {
                columns[i] = TableFunction.DuckDBInitGetColumnIndex(info, i);
            }

            var rows = database.Tables[(int)TableFunction.DuckDBInitGetBindData(info) - 1]._rows;
            var scan = GCHandle.Alloc(new Scan(rows, columns, database.Cancellation));
            TableFunction.DuckDBInitSetInitData(info, GCHandle.ToIntPtr(scan), &End);
        }
        catch (Exception exception)
        {
            database.Failed(exception);
            TableFunction.DuckDBInitSetError(info, exception.Message);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    static void Next(nint info, nint chunk)
    {
        try
        {
            Of<Scan>(TableFunction.DuckDBFunctionGetInitData(info)).Next(chunk);
        }
        catch (Exception exception)
        {
            Of<Database>(TableFunction.DuckDBFunctionGetExtraInfo(info)).Failed(exception);
            TableFunction.DuckDBFunctionSetError(info, exception.Message);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    static void End(nint scan)
    {
        Of<Scan>(scan).Dispose();
        GCHandle.FromIntPtr(scan).Free();
    }

    static T Of<T>(nint handle) => (T)GCHandle.FromIntPtr(handle).Target!;

    void AddColumns(nint info)
    {
        foreach (var (place, field) in _rows.Schema.Fields.Index())
        {
            using var type = _sparse[place] ? Native.Sparse() : Native.Type(field.Type);
            TableFunction.DuckDBBindAddResultColumn(info, field.Name, type);
        }

        if (_rows is Table table)
        {
            TableFunction.DuckDBBindSetCardinality(info, (ulong)table.RowCount, true);
        }
    }

    /// <summary>Rows on their way to DuckDB.</summary>
    sealed class Scan(IDataset rows, ulong[] columns, CancellationToken cancellation) : IDisposable
    {
        static readonly int MostRows = (int)Helpers.DuckDBVectorSize();

        readonly IEnumerator<Table> _batches = rows.ReadAll(cancellation).GetEnumerator();

        Table _batch = Table.Empty(rows.Schema);
        int _start;

        public void Next(nint chunk)
        {
            while (_start == _batch.RowCount && _batches.MoveNext())
            {
                (_batch, _start) = (_batches.Current, 0);
            }

            var count = Math.Min(MostRows, _batch.RowCount - _start);
            using var output = new DuckDBDataChunk(chunk);
            for (var i = 0; i < columns.Length; i++)
            {
                // What stands for no column, as where rows are only counted, has no place among them.
                if (columns[i] < (ulong)rows.Schema.Fields.Length)
                {
                    var column = _batch.Data(rows.Schema.Fields[(int)columns[i]].Name);
                    VectorWriter.Write(DataChunks.DuckDBDataChunkGetVector(output, i), column, _start, count);
                }
            }

            DataChunks.DuckDBDataChunkSetSize(output, (ulong)count);
            _start += count;
        }

        public void Dispose() => _batches.Dispose();
    }
}
