namespace Alink.IO;

/// <summary>
/// Neighbouring columns of doubles: rows are gathered and then written to the columns many at a time.
/// </summary>
/// <remarks>
/// One store to each of many columns in turn misses the cache; 64 to one column, and then to the next, do not.
/// </remarks>
/// <param name="sinks">The columns.</param>
sealed class DoubleRun(DoubleSink[] sinks)
{
    const int Rows = 64;

    readonly double[] _rows = new double[Rows * sinks.Length];

    /// <summary>The numbers of a row, one for each column, to be written.</summary>
    public Span<double> Row(int row) => _rows.AsSpan(row % Rows * sinks.Length, sinks.Length);

    /// <summary>Takes over the number that a column itself read into a row.</summary>
    public double Taken(int column, int row) => sinks[column].Values[row];

    /// <summary>Keeps a row for good.</summary>
    public void Keep(int row)
    {
        if (row % Rows == Rows - 1)
        {
            Flush(row + 1);
        }
    }

    /// <summary>Writes what has been kept and not yet written.</summary>
    /// <param name="rows">How many rows have been kept.</param>
    public void Flush(int rows)
    {
        var start = (rows - 1) / Rows * Rows;
        for (var column = 0; column < sinks.Length; column++)
        {
            var values = sinks[column].Values.AsSpan(start, rows - start);
            for (var row = 0; row < values.Length; row++)
            {
                values[row] = _rows[(row * sinks.Length) + column];
            }
        }
    }
}
