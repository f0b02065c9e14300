using System.Text;
using Alink.Features;
using Alink.Tables;

namespace Alink.Tests.Serving;

public class PredictTest
{
    [Fact]
    public async Task An_object_is_answered_by_an_object_with_the_version()
    {
        await using var server = await Server.StartAsync();

        var answer = await server.PredictAsync("""{"size": 3}""");

        Assert.Equal((200, "application/json", "1"), (answer.Status, answer.Type, answer.Version));
        Assert.Equal(7, answer.Json.GetProperty("prediction").GetDouble(), 1e-9);
        Assert.Equal(["prediction"], answer.Json.EnumerateObject().Select(value => value.Name));
    }

    [Fact]
    public async Task An_array_is_answered_by_an_array_in_its_order()
    {
        await using var server = await Server.StartAsync();

        var answer = await server.PredictAsync("""[{"size": 3}, {"size": 0}, {"size": -1.5e0}]""");

        Assert.Equal([7.0, 1.0, -2.0], answer.Json.EnumerateArray().Select(row => Math.Round(row.GetProperty("prediction").GetDouble(), 9)));
        Assert.Equal("[]", (await server.PredictAsync("[ ]")).Text);
    }

    [Fact]
    public async Task Columns_that_taught_and_are_not_read_may_come_in_any_order_and_of_any_type()
    {
        await using var server = await Server.StartAsync();

        var answer = await server.PredictAsync("""{"price": {"was": [1]}, "colour": null, "size": 3}""");

        Assert.Equal(7, answer.Json.GetProperty("prediction").GetDouble(), 1e-9);
    }

    [Fact]
    public async Task Lines_are_answered_by_lines_and_a_wrong_one_by_its_problem()
    {
        await using var server = await Server.StartAsync();

        var answer = await server.PredictAsync("{\"size\": 3}\r\n\n{\"size\": \"x\"}\n{\"size\": 0}", "application/x-ndjson");

        var lines = answer.Text.Split('\n');
        Assert.Equal((200, "application/x-ndjson", "1", 4), (answer.Status, answer.Type, answer.Version, lines.Length));
        Assert.StartsWith("{\"prediction\":", lines[0]);
        Assert.StartsWith("""{"problem":{"type":"about:blank","title":"Bad Request","status":400,"detail":"Column""", lines[1]);
        Assert.Contains(""","row":1,"column":"size"}}""", lines[1]);
        Assert.StartsWith("{\"prediction\":", lines[2]);
        Assert.Equal("", lines[3]);
    }

    [Fact]
    public async Task Many_lines_are_answered_while_they_come()
    {
        await using var server = await Server.StartAsync();
        var body = string.Concat(Enumerable.Range(0, 50_000).Select(i => $"{{\"size\": {i}}}\n"));

        var answer = await server.PredictAsync(body, "application/x-ndjson; charset=utf-8");

        var lines = answer.Text.TrimEnd().Split('\n');
        Assert.Equal(50_000, lines.Length);
        Assert.Equal((2 * 49_999) + 1, new Answer(200, lines[^1], null, null).Json.GetProperty("prediction").GetDouble(), 1e-6);
    }

    [Fact]
    public async Task Values_of_every_type_come_and_go()
    {
        var rows = Table.Of("b", true, false).With("i", 1, 2).With("l", 1L, 2L).With("f", 1f, 2f).With("d", 1.0, 2.0)
            .With("s", "a", "b").With("t", DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch)
            .With("v", (Vector)new[] { 1.0, 2.0 }, (Vector)new[] { 1.0, 2.0 });
        var same = new Select { Clause = "b as b2, i as i2, l as l2, f as f2, d as d2, s as s2, t as t2, v as v2" };
        await using var server = await Server.StartAsync(options => options.Add("houses", same, rows.Schema));

        var answer = await server.PredictAsync(
            """{"b":true,"i":-7,"l":9007199254740993,"f":0.1,"d":1e-300,"s":"\u00e9\"\n","t":"2026-01-02T03:04:05+01:00","v":[1,-2.5]}""");

        Assert.Equal(
            """{"b2":true,"i2":-7,"l2":9007199254740993,"f2":0.1,"d2":1E-300,"s2":"é\"\n","t2":"2026-01-02T03:04:05.0000000+01:00","v2":[1,-2.5]}""",
            answer.Text.Replace("1e-300", "1E-300"));
    }

    [Fact]
    public async Task A_row_that_the_model_leaves_out_is_answered_by_null()
    {
        await using var server = await Server.StartAsync(options => options.Add(
            "houses", new PipelineModel(new Where { Clause = "size > 2" }, Server.Pricer()), Server.Houses().Schema));

        Assert.Equal("null", (await server.PredictAsync("""{"size": 1}""")).Text);
        Assert.StartsWith("[null,{", (await server.PredictAsync("""[{"size": 1}, {"size": 3}]""")).Text);
    }

    [Fact]
    public async Task A_body_in_pieces_is_one_body()
    {
        await using var server = await Server.StartAsync();
        var text = """{"size": 3}""";
        var pieces = string.Concat(text.Select(letter => $"1\r\n{letter}\r\n"));

        var answer = await server.RawAsync(
            $"POST /models/houses/predict HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n{pieces}0\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 200", answer);
        Assert.Contains("\"prediction\":", answer);
    }

    [Fact]
    public async Task An_answer_is_what_the_model_predicts_of_the_table()
    {
        var rows = Server.Houses();
        var model = new VectorAssembler { Columns = ["size"] }
            .Then(new StandardScaler()).Then(new Alink.Classification.LogisticRegression { Label = "colour" }).Fit(rows);
        await using var server = await Server.StartAsync(options => options.Add("houses", model, rows.Schema));

        var answer = await server.PredictAsync("""[{"size": 1}, {"size": 2}, {"size": 4}]""");

        var (classes, probabilities) = (model.Transform(rows).Values<string>("prediction"), model.Transform(rows).Values<Vector>("probabilities"));
        Assert.Equal(classes.ToArray(), answer.Json.EnumerateArray().Select(row => row.GetProperty("prediction").GetString()));
        Assert.Equal(
            Enumerable.Range(0, 3).Select(i => probabilities[i].ToArray()),
            answer.Json.EnumerateArray().Select(row => row.GetProperty("probabilities").EnumerateArray().Select(p => p.GetDouble()).ToArray()));
    }
}
