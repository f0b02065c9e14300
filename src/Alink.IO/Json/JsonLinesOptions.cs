using System.Collections.Immutable;

namespace Alink.IO;

/// <summary>How JSON lines are read and written: on each line one object, whose names are the columns.</summary>
/// <remarks>
/// <para>
/// A name that a line has not, and null, are missing values. A number that is not finite is one of the texts "NaN",
/// "Infinity"
/// and "-Infinity", for JSON has no such numbers. A moment is a text of ISO 8601. A dense vector is an array of
/// numbers, a
/// sparse one a text as <see cref="VectorText"/> has it.
/// </para>
/// <para>Types are strict: a text is no number, even where it looks like one. An object within a line's object is an
/// error.</para>
/// </remarks>
public sealed record JsonLinesOptions
{
    /// <summary>
    /// The columns; null infers them from the first <see cref="SampleRows"/> rows, and then every other name is an
    /// error.
    /// Names that a given schema has not are left out.
    /// </summary>
    public Schema? Schema { get; init; }

    /// <summary>How many rows the columns and their types are inferred from; at least 1. Default: 10,000.</summary>
    public int SampleRows { get; init => field = Require.AtLeast(1, value); } = 10_000;

    /// <summary>
    /// The formats of moments as <see cref="DateTimeOffset.ParseExact(string, string, IFormatProvider)"/> takes them;
    /// the first
    /// one is written. None, the default: ISO 8601. A moment without an offset is one of UTC.
    /// </summary>
    public ImmutableArray<string> DateFormats { get; init; } = [];

    /// <summary>Whether "NaN", "Infinity" and "-Infinity" are numbers; else they are errors. Default: true.</summary>
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

    internal TextConventions Conventions => new(["true"], ["false"], DateFormats, AllowNonFinite);
}
