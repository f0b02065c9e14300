namespace Alink.DuckDb.Reading;

/// <summary>Which rows hold a value, as vectors come one after the other.</summary>
sealed unsafe class PresentRows
{
    ulong[]? _bits;

    /// <summary>How many rows so far.</summary>
    public int Count { get; private set; }

    public Validity Validity => new(_bits);

    public bool this[int row] => _bits is null || ((_bits[row >> 6] >> row) & 1) != 0;

    /// <summary>Whether a row of a vector holds no value.</summary>
    public static bool IsMissing(ulong* present, int row) => present is not null && ((present[row >> 6] >> row) & 1) == 0;

    /// <summary>Adds the rows of a vector.</summary>
    /// <param name="present">A bit for each row; null where all hold a value.</param>
    /// <param name="rows">How many rows.</param>
    /// <returns>Whether one of them holds none.</returns>
    public bool Append(ulong* present, int rows)
    {
        var any = false;
        for (var i = 0; present is not null && i < rows; i++)
        {
            if (IsMissing(present, i))
            {
                var row = Count + i;
                Reach(Count + rows);
                _bits![row >> 6] &= ~(1UL << row);
                any = true;
            }
        }

        Count = checked(Count + rows);
        if (_bits is not null)
        {
            Reach(Count);
        }

        return any;
    }

    /// <summary>Has bits for so many rows; new ones are set.</summary>
    void Reach(int rows)
    {
        var (before, words) = (_bits?.Length ?? 0, (rows + 63) >> 6);
        if (words > before)
        {
            Array.Resize(ref _bits, Math.Max(2 * before, words));
            _bits.AsSpan(before).Fill(ulong.MaxValue);
        }
    }
}
