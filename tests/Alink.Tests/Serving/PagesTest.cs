using System.Collections.Immutable;
using System.Text.Json;
using Alink.Runtime;
using Alink.Serving;

namespace Alink.Tests.Serving;

public class PagesTest
{
    [Fact]
    public async Task Models_are_listed_and_told_with_version_columns_metrics_and_content()
    {
        await using var server = await Server.StartAsync();
        server.Models["houses"].Publish(PublishedModel.Of(Server.Pricer()) with
        {
            Version = new(7, 3, 3, null, DateTimeOffset.UnixEpoch) { Metrics = new ModelVersion(0, 0, 0, null, default).Metrics.Add("rmse", 0.25) },
            Input = Server.Houses().Schema,
        });

        var listed = (await server.GetAsync("models")).Json.GetProperty("models")[0];
        var page = (await server.GetAsync("models/houses")).Json;

        Assert.Equal("houses", listed.GetProperty("name").GetString());
        Assert.Equal(["VectorAssembler", "LinearRegressionModel"], page.GetProperty("steps").EnumerateArray().Select(step => step.GetString()));
        Assert.Equal(7, page.GetProperty("version").GetProperty("number").GetInt64());
        Assert.Equal(DateTimeOffset.UnixEpoch, page.GetProperty("version").GetProperty("trained").GetDateTimeOffset());
        Assert.Equal(0.25, page.GetProperty("version").GetProperty("metrics").GetProperty("rmse").GetDouble());
        Assert.Equal("""[{"name":"size","type":"Double","required":true,"example":1.5}]""", page.GetProperty("input").GetRawText());
        Assert.Equal("""[{"name":"prediction","type":"Double"}]""", page.GetProperty("output").GetRawText());
        Assert.Equal("LinearRegressionModel", page.GetProperty("content").GetProperty("1").GetString());
    }

    [Fact]
    public async Task What_was_measured_of_versions_is_told_in_the_order_in_which_they_were_served()
    {
        await using var server = await Server.StartAsync();
        var none = new ModelVersion(0, 0, 0, null, default).Metrics;
        foreach (var (number, auc) in new[] { (2, 0.8), (3, double.NaN), (4, 0.9) })
        {
            server.Models["houses"].Publish(PublishedModel.Of(Server.Pricer()) with
            {
                Version = new(number, 1, 3, null, DateTimeOffset.UnixEpoch) { Metrics = none.Add("auc", auc) },
            });
        }

        var model = (await server.GetAsync("status")).Json.GetProperty("models")[0];

        Assert.Equal("[null,0.8,null,0.9]", model.GetProperty("metrics").GetProperty("auc").GetRawText());
    }

    [Fact]
    public void The_last_120_values_are_remembered()
    {
        var values = Enumerable.Range(0, 130).Aggregate(ImmutableArray<int>.Empty, (seen, value) => seen.ThenLast(value));

        Assert.Equal(Enumerable.Range(10, 120), values);
    }

    [Fact]
    public async Task The_document_tells_columns_types_and_an_example_that_is_answered()
    {
        await using var server = await Server.StartAsync();

        var document = (await server.GetAsync("openapi.json")).Json;

        Assert.Equal("3.1.0", document.GetProperty("openapi").GetString());
        var row = document.GetProperty("components").GetProperty("schemas").GetProperty("houses.row");
        Assert.Equal("""{"size":{"type":"number","format":"double"}}""", row.GetProperty("properties").GetRawText());
        Assert.Equal("""["size"]""", row.GetProperty("required").GetRawText());
        var example = await server.PredictAsync(row.GetProperty("examples")[0].GetRawText());
        Assert.Equal(200, example.Status);
        var paths = document.GetProperty("paths");
        Assert.True(paths.TryGetProperty("/models/houses/predict", out _));
        foreach (var path in paths.EnumerateObject().Where(path => path.Value.TryGetProperty("get", out _)))
        {
            Assert.Equal(200, (await server.GetAsync(path.Name[1..])).Status);
        }

        foreach (var reference in References(document))
        {
            Assert.True(document.GetProperty("components").GetProperty("schemas").TryGetProperty(reference.Split('/')[^1], out _), reference);
        }
    }

