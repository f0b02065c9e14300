using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Alink.Features;

/// <summary>Hashes the rows of a table, some at a time, column by column: a text of a dictionary once, however many rows
/// hold it.</summary>
sealed class HashedRows
{
    /// <summary>The cells of so many rows stay in the nearest cache.</summary>
    const int BlockRows = 256;

    const int Lanes = 16;

    readonly FeatureHasher _hasher;
    readonly Table _rows;
    readonly HashedColumn[] _columns;

    /// <summary>The place of each cell of a block, below 0 where it is missing; shape: rows × columns.</summary>
    readonly int[] _places;

    /// <summary>The number of each cell, in the same shape.</summary>
    readonly double[] _numbers;

    public HashedRows(FeatureHasher hasher, Table rows)
    {
        (_hasher, _rows) = (hasher, rows);
        _columns = [.. hasher.Columns.Select(name => new HashedColumn(hasher, rows.Schema[name], rows.Data(name)))];
        _places = new int[BlockRows * _columns.Length];
        _numbers = new double[_places.Length];
        Array.Fill(_numbers, 1); // As every name has it; numbers write their own.
    }

    /// <summary>The rows with their vectors.</summary>
    public Table Build()
    {
        var field = _hasher.Transform(_rows.Schema)[_hasher.Output.Name];
        var offsets = new int[_rows.RowCount + 1];
        var indices = GC.AllocateUninitializedArray<int>(_rows.RowCount * _columns.Length);
        var allOnes = _columns.All(column => column.IsName);
        var values = allOnes ? Ones.Of(indices.Length) : GC.AllocateUninitializedArray<double>(indices.Length);
        var places = new int[(_columns.Length + Lanes - 1) / Lanes * Lanes];
        var numbers = new double[_columns.Length];
        var stored = 0;
        for (var first = 0; first < _rows.RowCount; first += BlockRows)
        {
            var rows = Math.Min(BlockRows, _rows.RowCount - first);
            for (var column = 0; column < _columns.Length; column++)
            {
                _columns[column].Place(first, rows, _places.AsSpan(column), _numbers.AsSpan(column), _columns.Length);
            }

            for (var row = 0; row < rows; row++)
            {
                var count = Gather(row, places, numbers);
                var meet = Sort(places, numbers, indices.AsSpan(stored, count), allOnes ? default : values.AsSpan(stored, count));
                if (meet && allOnes)
                {
                    // Names that meet in one place add up there, so from here on the numbers are the table's own.
                    (values, allOnes) = (values.ToArray(), false);
                }

                stored += meet ? Merge(indices.AsSpan(stored, count), values.AsSpan(stored, count)) : count;
                offsets[first + row + 1] = stored;
            }
        }

        return _rows.With(
            field, new VectorColumn(_hasher.Length, offsets, indices.AsMemory(0, stored), values.AsMemory(0, stored)));
    }

    /// <summary>The cells of a row that are not missing, in the order of the columns; behind them stand places above all.</summary>
    int Gather(int row, Span<int> places, Span<double> numbers)
    {
        var cells = _places.AsSpan(row * _columns.Length, _columns.Length);
        var given = _numbers.AsSpan(row * _columns.Length, _columns.Length);
        var count = 0;
        for (var column = 0; column < cells.Length; column++)
        {
            if (cells[column] >= 0)
            {
                numbers[count] = given[column];
                places[count++] = cells[column];
            }
        }

        places[count..].Fill(int.MaxValue);
        return count;
    }

    /// <summary>Puts the cells of a row in the order of their places; those of one place keep the order of the columns.</summary>
    /// <returns>Whether some have one place.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    static bool Sort(ReadOnlySpan<int> places, ReadOnlySpan<double> numbers, Span<int> indices, Span<double> values)
    {
        // The rank of a cell is the number of cells below it, and of those equal to it that come before.
        var vectors = MemoryMarshal.Cast<int, Vector512<int>>(places);
        var meets = 0u;
        for (var i = 0; i < indices.Length; i++)
        {
            var one = Vector512.Create(places[i]);
            var rank = 0;
            for (var v = 0; v < vectors.Length; v++)
            {
                var below = (uint)Vector512.LessThan(vectors[v], one).ExtractMostSignificantBits();
                var before = (1u << Math.Clamp(i - (v * Lanes), 0, Lanes)) - 1;
                var equal = (uint)Vector512.Equals(vectors[v], one).ExtractMostSignificantBits() & before;
                rank += int.PopCount((int)(below | equal));
                meets |= equal;
            }

            indices[rank] = places[i];
            if (!values.IsEmpty)
            {
                values[rank] = numbers[i];
            }
        }

        return meets != 0;
    }

    /// <summary>Adds up the numbers of each place.</summary>
    /// <returns>How many places there are.</returns>
    static int Merge(Span<int> indices, Span<double> values)
    {
        var last = 0;
        for (var i = 1; i < indices.Length; i++)
        {
            if (indices[i] == indices[last])
            {
                values[last] += values[i];
            }
            else
            {
                last++;
                (indices[last], values[last]) = (indices[i], values[i]);
            }
        }

        return last + 1;
    }
}

/// <summary>Hashes the cells of one column.</summary>
sealed class HashedColumn(FeatureHasher hasher, Field field, ColumnData data)
{
    readonly NamePlaces _names = new(field.Name, hasher.Length);
    readonly Cell _cell = new(field.Name, data.Type);

    /// <summary>The place of each text of the dictionary; −1 where it has not been met yet.</summary>
    readonly int[]? _known = data is StringColumn { Dictionary: { } dictionary } ? Unknown(dictionary.Length) : null;

    /// <summary>Whether its values are names, and not numbers.</summary>
    public bool IsName { get; } = hasher.HoldsNames(field);

    /// <summary>Writes the places and the numbers of some rows, each a stride after the one before.</summary>
    public void Place(int first, int rows, Span<int> places, Span<double> numbers, int stride)
    {
        if (data is StringColumn text)
        {
            if (_known is null)
            {
                PlaceTexts(text, first, rows, places, stride);
            }
            else
            {
                PlaceCodes(text, _known, first, rows, places, stride);
            }

            return;
        }

        var own = _names.OfColumn();
        for (var row = 0; row < rows; row++)
        {
            data.Load(first + row, _cell);
            places[row * stride] = _cell.IsMissing ? -1 : IsName ? _names.Of(_cell) : own;
            if (!IsName)
            {
                numbers[row * stride] = _cell.Number;
            }
        }
    }

    // Neither loop is to share its registers with the callers'.
    [MethodImpl(MethodImplOptions.NoInlining)]
    void PlaceTexts(StringColumn column, int first, int rows, Span<int> places, int stride)
    {
        var texts = column.Block;
        var isFull = column.Validity.IsFull;
        for (var (row, cell) = (first, 0); row < first + rows; row++, cell += stride)
        {
            places[cell] = isFull || !column.IsMissing(row) ? _names.Of(texts[row]) : -1;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    void PlaceCodes(StringColumn column, int[] known, int first, int rows, Span<int> places, int stride)
    {
        var codes = column.Codes;
        var isFull = column.Validity.IsFull;
        for (var (row, cell) = (first, 0); row < first + rows; row++, cell += stride)
        {
            var place = isFull || !column.IsMissing(row) ? known[codes[row]] : -2;
            places[cell] = place != -1 ? place : known[codes[row]] = _names.Of(column.Dictionary!.Utf8(codes[row]));
        }
    }

    static int[] Unknown(int count)
    {
        var places = new int[count];
        Array.Fill(places, -1);
        return places;
    }
}
