namespace Alink.Clustering;

/// <summary>Different rows of the least keys, the least first; of equals those that come first.</summary>
/// <param name="most">How many.</param>
sealed class LeastRows(int most)
{
    /// <summary>The rows and their keys.</summary>
    public List<KeyedRow> Rows { get; } = [];

    public static LeastRows Merge(LeastRows left, LeastRows right)
    {
        foreach (var row in right.Rows)
        {
            left.Add(row.Key, row.Values);
        }

        return left;
    }

    /// <summary>Whether a row of this key belongs to the least so far.</summary>
    public bool Takes(double key) => Rows.Count < most || key < Rows[^1].Key;

    public void Add(double key, double[] values)
    {
        var same = Rows.FindIndex(row => row.Values.AsSpan().SequenceEqual(values));
        if (!Takes(key) || (same >= 0 && Rows[same].Key <= key))
        {
            return;
        }

        if (same >= 0)
        {
            Rows.RemoveAt(same);
        }

        var place = Rows.FindIndex(row => row.Key > key);
        Rows.Insert(place < 0 ? Rows.Count : place, new(key, values));
        if (Rows.Count > most)
        {
            Rows.RemoveAt(most);
        }
    }
}

/// <summary>A row and the key that it is chosen by.</summary>
sealed record KeyedRow(double Key, double[] Values);
