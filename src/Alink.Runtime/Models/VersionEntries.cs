using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Alink.Runtime;

/// <summary>The entries of a model file that tell which model of a training it is, and what
/// the training goes on from.</summary>
static class VersionEntries
{
    const string Version = "version.json";
    const string State = "state.bin";

    /// <summary>Writes the version, and the state where it was kept.</summary>
    public static void Write(ModelWriter writer, PublishedModel model)
    {
        var version = model.Version;
        using (var file = writer.Open(Version))
        {
            using var json = new Utf8JsonWriter(file, JsonForm.Written);
            var parts = new VersionParts(
                ModelFile.Version, version.Number, version.Epoch, version.Rows, version.EventTime, version.Trained,
                [.. version.Metrics.Select(metric => new MetricParts(metric.Key, metric.Value))], model.State?.Shape);
            OptionsWriter.WriteRecord(json, parts, typeof(VersionParts));
        }

        if (model.State is { } state)
        {
            using var file = writer.Open(State);
            file.Write(state.Bytes.AsSpan());
        }
    }

    /// <summary>Reads the version, and the make of the state where there is one; null
    /// where the file tells of none.</summary>
    public static (ModelVersion Version, string? Shape)? ReadVersion(ModelEntries entries, string file)
    {
        if (!entries.Has(Version))
        {
            return null;
        }

        using var document = OptionsJson.Parse(entries.ReadJson(Version), $"{file}, {Version}");
        var reader = new OptionsReader(new Catalog(), file);
        var parts = (VersionParts)reader.ReadRecord(document.RootElement, typeof(VersionParts), Version);
        if (parts.FormatVersion > ModelFile.Version || parts.Number < 0 || parts.Epoch < 0 || parts.Rows < 0)
        {
            throw reader.Error(Version, parts.FormatVersion > ModelFile.Version
                ? $"It is of format version {parts.FormatVersion}: a newer library wrote it."
                : "The number, the epoch and the rows must be at least 0.");
        }

        var metrics = ImmutableSortedDictionary.CreateBuilder<string, double>(StringComparer.Ordinal);
        foreach (var metric in parts.Metrics)
        {
            metrics[metric.Name] = metric.Value;
        }

        return (new(parts.Number, parts.Epoch, parts.Rows, parts.EventTime, parts.Trained) { Metrics = metrics.ToImmutable() },
            parts.State);
    }

    /// <summary>Reads the state that goes with a version.</summary>
    public static ModelState? ReadState(ModelEntries entries, string? shape) => shape is null ? null : new(
        shape, ImmutableCollectionsMarshal.AsImmutableArray(entries.Read(State, (stream, length) =>
        {
            if (length > Array.MaxLength)
            {
                throw new InvalidDataException($"It has {length} bytes; at most {Array.MaxLength} are read.");
            }

            var bytes = new byte[length];
            stream.ReadExactly(bytes);
            return bytes;
        })));

    sealed record VersionParts(
        int FormatVersion, long Number, long Epoch, long Rows, DateTimeOffset? EventTime, DateTimeOffset Trained,
        ImmutableArray<MetricParts> Metrics, string? State);

    sealed record MetricParts(string Name, double Value);
}
