namespace Alink;

/// <summary>One row of a table, for lambdas.</summary>
/// <param name="table">The table.</param>
/// <param name="index">The number of the row, from 0.</param>
public readonly struct Row(Table table, int index)
{
    /// <summary>The number of the row in its table, from 0.</summary>
    public int Index => index;

    /// <summary>A value; the type's default where it is missing.</summary>
    /// <exception cref="SchemaException">The column is missing, or of another type.</exception>
    public T Get<T>(Column<T> column) => table.Values(column)[index];

    /// <summary>A number of any numeric column, widened; NaN where it is missing.</summary>
    /// <exception cref="SchemaException">The column is missing, or holds no numbers.</exception>
    public double Number(Column<double> column)
    {
        table.Schema.Reading(column);
        var data = table.Data(column.Name);
        return data.IsMissing(index) ? double.NaN : data switch
        {
            FixedColumn<double> values => values[index],
            FixedColumn<float> values => values[index],
            FixedColumn<int> values => values[index],
            FixedColumn<long> values => values[index],
            _ => ((FixedColumn<bool>)data)[index] ? 1 : 0,
        };
    }

    /// <summary>Whether a value is missing.</summary>
    /// <exception cref="SchemaException">The column is missing.</exception>
    public bool IsMissing(string column) => table.Data(column).IsMissing(index);

    /// <summary>A value of any type, boxed, null where it is missing.</summary>
    /// <exception cref="SchemaException">The column is missing.</exception>
    public object? this[string column] => table.Data(column).Boxed(index);
}
