using System.Runtime.CompilerServices;

namespace Alink;

/// <summary>A column of numbers, booleans or moments: one contiguous run.</summary>
/// <param name="values">One value for each row; anything where the row is missing.</param>
/// <param name="validity">Which rows hold a value.</param>
public sealed class FixedColumn<T>(ReadOnlyMemory<T> values, Validity validity = default)
    : ColumnData<T>(values.Length, validity)
    where T : unmanaged
{
    /// <summary>One value for each row.</summary>
    public ReadOnlySpan<T> Values => values.Span;

    /// <summary>One value for each row.</summary>
    public ReadOnlyMemory<T> Memory => values;

    /// <inheritdoc/>
    public override T this[int row] => values.Span[row];

    /// <inheritdoc/>
    public override long Bytes => (long)Length * Unsafe.SizeOf<T>();

    /// <inheritdoc/>
    public override ColumnData Slice(int start, int length) =>
        new FixedColumn<T>(values.Slice(start, length), Validity.From(start));

    /// <inheritdoc/>
    public override ColumnData Gather(ReadOnlySpan<int> rows)
    {
        var from = Values;
        var gathered = new T[rows.Length];
        for (var i = 0; i < rows.Length; i++)
        {
            gathered[i] = rows[i] < 0 ? default : from[rows[i]];
        }

        return new FixedColumn<T>(gathered, Gathered(rows));
    }

    /// <inheritdoc/>
    public override void Load(int row, Cell cell)
    {
        if (IsMissing(row))
        {
            cell.SetMissing();
            return;
        }

        var value = values.Span[row];
        if (typeof(T) == typeof(double))
        {
            cell.Set((double)(object)value);
        }
        else if (typeof(T) == typeof(float))
        {
            cell.Set((float)(object)value);
        }
        else if (typeof(T) == typeof(int))
        {
            cell.Set((int)(object)value);
        }
        else if (typeof(T) == typeof(long))
        {
            cell.Set((long)(object)value);
        }
        else if (typeof(T) == typeof(bool))
        {
            cell.Set((bool)(object)value);
        }
        else
        {
            cell.Set((DateTimeOffset)(object)value);
        }
    }
}
