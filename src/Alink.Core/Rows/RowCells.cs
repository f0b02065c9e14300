namespace Alink;

/// <summary>The cells of one row, by the names of their columns, as transformers read and write them in turn.</summary>
public sealed class RowCells
{
    readonly List<Cell> _read = [];
    readonly List<Cell> _written = [];
    Dictionary<string, Cell> _cells = new(StringComparer.Ordinal);
    List<Cell>? _again;

    /// <summary>A cell for each column of a row that comes in.</summary>
    public RowCells(Schema schema)
    {
        Schema = schema;
        foreach (var field in schema.Fields)
        {
            _cells.Add(field.Name, new(field.Name, field.Type));
        }
    }

    /// <summary>The columns so far: those that came in, and those written since.</summary>
    public Schema Schema { get; private set; }

    /// <summary>The number of the row in its table, for messages.</summary>
    public long Row { get; set; }

    /// <summary>The cells that came in and are read by some step.</summary>
    public IReadOnlyList<Cell> Inputs => _read;

    /// <summary>The cells that some step writes, in order.</summary>
    public IReadOnlyList<Cell> Outputs => _written;

    /// <summary>The cell of a column as it stands now.</summary>
    /// <exception cref="SchemaException">The column is missing.</exception>
    public Cell this[string name] => _cells[Schema[name].Name];

    /// <summary>The cell that a step reads.</summary>
    /// <exception cref="SchemaException">The column is missing, or not read as <typeparamref name="T"/>.</exception>
    public Cell Read<T>(Column<T> column)
    {
        var cell = _cells[Schema.Field(column).Name];
        if (!_written.Contains(cell) && !_read.Contains(cell))
        {
            _read.Add(cell);
        }

        return cell;
    }

    /// <summary>The cell that a step reads, whatever its type.</summary>
    /// <exception cref="SchemaException">The column is missing.</exception>
    public Cell ReadAny(string column) => Schema[column].Type switch
    {
        DataType.String => Read<string>(column),
        DataType.DateTimeOffset => Read<DateTimeOffset>(column),
        DataType.Vector => Read<Vector>(column),
        _ => Read<double>(column),
    };

    /// <summary>The cell that a step writes: a new one, which later steps read under its name.</summary>
    public Cell Write(Field field)
    {
        var cell = TakeAgain(field) ?? new Cell(field.Name, field.Type);
        _cells[field.Name] = cell;
        _written.Add(cell);
        Schema = Schema.With(field);
        return cell;
    }

    /// <summary>Where the step that is bound next stands, so that others can be bound there in its place.</summary>
    public RowSlot Slot() => new(this);

    /// <summary>Binds a transformer whose columns only the caller reads: to all
    /// others the row stays as it was.</summary>
    /// <param name="transformer">The transformer.</param>
    /// <param name="read">Reads the cells that the caller wants, while those of the transformer are there.</param>
    /// <returns>The step of the transformer, and what was read.</returns>
    public (Func<bool> Step, T Read) Aside<T>(ITransformer transformer, Func<RowCells, T> read)
    {
        var (schema, cells, again, written) = (Schema, new Dictionary<string, Cell>(_cells, StringComparer.Ordinal), _again, _written.Count);
        _again = null;
        var result = (transformer.Bind(this), read(this));
        (Schema, _cells, _again) = (schema, cells, again);
        _written.RemoveRange(written, _written.Count - written);
        return result;
    }

    /// <summary>The vector of a cell that must have one, of a given length.</summary>
    /// <exception cref="RowException">The vector is missing, or of another length:
    /// column and row are named.</exception>
    public Vector Features(Cell cell, int length) =>
        cell.IsMissing ? throw Missing(cell)
        : cell.Vector.Length == length ? cell.Vector
        : throw new RowException(
            $"Column '{cell.Name}' holds a vector of length {cell.Vector.Length} in row {Row}; the model takes length {length}.");

    /// <summary>What to say of a missing value that a step does not take.</summary>
    public RowException Missing(Cell cell) => new($"Column '{cell.Name}' has no value in row {Row}.");

    /// <summary>The row as it stood at some place among its steps.</summary>
    internal Standing Stand() => new(Schema, new(_cells, StringComparer.Ordinal), _read.Count, _written.Count);

    /// <summary>Goes back to a place, to bind a step there anew; the cells given are
    /// written again where they fit.</summary>
    internal void GoTo(Standing place, IEnumerable<Cell> again) =>
        (Schema, _cells, _again) = (place.Schema, new(place.Cells, StringComparer.Ordinal), [.. again]);

    /// <summary>Takes up a place again; what was read or written beyond it is forgotten.</summary>
    internal void Return(Standing place)
    {
        (Schema, _cells, _again) = (place.Schema, place.Cells, null);
        _read.RemoveRange(place.Read, _read.Count - place.Read);
        _written.RemoveRange(place.Written, _written.Count - place.Written);
    }

    Cell? TakeAgain(Field field)
    {
        var place = _again?.FindIndex(cell => cell.Name == field.Name && cell.Type == field.Type) ?? -1;
        if (place < 0)
        {
            return null;
        }

        var cell = _again![place];
        _again.RemoveAt(place);
        return cell;
    }

    /// <summary>Columns, cells, and how many of them have been read and written.</summary>
    internal readonly record struct Standing(Schema Schema, Dictionary<string, Cell> Cells, int Read, int Written);
}
