using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Alink.Serving;

/// <summary>A server of models and of nothing else.</summary>
public static class ServingHost
{
    /// <summary>Makes a server, which is to be started.</summary>
    /// <param name="address">Where it listens.</param>
    /// <param name="port">The port, up to 65,535; 0 for a free one.</param>
    /// <param name="configure">Says which models, and within which limits.</param>
    /// <param name="kestrel">Changes how connections are taken; null for the defaults: slow clients are left after
    /// 5 seconds.</param>
    public static WebApplication Create(
        IPAddress address, int port, Action<ServingOptions> configure, Action<KestrelServerOptions>? kestrel = null)
    {
        Require.Between(0, IPEndPoint.MaxPort, port, "Port");
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting", LogLevel.Critical); // Why it cannot start, whoever starts it is told.
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(30));
        builder.WebHost.ConfigureKestrel(options =>
        {
            options.AddServerHeader = false;
            options.Limits.MaxRequestBufferSize = 256 << 10; // Of bytes that nobody has asked for yet.
            options.Limits.MaxConcurrentConnections = 10_000;
            options.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
            options.Limits.MinRequestBodyDataRate = new(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(5));
            options.Listen(address, port);
            kestrel?.Invoke(options);
        });
        builder.Services.AddAlink(configure);
        var app = builder.Build();
        app.MapAlink();
        app.MapAlinkPage();
        var models = app.Services.GetRequiredService<ServedModels>();
        app.MapFallback("{*path}", Guard.Page(models, isOpen: false, isAny: true, answer: context => throw new ProblemException(
            new(404, $"There is nothing at '{Problem.Shown(context.Request.Path)}'; /openapi.json tells what there is."))));
        return app;
    }
}
