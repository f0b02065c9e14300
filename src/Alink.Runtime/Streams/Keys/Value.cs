using System.Globalization;
using System.Text.Json;

namespace Alink.Runtime;

/// <summary>One value of a column that holds no vectors, apart from the column: plain data, with an order.</summary>
/// <remarks>
/// Bits order as the values do: whole numbers and booleans stand for themselves, floating-point numbers with their sign
/// turned (NaN above all, −0 as 0), moments as ticks in UTC. A missing value comes first.
/// </remarks>
readonly record struct Value : IComparable<Value>
{
    Value(long bits, string? text = null, short offset = 0) =>
        (IsPresent, Bits, Text, Offset) = (true, bits, text, offset);

    public bool IsPresent { get; }

    public long Bits { get; }

    public string? Text { get; }

    /// <summary>The minutes from UTC of a moment; not part of what it equals.</summary>
    public short Offset { get; }

    public static Value Of(long whole) => new(whole);

    public static Value Of(bool flag) => new(flag ? 1 : 0);

    public static Value Of(string text) => new(0, text);

    public static Value Of(DateTimeOffset time) => new(time.UtcTicks, null, (short)time.TotalOffsetMinutes);

    public static Value Of(double number) => new(Turned(
        double.IsNaN(number) ? long.MaxValue : number == 0 ? 0 : BitConverter.DoubleToInt64Bits(number)));

    /// <summary>The value of a row; text is made only where it is asked for, else any present text stands for it.</summary>
    public static Value Of(ColumnData column, int row, bool text = true) => column.IsMissing(row) ? default : column switch
    {
        FixedColumn<double> numbers => Of(numbers.Values[row]),
        FixedColumn<float> numbers => Of((double)numbers.Values[row]),
        FixedColumn<int> whole => Of((long)whole.Values[row]),
        FixedColumn<long> whole => Of(whole.Values[row]),
        FixedColumn<bool> flags => Of(flags.Values[row]),
        FixedColumn<DateTimeOffset> times => Of(times.Values[row]),
        StringColumn texts => Of(text ? texts[row] : ""),
        _ => throw new SchemaException($"A column of {column.Type} has no single values."),
    };

    /// <summary>What a cell holds.</summary>
    public static Value Of(Cell cell, bool text = true) => cell.IsMissing ? default : cell.Type switch
    {
        DataType.Double or DataType.Single => Of(cell.Number),
        DataType.String => Of(text ? cell.Text : ""),
        DataType.DateTimeOffset => Of(cell.Time),
        _ => Of(cell.Integer),
    };

    /// <summary>The value as a number.</summary>
    public double Number(DataType type) => type is DataType.Double or DataType.Single
        ? BitConverter.Int64BitsToDouble(Turned(Bits)) is var number && Bits == long.MaxValue ? double.NaN : number
        : Bits;

    /// <summary>Puts the value into a cell of its column's type.</summary>
    public void Load(Cell cell)
    {
        if (!IsPresent)
        {
            cell.SetMissing();
            return;
        }

        switch (cell.Type)
        {
            case DataType.Double or DataType.Single:
                cell.Set(Number(cell.Type));
                break;
            case DataType.String:
                cell.Set(Text);
                break;
            case DataType.DateTimeOffset:
                cell.Set(Moment);
                break;
            default:
                cell.Set(Bits);
                break;
        }
    }

    /// <summary>The value as text.</summary>
    public string Shown(DataType type) => !IsPresent ? "" : type switch
    {
        DataType.String => Text!,
        DataType.Boolean => Bits != 0 ? "true" : "false",
        DataType.DateTimeOffset => Moment.ToString("O", CultureInfo.InvariantCulture),
        DataType.Double or DataType.Single => Number(type).ToString(CultureInfo.InvariantCulture),
        _ => Bits.ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>Writes the value as JSON: a number that is not finite, and a moment, as text.</summary>
    public void WriteTo(Utf8JsonWriter json, DataType type)
    {
        if (!IsPresent)
        {
            json.WriteNullValue();
        }
        else if (type == DataType.Boolean)
        {
            json.WriteBooleanValue(Bits != 0);
        }
        else if (type is DataType.Int32 or DataType.Int64)
        {
            json.WriteNumberValue(Bits);
        }
        else if (type == DataType.Single && Number(type) is var single && double.IsFinite(single))
        {
            json.WriteNumberValue((float)single);
        }
        else if (type == DataType.Double && Number(type) is var number && double.IsFinite(number))
        {
            json.WriteNumberValue(number);
        }
        else
        {
            json.WriteStringValue(Shown(type));
        }
    }

    public int CompareTo(Value other) =>
        IsPresent != other.IsPresent ? IsPresent.CompareTo(other.IsPresent)
        : Bits != other.Bits ? Bits.CompareTo(other.Bits)
        : Compared(Text.AsSpan(), other.Text.AsSpan());

    public bool Equals(Value other) => IsPresent == other.IsPresent && Bits == other.Bits && Text == other.Text;

    public override int GetHashCode() => HashCode.Combine(IsPresent, Bits, Text);

    /// <summary>Texts by the values of their characters, as the bytes of UTF-8 are ordered: halves of a pair stand above all others.</summary>
    static int Compared(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        var at = left.CommonPrefixLength(right);
        return at == left.Length || at == right.Length ? left.Length.CompareTo(right.Length)
            : char.IsSurrogate(left[at]) != char.IsSurrogate(right[at]) ? char.IsSurrogate(left[at]).CompareTo(char.IsSurrogate(right[at]))
            : left[at].CompareTo(right[at]);
    }

    DateTimeOffset Moment => new DateTimeOffset(Bits, TimeSpan.Zero).ToOffset(TimeSpan.FromMinutes(Offset));

    /// <summary>The bits of negative numbers turned, so that the numbers order as the bits do; its own inverse.</summary>
    static long Turned(long bits) => bits ^ ((bits >> 63) & long.MaxValue);
}
