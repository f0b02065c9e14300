using System.Text;
using System.Text.Unicode;

namespace Alink.IO;

/// <summary>
/// Collects text: as codes into a dictionary while the different values are few, one after the other from then on.
/// </summary>
sealed class TextSink(Field field) : ColumnSink(field)
{
    /// <summary>
    /// Below so many different values nothing is asked; above, they must be at most a quarter of the rows.
    /// </summary>
    const int Few = 1024;

    const int Most = 1 << 16;

    TextDictionary? _dictionary = new();
    int[] _codes = [];
    long _earlier;
    byte[] _bytes = [];
    int[] _offsets = [];

    public override string? Set(int row, ReadOnlySpan<byte> text)
    {
        if (_dictionary is not null)
        {
            var code = _dictionary.Find(text);
            if (code >= 0)
            {
                _codes[row] = code;
                return null;
            }
        }

        if (!Ascii.IsValid(text) && !Utf8.IsValid(text))
        {
            return "The text is not valid UTF-8.";
        }

        if (_dictionary is not null)
        {
            if (_dictionary.Count < Few || (_dictionary.Count < Most && 4L * _dictionary.Count <= _earlier + row))
            {
                _codes[row] = _dictionary.Add(text);
                return null;
            }

            Spell(row);
        }

        return Append(row, text);
    }

    protected override void SetDefault(int row)
    {
        if (_dictionary is not null)
        {
            _codes[row] = 0;
        }
        else
        {
            _offsets[row + 1] = _offsets[row];
        }
    }

    protected override void Resize(int rows)
    {
        if (_dictionary is not null)
        {
            var codes = GC.AllocateUninitializedArray<int>(rows);
            _codes.CopyTo(codes, 0);
            _codes = codes;
        }
        else
        {
            Array.Resize(ref _offsets, rows + 1);
        }
    }

    protected override ColumnData Build(int rows, Validity validity)
    {
        _earlier += rows;
        if (_dictionary is not null && _dictionary.Count > 0)
        {
            var coded = new StringColumn(_codes.AsMemory(0, rows), _dictionary.Column(), validity);
            _codes = [];
            return coded;
        }

        if (_offsets.Length == 0)
        {
            // Nothing but missing values so far.
            _offsets = new int[rows + 1];
        }

        var column = new StringColumn(_bytes.AsMemory(0, _offsets[rows]), _offsets.AsMemory(0, rows + 1), validity);
        (_bytes, _offsets, _codes) = (new byte[_offsets[rows]], [], []);
        return column;
    }

    string? Append(int row, ReadOnlySpan<byte> text)
    {
        var start = _offsets[row];
        var end = (long)start + text.Length;
        if (end > Array.MaxLength)
        {
            return "The text of this column takes more than 2 GiB in one table; read the file in batches.";
        }

        if (end > _bytes.Length)
        {
            Array.Resize(ref _bytes, (int)Math.Min(Array.MaxLength, Math.Max(2L * _bytes.Length, Math.Max(end, 256))));
        }

        text.CopyTo(_bytes.AsSpan(start));
        _offsets[row + 1] = (int)end;
        return null;
    }

    /// <summary>Gives the dictionary up, and writes the rows before this one out.</summary>
    void Spell(int rows)
    {
        var (dictionary, codes) = (_dictionary!, _codes);
        (_dictionary, _codes) = (null, []);
        _offsets = new int[Capacity + 1];
        for (var row = 0; row < rows; row++)
        {
            // A missing row bears code 0, and its text is never looked at.
            Append(row, dictionary.Text(codes[row]));
        }
    }
}
