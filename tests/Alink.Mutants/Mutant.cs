namespace Alink.Mutants;

/// <summary>A stanza of mutants.txt: what is wrong, in which file, and which tests should notice.</summary>
/// <param name="Lines">The lines of the stanza; the first is the name.</param>
sealed record Mutant(string[] Lines)
{
    /// <summary>What is wrong.</summary>
    public string Name => Lines[0];

    /// <summary>The file, from the folder of the repository.</summary>
    public string File => One("file: ");

    /// <summary>The project of the file: <c>src/Alink.Core</c>.</summary>
    public string Room => string.Join('/', File.Split('/').Take(2));

    /// <summary>The project of the tests, which stands in the folder of tests.</summary>
    public string Tests => One("test: ").Split(' ')[0];

    /// <summary>Which of its tests should notice, as <c>dotnet test</c> filters them.</summary>
    public string Filter => One("test: ")[(Tests.Length + 1)..];

    /// <summary>The code as it is.</summary>
    public string Old => string.Join('\n', All("- "));

    /// <summary>The code as it would be.</summary>
    public string New => string.Join('\n', All("+ "));

    /// <summary>The stanzas of a file.</summary>
    public static Mutant[] Read(string path) =>
        [.. System.IO.File.ReadAllText(path).Split("\n## ").Skip(1).Select(stanza => new Mutant(stanza.Split('\n')))];

    /// <summary>What stands behind a mark on the only line that has it; nothing where there is none.</summary>
    public string One(string mark) => All(mark).FirstOrDefault("");

    /// <summary>What stands behind a mark, on each line that has it.</summary>
    public string[] All(string mark) =>
        [.. Lines.Where(line => line.StartsWith(mark, StringComparison.Ordinal)).Select(line => line[mark.Length..])];
}
