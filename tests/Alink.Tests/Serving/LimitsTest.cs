using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Alink.Serving;

namespace Alink.Tests.Serving;

public class LimitsTest
{
    [Fact]
    public async Task Bytes_rows_and_lines_beyond_the_limits_are_refused()
    {
        await using var server = await Server.StartAsync(options =>
        {
            options.Add("houses", Server.Pricer(), Server.Houses().Schema);
            options.Limits = new() { RequestBytes = 200, Rows = 3, LineBytes = 100 };
        });

        Assert.Equal(200, (await server.PredictAsync("""[{"size": 1}, {"size": 2}, {"size": 3}]""")).Status);
        Assert.Equal(413, (await server.PredictAsync("""[{"size": 1}, {"size": 2}, {"size": 3}, {"size": 3}]""")).Status);
        Assert.Equal(413, (await server.PredictAsync($"{{\"size\": 3{new string(' ', 200)}}}")).Status);
        var wide = $"{{\"size\": 3{new string(' ', 200)}}}";
        Assert.Equal(413, (await server.PredictAsync(wide, "application/x-ndjson")).Status);
        var begun = await server.PredictAsync($"{{\"size\": 3}}\n{wide}\n{{\"size\": 3}}\n", "application/x-ndjson");
        Assert.Equal((200, 2), (begun.Status, begun.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length));
        Assert.EndsWith("\"detail\":\"The line has more than 100 bytes.\",\"row\":1}}\n", begun.Text);
        var chunk = $"F0\r\n{new string(' ', 240)}\r\n0\r\n\r\n";
        Assert.StartsWith("HTTP/1.1 413", await server.RawAsync(
            $"POST /models/houses/predict HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n{chunk}"));
    }

    [Fact]
    public async Task Requests_beyond_the_rate_are_told_to_come_later()
    {
        await using var server = await Server.StartAsync(options =>
        {
            options.Add("houses", Server.Pricer(), Server.Houses().Schema);
            options.Limits = new() { RequestsPerSecond = 1 };
        });

        Assert.Equal(200, (await server.PredictAsync("""{"size": 3}""")).Status);
        using var content = new StringContent("""{"size": 3}""", MediaTypeHeaderValue.Parse("application/json"));
        using var refused = await server.Client.PostAsync("models/houses/predict", content);
        Assert.Equal((429, "1"), ((int)refused.StatusCode, refused.Headers.RetryAfter!.ToString()));
        Assert.Equal(200, (await server.GetAsync("models")).Status);
    }

    [Fact]
    public async Task Requests_beyond_those_that_are_answered_at_once_are_refused_and_the_place_is_free_after()
    {
        await using var server = await Server.StartAsync(options =>
        {
            options.Add("houses", Server.Pricer(), Server.Houses().Schema);
            options.Limits = new() { Concurrent = 1 };
        });
        using var first = await server.BeginAsync();

        Assert.Equal(1, server.Models.Gate.Inside);
        Assert.Equal(429, (await server.PredictAsync("""{"size": 3}""")).Status);
        Assert.StartsWith("HTTP/1.1 200", await first.EndAsync());
        Assert.Equal(0, server.Models.Gate.Inside);
        Assert.Equal(200, (await server.PredictAsync("""{"size": 3}""")).Status);
    }

    [Fact(Timeout = 60_000)]
    public async Task Bodies_and_answers_that_hold_too_much_together_are_refused_and_small_ones_are_not()
    {
        await using var server = await Server.StartAsync(options =>
        {
            options.Add("houses", Server.Pricer(), Server.Houses().Schema);
            options.Limits = new() { HeldBytes = 195_000 };
        });
        var body = $"[{string.Join(',', Enumerable.Repeat("""{"size": 3}""", 5_000))}{new string(' ', 100_000)}]";
        using var first = new TcpClient();
        await first.ConnectAsync(server.Address.Host, server.Address.Port);
        await first.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
            $"POST /models/houses/predict HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n{body[..^1]}"));
        await server.UntilAsync(gate => gate.Held >= body.Length - 1);

        Assert.Equal(429, (await server.PredictAsync(body)).Status);
        Assert.Equal(200, (await server.PredictAsync("""{"size": 3}""")).Status);
        await first.GetStream().WriteAsync("]"u8.ToArray());
        Assert.StartsWith("HTTP/1.1 200", await new StreamReader(first.GetStream()).ReadToEndAsync());
        await server.UntilAsync(gate => gate.Held == 0);

        Assert.Equal(200, (await server.PredictAsync(body)).Status);
        Assert.Equal(429, (await server.PredictAsync($"[{string.Join(',', Enumerable.Repeat("""{"size":3.33}""", 10_000))}]")).Status);
        Assert.Equal(0, server.Models.Gate.Held);
    }

    [Fact]
    public async Task The_key_is_asked_for_everywhere_but_where_health_is_told()
    {
        await using var server = await Server.StartAsync(options =>
        {
            options.Add("houses", Server.Pricer(), Server.Houses().Schema);
            options.ApiKey = "sesame";
        });

        Assert.Equal(401, (await server.PredictAsync("""{"size": 3}""")).Status);
        Assert.Equal(401, (await server.PredictAsync("""{"size": 3}""", model: "unknown")).Status);
        foreach (var page in new[] { "models", "models/houses", "openapi.json", "metrics", "status", "elsewhere" })
        {
            Assert.Equal(401, (await server.GetAsync(page)).Status);
        }

        Assert.Equal(200, (await server.GetAsync("health/live")).Status);
        Assert.Equal(200, (await server.GetAsync("health/ready")).Status);
        server.Client.DefaultRequestHeaders.Add("X-Api-Key", "Sesame");
        Assert.Equal(401, (await server.GetAsync("models")).Status);
        server.Client.DefaultRequestHeaders.Remove("X-Api-Key");
        server.Client.DefaultRequestHeaders.Add("X-Api-Key", "sesame");
        Assert.Equal(200, (await server.PredictAsync("""{"size": 3}""")).Status);
        server.Client.DefaultRequestHeaders.Remove("X-Api-Key");
        server.Client.DefaultRequestHeaders.Authorization = new("Bearer", "sesame");
        Assert.Equal(200, (await server.GetAsync("models")).Status);
        server.Client.DefaultRequestHeaders.Authorization = new("Bearer", new string('s', 1_000));
        Assert.Equal(401, (await server.GetAsync("models")).Status);
    }

    [Fact]
    public void Options_are_checked_where_they_are_set()
    {
        Assert.Throws<ArgumentException>(() => new ServingOptions { ApiKey = "" });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ServingOptions { Interval = TimeSpan.Zero });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ServingLimits { Depth = 2 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ServingLimits { RequestsPerSecond = 0 });
    }
}
