using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Alink;

/// <summary>Numbers the different values of a categorical column, as text, in the order they are first seen.</summary>
/// <remarks>Text, whole numbers and booleans are categories; a number is written as invariant text.</remarks>
public sealed class Categories
{
    const int StackCharacters = 256;
    const int Remembered = 1024;
    const int Unknown = -2;

    readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    readonly Dictionary<double, int> _byValue = [];
    readonly bool _grows = true;

    /// <summary>No values yet; each new one gets the next number.</summary>
    public Categories()
    {
    }

    /// <summary>The given values and no others; a value keeps its place among them as its number.</summary>
    public Categories(Levels levels)
    {
        foreach (var name in levels.Names)
        {
            Number(name);
        }

        _grows = false;
    }

    /// <summary>The values, by number.</summary>
    public List<string> Names { get; } = [];

    /// <summary>Writes the number of each row's value: −1 where it is missing, or
    /// not one of the given values.</summary>
    /// <param name="column">A column of text, whole numbers or booleans.</param>
    /// <param name="numbers">One place for each row.</param>
    /// <exception cref="TrainingException">A new value is not a whole number.</exception>
    public void Encode(ColumnData column, Span<int> numbers)
    {
        switch (column)
        {
            case StringColumn texts:
                new EarlierTexts(texts).Encode(numbers, row => Number(texts.Utf8(row)));
                break;
            case FixedColumn<bool> booleans:
                EncodeBooleans(booleans, numbers);
                break;
            case FixedColumn<int> whole:
                if (!TryEncodeNeighbours(whole, numbers))
                {
                    EncodeNumbers(whole, numbers, static (categories, value) => categories.Number(value));
                }

                break;
            case FixedColumn<long> whole:
                EncodeNumbers(whole, numbers, static (categories, value) => categories.Number(value));
                break;
            case FixedColumn<float> single:
                EncodeNumbers(single, numbers, static (categories, value) => categories.Number((double)value));
                break;
            case FixedColumn<double> values:
                EncodeNumbers(values, numbers, static (categories, value) => categories.Number(value));
                break;
            default:
                throw new SchemaException($"A column of {column.Type} names no classes.");
        }
    }

    /// <summary>The number of what a cell holds; −1 where it is missing, or not one of the given values.</summary>
    public int Number(Cell cell) =>
        cell.IsMissing ? -1
        : cell.Type == DataType.String ? Number(cell.Utf8)
        : cell.Type == DataType.Boolean ? Number(cell.Integer != 0 ? "true" : "false")
        : cell.Type == DataType.Int64 ? Number(cell.Integer)
        : Number(cell.Number);

    /// <summary>The number of a value; −1 where it is not one of the given values.</summary>
    public int Number(ReadOnlySpan<char> name)
    {
        var lookup = _numbers.GetAlternateLookup<ReadOnlySpan<char>>();
        return lookup.TryGetValue(name, out var number) ? number : _grows ? Add(name.ToString()) : -1;
    }

    int Number(ReadOnlySpan<byte> utf8)
    {
        Span<char> text = utf8.Length <= StackCharacters ? stackalloc char[StackCharacters] : new char[utf8.Length];
        return Number(text[..Encoding.UTF8.GetChars(utf8, text)]);
    }

    int Number(double value)
    {
        if (!_byValue.TryGetValue(value, out var number))
        {
            number = Math.Floor(value) == value
                ? Number((value + 0.0).ToString(CultureInfo.InvariantCulture)) // −0 is 0.
                : !_grows ? -1
                : throw new TrainingException($"A class must be a whole number; it was {value.ToString(CultureInfo.InvariantCulture)}.");
            if (number >= 0)
            {
                _byValue.Add(value, number);
            }
        }

        return number;
    }

    int Number(long value)
    {
        Span<char> text = stackalloc char[20];
        value.TryFormat(text, out var written, default, CultureInfo.InvariantCulture);
        return Number(text[..written]);
    }

    void EncodeBooleans(FixedColumn<bool> booleans, Span<int> numbers)
    {
        Span<int> known = [Unknown, Unknown];
        var values = booleans.Values;
        for (var row = 0; row < numbers.Length; row++)
        {
            if (booleans.IsMissing(row))
            {
                numbers[row] = -1;
                continue;
            }

            ref var number = ref known[values[row] ? 1 : 0];
            number = number == Unknown ? Number(values[row] ? "true" : "false") : number;
            numbers[row] = number;
        }
    }

    /// <summary>Numbers whole values by a table, where all lie near the first and none is missing; else false.</summary>
    bool TryEncodeNeighbours(FixedColumn<int> column, Span<int> numbers)
    {
        var values = column.Values[..numbers.Length];
        if (!column.Validity.IsFull || values.IsEmpty)
        {
            return false;
        }

        Span<int> known = stackalloc int[Remembered];
        known.Fill(Unknown);
        var least = unchecked(values[0] - (Remembered / 2));
        for (var row = 0; row < values.Length; row++)
        {
            var place = unchecked((uint)(values[row] - least));
            if (place >= Remembered)
            {
                return false;
            }

            ref var number = ref known[(int)place];
            if (number == Unknown)
            {
                number = Number((double)values[row]);
            }

            numbers[row] = number;
        }

        return true;
    }

    /// <summary>Numbers of a value's bits: one looked up in the row before that had them, as far as its place is remembered.</summary>
    void EncodeNumbers<T>(FixedColumn<T> column, Span<int> numbers, Func<Categories, T, int> number)
        where T : unmanaged
    {
        Span<int> last = stackalloc int[Remembered]; // The row that came to a place, and 1; 0 where none has.
        last.Clear();
        var values = column.Values;
        for (var row = 0; row < numbers.Length; row++)
        {
            if (column.IsMissing(row))
            {
                numbers[row] = -1;
                continue;
            }

            ref var place = ref last[(int)((Bits(values[row]) * 0x9E3779B97F4A7C15) >> 54)];
            var same = place - 1;
            place = row + 1;
            numbers[row] = same >= 0 && Bits(values[same]) == Bits(values[row]) ? numbers[same] : number(this, values[row]);
        }
    }

    static ulong Bits<T>(T value)
        where T : unmanaged => Unsafe.SizeOf<T>() == sizeof(uint) ? Unsafe.BitCast<T, uint>(value) : Unsafe.BitCast<T, ulong>(value);

    int Add(string name)
    {
        _numbers.Add(name, Names.Count);
        Names.Add(name);
        return Names.Count - 1;
    }
}
