namespace Alink.IO;

/// <summary>A format as <see cref="PartitionedFiles"/> reads it: files of one schema, each in pieces.</summary>
/// <remarks>
/// An implementation is made for given files and options; it has checked that the files agree, and names the one that
/// does not.
/// Pieces may be read at the same time.
/// </remarks>
interface ISplitFormat
{
    /// <summary>The columns of every file.</summary>
    Schema Schema { get; }

    /// <summary>The pieces of a file, in order; they follow from the file alone.</summary>
    /// <param name="file">One of the files.</param>
    /// <param name="bytes">About how many bytes a piece should take.</param>
    IReadOnlyList<Split> SplitsOf(string file, long bytes);

    /// <summary>
    /// The rows of a piece, in order, in batches of at most <see cref="PartitionedFiles.BatchRows"/> rows.
    /// </summary>
    IEnumerable<Table> Read(string file, Split split, CancellationToken cancellation);
}
