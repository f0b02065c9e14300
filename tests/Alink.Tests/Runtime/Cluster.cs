using Alink.Runtime;

namespace Alink.Tests.Runtime;

/// <summary>Runs one program on several hosts of this process.</summary>
static class Cluster
{
    public const int SmallMessage = 64;

    /// <summary>What the program gives on each host.</summary>
    public static Task<T[]> RunAsync<T>(
        int hosts, Func<HostMachine, int, Task<T>> program, int workers = 2, int? seed = null,
        Func<IPeerTransport, IPeerTransport>? through = null)
    {
        var network = new InMemoryNetwork(hosts, seed is { } given ? new Random(given) : null, SmallMessage);
        return Task.WhenAll(Enumerable.Range(0, hosts).Select(host => Task.Run(async () =>
        {
            await using var machine = new HostMachine(through?.Invoke(network[host]) ?? network[host], workers);
            return await program(machine, host);
        })));
    }

    /// <summary>What the program throws on each host; null where it throws nothing.</summary>
    public static Task<Exception?[]> FailAsync(
        int hosts, Func<HostMachine, int, Task> program, Func<IPeerTransport, IPeerTransport>? through = null) =>
        RunAsync<Exception?>(hosts, async (machine, host) =>
        {
            try
            {
                await program(machine, host);
                return null;
            }
            catch (Exception exception)
            {
                return exception;
            }
        }, through: through);
}
