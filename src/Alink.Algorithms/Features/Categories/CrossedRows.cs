using System.Runtime.InteropServices;

namespace Alink.Features;

/// <summary>Numbers rows by the values that they hold in several columns.</summary>
/// <remarks>
/// Like <see cref="EarlierTexts"/> it may have forgotten values, which then get another number, and never gives one number
/// to two. What a missing value counts as is left open.
/// </remarks>
/// <param name="Numbers">The number of each row, from 1 on; or 0 where a text is missing.</param>
/// <param name="Most">The greatest number, or 0.</param>
readonly record struct CrossedRows(int[] Numbers, int Most)
{
    const int PlaceBits = 10;

    /// <summary>So many pairs, or fewer, are looked up in a table of all.</summary>
    const int MostPairs = 1 << 14;

    /// <summary>The rows of a table by the values of columns, at least one, of texts, numbers or booleans.</summary>
    public static CrossedRows Of(Table table, IEnumerable<string> columns) =>
        columns.Select(name => Of(table, name)).Aggregate(Pairs);

    static CrossedRows Of(Table table, string column) => table.Data(column) switch
    {
        StringColumn texts => OfTexts(texts),
        FixedColumn<int> whole => OfWhole(whole.Values),
        FixedColumn<long> whole => OfKeys(whole.Values), // Which doubles do not tell apart.
        _ => OfKeys(MemoryMarshal.Cast<double, long>(table.Numbers(column))),
    };

    /// <summary>By a table of the pairs, where there are few, or by their hash.</summary>
    static CrossedRows Pairs(CrossedRows left, CrossedRows right)
    {
        var (lefts, rights) = (left.Numbers, right.Numbers);
        var width = right.Most + 1L;
        if ((left.Most + 1) * width > MostPairs)
        {
            return OfKeys([.. lefts.Zip(rights, (one, other) => (one * width) + other)]);
        }

        var (known, most) = (new int[(left.Most + 1) * width], 0);
        for (var row = 0; row < lefts.Length; row++)
        {
            ref var number = ref known[(lefts[row] * (int)width) + rights[row]];
            lefts[row] = number != 0 ? number : number = ++most;
        }

        return new(lefts, most);
    }

    static CrossedRows OfTexts(StringColumn texts)
    {
        var (numbers, most) = (GC.AllocateUninitializedArray<int>(texts.Length), 0);
        new EarlierTexts(texts).Encode(numbers, _ => ++most);
        numbers.AsSpan().Replace(-1, 0);
        return new(numbers, most);
    }

    /// <summary>By a table, where all lie near the first, or by their hash.</summary>
    static CrossedRows OfWhole(ReadOnlySpan<int> values)
    {
        const int range = 1024;
        var (numbers, most, known) = (GC.AllocateUninitializedArray<int>(values.Length), 0, new int[range]);
        for (var row = 0; row < values.Length; row++)
        {
            var place = unchecked((uint)(values[row] - values[0] + (range / 2)));
            if (place >= range)
            {
                return OfKeys(Array.ConvertAll(values.ToArray(), value => (long)value));
            }

            ref var number = ref known[(int)place];
            numbers[row] = number != 0 ? number : number = ++most;
        }

        return new(numbers, most);
    }

    static CrossedRows OfKeys(ReadOnlySpan<long> keys)
    {
        var (numbers, most) = (GC.AllocateUninitializedArray<int>(keys.Length), 0);
        var last = new int[1 << PlaceBits]; // The row that came to a place, and 1; 0 where none has.
        for (var row = 0; row < numbers.Length; row++)
        {
            ref var place = ref last[(int)(((ulong)keys[row] * 0x9E3779B97F4A7C15) >> (64 - PlaceBits))];
            var isKnown = place > 0 && keys[place - 1] == keys[row];
            numbers[row] = isKnown ? numbers[place - 1] : ++most;
            place = isKnown ? place : row + 1;
        }

        return new(numbers, most);
    }
}
