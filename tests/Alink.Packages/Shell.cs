using System.Diagnostics;

namespace Alink.Packages;

/// <summary>Runs <c>dotnet</c> as a newcomer would.</summary>
static class Shell
{
    static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    /// <summary>The folder of Alink.sln.</summary>
    public static string Root { get; } = RootAbove(AppContext.BaseDirectory);

    /// <summary>Release or Debug, as the tests were built.</summary>
    public static string Configuration { get; } =
        AppContext.BaseDirectory.Contains($"{Path.DirectorySeparatorChar}Release{Path.DirectorySeparatorChar}") ? "Release" : "Debug";

    /// <summary>What a command of dotnet prints.</summary>
    /// <exception cref="InvalidOperationException">It failed, or it took too long; all that it printed is told.</exception>
    public static async Task<string> DotnetAsync(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = start.Environment["DOTNET_NOLOGO"] = "1";

        // What the runner of these tests tells its own MSBuild is not meant for another.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            start.Environment.Remove(name);
        }

        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        using var patience = new CancellationTokenSource(Longest);
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
        }

        return process.ExitCode == 0 ? await output : throw new InvalidOperationException(
            $"dotnet {string.Join(' ', arguments)} ended with {process.ExitCode}.\n{await output}{await errors}");
    }

    static string RootAbove(string folder) => File.Exists(Path.Combine(folder, "Alink.sln")) ? folder
        : RootAbove(Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("There is no Alink.sln above the tests."));
}
