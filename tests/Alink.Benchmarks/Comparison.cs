using System.Text.Json;
using System.Text.Json.Serialization;

namespace Alink.Benchmarks;

/// <summary>What a job found; one line of the JSON output.</summary>
sealed record Comparison(
    [property: JsonPropertyName("job")] string Job,
    [property: JsonPropertyName("cpu_s")] double CpuSeconds,
    [property: JsonPropertyName("neighbour")] string Neighbour,
    [property: JsonPropertyName("neighbour_cpu_s")] double? NeighbourCpuSeconds,
    [property: JsonPropertyName("ratio")] double Ratio,
    [property: JsonPropertyName("at_most")] double AtMost,
    [property: JsonPropertyName("quality")] double? Quality,
    [property: JsonPropertyName("neighbour_quality")] double? NeighbourQuality)
{
    static readonly JsonSerializerOptions Plain = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    /// <summary>The heading over the lines of <see cref="ToRow"/>.</summary>
    public const string Heading =
        "job                       cpu s    neighbour s      ratio    at most        quality      neighbour's  neighbour; quality";

    /// <summary>The comparison as one line of JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Plain);

    /// <summary>The comparison as one line of a table for people.</summary>
    public string ToRow(string qualityIs) =>
        $"{Job,-20} {CpuSeconds,10:G4} {NeighbourCpuSeconds,14:G4} {Ratio,10:F3} {AtMost,10:F2}{(Ratio <= AtMost ? ' ' : '!')}"
        + $" {Quality,13:G6} {NeighbourQuality,16:G6}  {Neighbour}; {qualityIs}";
}
