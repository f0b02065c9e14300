namespace Alink.Runtime;

/// <summary>Collects the rows that an operator makes.</summary>
sealed class RowsWriter
{
    readonly Schema _schema;
    readonly Cell[] _cells;
    ColumnBuilder[] _builders = [];
    int _rows;

    public RowsWriter(Schema schema)
    {
        _schema = schema;
        _cells = [.. schema.Fields.Select(field => new Cell(field.Name, field.Type))];
        Clear();
    }

    /// <summary>The cells of the row to add next.</summary>
    public Cell[] Cells => _cells;

    /// <summary>Sets the first cells to the values of a key.</summary>
    public void Set(RowKey key)
    {
        for (var c = 0; c < key.Values.Length; c++)
        {
            key.Values[c].Load(_cells[c]);
        }
    }

    /// <summary>Sets cells to the row of a table, from a place on.</summary>
    public void Set(Table rows, int row, int place = 0)
    {
        foreach (var field in rows.Schema.Fields)
        {
            rows.Data(field.Name).Load(row, _cells[place++]);
        }
    }

    /// <summary>Adds the row that the cells hold.</summary>
    public void Add()
    {
        for (var c = 0; c < _cells.Length; c++)
        {
            _builders[c].Append(_cells[c]);
        }

        _rows++;
    }

    /// <summary>Hands the rows so far to an output.</summary>
    public void Flush(StreamOutput output, string side = "")
    {
        if (_rows > 0)
        {
            output.Add(side, new(_schema, [.. _builders.Select(builder => builder.Build())]));
            Clear();
        }
    }

    void Clear()
    {
        _builders = [.. _schema.Fields.Select(field => ColumnBuilder.Of(field))];
        _rows = 0;
    }
}
