using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Alink.Tests.Servers;

/// <summary>A server that a test starts for itself, in a folder and on a port of its own, and ends.</summary>
sealed class Server : IDisposable
{
    /// <summary>The trait of tests that need a server of their own: <c>dotnet test --filter Needs!=Servers</c> leaves them out.</summary>
    public const string Needs = nameof(Needs), Servers = nameof(Servers);

    readonly Process _process;
    readonly Action? _stop;

    /// <param name="program">What to start.</param>
    /// <param name="arguments">What it is told.</param>
    /// <param name="ready">What it writes once it takes connections.</param>
    /// <param name="stop">How it is ended; null to kill it.</param>
    public Server(string program, IEnumerable<string> arguments, string ready, Action? stop = null)
    {
        _stop = stop;
        _process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var told = new List<string>();
        using var signal = new ManualResetEventSlim();
        DataReceivedEventHandler heard = (_, line) =>
        {
            lock (told)
            {
                told.Add(line.Data ?? "");
            }

            if (line.Data is null || line.Data.Contains(ready, StringComparison.Ordinal))
            {
                signal.Set();
            }
        };
        _process.OutputDataReceived += heard;
        _process.ErrorDataReceived += heard;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        var isHeard = signal.Wait(TimeSpan.FromSeconds(60));
        _process.OutputDataReceived -= heard;
        _process.ErrorDataReceived -= heard;
        lock (told)
        {
            if (!isHeard || !told.Any(line => line.Contains(ready, StringComparison.Ordinal)))
            {
                Dispose();
                throw new InvalidOperationException($"{program} did not start: {string.Join('\n', told)}");
            }
        }
    }

    /// <summary>A program on the path or in one of some folders.</summary>
    /// <exception cref="InvalidOperationException">It is not there, and the message says what to do.</exception>
    public static string Find(string program, string package, params IEnumerable<string> folders) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Concat(folders)
        .Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists)
        ?? throw new InvalidOperationException(
            $"These tests start a {program} of their own, and it is not installed: `sudo apt-get install {package}`. "
            + "To leave them out: `dotnet test -c Release Alink.sln --filter Needs!=Servers`.");

    /// <summary>A port that nobody listens at.</summary>
    public static string FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Runs a program to its end.</summary>
    public static void Run(string program, params IEnumerable<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} failed: {output}{error.Result}");
        }
    }

    public void Dispose()
    {
        _stop?.Invoke();
        if (!_process.HasExited)
        {
            if (_stop is null)
            {
                _process.Kill();
            }

            _process.WaitForExit();
        }

        _process.Dispose();
    }
}
