using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Alink.Features;
using Alink.Regression;
using Alink.Runtime;
using Alink.Serving;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Alink.Tests.Serving;

/// <summary>A server on a free port of this machine, and who asks it.</summary>
sealed class Server : IAsyncDisposable
{
    readonly WebApplication _app;

    Server(WebApplication app)
    {
        _app = app;
        Address = new(app.Urls.First());
        Client = new() { BaseAddress = Address };
    }

    public static Catalog Catalog { get; } = Catalog.Of(typeof(LinearRegression).Assembly);

    public Uri Address { get; }

    public HttpClient Client { get; }

    public ServedModels Models => _app.Services.GetRequiredService<ServedModels>();

    /// <summary>Rows of price = slope · size + 1, with a colour that no stage reads.</summary>
    public static Table Houses(double slope = 2) => Table.Of("size", 1.0, 2.0, 4.0)
        .With("price", slope + 1, (2 * slope) + 1, (4 * slope) + 1).With("colour", "red", "blue", "red");

    /// <summary>Predicts the price from the size.</summary>
    public static PipelineModel Pricer(double slope = 2) =>
        new VectorAssembler { Columns = ["size"] }.Then(new LinearRegression { Label = "price" }).Fit(Houses(slope));

    /// <summary>A server of one model, 'houses', unless it is said otherwise.</summary>
    public static async Task<Server> StartAsync(
        Action<ServingOptions>? configure = null, Action<KestrelServerOptions>? kestrel = null)
    {
        var app = ServingHost.Create(
            IPAddress.Loopback, 0, configure ?? (options => options.Add("houses", Pricer(), Houses().Schema)), kestrel);
        await app.StartAsync();
        return new(app);
    }

    /// <summary>Asks for predictions.</summary>
    public Task<Answer> PredictAsync(string body, string type = "application/json", string model = "houses") =>
        PredictAsync(Encoding.UTF8.GetBytes(body), type, model);

    public async Task<Answer> PredictAsync(byte[] body, string type = "application/json", string model = "houses")
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        using var response = await Client.PostAsync($"models/{model}/predict", content);
        return await Answer.OfAsync(response);
    }

    public async Task<Answer> GetAsync(string path)
    {
        using var response = await Client.GetAsync(path);
        return await Answer.OfAsync(response);
    }

    /// <summary>Asks for the server's health until its gate is as it should be.</summary>
    public async Task UntilAsync(Func<Gate, bool> isSo)
    {
        while (!isSo(Models.Gate))
        {
            await GetAsync("health/live");
        }
    }

    /// <summary>Sends a request for a row of size 3 but for its body, which the server waits for, inside its gate, when this
    /// is over.</summary>
    public Task<BegunRequest> BeginAsync() => BegunRequest.SendAsync(Address);

    /// <summary>Sends bytes as they are, and reads until the server ends or nothing comes.</summary>
    public async Task<string> RawAsync(string request, bool ends = false)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(Address.Host, Address.Port);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request));
        if (ends)
        {
            client.Client.Shutdown(SocketShutdown.Send);
        }

        var text = new StringBuilder();
        var buffer = new byte[4096];
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        try
        {
            for (var read = await stream.ReadAsync(buffer, patience.Token); read > 0; read = await stream.ReadAsync(buffer, patience.Token))
            {
                text.Append(Encoding.Latin1.GetString(buffer, 0, read));
            }
        }
        catch (IOException)
        {
            // The server has cut the connection.
        }

        return text.ToString();
    }

    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }
}

/// <summary>An answer of a server.</summary>
sealed record Answer(int Status, string Text, string? Type, string? Version)
{
    public JsonElement Json => JsonDocument.Parse(Text).RootElement;

    /// <summary>What is wrong, of an answer that is a problem.</summary>
    public string Detail => Json.GetProperty("detail").GetString()!;

    public static async Task<Answer> OfAsync(HttpResponseMessage response) => new(
        (int)response.StatusCode, await response.Content.ReadAsStringAsync(), response.Content.Headers.ContentType?.MediaType,
        response.Headers.TryGetValues("Alink-Model-Version", out var version) ? version.Single() : null);
}