    [Fact]
    public async Task A_name_beyond_ASCII_is_a_path_and_a_schema_that_OpenAPI_allows()
    {
        await using var server = await Server.StartAsync(options => options.Add("Häuser", Server.Pricer(), Server.Houses().Schema));

        var document = (await server.GetAsync("openapi.json")).Json;

        var schemas = document.GetProperty("components").GetProperty("schemas");
        Assert.All(schemas.EnumerateObject(), schema => Assert.Matches(@"^[A-Za-z0-9._-]+\z", schema.Name));
        Assert.All(References(document), reference => Assert.True(schemas.TryGetProperty(reference.Split('/')[^1], out _), reference));
        Assert.True(document.GetProperty("paths").TryGetProperty("/models/H%C3%A4user/predict", out _));
        Assert.Equal(200, (await server.GetAsync("models/H%C3%A4user")).Status);
    }

    [Fact]
    public async Task Requests_are_counted_by_model_and_status_in_the_text_of_Prometheus()
    {
        await using var server = await Server.StartAsync();
        await server.PredictAsync("""[{"size": 3}, {"size": 3}]""");
        await server.PredictAsync("x");
        await server.PredictAsync("{}", model: "nobody");

        var lines = (await server.GetAsync("metrics")).Text.Split('\n');

        Assert.Contains("alink_requests_total{model=\"houses\",status=\"200\"} 1", lines);
        Assert.Contains("alink_requests_total{model=\"houses\",status=\"400\"} 1", lines);
        Assert.Contains("alink_requests_total{model=\"\",status=\"404\"} 1", lines);
        Assert.Contains("alink_rows_total{model=\"houses\"} 2", lines);
        Assert.Contains("alink_request_duration_seconds_count{model=\"houses\"} 2", lines);
        Assert.Contains("alink_model_version{model=\"houses\"} 1", lines);
        Assert.All(lines[..^1], line => Assert.Matches(@"^(# (HELP|TYPE) \S+ .+|[a-z_]+(\{[a-z_]+=""[^""]*""(,[a-z_]+=""[^""]*"")*\})? \S+)$", line));
    }

    [Fact]
    public async Task The_page_asks_only_its_own_server()
    {
        await using var server = await Server.StartAsync();

        var page = await server.GetAsync("");

        Assert.Equal((200, "text/html"), (page.Status, page.Type));
        Assert.Contains("<base href=\"/\">", page.Text);
        Assert.DoesNotContain("//", page.Text.Replace("<!DOCTYPE", ""));
        Assert.Contains("showJobs", (await server.GetAsync("page.js")).Text);
        Assert.Contains(".badge", (await server.GetAsync("page.css")).Text);
    }

    [Fact]
    public void Times_are_counted_up_to_their_ends_and_a_quantile_is_such_an_end()
    {
        var traffic = new Traffic();
        for (var i = 0; i < 99; i++)
        {
            traffic.Add(200, TimeSpan.FromMilliseconds(1), 1);
        }

        traffic.Add(418, TimeSpan.FromSeconds(100), 0);

        Assert.Equal(0.001, traffic.Quantile(0.99));
        Assert.Equal(double.PositiveInfinity, traffic.Quantile(0.995));
        Assert.Equal([0, 0, 0, 99], traffic.Times()[..4]);
        Assert.Equal(100, traffic.Times()[^1]);
        Assert.Equal(1, traffic.Counts()[^1]);
    }

    static IEnumerable<string> References(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member =>
            member.Name == "$ref" ? [member.Value.GetString()!] : References(member.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(References),
        _ => [],
    };
}
