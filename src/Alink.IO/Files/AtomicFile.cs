namespace Alink;

/// <summary>Writes a file whole or not at all. Its source is that of two rooms, of which neither sees the other.</summary>
static class AtomicFile
{
    static int _last;

    /// <summary>Writes beside the file, onto the disk, and puts it in the place of the old one. Where that fails or is
    /// cancelled, the new file is deleted, and the old one stays as it was.</summary>
    /// <param name="path">Where the file goes.</param>
    /// <param name="write">Writes the content.</param>
    public static void Write(string path, Action<Stream> write)
    {
        var target = Path.GetFullPath(path);
        var beside = $"{target}.{Environment.ProcessId}-{Interlocked.Increment(ref _last)}.tmp";
        try
        {
            using (var file = new FileStream(beside, FileMode.Create, FileAccess.ReadWrite, FileShare.None, 1 << 16))
            {
                write(file);
                file.Flush(flushToDisk: true);
            }

            File.Move(beside, target, overwrite: true);
        }
        catch
        {
            File.Delete(beside);
            throw;
        }
    }
}
