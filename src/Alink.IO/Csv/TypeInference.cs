namespace Alink.IO;

/// <summary>Finds the narrowest type that holds each column of a sample.</summary>
/// <remarks>
/// In this order: Boolean; a moment, where formats of moments are given; Int64; Double; a moment of ISO 8601; text. A
/// whole
/// number that begins with a zero, such as 007, makes the column text, and so do whole numbers beyond 64 bits where
/// nothing
/// else in the column is a fraction: both are names, of which nothing may be lost. A column without values is text.
/// </remarks>
sealed class TypeInference(string[] names, CsvOptions options)
{
    readonly TextConventions _conventions = options.Conventions;
    readonly NullWords _nulls = new(options.NullWords);
    readonly Guess[] _guesses = new Guess[names.Length];

    /// <summary>How many columns.</summary>
    public int Width => names.Length;

    /// <summary>Takes a record into account.</summary>
    public void Add(CsvInput record)
    {
        for (var field = 0; field < _guesses.Length; field++)
        {
            var text = Spaces.Trim(record.Field(field));
            if (!_nulls.Has(text))
            {
                Add(ref _guesses[field], text);
            }
        }
    }

    /// <summary>The columns as the sample shows them; a value may be missing in each.</summary>
    public Schema Schema() =>
        new([.. names.Select((name, field) => new Field(name, TypeOf(_guesses[field])) { IsNullable = true })]);

    void Add(ref Guess guess, ReadOnlySpan<byte> text)
    {
        guess.IsAny = true;
        guess.IsNotBoolean = guess.IsNotBoolean || !_conventions.TryParse(text, out _);
        guess.IsNotMoment = guess.IsNotMoment || !MomentText.TryParse(text, _conventions.Moments, out _);
        if (guess.IsNotNumber)
        {
            return;
        }

        var digits = text.Length > 0 && text[0] is (byte)'-' or (byte)'+' ? text[1..] : text;
        if (!digits.IsEmpty && !digits.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
        {
            guess.IsNotNumber = digits.Length > 1 && digits[0] == '0';
            guess.IsHuge = guess.IsHuge || !NumberText.TryParse(text, out long _);
        }
        else
        {
            guess.IsFraction = true;
            guess.IsNotNumber = !NumberText.TryParse(text, out double _) && !NumberText.Overflows(text);
        }
    }

    DataType TypeOf(in Guess guess) =>
        !guess.IsAny ? DataType.String
        : !guess.IsNotBoolean ? DataType.Boolean
        : !guess.IsNotMoment && !_conventions.Moments.IsEmpty ? DataType.DateTimeOffset
        : !guess.IsNotNumber && !guess.IsFraction && !guess.IsHuge ? DataType.Int64
        : !guess.IsNotNumber && guess.IsFraction ? DataType.Double
        : !guess.IsNotMoment ? DataType.DateTimeOffset
        : DataType.String;

    struct Guess
    {
        public bool IsAny;
        public bool IsNotBoolean;
        public bool IsNotMoment;
        public bool IsNotNumber;
        public bool IsFraction;
        public bool IsHuge;
    }
}
