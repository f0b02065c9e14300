using System.Globalization;
using System.Text;

namespace Alink.IO;

/// <summary>
/// One value of a column as text, as CSV has it: exactly, and with the first words of the conventions.
/// </summary>
sealed class CellText
{
    byte[] _buffer = new byte[64];

    /// <summary>The text of a value that is not missing; valid until the next is asked for.</summary>
    public ReadOnlySpan<byte> Of(ColumnData data, int row)
    {
        switch (data)
        {
            case StringColumn texts:
                return texts.Utf8(row);
            case VectorColumn vectors:
                var length = VectorText.Format(vectors[row], ref _buffer);
                return _buffer.AsSpan(0, length);
            case FixedColumn<DateTimeOffset> moments:
                return _buffer.AsSpan(0, MomentText.Format(moments[row], _buffer));
            case FixedColumn<double> numbers:
                return _buffer.AsSpan(0, NumberText.Format(numbers[row], _buffer));
            case FixedColumn<bool> booleans:
                return booleans[row] ? "true"u8 : "false"u8;
            default:
                return Encoding.UTF8.GetBytes(
                    ((IFormattable)data.Boxed(row)!).ToString(null, CultureInfo.InvariantCulture));
        }
    }
}

/// <summary>Columns that are read from the cells of another column.</summary>
sealed class CellColumns
{
    readonly string _from;
    readonly ColumnSink[] _sinks;
    readonly int _rows;

    public CellColumns(string from, Schema schema, int rows, TextConventions? conventions = null)
    {
        (_from, _rows) = (from, rows);
        _sinks = [.. schema.Fields.Select(field => ColumnSink.Of(field, conventions ?? TextConventions.Default))];
        foreach (var sink in _sinks)
        {
            sink.Reserve(rows);
        }
    }

    /// <summary>Reads a value.</summary>
    /// <exception cref="RowException">The text is not one of the column.</exception>
    public void Set(int column, int row, ReadOnlySpan<byte> text) =>
        Keep(column, row, _sinks[column].Set(row, text), text);

    /// <summary>Says that there is no value.</summary>
    /// <exception cref="RowException">The schema says that there always is one.</exception>
    public void SetMissing(int column, int row) => Keep(column, row, _sinks[column].SetMissing(row), default);

    /// <summary>The table with these columns added, or put in the place of others of the same names.</summary>
    public Table AddTo(Table table)
    {
        foreach (var sink in _sinks)
        {
            table = table.With(sink.Field, sink.Build(_rows));
        }

        return table;
    }

    void Keep(int column, int row, string? wrong, ReadOnlySpan<byte> text)
    {
        if (wrong is not null)
        {
            throw Wrong(_from, row, $"column '{_sinks[column].Field.Name}' cannot be read. {wrong}", text);
        }

        _sinks[column].Keep(row);
    }

    /// <summary>What is wrong with a cell.</summary>
    public static RowException Wrong(string column, int row, string reason, ReadOnlySpan<byte> text)
    {
        var found = Encoding.UTF8.GetString(text[..Math.Min(80, text.Length)]);
        return new($"In '{column}', row {row + 1}, {reason}{(found.Length == 0 ? "" : $" Found: '{found}'.")}");
    }
}
