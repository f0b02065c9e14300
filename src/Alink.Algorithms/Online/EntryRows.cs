namespace Alink.Online;

/// <summary>Rows by their stored entries: a dense row is a sparse one that stores everything.</summary>
readonly ref struct EntryRows
{
    readonly VectorBlock _rows;
    readonly ReadOnlySpan<int> _every;

    public EntryRows(VectorBlock rows)
    {
        _rows = rows;
        if (rows.IsDense)
        {
            var every = new int[rows.Width];
            for (var j = 0; j < every.Length; j++)
            {
                every[j] = j;
            }

            _every = every;
        }
    }

    /// <summary>The places of the stored entries of a row, rising.</summary>
    public ReadOnlySpan<int> IndicesOf(int row) => _rows.IsDense ? _every : _rows.IndicesOf(row);

    /// <summary>The most entries that a row stores.</summary>
    public int MostEntries
    {
        get
        {
            var most = _every.Length;
            for (var row = 0; row < _rows.Offsets.Length - 1; row++)
            {
                most = Math.Max(most, _rows.Offsets[row + 1] - _rows.Offsets[row]);
            }

            return most;
        }
    }
}
