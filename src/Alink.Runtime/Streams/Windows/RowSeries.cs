namespace Alink.Runtime;

/// <summary>Values of rows in the order of their time, those of one time in the order in which they came.</summary>
sealed class RowSeries(int columns)
{
    readonly List<long> _times = [];
    readonly List<Value>[] _values = [.. Enumerable.Range(0, columns).Select(_ => new List<Value>())];
    int _first;

    /// <summary>How many rows.</summary>
    public int Count => _times.Count - _first;

    /// <summary>The time of a row.</summary>
    public long Time(int row) => _times[_first + row];

    /// <summary>The value of a row in a column.</summary>
    public Value this[int row, int column] => _values[column][_first + row];

    /// <summary>Adds a row after those of its time, and gives its place; its values are then set in every column.</summary>
    public int Add(long time)
    {
        var place = _times.Count;
        while (place > _first && _times[place - 1] > time)
        {
            place--; // Rows come almost in order.
        }

        _times.Insert(place, time);
        return place - _first;
    }

    /// <summary>Sets a value of the row just added.</summary>
    public void Set(int row, int column, Value value) => _values[column].Insert(_first + row, value);

    /// <summary>Drops rows from the beginning.</summary>
    public void Drop(int rows)
    {
        _first += rows;
        if (_first > 32 && _first > _times.Count / 2)
        {
            _times.RemoveRange(0, _first);
            Array.ForEach(_values, values => values.RemoveRange(0, _first));
            _first = 0;
        }
    }

    /// <summary>Both in the order of time, at one time this one's rows first.</summary>
    public static RowSeries Merge(RowSeries left, RowSeries right)
    {
        var columns = left._values.Length;
        var merged = new RowSeries(columns);
        for (var (l, r) = (0, 0); l < left.Count || r < right.Count;)
        {
            var isLeft = r == right.Count || (l < left.Count && left.Time(l) <= right.Time(r));
            var (from, row) = isLeft ? (left, l++) : (right, r++);
            merged._times.Add(from.Time(row));
            for (var c = 0; c < columns; c++)
            {
                merged._values[c].Add(from[row, c]);
            }
        }

        return merged;
    }
}
