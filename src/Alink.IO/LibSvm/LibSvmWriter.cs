namespace Alink.IO;

/// <summary>Writes rows as LIBSVM, each on a line.</summary>
sealed class LibSvmWriter(Stream stream, LibSvmOptions options)
{
    const int MostBytesOfItem = NumberText.MostBytes + 16;

    byte[] _line = new byte[256];
    int _end;

    /// <summary>Writes every row of a batch.</summary>
    /// <exception cref="RowException">A value is missing.</exception>
    public void Write(Table batch)
    {
        var label = new Cell(options.Label.Name, batch.Schema[options.Label.Name].Type);
        var query = options.Query is { } named ? new Cell(named.Name, batch.Schema[named.Name].Type) : null;
        var vectors = batch.Values(options.Features);
        for (var row = 0; row < batch.RowCount; row++)
        {
            _end = 0;
            Number(batch, label, row);
            if (query is not null)
            {
                Reserve();
                " qid:"u8.CopyTo(_line.AsSpan(_end));
                _end += 5;
                Number(batch, query, row);
            }

            Pairs(vectors.IsMissing(row) ? throw Missing(options.Features.Name, batch, row) : vectors[row]);
            Reserve();
            _line[_end++] = (byte)'\n';
            stream.Write(_line, 0, _end);
        }
    }

    void Number(Table batch, Cell cell, int row)
    {
        batch.Data(cell.Name).Load(row, cell);
        if (cell.IsMissing)
        {
            throw Missing(cell.Name, batch, row);
        }

        Reserve();
        if (cell.Type is DataType.Single or DataType.Double)
        {
            _end += NumberText.Format(cell.Number, _line.AsSpan(_end));
        }
        else
        {
            cell.Integer.TryFormat(_line.AsSpan(_end), out var digits);
            _end += digits;
        }
    }

    void Pairs(Vector vector)
    {
        var values = vector.Values;
        for (var i = 0; i < values.Length; i++)
        {
            // The zero of a dense vector is not stored; that below zero would come back as another number.
            if (vector.IsDense && BitConverter.DoubleToInt64Bits(values[i]) == 0)
            {
                continue;
            }

            Reserve();
            _line[_end++] = (byte)' ';
            ((long)(vector.IsDense ? i : vector.Indices[i]) + options.FirstIndex).TryFormat(
                _line.AsSpan(_end), out var digits);
            _end += digits;
            _line[_end++] = (byte)':';
            _end += NumberText.Format(values[i], _line.AsSpan(_end));
        }
    }

    void Reserve()
    {
        if (_end + MostBytesOfItem > _line.Length)
        {
            Array.Resize(ref _line, 2 * _line.Length);
        }
    }

    static RowException Missing(string column, Table batch, int row) =>
        new($"Column '{column}' holds no value in row {batch.FirstRow + row + 1}; LIBSVM has no missing values.");
}
