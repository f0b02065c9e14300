using System.Text.Json;
using System.Text.Json.Serialization;

namespace Alink.Examples.Notebooks;

/// <summary>A notebook file, of nbformat 4: what of it is C#, and what it shows.</summary>
sealed record Notebook(
    [property: JsonPropertyName("nbformat")] int Format,
    [property: JsonPropertyName("cells")] Notebook.Cell[] Cells)
{
    /// <summary>Reads a notebook.</summary>
    public static Notebook Read(string path) => JsonSerializer.Deserialize<Notebook>(File.ReadAllText(path))!;

    /// <summary>A cell of text or code.</summary>
    public sealed record Cell(
        [property: JsonPropertyName("cell_type")] string Type,
        [property: JsonPropertyName("source")] string[] Source,
        [property: JsonPropertyName("outputs")] Output[]? Outputs)
    {
        /// <summary>The lines of code; those that load assemblies are left out.</summary>
        public string Code => string.Concat(Source.Where(line => !line.StartsWith("#r ", StringComparison.Ordinal)));

        /// <summary>The assemblies that it loads.</summary>
        public IEnumerable<string> Loads => Source
            .Where(line => line.StartsWith("#r ", StringComparison.Ordinal))
            .Select(line => line[3..].Trim().Trim('"'));

        /// <summary>What it has written to the console.</summary>
        public string Written => string.Concat((Outputs ?? []).SelectMany(output => output.Text ?? []));

        /// <summary>What its last line has shown, if anything.</summary>
        public string? Shown => (Outputs ?? []).Select(output => output.Data?["text/plain"]).OfType<string[]>()
            .Select(lines => string.Concat(lines)).SingleOrDefault();
    }

    /// <summary>What a cell has written or shown.</summary>
    public sealed record Output(
        [property: JsonPropertyName("text")] string[]? Text,
        [property: JsonPropertyName("data")] Dictionary<string, string[]>? Data);
}
