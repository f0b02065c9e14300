using System.Text.Json;

namespace Alink.IO;

/// <summary>
/// Finds the columns of a sample of JSON lines, in the order in which their names come, and the type of each.
/// </summary>
/// <remarks>
/// Numbers are Int64 until one has a fraction, an exponent or more than 64 bits; texts are moments while all are
/// moments; arrays
/// are vectors. Where kinds are mixed, the rows are refused when they are read. A column of nothing but null is text.
/// </remarks>
sealed class JsonInference(JsonLinesOptions options, string file)
{
    readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);
    readonly List<Guess> _guesses = [];

    [Flags]
    enum Seen
    {
        Nothing = 0,
        Boolean = 1,
        Whole = 2,
        Fraction = 4,
        Word = 8,
        Moment = 16,
        Text = 32,
        Array = 64,
    }

    /// <summary>
    /// Takes the first rows of a file into account; bad ones are told when the rows themselves are read.
    /// </summary>
    public void Add(string sampled, int rows)
    {
        using var lines = new LineReader(LineSplits.Open(sampled, Split.Whole), options.MaxRowBytes, isFirst: true);
        for (var row = 0; row < rows && lines.TryRead(out var line) && !lines.IsTooLong;)
        {
            if (!Spaces.Trim(line).IsEmpty)
            {
                Add(line);
                row++;
            }
        }
    }

    /// <summary>The columns as the sample shows them; a value may be missing in each.</summary>
    /// <exception cref="DataFormatException">There are none, or too many.</exception>
    public Schema Schema() =>
        _guesses.Count == 0
            ? throw new DataFormatException(
                "The file has no rows that could show the columns, and no schema is given.", file)
        : _guesses.Count > options.MaxColumns ? throw new DataFormatException(
            $"There are {_guesses.Count} columns, above {nameof(JsonLinesOptions.MaxColumns)} = {options.MaxColumns}.",
            file)
        : new([.. _guesses.Select(
            guess => new Field(guess.Name, TypeOf(guess.Seen)) { IsNullable = true, VectorLength = guess.Length })]);

    /// <summary>Takes one row into account.</summary>
    public void Add(ReadOnlySpan<byte> line)
    {
        var reader = new Utf8JsonReader(line, JsonRecord.Reading);
        try
        {
            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName
                && _guesses.Count <= options.MaxColumns)
            {
                var name = reader.GetString()!;
                if (!_places.TryGetValue(name, out var place))
                {
                    _places[name] = place = _guesses.Count;
                    _guesses.Add(new(name));
                }

                reader.Read();
                Add(_guesses[place], ref reader);
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // The row is told when it is read.
        }
    }

    void Add(Guess guess, ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.True or JsonTokenType.False:
                guess.Seen |= Seen.Boolean;
                break;
            case JsonTokenType.Number:
                guess.Seen |= NumberText.TryParse(reader.ValueSpan, out long _) ? Seen.Whole : Seen.Fraction;
                break;
            case JsonTokenType.String:
                guess.Seen |= JsonRecord.IsWord(reader.ValueSpan) ? Seen.Word
                    : MomentText.TryParse(reader.ValueSpan, options.DateFormats, out _) ? Seen.Moment : Seen.Text;
                break;
            case JsonTokenType.StartArray:
                guess.Seen |= Seen.Array;
                var count = 0;
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    count++;
                }

                guess.Length ??= count;
                break;
            default:
                reader.Skip();
                break;
        }
    }

    static DataType TypeOf(Seen seen) =>
        seen.HasFlag(Seen.Array) ? DataType.Vector
        : (seen & (Seen.Whole | Seen.Fraction)) != 0 ? (seen & (Seen.Fraction | Seen.Word)) != 0 ? DataType.Double
            : DataType.Int64
        : seen.HasFlag(Seen.Boolean) ? DataType.Boolean
        : seen == Seen.Moment ? DataType.DateTimeOffset
        : DataType.String;

    sealed class Guess(string name)
    {
        public string Name => name;

        public Seen Seen { get; set; }

        public int? Length { get; set; }
    }
}
