namespace Alink.IO;

/// <summary>How files that grow are followed.</summary>
public sealed record GrowingFilesOptions
{
    /// <summary>Whether the stream ends once every file has been read as it is. False, the
    /// default: rows may come for ever.</summary>
    public bool Ends { get; init; }

    /// <summary>How long to wait before the folder is looked at again. Default: a second.</summary>
    public TimeSpan PollEvery { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// A file is finished once its size has stayed the same for so long: then its last line counts without a line end, and a
    /// Parquet file that cannot be read is an error. Null, the default: a line waits for its end and a Parquet file for its
    /// footer. Where the stream <see cref="Ends"/>, every file is finished.
    /// </summary>
    public TimeSpan? FinishedAfter { get; init; }

    /// <summary>About how many bytes of a file one worker parses at a time; at least 1. Default: 2 MiB.</summary>
    public int RangeBytes { get; init => field = Require.AtLeast(1, value); } = 2 << 20;

    /// <summary>By what files are found to be finished.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
