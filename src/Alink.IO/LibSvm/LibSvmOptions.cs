namespace Alink.IO;

/// <summary>
/// How LIBSVM files are read and written: a label, then an index and a number for each that is stored.
/// </summary>
/// <remarks>
/// <c>1 3:0.5 7:2 # a comment</c>. The indices rise within a line; they are counted from <see cref="FirstIndex"/> in
/// the file,
/// and from 0 in the vector.
/// </remarks>
public sealed record LibSvmOptions
{
    /// <summary>The column of labels; Double. Default: label.</summary>
    public Column<double> Label { get; init; } = "label";

    /// <summary>The column of vectors. Default: features.</summary>
    public Column<Vector> Features { get; init; } = "features";

    /// <summary>
    /// The column of query numbers, Int64, <c>qid:</c> in the file; null, the default: rows with one are bad.
    /// </summary>
    public Column<double>? Query { get; init; }

    /// <summary>The index of the first number of a vector in the file: 1, the default, or 0.</summary>
    public int FirstIndex
    {
        get;
        init => field = value is 0 or 1 ? value
            : throw new ArgumentOutOfRangeException(
                nameof(FirstIndex), value, $"FirstIndex must be 0 or 1; it was {value}.");
    }

    = 1;

    /// <summary>
    /// The length of the vectors, at least 1; null, the default: the greatest index tells, for which a file is read
    /// over.
    /// </summary>
    public int? VectorLength { get; init => field = value is { } length ? Require.AtLeast(1, length) : null; }

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

    internal Schema SchemaOf(int length)
    {
        var schema = new Schema(new Field(Label.Name, DataType.Double));
        schema = Query is { } query ? schema.With(new Field(query.Name, DataType.Int64)) : schema;
        return schema.With(new Field(Features.Name, DataType.Vector) { VectorLength = length });
    }
}
