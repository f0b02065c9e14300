using System.Collections.Immutable;
using System.Globalization;

namespace Alink.IO;

/// <summary>How the values of rows stand in a table; a <see cref="Conversion"/> leads from one to another.</summary>
public abstract record RowFormat
{
    private protected RowFormat()
    {
    }

    /// <summary>The columns of the rows in which the values stand.</summary>
    internal abstract ImmutableArray<string> Places(Schema rows);

    /// <summary>The columns that the values make, as far as the rows tell.</summary>
    /// <exception cref="SchemaException">A column is missing, or a schema must be given.</exception>
    internal abstract Schema Columns(Table rows);

    /// <summary>The rows with the columns of a schema, read from where the values stand.</summary>
    internal abstract Table Read(Table rows, Schema schema);

    /// <summary>What is made of columns: the columns that come out, in their order.</summary>
    internal abstract Table Write(Table values, ImmutableArray<string> columns);

    /// <summary>The columns of texts that were seen in rows of names.</summary>
    private protected static Schema OfTexts(IEnumerable<string> names) =>
        new([.. names.Distinct(StringComparer.Ordinal).Select(name => new Field(name, DataType.String) { IsNullable = true })]);
}

/// <summary>Values in columns of their own.</summary>
public sealed record ColumnsFormat : RowFormat
{
    /// <summary>The columns that are read; none: all. As what is written, the
    /// columns are those of the schema.</summary>
    public ImmutableArray<string> SelectedCols { get; init; } = [];

    internal override ImmutableArray<string> Places(Schema rows) => SelectedCols.IsEmpty ? [.. rows.Fields.Select(field => field.Name)] : SelectedCols;

    internal override Schema Columns(Table rows) => rows.Select(Places(rows.Schema)).Schema;

    internal override Table Read(Table rows, Schema schema) => rows;

    internal override Table Write(Table values, ImmutableArray<string> columns) => values.Select(columns);
}

/// <summary>Values in texts of names and values, such as <c>f0:1,f1:2</c>; see
/// <see cref="KeyValueConversions"/>.</summary>
public sealed record KvFormat : RowFormat
{
    /// <summary>The column of the texts.</summary>
    public Column<string> KvCol { get; init; } = "kv";

    /// <summary>What stands between two pairs; plain text.</summary>
    public string KvColDelimiter { get; init; } = ",";

    /// <summary>What stands between a name and its value; plain text.</summary>
    public string KvValDelimiter { get; init; } = ":";

    internal override ImmutableArray<string> Places(Schema rows) => [KvCol.Name];

    internal override Schema Columns(Table rows)
    {
        var grammar = new KeyValueGrammar(KvColDelimiter, KvValDelimiter);
        var texts = (StringColumn)rows.Values(KvCol);
        var names = new List<string>();
        for (var row = 0; row < rows.RowCount; row++)
        {
            // What is malformed is told where the values are read.
            for (var rest = texts.Utf8(row); !rest.IsEmpty && grammar.TryRead(ref rest, out var name, out _, out _) is null;)
            {
                names.Add(name);
            }
        }

        return OfTexts(names);
    }

    internal override Table Read(Table rows, Schema schema) => rows.KeyValuesToColumns(KvCol, schema, KvColDelimiter, KvValDelimiter);

    internal override Table Write(Table values, ImmutableArray<string> columns) =>
        values.ColumnsToKeyValues(columns, KvCol, KvColDelimiter, KvValDelimiter).Select(KvCol.Name);
}

/// <summary>Values in texts that each are a row of CSV; see <see cref="CsvConversions"/>.</summary>
public sealed record CsvFormat : RowFormat
{
    /// <summary>The column of the texts.</summary>
    public Column<string> CsvCol { get; init; } = "csv";

    /// <summary>What stands between fields.</summary>
    public char CsvFieldDelimiter { get; init; } = ',';

    CsvOptions Options => new() { Separator = CsvFieldDelimiter };

    internal override ImmutableArray<string> Places(Schema rows) => [CsvCol.Name];

    internal override Schema Columns(Table rows) =>
        throw new SchemaException($"The texts of '{CsvCol}' do not name their values: a schema must be given, such as 'f0 double, f1 string'.");

    internal override Table Read(Table rows, Schema schema) => rows.CsvToColumns(CsvCol, schema, Options);

    internal override Table Write(Table values, ImmutableArray<string> columns) => values.ColumnsToCsv(columns, CsvCol, Options).Select(CsvCol.Name);
}

/// <summary>Values in texts that each are a flat JSON object; see <see cref="JsonConversions"/>.</summary>
public sealed record JsonFormat : RowFormat
{
    /// <summary>The column of the texts.</summary>
    public Column<string> JsonCol { get; init; } = "json";

    internal override ImmutableArray<string> Places(Schema rows) => [JsonCol.Name];

    internal override Schema Columns(Table rows)
    {
        var inference = new JsonInference(new(), JsonCol.Name);
        var texts = (StringColumn)rows.Values(JsonCol);
        var isAny = false;
        for (var row = 0; row < rows.RowCount; row++)
        {
            if (!texts.IsMissing(row))
            {
                inference.Add(texts.Utf8(row));
                isAny = true;
            }
        }

        return isAny ? inference.Schema() : Schema.Empty;
    }

