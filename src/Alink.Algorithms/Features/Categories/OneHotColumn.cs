namespace Alink.Features;

/// <summary>Makes the vectors of a <see cref="OneHotEncoder"/>, a column at a time.</summary>
static class OneHotColumn
{
    /// <summary>The place of each row's category, which is none of them where it has none.</summary>
    /// <param name="input">The rows.</param>
    /// <param name="column">The column.</param>
    /// <param name="texts">The categories of a column of text.</param>
    public static ReadOnlySpan<int> Places(Table input, string column, Func<Categories> texts)
    {
        var data = input.Data(column);
        if (data is FixedColumn<int> { Validity.IsFull: true } indices)
        {
            return indices.Values;
        }

        var places = GC.AllocateUninitializedArray<int>(input.RowCount);
        if (data is StringColumn)
        {
            texts().Encode(data, places);
            return places;
        }

        var numbers = input.Numbers(column);
        for (var row = 0; row < places.Length; row++)
        {
            var place = (int)numbers[row];
            places[row] = place == numbers[row] ? place : -1;
        }

        return places;
    }

    /// <summary>The vectors of a column's places; null where a row must be looked at for itself.</summary>
    /// <param name="categories">The places.</param>
    /// <param name="size">How many categories there are.</param>
    /// <param name="length">How long the vectors are.</param>
    /// <param name="invalid">What becomes of a row without a category.</param>
    public static VectorColumn? Vectors(ReadOnlySpan<int> categories, int size, int length, HandleInvalid invalid)
    {
        var offsets = GC.AllocateUninitializedArray<int>(categories.Length + 1);
        var places = GC.AllocateUninitializedArray<int>(categories.Length);
        var (stored, isAnyInvalid) = (offsets[0] = 0, false);
        for (var row = 0; row < categories.Length; row++)
        {
            var place = categories[row];
            var isInvalid = (uint)place >= (uint)size;
            isAnyInvalid |= isInvalid;
            places[stored] = isInvalid ? size : place; // Written over by the next row where it is not stored.
            stored += Convert.ToInt32(places[stored] < length);
            offsets[row + 1] = stored;
        }

        return isAnyInvalid && invalid != HandleInvalid.Keep ? null
            : new(length, offsets, places.AsMemory(0, stored), Ones.Of(stored).AsMemory(0, stored));
    }
}
