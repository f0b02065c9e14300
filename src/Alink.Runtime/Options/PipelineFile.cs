using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace Alink.Runtime;

/// <summary>Pipelines as JSON files that people write: <c>{ "stages": [ { "kind":
/// "StandardScaler" }, … ] }</c>.</summary>
/// <remarks>Comments and a last comma are allowed. <see cref="JsonSchema"/> lets an editor
/// check a file as it is written.</remarks>
/// <example>
/// <code>
/// using Alink.Features;
/// using Alink.Runtime;
///
/// var algorithms = Catalog.Of(typeof(StandardScaler).Assembly);
/// var pipeline = PipelineFile.Parse("""{ "stages": [ { "kind": "StandardScaler", "withMean": false } ] }""", algorithms);
/// ((StandardScaler)pipeline.Stages[0]).WithMean // => False
/// </code>
/// </example>
public static class PipelineFile
{
    /// <summary>Reads a pipeline from a file.</summary>
    /// <param name="path">The file: UTF-8, at most 64 MiB.</param>
    /// <param name="catalog">The kinds that it may name.</param>
    /// <exception cref="DataFormatException">The file is no JSON; or a kind, an option or a value is wrong.</exception>
    public static Pipeline Read(string path, Catalog catalog) => Parse(OptionsJson.ReadBytes(path), catalog, path);

    /// <summary>Reads a pipeline from text.</summary>
    /// <param name="json">The text.</param>
    /// <param name="catalog">The kinds that it may name.</param>
    /// <param name="file">What the text was read from, for messages.</param>
    /// <exception cref="DataFormatException">The text is no JSON; or a kind, an option or a value is wrong.</exception>
    public static Pipeline Parse(string json, Catalog catalog, string file = "pipeline") =>
        Parse(Encoding.UTF8.GetBytes(json), catalog, file);

    /// <summary>Writes a pipeline as <see cref="Parse(string, Catalog, string)"/>
    /// reads it, with every option.</summary>
    /// <exception cref="NotSupportedException">A stage is not plain data: it holds a function, for one.</exception>
    public static string Write(Pipeline pipeline)
    {
        using var memory = new MemoryStream();
        using (var json = new Utf8JsonWriter(memory, JsonForm.Written))
        {
            OptionsWriter.WriteRecord(json, pipeline, typeof(Pipeline));
        }

        return Encoding.UTF8.GetString(memory.ToArray()) + "\n";
    }

    /// <summary>The JSON schema of pipeline files: kinds, options, types, members of
    /// enumerations, and defaults.</summary>
    public static string JsonSchema(Catalog catalog)
    {
        using var memory = new MemoryStream();
        using (var json = new Utf8JsonWriter(memory, JsonForm.Written))
        {
            new RecordSchema(catalog, json).Write("A pipeline of Alink", typeof(Pipeline));
        }

        return Encoding.UTF8.GetString(memory.ToArray()) + "\n";
    }

    static Pipeline Parse(ReadOnlyMemory<byte> utf8, Catalog catalog, string file)
    {
        using var document = OptionsJson.Parse(utf8, file);
        var reader = new OptionsReader(catalog, file, utf8);
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("stages", out var stages))
        {
            throw reader.Error("", "It must be an object with \"stages\".");
        }

        foreach (var property in root.EnumerateObject())
        {
            if (property.Name is not ("stages" or "$schema"))
            {
                throw reader.Error(
                    property.Name, $"A pipeline file has no '{property.Name}'.{Nearest.Hint(property.Name, ["stages", "$schema"])}");
            }
        }

        var pipeline = new Pipeline((ImmutableArray<IStage>)reader.Read(
            stages, typeof(ImmutableArray<IStage>), "stages")!);
        return pipeline.Stages.IsEmpty ? throw reader.Error("stages", "There must be at least one stage.") : pipeline;
    }
}
