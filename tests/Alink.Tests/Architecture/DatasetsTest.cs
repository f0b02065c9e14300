using System.Security.Cryptography;
using System.Text.Json;

namespace Alink.Tests.Architecture;

/// <summary>The data sets are those that the reference numbers were computed from.</summary>
public class DatasetsTest
{
    static readonly string Folder = Path.Combine(Repository.Root, "datasets");

    public static TheoryData<string> Sets =>
        [.. new DirectoryInfo(Folder).EnumerateDirectories().Select(set => set.Name).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Sets))]
    public void The_files_of_a_set_are_those_of_its_reference(string set)
    {
        using var reference = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, set, "reference.json")));
        var expected = reference.RootElement.GetProperty("files").EnumerateObject()
            .Select(file => (file.Name, file.Value.GetProperty("sha256").GetString()));
        var found =
            from path in Directory.EnumerateFiles(Path.Combine(Folder, set))
            where Path.GetFileName(path) != "reference.json"
            select (Path.GetFileName(path), Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path))));

        Assert.Equal(expected.Order(), found.Order());
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void Origin_and_licence_of_a_set_are_told(string set) =>
        Assert.True(File.ReadLines(Path.Combine(Folder, "README.md")).Count(line =>
            line.StartsWith($"| {set}", StringComparison.Ordinal)) >= 2, set);
}
