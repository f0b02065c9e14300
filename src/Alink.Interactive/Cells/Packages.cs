using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Security;
using System.Text.Json;

namespace Alink.Interactive.Cells;

/// <summary>Finds the assemblies of packages as a project would, from the feeds and the cache that `dotnet restore` uses here.</summary>
static class Packages
{
    /// <summary>The assemblies of packages and of what they need; native libraries among them are found when those ask for them.</summary>
    /// <exception cref="DirectiveException">A package is not to be had; the message is that of the restore.</exception>
    public static async Task<IReadOnlyList<string>> FindAsync(IEnumerable<(string Id, string? Version)> packages, CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("alink-packages-").FullName;
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder, "packages.csproj"), $"""
                <Project Sdk="Microsoft.NET.Sdk">
                  <PropertyGroup>
                    <TargetFramework>net10.0</TargetFramework>
                    <RuntimeIdentifier>{RuntimeInformation.RuntimeIdentifier}</RuntimeIdentifier>
                    <SelfContained>false</SelfContained>
                    <UseAppHost>false</UseAppHost>
                    <ManagePackageVersionsCentrally>false</ManagePackageVersionsCentrally>
                  </PropertyGroup>
                  <ItemGroup>
                    {string.Concat(packages.Select(package =>
                        $"<PackageReference Include=\"{SecurityElement.Escape(package.Id)}\" Version=\"{SecurityElement.Escape(package.Version ?? "*")}\" />"))}
                  </ItemGroup>
                </Project>
                """, cancellation).ConfigureAwait(false);
            // The feeds are those of the notebook's folder. No server may outlive the restore, and hold on to its output.
            string[] arguments = ["restore", "packages.csproj", "--nologo", "-v", "q", "-nodeReuse:false",
                $"-p:RestoreRootConfigDirectory={Directory.GetCurrentDirectory()}"];
            using var restore = Process.Start(new ProcessStartInfo("dotnet", arguments)
            {
                Environment = { ["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0" },
                WorkingDirectory = folder,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            try
            {
                var errors = restore.StandardError.ReadToEndAsync(cancellation);
                var told = await restore.StandardOutput.ReadToEndAsync(cancellation).ConfigureAwait(false) + await errors.ConfigureAwait(false);
                await restore.WaitForExitAsync(cancellation).ConfigureAwait(false);
                return restore.ExitCode == 0
                    ? Assemblies(Path.Combine(folder, "obj", "project.assets.json"))
                    : throw new DirectiveException(0, "The packages are not to be had: " + told.Replace(folder, "", StringComparison.Ordinal).Trim());
            }
            catch (OperationCanceledException)
            {
                restore.Kill(entireProcessTree: true);
                throw;
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>What a restore has found for this machine.</summary>
    static List<string> Assemblies(string assets)
    {
        using var file = JsonDocument.Parse(File.ReadAllBytes(assets));
        var folders = file.RootElement.GetProperty("packageFolders").EnumerateObject().Select(folder => folder.Name).ToArray();
        var libraries = file.RootElement.GetProperty("libraries");
        var packages = file.RootElement.GetProperty("targets").EnumerateObject().Single(target => target.Name.Contains('/')).Value;
        NativeLibraries.Add(Files("native"));
        return [.. Files("runtime").Where(path => path.EndsWith(".dll", StringComparison.Ordinal))];

        IEnumerable<string> Files(string kind) =>
            from package in packages.EnumerateObject()
            where package.Value.TryGetProperty(kind, out _)
            let path = libraries.GetProperty(package.Name).GetProperty("path").GetString()!
            from asset in package.Value.GetProperty(kind).EnumerateObject()
            where Path.GetFileName(asset.Name) != "_._"
            select folders.Select(folder => Path.Combine(folder, path, asset.Name)).First(File.Exists);
    }
}
