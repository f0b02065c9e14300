using System.Text;

namespace Alink;

/// <summary>Collects text.</summary>
public sealed class StringColumnBuilder(int capacity = 0) : ColumnBuilder
{
    byte[] _bytes = new byte[Math.Max(16, capacity)];
    int[] _offsets = new int[Math.Max(16, capacity + 1)];

    /// <summary>The UTF-8 bytes of a row so far; empty where it is missing.</summary>
    public ReadOnlySpan<byte> this[int row] => _bytes.AsSpan(_offsets[row].._offsets[row + 1]);

    /// <summary>Adds a row; null is a missing value.</summary>
    public void Append(string? value)
    {
        if (value is null)
        {
            AppendMissing();
            return;
        }

        Reserve(Encoding.UTF8.GetMaxByteCount(value.Length));
        var start = _offsets[Length];
        End(start + Encoding.UTF8.GetBytes(value, _bytes.AsSpan(start)));
    }

    /// <summary>Adds a row.</summary>
    public void Append(ReadOnlySpan<byte> utf8)
    {
        Reserve(utf8.Length);
        var start = _offsets[Length];
        utf8.CopyTo(_bytes.AsSpan(start));
        End(start + utf8.Length);
    }

    private protected override void AppendDefault() => Append(ReadOnlySpan<byte>.Empty);

    private protected override void AppendValue(Cell cell) => Append(cell.Utf8);

    private protected override ColumnData Build(Validity validity) =>
        new StringColumn(_bytes.AsMemory(0, _offsets[Length]), _offsets.AsMemory(0, Length + 1), validity);

    void Reserve(int bytes)
    {
        var needed = checked(_offsets[Length] + bytes);
        if (needed > _bytes.Length)
        {
            Array.Resize(ref _bytes, (int)Math.Min(Array.MaxLength, Math.Max(2L * _bytes.Length, needed)));
        }

        if (Length + 1 == _offsets.Length)
        {
            Array.Resize(ref _offsets, 2 * _offsets.Length);
        }
    }

    void End(int end)
    {
        Added();
        _offsets[Length] = end;
    }
}
