using System.Text;
using CsvHelper;

namespace Alink.IO;

/// <summary>Writes rows as CSV.</summary>
static class CsvOutput
{
    /// <summary>Writes a header, where one is asked for, and every row.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="stream">Where they go.</param>
    /// <param name="options">How they are written.</param>
    /// <param name="cancellation">Ends the writing.</param>
    /// <param name="written">Called once the row before is in the stream, for those who want each by itself.</param>
    public static void Write(
        IDataset rows, Stream stream, CsvOptions options, CancellationToken cancellation, Action? written = null)
    {
        if (options.Quote != '"' || options.Escape is not null)
        {
            throw new ArgumentOutOfRangeException(
                nameof(options), "Files are written with the quote \" and without an escape character.");
        }

        if (rows.Schema.Fields is [{ IsNullable: true }] && options.NullWords.IsEmpty)
        {
            throw new ArgumentOutOfRangeException(
                nameof(options), "A file of one column where values are missing needs a word in NullWords.");
        }

        using var writer = CsvWriter.Create(stream, new CsvWriterOptions
        {
            Separator = options.Separator,
            NewLine = "\n",
            TrueValue = options.TrueWords[0],
            FalseValue = options.FalseWords[0],
            CommentPrefix = options.Comment,
        }, leaveOpen: true);
        if (options.HasHeader)
        {
            foreach (var field in rows.Schema.Fields)
            {
                WriteText(writer, Encoding.UTF8.GetBytes(field.Name), isQuoted: field.Name.Length == 0);
            }

            writer.EndRecord();
        }

        // A row of one empty field is written "", which is empty text: there, a word must stand for what is missing.
        var missing = Encoding.UTF8.GetBytes(
            rows.Schema.Fields.Length > 1 ? "" : options.NullWords.FirstOrDefault() ?? "");
        var fields = rows.Schema.Fields.Select(field => new Column(field, options, missing)).ToArray();
        foreach (var batch in rows.ReadAll(cancellation))
        {
            foreach (var field in fields)
            {
                field.Enter(batch);
            }

            for (var row = 0; row < batch.RowCount; row++)
            {
                foreach (var field in fields)
                {
                    field.Write(writer, row);
                }

                writer.EndRecord();
                if (written is not null)
                {
                    writer.Flush();
                    written();
                }
            }
        }

        writer.Flush();
    }

    static void WriteText(CsvWriter writer, ReadOnlySpan<byte> text, bool isQuoted)
    {
        // A byte order mark at the beginning of a file is no text.
        if (isQuoted || text.StartsWith("\uFEFF"u8))
        {
            writer.WriteField(Encoding.UTF8.GetString(text), CsvQuoting.Always);
        }
        else
        {
            writer.WriteField(text);
        }
    }

    /// <summary>A column that is written value by value.</summary>
    sealed class Column(Field field, CsvOptions options, byte[] missing)
    {
        readonly NullWords _nulls = new(options.NullWords);
        readonly string? _format = options.DateFormats.IsEmpty ? null : options.DateFormats[0];
        byte[] _buffer = new byte[64];
        ColumnData? _data;

        public void Enter(Table batch) => _data = batch.Data(field.Name);

        public void Write(CsvWriter writer, int row)
        {
            if (_data!.IsMissing(row))
            {
                writer.WriteField(missing);
                return;
            }

            switch (_data)
            {
                case FixedColumn<double> numbers:
                    writer.WriteField(_buffer.AsSpan(0, NumberText.Format(numbers.Values[row], _buffer)));
                    break;
                case FixedColumn<float> numbers:
                    writer.WriteField(numbers.Values[row]);
                    break;
                case FixedColumn<long> numbers:
                    writer.WriteField(numbers.Values[row]);
                    break;
                case FixedColumn<int> numbers:
                    writer.WriteField(numbers.Values[row]);
                    break;
                case FixedColumn<bool> booleans:
                    writer.WriteField(booleans.Values[row]);
                    break;
                case FixedColumn<DateTimeOffset> moments:
                    writer.WriteField(moments.Values[row], _format);
                    break;
                case StringColumn texts:
                    WriteText(writer, texts.Utf8(row), _nulls.Has(texts.Utf8(row)));
                    break;
                case VectorColumn vectors:
                    var length = VectorText.Format(vectors[row], ref _buffer);
                    writer.WriteField(_buffer.AsSpan(0, length));
                    break;
                default:
                    throw new SchemaException($"A column of {field.Type} cannot be written as CSV.");
            }
        }
    }
}
