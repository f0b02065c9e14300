using System.IO.Compression;

namespace Alink.IO;

/// <summary>Writes a file whole or not at all.</summary>
static class AtomicFile
{
    static int _writes;

    /// <summary>
    /// Writes to a new file in the same folder, flushes it to the disk and puts it in the place of the old one. Where
    /// <paramref name="write"/> fails or is cancelled, the new file is deleted and the old one stays as it was.
    /// </summary>
    /// <param name="path">Where the file goes; compressed where the name ends in <c>.gz</c>.</param>
    /// <param name="write">Writes the content.</param>
    public static void Write(string path, Action<Stream> write)
    {
        var target = Path.GetFullPath(path);
        var temporary = $"{target}.{Environment.ProcessId}-{Interlocked.Increment(ref _writes)}.tmp";
        try
        {
            using (var file = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16))
            {
                if (target.EndsWith(".gz", StringComparison.OrdinalIgnoreCase))
                {
                    using var compressed = new GZipStream(file, CompressionLevel.Fastest, leaveOpen: true);
                    write(compressed);
                }
                else
                {
                    write(file);
                }

                file.Flush(flushToDisk: true);
            }

            File.Move(temporary, target, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
