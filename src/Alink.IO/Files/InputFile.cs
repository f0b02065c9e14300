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

    /// <summary>The bytes of a file as they are.</summary>
    /// <exception cref="DataFormatException">There is no such file, or it cannot be opened.</exception>
    public static FileStream OpenRaw(string path)
    {
        try
        {
            return new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1, FileOptions.SequentialScan);
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

    static bool IsGzip(FileStream file)
    {
        Span<byte> magic = stackalloc byte[2];
        var read = file.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false);
        file.Position = 0;
        return read == 2 && magic[0] == 0x1F && magic[1] == 0x8B;
    }
}
