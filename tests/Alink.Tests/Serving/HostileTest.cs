using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;
using System.Runtime.ExceptionServices;
using System.Text;

namespace Alink.Tests.Serving;

public class HostileTest
{
    /// <summary>Bodies of which none is a row, the column that is named, and what is said.</summary>
    public static TheoryData<string, string?, string> Bodies => new()
    {
        { "", null, "no valid JSON" },
        { "{", null, "no valid JSON" },
        { "{\"size\": 3", null, "no valid JSON" },
        { "{\"size\": 3}}", null, "no valid JSON" },
        { "{\"size\": 3} {}", null, "no valid JSON" },
        { "{'size': 3}", null, "no valid JSON" },
        { "{\"size\": NaN}", null, "no valid JSON" },
        { "{\"size\": Infinity}", null, "no valid JSON" },
        { "{\"size\": 0x10}", null, "no valid JSON" },
        { "null", null, "not a JSON object" },
        { "3", null, "not a JSON object" },
        { "\"size\"", null, "not a JSON object" },
        { "{}", "size", "Column 'size' has no value" },
        { "{\"size\": null}", "size", "Column 'size' has no value" },
        { "{\"size\": \"NaN\"}", "size", "not finite" },
        { "{\"size\": \"-Infinity\"}", "size", "not finite" },
        { "{\"size\": \"3\"}", "size", "a text" },
        { "{\"size\": true}", "size", "a boolean" },
        { "{\"size\": {}}", "size", "an object" },
        { "{\"size\": [3]}", "size", "an array" },
        { "{\"size\": 1e999}", "size", "beyond the range of Double" },
        { "{\"size\": -1e999}", "size", "beyond the range of Double" },
        { "{\"size\": 1, \"size\": 2}", "size", "stands twice" },
        { "{\"sise\": 3}", "sise", "Did you mean 'size'?" },
        { "{\"zzzzzzzzz\": 3}", "zzzzzzzzz", "The columns are: size" },
        { "{\"\\ud800\": 3}", null, "half of a surrogate pair" },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task What_is_no_row_is_a_problem_that_names_the_column(string body, string? column, string told)
    {
        await using var server = await Server.StartAsync();

        var answer = await server.PredictAsync(body);

        Assert.Equal((400, "application/problem+json"), (answer.Status, answer.Type));
        Assert.Contains(told, answer.Detail);
        Assert.Equal(column, answer.Json.TryGetProperty("column", out var named) ? named.GetString() : null);
        Assert.Equal(200, (await server.PredictAsync("""{"size": 3}""")).Status);
    }

    [Fact]
    public async Task A_wrong_row_of_an_array_is_named_and_no_row_is_answered()
    {
        await using var server = await Server.StartAsync();

        var answer = await server.PredictAsync("""[{"size": 1}, {"size": 2}, {"size": "x"}]""");

        Assert.Equal(400, answer.Status);
        Assert.Equal(2, answer.Json.GetProperty("row").GetInt64());
        Assert.Equal("size", answer.Json.GetProperty("column").GetString());
        Assert.Equal(1, (await server.PredictAsync("""[{"size": 1}, [3]]""")).Json.GetProperty("row").GetInt64());
        Assert.Equal(1, (await server.PredictAsync("""[{"size": 1}, {"size": ]""")).Json.GetProperty("row").GetInt64());
    }

    [Fact]
    public async Task Megabytes_of_nesting_cost_no_more_than_their_reception()
    {
        await using var server = await Server.StartAsync(options =>
        {
            options.Add("houses", Server.Pricer(), Server.Houses().Schema);
            options.Limits = options.Limits with { RequestBytes = 8 << 20 };
        });
        var nested = new string('[', 4 << 20);

        var watch = Stopwatch.StartNew();
        Assert.Equal(400, (await server.PredictAsync(nested)).Status);
        Assert.Equal(400, (await server.PredictAsync("{\"colour\":" + nested)).Status);
        Assert.Contains("depth", (await server.PredictAsync("{\"colour\":" + nested)).Detail);
        Assert.Equal(400, (await server.PredictAsync(string.Concat(Enumerable.Repeat("{\"size\":", 500_000)))).Status);
        Assert.Equal(400, (await server.PredictAsync($"{{\"{new string('x', 4 << 20)}\": 1}}")).Status);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), $"{watch.Elapsed}");
    }

    [Fact]
    public async Task Bytes_that_are_no_UTF8_are_a_problem()
    {
        var rows = Table.Of("word", "a", "b");
        await using var server = await Server.StartAsync(options =>
            options.Add("houses", new Alink.Tables.Select { Clause = "upper(word) as big" }, rows.Schema));

        Assert.Equal(400, (await server.PredictAsync([.. "{\"word\": \""u8, 0xC3, 0x28, .. "\"}"u8])).Status);
        Assert.Equal(400, (await server.PredictAsync([.. "{\""u8, 0xFF, .. "\": 1}"u8])).Status);
        Assert.Equal(400, (await server.PredictAsync("{\"word\": \"\\udc00\"}")).Status);
        Assert.Equal("{\"big\":\"É\"}", (await server.PredictAsync("{\"word\": \"\\u00e9\"}")).Text);
    }

    [Fact]
    public async Task Wrong_methods_types_and_names_are_problems()
    {
        await using var server = await Server.StartAsync();

        Assert.Equal(405, (await server.GetAsync("models/houses/predict")).Status);
        Assert.Equal(415, (await server.PredictAsync("size=3", "application/x-www-form-urlencoded")).Status);
        Assert.Equal(415, (await server.PredictAsync("{}", "application/json; charset=utf-16")).Status);
        var unknown = await server.PredictAsync("{}", model: "house");
        Assert.Equal((404, "There is no model 'house'. Did you mean 'houses'?"), (unknown.Status, unknown.Detail));
        Assert.Equal(404, (await server.GetAsync("nothing/here")).Status);
        using var nowhere = await server.Client.PostAsync("model/houses/predict", null);
        Assert.Equal(404, (int)nowhere.StatusCode);
        Assert.Equal(404, (await server.GetAsync("models/house")).Status);
        using var delete = await server.Client.DeleteAsync("models/houses");
        Assert.Equal(405, (int)delete.StatusCode);
        Assert.Equal("application/problem+json", delete.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task A_compressed_body_is_refused_by_the_name_of_its_encoding()
    {
        await using var server = await Server.StartAsync();
        const string row = """{"size": 3}""";

        Assert.StartsWith("HTTP/1.1 200", await SendAsync("identity"));
        var answer = await SendAsync("gzip");
        Assert.StartsWith("HTTP/1.1 415", answer);
        Assert.Contains("The body must not be compressed; its encoding is 'gzip'.", answer); // A quote stands as it is.

        Task<string> SendAsync(string encoding) => server.RawAsync(
            $"POST /models/houses/predict HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\n" +
            $"Content-Encoding: {encoding}\r\nContent-Length: {row.Length}\r\n\r\n{row}");
    }

    [Fact]
    public async Task A_row_that_the_model_cannot_take_is_a_problem_of_its_own()
    {
        var rows = Table.Of<Vector>("features", [1.0, 2.0], [2.0, 5.0]).With("label", 1.0, 2.0);
        var model = new Alink.Regression.LinearRegression { Regularization = 1 }.Fit(rows);
        var open = new Schema(new Field("features", DataType.Vector));
        await using var server = await Server.StartAsync(options => options.Add("houses", model, open));

        var answer = await server.PredictAsync("""[{"features": [1, 2]}, {"features": [1]}]""");

        Assert.Equal((422, 1), (answer.Status, answer.Json.GetProperty("row").GetInt32()));
        Assert.Contains("'features' holds a vector of length 1 in row 1", answer.Detail);
        Assert.Equal(400, (await server.PredictAsync("""{"features": [1, 1e400]}""")).Status);
        Assert.Equal(200, (await server.PredictAsync("""{"features": "$2$1:3"}""")).Status);
    }

    [Fact]
    public async Task A_body_cut_short_and_a_broken_chunk_are_refused()
    {
        await using var server = await Server.StartAsync();
        const string head = "POST /models/houses/predict HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n";

        var broken = await server.RawAsync(head + "Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 400", broken);
        await server.RawAsync(head + "Content-Length: 100\r\n\r\n{\"size\"", ends: true);
        Assert.Equal(200, (await server.PredictAsync("""{"size": 3}""")).Status);
        Assert.DoesNotContain("status=\"500\"", (await server.GetAsync("metrics")).Text);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_client_that_leaves_while_lines_are_answered_is_no_defect()
    {
        await using var server = await Server.StartAsync();
        var wrong = new ConcurrentQueue<string>();
        void Hear(object? sender, FirstChanceExceptionEventArgs told)
        {
            if (told.Exception is InvalidOperationException { Message: var message } && message.Contains("StatusCode"))
            {
                wrong.Enqueue(message);
            }
        }

        AppDomain.CurrentDomain.FirstChanceException += Hear;
        using (var client = new TcpClient())
        {
            await client.ConnectAsync(server.Address.Host, server.Address.Port);
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
                "POST /models/houses/predict HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-ndjson\r\nContent-Length: 100000000\r\n\r\n"
                + string.Concat(Enumerable.Repeat("{\"size\": 3}\n", 50_000))));
            await client.GetStream().ReadExactlyAsync(new byte[100]);
            client.LingerState = new(true, 0);
        }

        await server.UntilAsync(gate => gate.Inside == 0);

        AppDomain.CurrentDomain.FirstChanceException -= Hear;
        Assert.Empty(wrong);
    }

    [Fact]
    public async Task A_client_that_sends_too_slowly_is_told_so()
    {
        await using var server = await Server.StartAsync(kestrel: options =>
            options.Limits.MinRequestBodyDataRate = new(bytesPerSecond: 1_000, gracePeriod: TimeSpan.FromSeconds(1.5)));

        var answer = await server.RawAsync(
            "POST /models/houses/predict HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{");

        Assert.StartsWith("HTTP/1.1 408", answer);
        Assert.Equal(200, (await server.PredictAsync("""{"size": 3}""")).Status);
    }
}
