using System.Collections.Immutable;
using Alink.Runtime;

namespace Alink.Serving;

/// <summary>A model that answers requests, and is replaced while it does.</summary>
/// <remarks>A request is answered by one version from its beginning to its end; a swap is the change of one reference.</remarks>
public sealed class ServedModel : IModelSink
{
    readonly ServingOptions _options;
    readonly Lock _swapping = new();
    volatile ServedVersion? _current;

    internal ServedModel(string name, ServingOptions options) => (Name, _options) = (name, options);

    /// <summary>The name by which it is asked.</summary>
    public string Name { get; }

    /// <summary>The version that answers; null before the first.</summary>
    public ModelVersion? Version => _current?.Published.Version;

    /// <summary>Why the last version that came is not served; null where it is.</summary>
    public string? Refused { get; private set; }

    /// <summary>Where its versions come from.</summary>
    internal IModelSource? Source { get; set; }

    internal ServedVersion? Current => _current;

    /// <summary>The versions that were served last, the oldest first.</summary>
    internal ImmutableArray<ModelVersion> Served { get; private set; } = [];

    internal Traffic Traffic { get; } = new();

    /// <summary>How many versions have been served.</summary>
    internal long Swaps { get; private set; }

    internal DateTimeOffset Since { get; private set; }

    /// <summary>Serves a version in the place of the one before. One of the version that is served changes nothing.</summary>
    /// <exception cref="SchemaException">It does not fit where the one before is in use, or it is not known which columns it
    /// reads. The one before stays.</exception>
    public ValueTask PublishAsync(PublishedModel model, CancellationToken cancellation = default)
    {
        Publish(model);
        return default;
    }

    internal void Publish(PublishedModel model)
    {
        lock (_swapping)
        {
            var number = model.Version.Number;
            if (_current is { } served && number > 0 && served.Published.Version == model.Version)
            {
                return;
            }

            var version = model.Version with { Number = number > 0 ? number : (_current?.Published.Version.Number ?? 0) + 1 };
            var next = ServedVersion.Of(
                model with { Version = version, Input = model.Input ?? _current?.Input, State = null }, _options.Limits);
            _current?.RefuseUnfit(next);
            (_current, Refused, Since) = (next, null, _options.Time.GetUtcNow());
            Served = Served.ThenLast(version);
            Swaps++;
        }
    }

    internal void Refuse(string reason) => Refused = reason;
}
