using System.Globalization;
using DuckDB.NET.Native;
using static DuckDB.NET.Native.NativeMethods;

namespace Alink.DuckDb.Reading;

/// <summary>Reads text.</summary>
sealed unsafe class TextReader(string name) : ColumnReader(name)
{
    const int LongestInline = 12;

    readonly StringColumnBuilder _texts = new();

    public override void Append(nint vector, int rows)
    {
        var present = Vectors.DuckDBVectorGetValidity(vector);
        var texts = (byte*)Vectors.DuckDBVectorGetData(vector);
        for (var i = 0; i < rows; i++, texts += sizeof(DuckDBString))
        {
            if (PresentRows.IsMissing(present, i))
            {
                _texts.AppendMissing();
                continue;
            }

            // The length, and then a short text itself, or the beginning of a long one and where it stands.
            var length = checked((int)*(uint*)texts);
            _texts.Append(new ReadOnlySpan<byte>(length <= LongestInline ? texts + sizeof(int) : *(byte**)(texts + (2 * sizeof(int))), length));
        }
    }

    public override ColumnData Build() => _texts.Build();
}

/// <summary>Reads UUIDs as text.</summary>
sealed unsafe class UuidReader(string name) : ColumnReader(name)
{
    readonly StringColumnBuilder _texts = new();

    public override void Append(nint vector, int rows)
    {
        var present = Vectors.DuckDBVectorGetValidity(vector);
        var ids = (UInt128*)Vectors.DuckDBVectorGetData(vector);
        for (var i = 0; i < rows; i++)
        {
            // The first bit is turned, so that they sort as numbers.
            _texts.Append(PresentRows.IsMissing(present, i) ? null
                : Guid.ParseExact((ids[i] ^ (UInt128.One << 127)).ToString("x32", CultureInfo.InvariantCulture), "N").ToString());
        }
    }

    public override ColumnData Build() => _texts.Build();
}

/// <summary>Reads the values of an enum as codes into a dictionary of text.</summary>
sealed class EnumReader : ColumnReader
{
    readonly string[] _values;
    readonly ColumnReader _codes;

    public EnumReader(string name, DuckDBLogicalType type)
        : base(name)
    {
        _values = new string[LogicalType.DuckDBEnumDictionarySize(type)];
        for (var i = 0; i < _values.Length; i++)
        {
            _values[i] = LogicalType.DuckDBEnumDictionaryValue(type, i);
        }

        _codes = LogicalType.DuckDBEnumInternalType(type) switch
        {
            DuckDBType.UnsignedTinyInt => new FixedReader<byte, int>(name, value => value),
            DuckDBType.UnsignedSmallInt => new FixedReader<ushort, int>(name, value => value),
            _ => new FixedReader<uint, int>(name, value => (int)value),
        };
    }

    public override void Append(nint vector, int rows) => _codes.Append(vector, rows);

    public override ColumnData Build()
    {
        var codes = (FixedColumn<int>)_codes.Build();
        return _values.Length == 0 ? StringColumn.Of(new string?[codes.Length]) : new StringColumn(codes.Memory, StringColumn.Of(_values), codes.Validity);
    }
}
