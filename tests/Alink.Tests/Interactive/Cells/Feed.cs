using System.IO.Compression;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Alink.Tests.Interactive.Cells;

/// <summary>A folder of two packages, of which the first needs the second, and the second holds code: the only feed of the current folder.</summary>
sealed class Feed : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("alink-feed-").FullName;
    readonly string _before = Directory.GetCurrentDirectory();

    public Feed(string outer, string inner, string code)
    {
        Pack(outer, $"""<dependencies><dependency id="{inner}" version="1.2.3" /></dependencies>""");
        Pack(inner, "", code);
        File.WriteAllText(Path.Combine(_folder, "nuget.config"), """
            <configuration>
              <config><add key="globalPackagesFolder" value="cache" /></config>
              <packageSources><clear /><add key="here" value="." /></packageSources>
            </configuration>
            """);
        Directory.SetCurrentDirectory(_folder);
    }

    public void Dispose()
    {
        Directory.SetCurrentDirectory(_before);
        Directory.Delete(_folder, recursive: true);
    }

    void Pack(string id, string dependencies, string? code = null)
    {
        using var package = ZipFile.Open(Path.Combine(_folder, $"{id}.1.2.3.nupkg"), ZipArchiveMode.Create);
        using (var writer = new StreamWriter(package.CreateEntry($"{id}.nuspec").Open()))
        {
            writer.Write($"""
                <package><metadata>
                  <id>{id}</id><version>1.2.3</version><authors>us</authors><description>a probe</description>{dependencies}
                </metadata></package>
                """);
        }

        if (code is not null)
        {
            using var library = package.CreateEntry($"lib/net8.0/{id}.dll").Open();
            Assert.True(CSharpCompilation.Create(
                id, [CSharpSyntaxTree.ParseText(code)], [MetadataReference.CreateFromFile(typeof(object).Assembly.Location)],
                new(OutputKind.DynamicallyLinkedLibrary)).Emit(library).Success);
        }
    }
}
