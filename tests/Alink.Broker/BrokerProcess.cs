using System.Diagnostics;

namespace Alink.Broker;

/// <summary>This program, started by another one beside it: a cluster that ends when it is disposed of, or its parent dies.</summary>
public sealed class BrokerProcess : IDisposable
{
    readonly Process _process;

    public BrokerProcess()
    {
        var host = Environment.ProcessPath!;
        _process = Process.Start(new ProcessStartInfo(
            Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet",
            [typeof(BrokerProcess).Assembly.Location])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        Servers = _process.StandardOutput.ReadLine()
            ?? throw new InvalidOperationException("The cluster did not start.");
    }

    /// <summary>The addresses of the brokers.</summary>
    public string Servers { get; }

    /// <summary>Tells it a command, and waits until it is done.</summary>
    /// <exception cref="InvalidOperationException">It was refused.</exception>
    public void Tell(string command)
    {
        lock (_process)
        {
            _process.StandardInput.WriteLine(command);
            if (_process.StandardOutput.ReadLine() is var answer and not "done")
            {
                throw new InvalidOperationException($"'{command}' was answered '{answer}'.");
            }
        }
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }
}
