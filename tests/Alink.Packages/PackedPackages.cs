using System.Diagnostics.CodeAnalysis;
using Xunit;

namespace Alink.Packages;

/// <summary>A folder feed of all packages, as they were built last.</summary>
[SuppressMessage("Design", "CA1001", Justification = "xunit calls DisposeAsync.")]
public sealed class PackedPackages : IAsyncLifetime
{
    /// <summary>A version that no other feed has, nor any earlier run, whose tools the machine remembers.</summary>
    public static readonly string Version = $"0.0.1-feed.{Guid.NewGuid():N}";

    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("alink-packages-");

    /// <summary>The packages.</summary>
    public IReadOnlyList<string> Files { get; private set; } = [];

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        var feed = _folder.CreateSubdirectory("feed").FullName;
        await Shell.DotnetAsync(
            Shell.Root, "pack", "Alink.sln", "--no-build", "-c", Shell.Configuration, "-o", feed, $"-p:PackageVersion={Version}");
        Files = [.. Directory.EnumerateFiles(feed, "*.nupkg").Order()];

        // The feed stands beside those of the machine; what it brings is unpacked here, and nowhere else.
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "nuget.config"), """
            <configuration>
              <config><add key="globalPackagesFolder" value="packages" /></config>
              <packageSources><add key="alink" value="feed" /></packageSources>
            </configuration>
            """);
    }

    /// <inheritdoc/>
    public Task DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return Task.CompletedTask;
    }

    /// <summary>An empty folder beside the feed.</summary>
    public string Empty(string name) => _folder.CreateSubdirectory(name).FullName;

    /// <summary>The folder of a program that uses packages of the feed.</summary>
    public string Program(string name, string code, params string[] used)
    {
        var folder = Empty(name);
        File.WriteAllText(Path.Combine(folder, "Program.cs"), code);
        File.WriteAllText(Path.Combine(folder, $"{name}.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
              </PropertyGroup>
              <ItemGroup>
                {string.Join('\n', used.Select(id => $"<PackageReference Include=\"{id}\" Version=\"{Version}\" />"))}
              </ItemGroup>
            </Project>
            """);
        return folder;
    }
}
