namespace Alink.Runtime;

/// <summary>Another host failed, so that no host can go on.</summary>
/// <param name="host">The number of the host that failed.</param>
/// <param name="message">What it said.</param>
public sealed class HostException(int host, string message) : Exception(message)
{
    /// <summary>The number of the host that failed.</summary>
    public int Host { get; } = host;
}
