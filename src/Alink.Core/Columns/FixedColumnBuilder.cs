namespace Alink;

/// <summary>Collects numbers, booleans or moments.</summary>
public sealed class FixedColumnBuilder<T>(int capacity = 0) : ColumnBuilder
    where T : unmanaged
{
    T[] _values = capacity == 0 ? [] : new T[capacity];

    /// <summary>Adds a row.</summary>
    public void Append(T value)
    {
        if (Length == _values.Length)
        {
            Array.Resize(ref _values, Math.Max(16, 2 * Length));
        }

        _values[Length] = value;
        Added();
    }

    private protected override void AppendDefault() => Append(default(T));

    private protected override void AppendValue(Cell cell)
    {
        if (typeof(T) == typeof(double))
        {
            Append((T)(object)cell.Number);
        }
        else if (typeof(T) == typeof(float))
        {
            Append((T)(object)(float)cell.Number);
        }
        else if (typeof(T) == typeof(int))
        {
            Append((T)(object)checked((int)cell.Integer));
        }
        else if (typeof(T) == typeof(long))
        {
            Append((T)(object)cell.Integer);
        }
        else if (typeof(T) == typeof(bool))
        {
            Append((T)(object)(cell.Integer != 0));
        }
        else
        {
            Append((T)(object)cell.Time);
        }
    }

    private protected override ColumnData Build(Validity validity) =>
        new FixedColumn<T>(_values.AsMemory(0, Length), validity);
}
