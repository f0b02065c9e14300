using System.Collections.Immutable;
using Confluent.Kafka;

namespace Alink.IO;

/// <summary>Where a Kafka cluster is, and how it is spoken to.</summary>
/// <remarks>Passwords and keys among the settings stand in no text that comes from here: no error and no log.</remarks>
/// <param name="servers">The addresses of some of its brokers, as <c>host:port</c>, with commas between them.</param>
public sealed class KafkaCluster(string servers)
{
    /// <summary>librdkafka's settings by name, such as <c>security.protocol</c> and <c>sasl.password</c>.</summary>
    /// <remarks>Those that decide what is read and written once are set by us, and cannot be changed.</remarks>
    public ImmutableSortedDictionary<string, string> Settings { get; init; } =
        ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>How long brokers may not answer before what was asked of them fails; above 0. Default: 30 s.</summary>
    public TimeSpan Timeout
    {
        get;
        init => field = value > TimeSpan.Zero ? value : throw new ArgumentOutOfRangeException(
            nameof(Timeout), value, $"{nameof(Timeout)} must be above 0.");
    } = TimeSpan.FromSeconds(30);

    /// <summary>Is told what librdkafka logs, such as connections that broke; null, the default: nobody is.</summary>
    public Action<string>? Log { get; init; }

    /// <summary>The addresses.</summary>
    public string Servers => servers;

    /// <inheritdoc/>
    public override string ToString() => servers;

    /// <summary>The settings, with ours in place of others.</summary>
    internal T Configure<T>(T ours)
        where T : ClientConfig
    {
        ours.BootstrapServers = servers;
        foreach (var (name, value) in Settings)
        {
            if (ours.All(setting => setting.Key != name))
            {
                ours.Set(name, value);
            }
        }

        return ours;
    }

    /// <summary>Passes a line of the log on.</summary>
    internal void Tell(LogMessage line) => Log?.Invoke(Hide(line.Message));

    /// <summary>Passes an error on that librdkafka itself goes on after.</summary>
    internal void Tell(Error error) => Log?.Invoke(Hide(error.Reason));

    /// <summary>What went wrong, for whoever runs the job.</summary>
    internal IOException Failed(string what, Error error) =>
        new(Hide($"{what} at {servers} failed: {error.Reason} ({error.Code})."));

    /// <summary>Makes a client; what is wrong with the settings is told without what they hold in secret.</summary>
    internal T Open<T>(Func<T> open)
    {
        try
        {
            return open();
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException or KafkaException)
        {
            throw new ArgumentException(Hide(exception.Message), nameof(Settings));
        }
    }

    string Hide(string text) => Settings
        .Where(setting => setting.Value.Length > 0 && IsSecret(setting.Key))
        .Aggregate(text, (hidden, setting) => hidden.Replace(setting.Value, "***", StringComparison.Ordinal));

    static bool IsSecret(string name) =>
        name.Contains("password", StringComparison.Ordinal) || name.Contains("secret", StringComparison.Ordinal)
        || name.EndsWith(".pem", StringComparison.Ordinal) || name.Contains("oauthbearer", StringComparison.Ordinal);
}
