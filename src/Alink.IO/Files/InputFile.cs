namespace Alink.IO;

/// <summary>Opens files for reading, and decompresses those that begin as gzip does, whatever their name.</summary>
static class InputFile
{
    /// <summary>The bytes of a file, decompressed.</summary>
    /// <exception cref="DataFormatException">There is no such file, or it cannot be opened.</exception>
    public static Stream Open(string path)
    {
        var file = OpenRaw(path);
        return IsGzip(file) ? new GzipFile(file, path) : file;
    }

    /// <summary>Whether a file is compressed.</summary>
    /// <exception cref="DataFormatException">There is no such file, or it cannot be opened.</exception>
    public static bool IsGzip(string path)
    {
        using var file = OpenRaw(path);
        return IsGzip(file);
    }

    /// <summary>The bytes of a file as they are; others may go on writing it.</summary>
    /// <exception cref="DataFormatException">There is no such file, or it cannot be opened.</exception>
    public static FileStream OpenRaw(string path)
    {
        try
        {
            return new(
                path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1,
                FileOptions.SequentialScan);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DataFormatException(
                exception is FileNotFoundException or DirectoryNotFoundException ? "There is no such file."
                    : exception.Message,
                path,
                inner: exception);
        }
    }

    /// <summary>Whether a text file's bytes are its UTF-8: neither gzip nor UTF-16.</summary>
    /// <exception cref="DataFormatException">There is no such file, or it cannot be opened.</exception>
    public static bool IsPlain(string path)
    {
        using var stream = OpenRaw(path);
        Span<byte> first = stackalloc byte[4];
        var read = stream.ReadAtLeast(first, first.Length, throwOnEndOfStream: false);
        return read < 2 || !(first is [0x1F, 0x8B, ..] or [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] or [0, 0, 0xFE, 0xFF]);
    }

    static bool IsGzip(FileStream file)
    {
        Span<byte> magic = stackalloc byte[2];
        var read = file.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false);
        file.Position = 0;
        return read == 2 && magic[0] == 0x1F && magic[1] == 0x8B;
    }
}
