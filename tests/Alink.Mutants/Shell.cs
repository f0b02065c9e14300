using System.Diagnostics;

namespace Alink.Mutants;

/// <summary>Runs programs.</summary>
static class Shell
{
    /// <summary>A test that a mutant keeps from ending has noticed it; nothing else takes so long.</summary>
    static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    /// <summary>What a program says, and its exit code; null where it had to be ended.</summary>
    public static async Task<(int? Code, string Output)> RunAsync(string folder, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            Environment = { ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1", ["DOTNET_NOLOGO"] = "1" },
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // What a runner of tests tells its own MSBuild is not meant for another.
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
            return (null, await output + await errors);
        }

        return (process.ExitCode, await output + await errors);
    }

    /// <summary>Runs a program that has to succeed.</summary>
    /// <returns>What it says.</returns>
    /// <exception cref="InvalidOperationException">It failed, or had to be ended; the message is what it said.</exception>
    public static async Task<string> MustAsync(string folder, string program, params string[] arguments)
    {
        var (code, output) = await RunAsync(folder, program, arguments);
        return code == 0 ? output
            : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} failed:\n{output}");
    }
}
