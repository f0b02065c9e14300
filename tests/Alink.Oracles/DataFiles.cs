namespace Alink.Oracles;

/// <summary>Where the files of the cases lie.</summary>
static class DataFiles
{
    /// <summary>The folder beside the repository that all cases come from; a clone need not have it.</summary>
    public static readonly string Shared = Path(Root(), "..", "shared", "oracles");

    /// <summary>The cases of the algorithms that are here.</summary>
    public static readonly string Cases = Path(AppContext.BaseDirectory, "oracles.json");

    /// <summary>A data file by its name in a case: compressed beside the cases, else in the shared folder.</summary>
    public static string Path(string name)
    {
        var file = System.IO.Path.GetFileName(name);
        var here = Path(AppContext.BaseDirectory, "data", $"{file}.gz");
        return File.Exists(here) ? here : Path(Shared, "data", file);
    }

    static string Path(params ReadOnlySpan<string> parts) => System.IO.Path.GetFullPath(System.IO.Path.Combine(parts));

    static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path(folder.FullName, "Alink.sln")))
        {
            folder = folder.Parent
                ?? throw new DirectoryNotFoundException("No folder above the tests holds Alink.sln.");
        }

        return folder.FullName;
    }
}
