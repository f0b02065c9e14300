using System.Collections.Frozen;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Alink.Serving;

/// <summary>The models that are served, by name.</summary>
public sealed partial class ServedModels : IHostedService, IDisposable
{
    readonly CancellationTokenSource _stop = new();
    readonly Lock _adding = new();
    readonly ILogger _logger;
    volatile FrozenDictionary<string, ServedModel> _models = FrozenDictionary<string, ServedModel>.Empty;
    Task _following = Task.CompletedTask;

    internal ServedModels(ServingOptions options, ILogger logger)
    {
        (Options, _logger) = (options, logger);
        Gate = new(options.Limits);
        Key = options.ApiKey is { } key ? new(key) : null;
        Started = options.Time.GetUtcNow();
    }

    /// <summary>The models, in the order of their names.</summary>
    public IEnumerable<ServedModel> All => _models.Values.OrderBy(model => model.Name, StringComparer.Ordinal);

    /// <summary>The model of a name; null where there is none.</summary>
    public ServedModel? Find(string name) => _models.GetValueOrDefault(name);

    /// <summary>The model of a name, to which versions can be published.</summary>
    /// <exception cref="KeyNotFoundException">There is no such model.</exception>
    public ServedModel this[string name] => Find(name) ?? throw new KeyNotFoundException(Unknown(name));

    internal ServingOptions Options { get; }

    internal Gate Gate { get; }

    internal KeyCheck? Key { get; }

    internal MeterTally Meter { get; } = new();

    internal DateTimeOffset Started { get; }

    /// <summary>Requests that name no model.</summary>
    internal Traffic Strayed { get; } = new();

    /// <summary>Whether the server is about to end.</summary>
    internal bool IsEnding { get; private set; }

    /// <summary>Whether each model has a version, and the server is not about to end.</summary>
    internal bool IsReady => !IsEnding && _models.Values.All(model => model.Current is not null);

    /// <inheritdoc/>
    /// <exception cref="DataFormatException">A file that must be served is no model.</exception>
    /// <exception cref="SchemaException">It is not known which columns a model reads.</exception>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        Poll();
        _following = Task.Run(FollowAsync, CancellationToken.None);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        IsEnding = true;
        _stop.Cancel();
        return _following;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop.Dispose();
        Gate.Dispose();
        Meter.Dispose();
    }

    internal static bool IsName(string name) => Name().IsMatch(name);

    internal static bool IsOfFile(Exception exception) =>
        exception is DataFormatException or SchemaException or IOException or UnauthorizedAccessException;

    internal string Unknown(string name) =>
        $"There is no model '{Problem.Shown(name)}'.{(name.Length <= 100 ? Nearest.Hint(name, _models.Keys) : "")}";

    internal void Poll()
    {
        foreach (var source in Options.Sources)
        {
            source.Poll(this);
        }
    }

    /// <summary>The model of a name, all of whose versions come from one source.</summary>
    /// <exception cref="SchemaException">Another source has the name.</exception>
    internal ServedModel GetOrAdd(string name, IModelSource source)
    {
        if (!IsName(name))
        {
            throw new ArgumentException(
                $"'{name}' is no name for a model: it takes up to 100 letters, digits, dots, dashes and underscores.");
        }

        lock (_adding)
        {
            var model = Find(name) ?? new ServedModel(name, Options) { Source = source };
            if (model.Source != source)
            {
                throw new SchemaException($"{source} is not served: {model.Source} has the name '{name}'.");
            }

            _models = _models.Append(new(name, model)).DistinctBy(pair => pair.Key).ToFrozenDictionary(StringComparer.Ordinal);
            return model;
        }
    }

    internal void Failed(string name, Exception exception)
    {
        Find(name)?.Refuse(exception.Message);
        Log.NotServed(_logger, name, exception.Message);
    }

    internal void Broke(Exception exception) => Log.Broke(_logger, exception);

    async Task FollowAsync()
    {
        using var timer = new PeriodicTimer(Options.Interval, Options.Time);
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token).ConfigureAwait(false))
            {
                try
                {
                    Poll();
                }
                catch (Exception exception) when (exception is not OutOfMemoryException)
                {
                    Broke(exception); // The versions in place are served on, and the next look may do better.
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The server ends.
        }
    }

    [GeneratedRegex(@"^[\p{L}\p{Nd}._-]{1,100}\z", RegexOptions.CultureInvariant)]
    internal static partial Regex Name();

    static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "Model {Name}: what came is not served. {Reason}")]
        public static partial void NotServed(ILogger logger, string name, string reason);

        [LoggerMessage(Level = LogLevel.Error, Message = "A defect of the server or of a model.")]
        public static partial void Broke(ILogger logger, Exception exception);
    }
}
