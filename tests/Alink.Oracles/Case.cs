using System.Text.Json;
using System.Text.Json.Serialization;

namespace Alink.Oracles;

/// <summary>Numbers that a public test suite asserts of an algorithm.</summary>
/// <param name="Id">The name of the case, unique.</param>
/// <param name="Source">The test suite.</param>
/// <param name="Algorithm">Spark ML's or Flink ML's name.</param>
/// <param name="Params">Their parameters.</param>
/// <param name="Data">Rows, or the name of a file.</param>
/// <param name="Expected">What comes out.</param>
/// <param name="Tolerance">How near it must be.</param>
/// <param name="Verified">What was computed again, independently.</param>
/// <param name="Note">What decides whether the case passes.</param>
public sealed record Case(
    string Id,
    string Source,
    string Algorithm,
    JsonElement Params,
    JsonElement Data,
    JsonElement Expected,
    Tolerance Tolerance,
    string Verified,
    string? Note = null)
{
    static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web)
    {
        NumberHandling = JsonNumberHandling.Strict,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>The cases of a file.</summary>
    public static Case[] Read(string path) => JsonSerializer.Deserialize<Case[]>(File.ReadAllText(path), Strict)!;

    /// <summary>The file that holds the rows; null where the case holds them itself.</summary>
    [JsonIgnore]
    public string? DataFile => Data.TryGetProperty("file", out var file) ? DataFiles.Path(file.GetString()!) : null;
}
