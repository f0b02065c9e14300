using System.Runtime.InteropServices;

namespace Alink.IO;

/// <summary>Puts the names of a folder's files onto the disk, so that a file that was renamed
/// is found after a power cut.</summary>
static partial class FolderFlush
{
    /// <summary>Flushes a folder; Windows does so by itself.</summary>
    public static void Run(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var handle = Open(folder, 0);
        if (handle >= 0)
        {
            _ = Flush(handle); // Some file systems know no flush of folders.
            _ = Close(handle);
        }
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync")]
    internal static partial int Flush(int handle);

    [LibraryImport("libc", EntryPoint = "close")]
    internal static partial int Close(int handle);
}
