using System.Globalization;
using System.Text;

namespace Alink;

/// <summary>One value of a row on its way through transformers. Its buffers are used again from row to row.</summary>
/// <param name="name">The column it belongs to.</param>
/// <param name="type">The type of its values.</param>
public sealed class Cell(string name, DataType type)
{
    double[] _numbers = [];
    int[] _indices = [];
    byte[] _bytes = [];
    ReadOnlyMemory<byte> _utf8;
    string? _text;
    int _stored;
    int _length;
    bool _encoded;

    /// <summary>The column it belongs to.</summary>
    public string Name => name;

    /// <summary>The type of its values.</summary>
    public DataType Type => type;

    /// <summary>Whether there is no value.</summary>
    public bool IsMissing { get; private set; } = true;

    /// <summary>The value of any numeric column, widened; a boolean is 0 or 1.</summary>
    public double Number { get; private set; }

    /// <summary>The value of a whole-number column; a boolean is 0 or 1.</summary>
    public long Integer { get; private set; }

    /// <summary>The value of a column of moments.</summary>
    public DateTimeOffset Time { get; private set; }

    /// <summary>The value of a vector column; valid until the cell is set again.</summary>
    public Vector Vector { get; private set; }

    /// <summary>The value of a text column.</summary>
    public string Text => _text ??= Encoding.UTF8.GetString(_utf8.Span);

    /// <summary>The value of a text column, as UTF-8; valid until the cell is set again.</summary>
    public ReadOnlySpan<byte> Utf8
    {
        get
        {
            if (!_encoded)
            {
                var most = Encoding.UTF8.GetMaxByteCount(_text!.Length);
                _bytes = _bytes.Length < most ? new byte[most] : _bytes;
                _utf8 = _bytes.AsMemory(0, Encoding.UTF8.GetBytes(_text, _bytes));
                _encoded = true;
            }

            return _utf8.Span;
        }
    }

    /// <summary>The value as text, for messages.</summary>
    public string Shown => IsMissing ? ""
        : type == DataType.String ? Text
        : type == DataType.Vector ? Vector.ToString()
        : type == DataType.DateTimeOffset ? Time.ToString("O", CultureInfo.InvariantCulture)
        : type == DataType.Boolean ? (Integer != 0 ? "true" : "false")
        : type == DataType.Int64 ? Integer.ToString(CultureInfo.InvariantCulture)
        : Number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Takes away the value.</summary>
    public void SetMissing() => IsMissing = true;

    /// <summary>Sets a number; in a whole-number column it must be whole.</summary>
    public void Set(double value)
    {
        Number = value;
        Integer = type is DataType.Int32 or DataType.Int64 or DataType.Boolean ? checked((long)value) : 0;
        IsMissing = false;
    }

    /// <summary>Sets a whole number.</summary>
    public void Set(long value) => (Integer, Number, IsMissing) = (value, value, false);

    /// <summary>Sets a boolean.</summary>
    public void Set(bool value) => Set(value ? 1L : 0L);

    /// <summary>Sets a moment.</summary>
    public void Set(DateTimeOffset value) => (Time, IsMissing) = (value, false);

    /// <summary>Sets text; null takes the value away.</summary>
    public void Set(string? value) => (_text, _encoded, IsMissing) = (value, false, value is null);

    /// <summary>Sets text that is UTF-8 already, and stays as it is until the cell is set again.</summary>
    public void SetUtf8(ReadOnlyMemory<byte> value) => (_utf8, _text, _encoded, IsMissing) = (value, null, true, false);

    /// <summary>Sets a vector, without copying its numbers.</summary>
    public void Set(Vector value) => (Vector, IsMissing) = (value, false);

    /// <summary>Sets a value of any type that a column holds.</summary>
    internal void SetBoxed(object? value)
    {
        switch (value)
        {
            case null:
                SetMissing();
                break;
            case double number:
                Set(number);
                break;
            case float number:
                Set(number);
                break;
            case long whole:
                Set(whole);
                break;
            case int whole:
                Set((long)whole);
                break;
            case bool boolean:
                Set(boolean);
                break;
            case string text:
                Set(text);
                break;
            case DateTimeOffset moment:
                Set(moment);
                break;
            case Vector vector:
                Set(vector);
                break;
        }
    }

    /// <summary>Sets what another cell of the same type holds; a vector's numbers are not copied.</summary>
    internal void Set(Cell other)
    {
        (Number, Integer, Time, Vector) = (other.Number, other.Integer, other.Time, other.Vector);
        (_text, _utf8, _encoded, IsMissing) = (other._text, other._utf8, other._encoded, other.IsMissing);
    }

    /// <summary>Sets a dense vector of the cell's own, and gives its numbers to be filled in; all are zero.</summary>
    public Span<double> Dense(int length)
    {
        _numbers = _numbers.Length < length ? new double[length] : _numbers;
        var numbers = _numbers.AsSpan(0, length);
        numbers.Clear();
        Set(Vector.Dense(_numbers.AsMemory(0, length)));
        return numbers;
    }

    /// <summary>Begins a sparse vector of the cell's own; <see cref="Store"/> fills it, <see cref="EndSparse"/> sets
    /// it.</summary>
    public void BeginSparse(int length) => (_length, _stored) = (length, 0);

    /// <summary>Stores a number of the sparse vector begun; indices rise.</summary>
    public void Store(int index, double value)
    {
        if (_stored == _indices.Length)
        {
            Array.Resize(ref _indices, Math.Max(16, 2 * _stored));
        }

        if (_stored >= _numbers.Length)
        {
            Array.Resize(ref _numbers, Math.Max(16, 2 * _stored));
        }

        _indices[_stored] = index;
        _numbers[_stored++] = value;
    }

    /// <summary>Sets the sparse vector begun.</summary>
    public void EndSparse() => Set(Vector.Trusted(_length, _indices.AsMemory(0, _stored), _numbers.AsMemory(0, _stored)));
}
