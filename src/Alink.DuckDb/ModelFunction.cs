using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Alink.DuckDb.Reading;
using DuckDB.NET.Native;
using static DuckDB.NET.Native.NativeMethods;

namespace Alink.DuckDb;

/// <summary>A model as a function of SQL, which DuckDB calls with a vector of each argument at a time.</summary>
sealed unsafe class ModelFunction
{
    readonly string _name;
    readonly ITransformer _model;
    readonly Schema _arguments;
    readonly Field _output;

    public ModelFunction(string name, ITransformer model, Schema input, string output)
    {
        (_name, _model) = (name, model);
        _arguments = Read(model, input);
        _output = model.Transform(_arguments)[output];
    }

    /// <summary>Makes the function known to a connection.</summary>
    public void Register(Database database, DuckDBNativeConnection connection)
    {
        var function = ScalarFunction.DuckDBCreateScalarFunction();
        ScalarFunction.DuckDBScalarFunctionSetName(function, _name);
        foreach (var field in _arguments.Fields)
        {
            // Vectors are lists, arrays or structs.
            using var type = field.Type == DataType.Vector ? LogicalType.DuckDBCreateLogicalType(DuckDBType.Any) : Native.Type(field.Type);
            ScalarFunction.DuckDBScalarFunctionAddParameter(function, type);
        }

        using var result = Native.Type(_output.Type);
        ScalarFunction.DuckDBScalarFunctionSetReturnType(function, result);
        ScalarFunction.DuckDBScalarFunctionSetSpecialHandling(function); // NULL is passed on: the model says what a missing value means.
        ScalarFunction.DuckDBScalarFunctionSetExtraInfo(function, database.Handle((this, database)), null);
        ScalarFunction.DuckDBScalarFunctionSetFunction(function, &Call);
        var registered = ScalarFunction.DuckDBRegisterScalarFunction(connection, function);
        ScalarFunction.DuckDBDestroyScalarFunction(ref function);
        if (!registered.IsSuccess())
        {
            throw new ArgumentException($"DuckDB takes no function of the name '{_name}'; give the model another.");
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    static void Call(nint info, nint chunk, nint result)
    {
        var (function, database) = ((ModelFunction, Database))GCHandle.FromIntPtr(ScalarFunction.DuckDBScalarFunctionGetExtraInfo(info)).Target!;
        try
        {
            var predictions = function.Predictions(chunk);
            VectorWriter.Write(result, predictions, 0, predictions.Length);
        }
        catch (Exception exception)
        {
            database.Failed(exception);
            ScalarFunction.DuckDBScalarFunctionSetError(info, exception.Message);
        }
    }

    /// <summary>The columns that a model reads.</summary>
    static Schema Read(ITransformer model, Schema input)
    {
        var row = new RowCells(input);
        model.Bind(row);
        var names = row.Inputs.Select(cell => cell.Name).ToHashSet(StringComparer.Ordinal);
        return names.Count > 0 ? new([.. input.Fields.Where(field => names.Contains(field.Name))])
            : throw new SchemaException($"{model.GetType().Name} reads none of the columns: {input}.");
    }

    static ColumnData Column(Field field, DuckDBLogicalType type, nint vector, int rows)
    {
        var reader = ColumnReader.Of(field.Name, type);
        reader.Append(vector, rows);

        // Where every vector is NULL, the field tells their length.
        return reader.Build() is var column && column is VectorColumn { Width: 0 } && Enumerable.Range(0, rows).All(column.IsMissing)
            ? Missing(field, rows) : column;
    }

    static ColumnData Missing(Field field, int rows)
    {
        var missing = ColumnBuilder.Of(field, rows);
        for (var i = 0; i < rows; i++)
        {
            missing.AppendMissing();
        }

        return missing.Build();
    }

    ColumnData Predictions(nint chunk)
    {
        using var arguments = new DuckDBDataChunk(chunk);
        var rows = (int)DataChunks.DuckDBDataChunkGetSize(arguments);
        var columns = ImmutableArray.CreateBuilder<ColumnData>(_arguments.Fields.Length);
        foreach (var (place, field) in _arguments.Fields.Index())
        {
            var vector = DataChunks.DuckDBDataChunkGetVector(arguments, place);
            using var type = Vectors.DuckDBVectorGetColumnType(vector);
            columns.Add(LogicalType.DuckDBGetTypeId(type) == DuckDBType.SqlNull ? Missing(field, rows) : Column(field, type, vector, rows));
        }

        var made = _model.Transform(new Table(_arguments, columns.MoveToImmutable()));
        return made.RowCount == rows ? made.Data(_output.Name)
            : throw new RowException($"{_name} leaves {rows - made.RowCount} of {rows} rows out, and a function of SQL has a value for each.");
    }
}
