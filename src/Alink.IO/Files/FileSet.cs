namespace Alink.IO;

/// <summary>The files that a path means.</summary>
static class FileSet
{
    /// <summary>
    /// A file; or every file of a folder, but those whose names begin with a point or an underscore; or those of a
    /// folder whose
    /// names match a pattern with * and ?. In the order of their paths by UTF-16 code units.
    /// </summary>
    /// <exception cref="DataFormatException">There is none.</exception>
    public static IReadOnlyList<string> Of(string path)
    {
        if (File.Exists(path))
        {
            return [path];
        }

        var name = Path.GetFileName(path);
        var isPattern = name.AsSpan().IndexOfAny('*', '?') >= 0;
        var folder = isPattern ? Path.GetDirectoryName(path) is { Length: > 0 } parent ? parent : "." : path;
        string[] files = Directory.Exists(folder)
            ? [.. Directory.EnumerateFiles(folder, isPattern ? name : "*").Where(
                file => Path.GetFileName(file)[0] is not ('.' or '_'))]
            : [];
        Array.Sort(files, StringComparer.Ordinal);
        return files.Length > 0 ? files : throw new DataFormatException(
            Directory.Exists(folder) ? "No file of this folder is meant." : "There is no such file or folder.", path);
    }
}
