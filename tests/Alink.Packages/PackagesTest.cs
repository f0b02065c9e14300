using System.IO.Compression;
using System.Reflection.Metadata;
using System.Xml.Linq;
using Xunit;

namespace Alink.Packages;

/// <summary>The packages, as a program sees them that knows nothing of this repository.</summary>
public sealed class PackagesTest(PackedPackages packages) : IClassFixture<PackedPackages>
{
    static readonly Guid EmbeddedSource = new("0E8A571B-6926-466E-B4AD-8AB04611F5FE");

    [Fact]
    public void Every_package_bears_readme_icon_licence_and_a_description()
    {
        Assert.Contains(packages.Files, file => Path.GetFileName(file) == $"Alink.{PackedPackages.Version}.nupkg");
        Assert.All(packages.Files, file =>
        {
            using var package = ZipFile.OpenRead(file);
            using var text = package.Entries.Single(entry => entry.Name.EndsWith(".nuspec", StringComparison.Ordinal)).Open();
            var told = XDocument.Load(text).Descendants().Where(element => !element.HasElements)
                .GroupBy(element => element.Name.LocalName).ToDictionary(group => group.Key, group => group.First().Value);
            Assert.Equal("Apache-2.0", told["license"]);
            Assert.NotNull(package.GetEntry(told["readme"]));
            Assert.NotNull(package.GetEntry(told["icon"]));
            Assert.EndsWith(".", told["description"], StringComparison.Ordinal);
        });
    }

    [Fact]
    public void The_package_brings_what_a_notebook_runs_that_loads_it() => Assert.Contains(
        "interactive-extensions/dotnet/extension.dib",
        Entries(packages.Files.Single(file => Path.GetFileName(file) == $"Alink.{PackedPackages.Version}.nupkg")));

    [Fact]
    public void Every_library_has_symbols_in_which_its_sources_stand()
    {
        var libraries = packages.Files.Where(file => Entries(file).Any(name => name.StartsWith("lib/", StringComparison.Ordinal))).ToList();
        Assert.True(libraries.Count >= 12, $"{libraries.Count} libraries");
        Assert.All(libraries, file =>
        {
            using var symbols = ZipFile.OpenRead(Path.ChangeExtension(file, ".snupkg"));
            using var stream = new MemoryStream();
            symbols.Entries.Single(entry => entry.Name.EndsWith(".pdb", StringComparison.Ordinal)).Open().CopyTo(stream);
            stream.Position = 0;
            using var provider = MetadataReaderProvider.FromPortablePdbStream(stream);
            var reader = provider.GetMetadataReader();
            var embedded = reader.CustomDebugInformation.Select(reader.GetCustomDebugInformation)
                .Count(one => reader.GetGuid(one.Kind) == EmbeddedSource);
            Assert.Equal(reader.Documents.Count, embedded);
        });
    }

    [Fact]
    public async Task A_fresh_program_trains_with_the_package_and_nothing_native_comes_along()
    {
        var folder = packages.Program("fresh", """
            using Alink;
            using Alink.Features;
            using Alink.Regression;

            var rows = Table.Of("x", 1.0, 2.0, 4.0).With("y", 3.0, 5.0, 9.0);
            var model = new VectorAssembler { Columns = ["x"] }.Then(new LinearRegression { Label = "y" }).Fit(rows);
            Console.WriteLine(model.Transform(rows).Values<double>("prediction")[2].ToString("0.000"));
            """, "Alink");

        Assert.Equal("9.000", (await Shell.DotnetAsync(folder, "run", "-c", "Release")).Trim());

        await Shell.DotnetAsync(folder, "publish", "-c", "Release", "-o", "published");
        var files = Directory.EnumerateFiles(Path.Combine(folder, "published"), "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Path.Combine(folder, "published"), file)).ToList();
        Assert.Contains("Alink.Algorithms.dll", files);
        Assert.DoesNotContain(files, file => file.StartsWith("Microsoft.ML", StringComparison.Ordinal)
            || file.StartsWith("Orleans", StringComparison.Ordinal) || file.StartsWith("Microsoft.Orleans", StringComparison.Ordinal)
            || file.StartsWith("runtimes", StringComparison.Ordinal) || file.EndsWith(".so", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_command_is_installed_as_a_tool()
    {
        var folder = packages.Empty("tool");
        await Shell.DotnetAsync(folder, "new", "tool-manifest");
        await Shell.DotnetAsync(folder, "tool", "install", "Alink.Cli", "--version", PackedPackages.Version);

        Assert.Contains("accuracy", await Shell.DotnetAsync(folder, "alink", "demo"), StringComparison.OrdinalIgnoreCase);
    }

    static List<string> Entries(string package)
    {
        using var zip = ZipFile.OpenRead(package);
        return [.. zip.Entries.Select(entry => entry.FullName)];
    }
}
