using System.Text;
using System.Text.Unicode;
using CsvHelper;

namespace Alink.IO;

/// <summary>
/// The records of a CSV file, or of a piece of it: strictly read, with each malformed one told to the policy.
/// </summary>
sealed class CsvInput : IDisposable
{
    static readonly byte[] ByteOrderMark = [0xEF, 0xBB, 0xBF];

    readonly CsvReader _reader;
    readonly BadRowPolicy _policy;
    readonly int _maxRowBytes;
    readonly Split _split;
    long _linesBefore;

    /// <summary>Opens a piece of a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="split">The piece.</param>
    /// <param name="options">How it is read.</param>
    /// <param name="oneColumn">Whether blank lines are rows.</param>
    /// <param name="policy">What happens to malformed records.</param>
    public CsvInput(string file, Split split, CsvOptions options, bool oneColumn, BadRowPolicy policy)
        : this(Open(file, split), split, options, oneColumn, policy)
    {
    }

    /// <summary>Opens a text.</summary>
    public CsvInput(byte[] text, CsvOptions options, BadRowPolicy policy)
        : this(new MemoryStream(text), Split.Whole, options, oneColumn: true, policy)
    {
    }

    CsvInput(Stream stream, Split split, CsvOptions options, bool oneColumn, BadRowPolicy policy)
    {
        (_policy, _maxRowBytes, _split) = (policy, options.MaxRowBytes, split);
        _linesBefore = split.Line - 1;
        _reader = CsvReader.Create(stream, new CsvReaderOptions
        {
            HasHeader = false,
            Separator = options.Separator,
            Quote = options.Quote,
            Mode = options.Escape is null ? CsvMode.Rfc4180 : CsvMode.Escape,
            Escape = options.Escape ?? '\\',
            CommentPrefix = options.Comment,
            SkipEmptyLines = !oneColumn,
            TrimWhitespace = false,
            MalformedData = CsvMalformedDataHandling.Skip,
            OnMalformedRecord = Refuse,
            TrackLineNumbers = true,
            MaxRecordSize = options.MaxRowBytes,
            BufferSize = 1 << 18,
        });
    }

    /// <summary>How many malformed records have been passed over.</summary>
    public long Malformed { get; private set; }

    /// <summary>How many fields the record has.</summary>
    public int FieldCount => _reader.FieldCount;

    /// <summary>The line where the record begins.</summary>
    public long Line => LineOf(_reader.LineNumber);

    /// <summary>Where the record begins in the file, in bytes.</summary>
    public long Position => PositionOf(_reader.ByteOffset);

    /// <summary>Goes to the next record.</summary>
    /// <exception cref="DataFormatException">A record is malformed and not set aside, or it is too long.</exception>
    public bool Read()
    {
        try
        {
            return _reader.Read();
        }
        catch (CsvFormatException exception)
        {
            throw new DataFormatException(
                $"The row is longer than {nameof(CsvOptions.MaxRowBytes)} = {_maxRowBytes}; "
                + "perhaps a quote is not closed.",
                _policy.File,
                exception.LineNumber > 0 ? LineOf(exception.LineNumber) : null,
                inner: exception);
        }
    }

    /// <summary>The bytes of the record, without its line end; valid until the next record.</summary>
    public ReadOnlySpan<byte> Record => _reader.RawRecord;

    /// <summary>A field as it reads; valid until the next record.</summary>
    public ReadOnlySpan<byte> Field(int field) => _reader.GetSpan(field);

    /// <summary>Whether a field stands in quotes, or has escaped characters.</summary>
    public bool IsQuoted(int field) => _reader.GetRawSpan(field).Length != _reader.GetSpan(field).Length;

    /// <summary>The names that the record holds as a header: a column without a name is called by its place.</summary>
    /// <exception cref="DataFormatException">A name is not UTF-8 or stands twice, or there are too many.</exception>
    public string[] Header(int maxColumns)
    {
        if (FieldCount > maxColumns)
        {
            throw new DataFormatException(
                $"There are {FieldCount} columns, above {nameof(CsvOptions.MaxColumns)} = {maxColumns}.", _policy.File,
                Line);
        }

        var names = new string[FieldCount];
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var field = 0; field < names.Length; field++)
        {
            var name = Encoding.UTF8.GetString(Field(field));
            if (!Utf8.IsValid(Field(field)))
            {
                throw new DataFormatException(
                    "A column's name is not valid UTF-8.", _policy.File, Line, $"{field + 1}", name);
            }

            names[field] = name.Length == 0 ? CsvLayout.NameOf(field) : name;
            if (!seen.Add(names[field]))
            {
                throw new DataFormatException("The column's name stands twice.", _policy.File, Line, names[field]);
            }
        }

        return names;
    }

    /// <inheritdoc/>
    public void Dispose() => _reader.Dispose();

    static Stream Open(string file, Split split) => split.End == long.MaxValue && split.IsFirst
        ? InputFile.Open(file)

        // A byte order mark before every piece, for the reader takes one away, and the first field may begin with that
        // character.
        : new RangeStream(InputFile.OpenRaw(file), split.IsFirst ? default : ByteOrderMark, split.Start, split.End);

    /// <summary>The position in the file of an offset in what is read of it.</summary>
    long PositionOf(long offset) => _split.IsFirst ? offset : _split.Start - ByteOrderMark.Length + offset;

    /// <summary>The lines before the piece are counted only when a message needs them.</summary>
    long LineOf(long lineOfPiece)
    {
        _linesBefore = _linesBefore < 0 ? LineSplits.FirstLineOf(_policy.File, _split) - 1 : _linesBefore;
        return _linesBefore + lineOfPiece;
    }

    void Refuse(CsvMalformedRecord record)
    {
        Malformed++;
        var bytes = Encoding.UTF8.GetBytes(record.RawRecord);
        _policy.Add(
            () => LineOf(record.LineNumber),
            column: null,
            record.Reason switch
            {
                CsvMalformedReason.StrayQuote => "A quote stands inside a field that has none around it.",
                CsvMalformedReason.TextAfterClosingQuote => "Text follows the closing quote of a field.",
                CsvMalformedReason.UnterminatedQuote => "A quote is not closed.",
                CsvMalformedReason.TrailingEscape => "Nothing follows the escape character at the end.",
                _ => "The row is malformed.",
            },
            bytes,
            PositionOf(record.ByteOffset),
            bytes);
    }
}
