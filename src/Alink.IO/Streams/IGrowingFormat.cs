namespace Alink.IO;

/// <summary>A format as <see cref="GrowingFiles"/> reads it: from a position in a file to another.</summary>
interface IGrowingFormat
{
    /// <summary>The columns of every file.</summary>
    Schema Schema { get; }

    /// <summary>Whether positions count rows, not bytes.</summary>
    bool CountsRows { get; }

    /// <summary>Where the file ends by now.</summary>
    /// <param name="path">The file.</param>
    /// <param name="at">To where it has been read.</param>
    /// <param name="isFinished">Whether nothing more is written to it.</param>
    /// <returns>Where the last whole row ends, or a later position.</returns>
    /// <exception cref="DataFormatException">It ends before <paramref name="at"/>.</exception>
    long EndOf(string path, long at, bool isFinished);

    /// <summary>The first whole rows at a position; null where there are none by now.</summary>
    /// <param name="path">The file.</param>
    /// <param name="from">The position; not after <paramref name="end"/>.</param>
    /// <param name="end">Where the file ends by now.</param>
    /// <param name="most">The most rows; above 0.</param>
    /// <param name="isFinished">Whether nothing more is written to the file.</param>
    /// <exception cref="DataFormatException">The position is none of this file.</exception>
    GrowingPiece? Next(string path, long from, long end, long most, bool isFinished);

    /// <summary>The rows of a piece.</summary>
    /// <param name="path">The file.</param>
    /// <param name="from">The position where it begins.</param>
    /// <param name="piece">The piece.</param>
    /// <param name="reject">Takes each row that cannot be read; null where the format's options say what happens to it.
    /// </param>
    /// <param name="cancellation">Ends the reading.</param>
    IEnumerable<Table> Read(
        string path, long from, GrowingPiece piece, Action<RejectedRecord>? reject, CancellationToken cancellation);
}

/// <summary>Whole rows.</summary>
/// <param name="To">The position after them.</param>
/// <param name="Rows">How many; 0 only where nothing but broken rows ends a file.</param>
readonly record struct GrowingPiece(long To, long Rows);
