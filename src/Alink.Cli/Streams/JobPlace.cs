using System.Collections.Immutable;
using Alink.IO;

namespace Alink.Cli.Streams;

/// <summary>What the parts of a job's plan share: where paths begin, secrets, how errors name their place, and what is closed
/// in the end.</summary>
/// <param name="path">The job file.</param>
sealed class JobPlace(string path) : IAsyncDisposable
{
    readonly string _folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
    readonly List<object> _opened = [];

    /// <summary>A path that the file tells.</summary>
    public string In(string place) => Path.Combine(_folder, place);

    /// <summary>What is wrong with an entry of the file.</summary>
    public DataFormatException Wrong(string place, string message) => new(message, path, column: place);

    /// <summary>A text with what the environment has in the places of <c>${NAME}</c>.</summary>
    public string Secret(string text, string place) =>
        Secrets.Fill(text, name => throw Wrong(place, $"There is no environment variable {name}."));

    /// <summary>The brokers of an entry.</summary>
    public KafkaCluster Cluster(string servers, ImmutableArray<SettingEntry> settings, string place) =>
        new(Secret(servers, $"{place}.servers"))
        {
            Settings = settings
                .Select((setting, i) => KeyValuePair.Create(setting.Name, Secret(setting.Value, $"{place}.settings[{i}].value")))
                .ToImmutableSortedDictionary(),
        };

    /// <summary>Closes in the end what was opened.</summary>
    public T Opened<T>(T opened)
        where T : class
    {
        _opened.Add(opened);
        return opened;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var opened in Enumerable.Reverse(_opened))
        {
            if (opened is IAsyncDisposable later)
            {
                await later.DisposeAsync().ConfigureAwait(false);
            }
            else
            {
                (opened as IDisposable)?.Dispose();
            }
        }
    }
}