    internal override Table Read(Table rows, Schema schema) => rows.JsonToColumns(JsonCol, schema);

    internal override Table Write(Table values, ImmutableArray<string> columns) => values.ColumnsToJson(columns, JsonCol).Select(JsonCol.Name);
}

/// <summary>Numbers in vectors; see <see cref="VectorConversions"/>.</summary>
public sealed record VectorFormat : RowFormat
{
    /// <summary>The column of the vectors.</summary>
    public Column<Vector> VectorCol { get; init; } = "vec";

    /// <summary>How long the vectors that are written are, where names are their places from 0; −1: as long as the greatest
    /// place of the table asks for. Columns of other names are as many as they are.</summary>
    public int VectorSize { get; init => field = Require.AtLeast(-1, value); } = -1;

    internal override ImmutableArray<string> Places(Schema rows) => [VectorCol.Name];

    internal override Schema Columns(Table rows)
    {
        var names = rows.Schema.Field(VectorCol).FeatureNames;
        var width = rows.Block(VectorCol).Width;
        return new([.. Enumerable.Range(0, width).Select(j => new Field(names.Length == width ? names[j] : $"{j}", DataType.Double) { IsNullable = true })]);
    }

    internal override Table Read(Table rows, Schema schema)
    {
        string[] names = [.. schema.Fields.Select(field => field.Name)];
        var read = rows.RowCount == 0 ? Table.Empty(schema) : rows.Select(VectorCol.Name).VectorToColumns(VectorCol, [.. names]);
        return Typed(read.Select([.. names]), schema);
    }

    internal override Table Write(Table values, ImmutableArray<string> columns)
    {
        var numbers = Typed(values.Select(columns), new([.. columns.Select(name => new Field(name, DataType.Double) { IsNullable = true })]));
        var places = columns
            .Select(name => int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var place) ? place : -1)
            .ToArray();
        return (places.Contains(-1) ? numbers.ColumnsToVector(columns, VectorCol) : Placed(numbers, places)).Select(VectorCol.Name);
    }

    /// <summary>Numbers at their places; what is missing is not stored.</summary>
    Table Placed(Table numbers, int[] places)
    {
        var size = VectorSize >= 0 ? VectorSize : places.DefaultIfEmpty(-1).Max() + 1;
        var beyond = Array.FindIndex(places, place => place >= size);
        if (beyond >= 0)
        {
            throw new SchemaException($"The place {places[beyond]} is beyond vectors of length {size}.");
        }

        var order = Enumerable.Range(0, places.Length).OrderBy(j => places[j]).ToArray();
        var data = numbers.Schema.Fields.Select(field => (FixedColumn<double>)numbers.Data(field.Name)).ToArray();
        var builder = new VectorColumnBuilder(numbers.RowCount, size);
        for (var row = 0; row < numbers.RowCount; row++)
        {
            var stored = Array.FindAll(order, j => !data[j].IsMissing(row));
            if (stored.Length == size)
            {
                builder.Append(Vector.Of(Array.ConvertAll(stored, j => data[j][row])));
            }
            else
            {
                builder.Append(Vector.Sparse(size, Array.ConvertAll(stored, j => places[j]), Array.ConvertAll(stored, j => data[j][row])));
            }
        }

        return numbers.With(new Field(VectorCol.Name, DataType.Vector) { VectorLength = size }, builder.Build());
    }

    /// <summary>Columns of other types, each value by its text.</summary>
    static Table Typed(Table table, Schema schema)
    {
        var columns = new CellColumns("a vector", schema, table.RowCount);
        var cell = new CellText();
        for (var j = 0; j < schema.Fields.Length; j++)
        {
            var data = table.Data(schema.Fields[j].Name);
            for (var row = 0; row < table.RowCount; row++)
            {
                if (data.IsMissing(row))
                {
                    columns.SetMissing(j, row);
                }
                else
                {
                    columns.Set(j, row, cell.Of(data, row));
                }
            }
        }

        return columns.AddTo(table);
    }
}

/// <summary>Values in rows of their own: the row they are of, the name, and the text; see
/// <see cref="TripleConversions"/>.</summary>
public sealed record TripleFormat : RowFormat
{
    /// <summary>The column that tells of which row a value is; its number from 0 where triples are written.</summary>
    public string TripleRowCol { get; init; } = "row";

    /// <summary>The column of the names.</summary>
    public Column<string> TripleColumnCol { get; init; } = "column";

    /// <summary>The column of the texts.</summary>
    public Column<string> TripleValueCol { get; init; } = "value";

    internal override ImmutableArray<string> Places(Schema rows) => [TripleRowCol, TripleColumnCol.Name, TripleValueCol.Name];

    internal override Schema Columns(Table rows) => OfTexts(rows.Values(TripleColumnCol).ToArray().OfType<string>());

    internal override Table Read(Table rows, Schema schema) => rows.TriplesToColumns(schema, TripleRowCol, TripleColumnCol, TripleValueCol);

    internal override Table Write(Table values, ImmutableArray<string> columns) =>
        values.ColumnsToTriples(columns, TripleRowCol, TripleColumnCol.Name, TripleValueCol.Name);
}
