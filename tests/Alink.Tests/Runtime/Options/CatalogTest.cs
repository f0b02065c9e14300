using System.Text.Json;
using Alink.Features;
using Alink.Runtime;

namespace Alink.Tests.Runtime;

public class CatalogTest
{
    static readonly Catalog Algorithms = Catalog.Of(typeof(StandardScaler).Assembly);

    [Fact]
    public void Every_public_algorithm_and_model_is_in_the_catalogue()
    {
        var all = typeof(StandardScaler).Assembly.GetExportedTypes()
            .Where(type => type is { IsClass: true, IsAbstract: false, IsGenericType: false } && type.IsAssignableTo(typeof(IStage)))
            .Select(Catalog.KindOf);

        Assert.Equal(all.Append("Pipeline").Append("PipelineModel").Order(StringComparer.Ordinal), Algorithms.Kinds);
    }

    [Fact]
    public void Every_algorithm_with_defaults_comes_back_from_its_json()
    {
        var seen = 0;
        foreach (var type in Algorithms.Types.Where(type => type.GetConstructor([]) is not null && !type.IsAssignableTo(typeof(Model))))
        {
            var options = (IStage)Activator.CreateInstance(type)!;
            var json = OptionsJson.Write(options);

            Assert.Equal(json, OptionsJson.Write(OptionsJson.Read(json, Algorithms)));
            seen++;
        }

        Assert.True(seen >= 5);
    }

    [Fact]
    public void The_schema_covers_every_algorithm_and_every_reference_in_it_leads_somewhere()
    {
        using var schema = JsonDocument.Parse(PipelineFile.JsonSchema(Algorithms));
        var defined = schema.RootElement.GetProperty("$defs").EnumerateObject().Select(type => type.Name).ToHashSet();
        var references = References(schema.RootElement).Select(reference => reference["#/$defs/".Length..]).ToArray();

        Assert.All(references, reference => Assert.Contains(reference, defined));
        Assert.Contains("StandardScaler", references);
        Assert.DoesNotContain("StandardScalerModel", defined);

        static IEnumerable<string> References(JsonElement json) => json.ValueKind switch
        {
            JsonValueKind.Object => json.EnumerateObject().SelectMany(property =>
                property.Name == "$ref" ? [property.Value.GetString()!] : References(property.Value)),
            JsonValueKind.Array => json.EnumerateArray().SelectMany(References),
            _ => [],
        };
    }
}
