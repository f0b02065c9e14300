namespace Alink.Runtime;

/// <summary>Writes a file wholly or not at all: beside it, onto the disk, and then in its place.</summary>
static class AtomicFile
{
    static int _last;

    /// <summary>Writes a file. Where that fails, the file that was there before stays as it was.</summary>
    public static void Write(string path, Action<Stream> write)
    {
        var beside = $"{path}.{Environment.ProcessId}-{Interlocked.Increment(ref _last)}.tmp";
        try
        {
            using (var file = new FileStream(beside, FileMode.Create, FileAccess.ReadWrite, FileShare.None))
            {
                write(file);
                file.Flush(flushToDisk: true);
            }

            File.Move(beside, path, overwrite: true);
        }
        catch
        {
            File.Delete(beside);
            throw;
        }
    }
}
