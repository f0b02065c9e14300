using System.Collections.Immutable;

namespace Alink.IO;

/// <summary>How CSV is read and written.</summary>
/// <remarks>
/// <para>
/// An empty field without quotes is a missing value, and so is one of <see cref="NullWords"/> without quotes; in
/// columns of
/// other types than text, quotes do not matter. <c>""</c> is empty text, and <c>"NA"</c> is text as well.
/// </para>
/// <para>
/// Spaces and tabs around numbers, booleans, moments and vectors are no part of them; around text they are. A quote
/// within
/// quotes is doubled. Blank lines are skipped, but in a file of one column a blank line is a missing value.
/// </para>
/// </remarks>
public sealed record CsvOptions
{
    /// <summary>The columns; null infers them from the first <see cref="SampleRows"/> rows.</summary>
    /// <remarks>
    /// Where there is a header, it is asked for the columns by name, and those that the schema does not name are left
    /// out;
    /// without one, the schema names all columns in order.
    /// </remarks>
    public Schema? Schema { get; init; }

    /// <summary>
    /// How many rows the types are inferred from; at least 1. From then on the types are strict. Default: 10,000.
    /// </summary>
    public int SampleRows { get; init => field = Require.AtLeast(1, value); } = 10_000;

    /// <summary>Whether the first row names the columns; else they are named f0, f1 and so on. Default: true.</summary>
    public bool HasHeader { get; init; } = true;

    /// <summary>What stands between fields; an ASCII character. Default: a comma.</summary>
    public char Separator { get; init; } = ',';

    /// <summary>
    /// What stands around fields that hold separators, quotes or line ends; an ASCII character. Default: ".
    /// </summary>
    public char Quote { get; init; } = '"';

    /// <summary>
    /// In files without quotes: what makes the character after it ordinary text, such as a backslash; an ASCII
    /// character.
    /// Null, the default: fields are quoted. Only for reading.
    /// </summary>
    public char? Escape { get; init; }

    /// <summary>
    /// Lines that begin with this are skipped; an ASCII character. Null, the default: there are none.
    /// </summary>
    public char? Comment { get; init; }

    /// <summary>The words that mean a missing value, exactly as they stand here. Default: NA, null and NULL.</summary>
    public ImmutableArray<string> NullWords { get; init; } = ["NA", "null", "NULL"];

    /// <summary>The words that mean true, in any case; the first one is written. Default: true.</summary>
    public ImmutableArray<string> TrueWords { get; init; } = ["true"];

    /// <summary>The words that mean false, in any case; the first one is written. Default: false.</summary>
    public ImmutableArray<string> FalseWords { get; init; } = ["false"];

    /// <summary>
    /// The formats of moments as <see cref="DateTimeOffset.ParseExact(string, string, IFormatProvider)"/> takes them;
    /// the first
    /// one is written. None, the default: ISO 8601. A moment without an offset is one of UTC.
    /// </summary>
    public ImmutableArray<string> DateFormats { get; init; } = [];

    /// <summary>Whether NaN, Infinity and -Infinity are numbers; else they are errors. Default: true.</summary>
    public bool AllowNonFinite { get; init; } = true;

    /// <summary>
    /// Where rows that cannot be read are counted and left out; null, the default: the first one is an error.
    /// </summary>
    public BadRows? SetAside { get; init; }

    /// <summary>
    /// The most bytes of one row; at least 1,024. A longer one is an error in any case. Default: 16 MiB.
    /// </summary>
    public int MaxRowBytes { get; init => field = Require.AtLeast(1024, value); } = 16 << 20;

    /// <summary>The most columns; at least 1. Default: 100,000.</summary>
    public int MaxColumns { get; init => field = Require.AtLeast(1, value); } = 100_000;

    internal TextConventions Conventions => new(TrueWords, FalseWords, DateFormats, AllowNonFinite);

    internal CsvOptions Checked()
    {
        Ascii(Separator, nameof(Separator));
        Ascii(Quote, nameof(Quote));
        Ascii(Escape ?? '\\', nameof(Escape));
        Ascii(Comment ?? '#', nameof(Comment));
        if (Separator == Quote || (Escape is { } escape && escape == Separator)
            || (Comment is { } comment && (comment == Separator || comment == Quote)))
        {
            throw new ArgumentOutOfRangeException(
                nameof(Separator), Separator, "Separator, quote, escape and comment must be different characters.");
        }

        if (TrueWords.IsEmpty || FalseWords.IsEmpty)
        {
            throw new ArgumentOutOfRangeException(
                nameof(TrueWords), "There must be a word for true, and one for false.");
        }

        return this;

        static void Ascii(char character, string option)
        {
            if (character is < '\t' or '\n' or '\r' or > '~')
            {
                throw new ArgumentOutOfRangeException(
                    option, character, $"{option} must be an ASCII character, and no line end.");
            }
        }
    }
}
