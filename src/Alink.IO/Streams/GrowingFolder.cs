namespace Alink.IO;

/// <summary>The files of a folder, new ones included, each known by its name.</summary>
sealed class GrowingFolder
{
    readonly string _folder;
    readonly string _pattern;

    /// <summary>The files that a path means: those of a folder, or those whose names match
    /// the last part of the path.</summary>
    /// <param name="path">A folder, a file that need not be there yet, or a pattern such as
    /// <c>folder/*.csv</c>.</param>
    /// <exception cref="DataFormatException">There is no such folder.</exception>
    public GrowingFolder(string path)
    {
        var full = Path.GetFullPath(path);
        (_folder, _pattern) = Directory.Exists(full) ? (full, "*")
            : (Path.GetDirectoryName(full) ?? full, Path.GetFileName(full));
        if (!Directory.Exists(_folder))
        {
            throw new DataFormatException("There is no such folder.", _folder);
        }
    }

    /// <summary>The files that there are by now, in the ordinal order of their names.</summary>
    public FileInfo[] Files()
    {
        FileInfo[] files = [.. new DirectoryInfo(_folder).EnumerateFiles(_pattern).Where(file => file.Name[0] is not ('.' or '_'))];
        Array.Sort(files, (left, right) => string.CompareOrdinal(left.Name, right.Name));
        return files;
    }

    /// <summary>The first file.</summary>
    /// <exception cref="DataFormatException">There is none yet, so that the columns must be given.</exception>
    public string First() => Files() is [var first, ..] ? first.FullName : throw new DataFormatException(
        "There is no file yet that could show the columns, and no schema is given.", Path.Combine(_folder, _pattern));

    /// <summary>The path of a file of this folder.</summary>
    /// <exception cref="DataFormatException">The name leads elsewhere.</exception>
    public string PathOf(string name) => name.Length > 0 && name is not ("." or "..") && name == Path.GetFileName(name)
        ? Path.Combine(_folder, name)
        : throw new DataFormatException($"'{name}' is no file of this folder.", _folder);
}
