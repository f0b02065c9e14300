namespace Alink.Features;

/// <summary>Finds, of rows of several columns, earlier ones that hold the same values in all of them.</summary>
/// <remarks>Like <see cref="EarlierTexts"/> it may have forgotten one, and never takes a row for another.</remarks>
sealed class CrossedRows
{
    const int PlaceBits = 10;

    /// <summary>What tells the values of a column apart: a row that has the same text, or the bits of a number; shape: columns × rows.</summary>
    readonly ulong[][] _values;

    /// <summary>The row that came last to a place, and 1; 0 where none has.</summary>
    readonly int[] _rows = new int[1 << PlaceBits];

    /// <param name="table">The rows.</param>
    /// <param name="columns">The columns of texts, numbers or booleans.</param>
    public CrossedRows(Table table, IReadOnlyList<string> columns) => _values = [.. columns.Select(name => ValuesOf(table, name))];

    /// <summary>An earlier row that holds the values of this one, −1 where none is remembered; this one is from now on.</summary>
    public int EarlierOf(int row)
    {
        var hash = 0UL;
        foreach (var column in _values)
        {
            hash = ((hash << 17) ^ (hash >> 47) ^ column[row]) * 0x9E3779B97F4A7C15;
        }

        ref var last = ref _rows[(int)(hash >> (64 - PlaceBits))];
        var earlier = last - 1;
        last = row + 1;
        foreach (var column in _values)
        {
            if (earlier >= 0 && column[earlier] != column[row])
            {
                return -1;
            }
        }

        return earlier;
    }

    static ulong[] ValuesOf(Table table, string name)
    {
        var values = new ulong[table.RowCount];
        switch (table.Data(name))
        {
            case StringColumn texts:
                var before = new EarlierTexts(texts);
                for (var row = 0; row < values.Length; row++)
                {
                    values[row] = !texts.IsMissing(row) && before.Of(row) is >= 0 and var same ? values[same] : (ulong)row;
                }

                break;
            case FixedColumn<long> whole: // Which doubles do not tell apart.
                for (var row = 0; row < values.Length; row++)
                {
                    values[row] = (ulong)whole.Values[row];
                }

                break;
            default:
                var numbers = table.Numbers(name);
                for (var row = 0; row < values.Length; row++)
                {
                    values[row] = BitConverter.DoubleToUInt64Bits(numbers[row]);
                }

                break;
        }

        return values;
    }
}
