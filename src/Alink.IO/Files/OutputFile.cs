using System.IO.Compression;

namespace Alink.IO;

/// <summary>Writes a file whole or not at all, compressed where its name ends in <c>.gz</c>.</summary>
static class OutputFile
{
    /// <inheritdoc cref="AtomicFile.Write"/>
    public static void Write(string path, Action<Stream> write) => AtomicFile.Write(path, file =>
    {
        if (!path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase))
        {
            write(file);
            return;
        }

        using var compressed = new GZipStream(file, CompressionLevel.Fastest, leaveOpen: true);
        write(compressed);
    });
}
