namespace Alink.Tests.Architecture;

/// <summary>The checkout that the tests were built from.</summary>
static class Repository
{
    static readonly string[] Built = ["bin", "obj", ".git", ".vs", ".idea", "artifacts", "TestResults"];

    /// <summary>The folder of Alink.sln.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Every file but those that are built, by its path from the root.</summary>
    public static IEnumerable<string> Files(string folder = "") =>
        from path in Directory.EnumerateFiles(Path.Combine(Root, folder))
            .Concat(Directory.EnumerateDirectories(Path.Combine(Root, folder))
                .Where(inner => !Built.Contains(Path.GetFileName(inner)))
                .SelectMany(inner => Files(inner).Select(file => Path.Combine(Root, file))))
        select Path.GetRelativePath(Root, path).Replace('\\', '/');

    static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Alink.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("Alink.sln is in no folder above the tests.");
        }

        return folder.FullName;
    }
}
