using System.Text.Json.Nodes;
using Alink.Classification;
using Alink.Features;

namespace Alink.Load;

/// <summary>The model under load: ten numbers, assembled, scaled and classified.</summary>
static class LoadModel
{
    const int Features = 10;

    /// <summary>A row that is asked for.</summary>
    public static string Body { get; } = new JsonObject(Enumerable.Range(0, Features)
        .Select(j => KeyValuePair.Create($"x{j}", (JsonNode?)JsonValue.Create(0.37 * (j + 1))))).ToJsonString();

    /// <summary>A model; each seed teaches another.</summary>
    public static PipelineModel Fit(int seed) =>
        new VectorAssembler { Columns = [.. Enumerable.Range(0, Features).Select(j => $"x{j}")] }
            .Then(new StandardScaler()).Then(new LogisticRegression { Regularization = 0.1 }).Fit(Rows(seed));

    /// <summary>The rows that teach it.</summary>
    public static Table Rows(int seed)
    {
        const int count = 500;
        var random = new Random(seed);
        var rows = Table.Of("label", [.. Enumerable.Range(0, count).Select(i => i % 2 == 0 ? "yes" : "no")]);
        for (var j = 0; j < Features; j++)
        {
            rows = rows.With($"x{j}", [.. Enumerable.Range(0, count).Select(i => (random.NextDouble() * (j + 1)) + (i % 2))]);
        }

        return rows;
    }
}
