using DuckDB.NET.Native;
using static DuckDB.NET.Native.NativeMethods;

namespace Alink.DuckDb.Reading;

/// <summary>Collects the chunks of a result.</summary>
sealed class ResultReader
{
    readonly ColumnReader[] _columns;

    /// <summary>Nothing is read yet.</summary>
    /// <exception cref="SchemaException">A column is of a type that tables have not, or stands twice.</exception>
    public ResultReader(ref DuckDBResult result)
    {
        _columns = new ColumnReader[Query.DuckDBColumnCount(ref result)];
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < _columns.Length; i++)
        {
            var name = Query.DuckDBColumnName(ref result, i);
            using var type = Query.DuckDBColumnLogicalType(ref result, i);
            _columns[i] = names.Add(name) ? ColumnReader.Of(name, type)
                : throw new SchemaException($"The query gives two columns '{name}': name one of them anew, as in \"{name}\" as other.");
        }
    }

    public void Append(DuckDBDataChunk chunk)
    {
        var rows = (int)DataChunks.DuckDBDataChunkGetSize(chunk);
        for (var i = 0; i < _columns.Length; i++)
        {
            _columns[i].Append(DataChunks.DuckDBDataChunkGetVector(chunk, i), rows);
        }
    }

    public Table Build()
    {
        var columns = Array.ConvertAll(_columns, column => column.Build());
        return new(new([.. columns.Select((data, i) => new Field(_columns[i].Name, data.Type)
        {
            IsNullable = data.HasMissing,
            VectorLength = data is VectorColumn vectors && (vectors.Length > 0 || vectors.Width > 0) ? vectors.Width : null,
        })]), [.. columns]);
    }
}
