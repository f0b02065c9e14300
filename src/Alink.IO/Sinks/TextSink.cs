using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Unicode;

namespace Alink.IO;

/// <summary>
/// Collects text: as codes into a dictionary while the different values are few, one after the other from then on.
/// </summary>
sealed class TextSink(Field field) : ColumnSink(field)
{
    /// <summary>So many rows of short texts are collected at a time, when the column's dictionary is near.</summary>
    public const int Together = 64;

    /// <summary>
    /// Below so many different values nothing is asked; above, they must be at most a quarter of the rows.
    /// </summary>
    const int Few = 1024;

    const int Most = 1 << 16;

    readonly ulong[] _gathered = new ulong[Together];
    readonly byte[] _lengths = new byte[Together];
    int _collected;
    TextDictionary? _dictionary = new();
    int[] _codes = [];
    long _earlier;
    byte[] _bytes = [];
    int[] _offsets = [];

    public override string? Set(int row, ReadOnlySpan<byte> text)
    {
        Collect(row);
        if (_dictionary is not null)
        {
            var code = _dictionary.Find(text);
            if (code >= 0)
            {
                _codes[row] = code;
                _collected = row + 1;
                return null;
            }
        }

        if (!Ascii.IsValid(text) && !Utf8.IsValid(text))
        {
            return "The text is not valid UTF-8.";
        }

        Add(row, text);
        _collected = row + 1;
        return null;
    }

    /// <summary>Gathers a short text of ASCII characters; when a block is full, or at the end, it is to be collected.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Gather(int row, ulong text, int length)
    {
        _gathered[row % Together] = text;
        _lengths[row % Together] = (byte)length;
    }

    /// <summary>Collects the texts gathered for the rows before one.</summary>
    public void Collect(int end)
    {
        var row = _collected;
        _collected = Math.Max(row, end);
        for (; row < end && _dictionary is not null; row++)
        {
            var (text, length) = (_gathered[row % Together], (int)_lengths[row % Together]);
            var code = _dictionary.Find(text, length);
            if (code >= 0)
            {
                _codes[row] = code;
            }
            else
            {
                Add(row, ShortText.Bytes(ref text, length));
            }
        }

        if (row >= end)
        {
            return;
        }

        var start = _offsets[row];
        MakeRoom(start + ((end - row) * (long)ShortText.Width));
        for (; row < end; row++)
        {
            // The zeros behind its last byte are written over by the next text.
            Unsafe.WriteUnaligned(ref _bytes[start], _gathered[row % Together]);
            _offsets[row + 1] = start += _lengths[row % Together];
        }
    }

    public override void Forget(int row)
    {
        base.Forget(row);
        _collected = Math.Min(_collected, row);
    }

    protected override void SetDefault(int row)
    {
        Collect(row);
        _collected = row + 1;
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
        Collect(rows);
        _collected = 0;
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

        // The next rows will take about as much.
        var capacity = (int)Math.Min(Array.MaxLength, (_offsets[rows] * 17L / 16) + (Together * ShortText.Width));
        (_bytes, _offsets, _codes) = (GC.AllocateUninitializedArray<byte>(capacity), [], []);
        return column;
    }

    /// <summary>Puts a text that the dictionary has not into it, or behind the texts of the rows before.</summary>
    void Add(int row, ReadOnlySpan<byte> text)
    {
        if (_dictionary is not null)
        {
            if (_dictionary.Count < Few || (_dictionary.Count < Most && 4L * _dictionary.Count <= _earlier + row))
            {
                _codes[row] = _dictionary.Add(text);
                return;
            }

            Spell(row);
        }

        Append(row, text);
    }

    void Append(int row, ReadOnlySpan<byte> text)
    {
        var start = _offsets[row];
        MakeRoom((long)start + text.Length);
        text.CopyTo(_bytes.AsSpan(start));
        _offsets[row + 1] = start + text.Length;
    }

    void MakeRoom(long bytes)
    {
        if (bytes > Array.MaxLength)
        {
            throw new InvalidOperationException(
                $"The text of column '{Field.Name}' takes more than 2 GiB in one table; read the file in batches.");
        }

        if (bytes > _bytes.Length)
        {
            Array.Resize(ref _bytes, (int)Math.Min(Array.MaxLength, Math.Max(2L * _bytes.Length, Math.Max(bytes, 256))));
        }
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
