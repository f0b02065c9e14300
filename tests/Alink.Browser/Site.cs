using System.Net;
using Alink.Features;
using Alink.Regression;
using Alink.Runtime;
using Alink.Serving;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace Alink.Browser;

/// <summary>A server of the model 'houses', and the page in a window of its own.</summary>
sealed class Site : IAsyncDisposable
{
    readonly WebApplication _app;
    readonly IBrowserContext _context;

    Site(WebApplication app, IBrowserContext context, IPage page) => (_app, _context, Page) = (app, context, page);

    public IPage Page { get; }

    public string Address => _app.Urls.First() + "/";

    /// <summary>The addresses that the page has asked for.</summary>
    public List<string> Asked { get; } = [];

    /// <summary>The answer of the last form.</summary>
    public ILocator Answer => Page.Locator("#answer");

    /// <summary>Predicts price = 2 · size + 1.</summary>
    public static PipelineModel Pricer(string size = "size", string price = "price") => new VectorAssembler { Columns = [size] }
        .Then(new LinearRegression { Label = price, Features = "features" }).Fit(Houses(size, price));

    public static Table Houses(string size = "size", string price = "price") => Table.Of(size, 1.0, 2.0, 4.0).With(price, 3.0, 5.0, 9.0);

    /// <summary>Starts the server, and opens the page.</summary>
    public static async Task<Site> OpenAsync(
        Chromium chromium, Action<ServingOptions>? configure = null, BrowserNewContextOptions? window = null)
    {
        var app = ServingHost.Create(IPAddress.Loopback, 0, options =>
        {
            options.Add("houses", Pricer(), Houses().Schema);
            configure?.Invoke(options);
        });
        await app.StartAsync();
        var context = await chromium.Browser.NewContextAsync(window ?? new() { ViewportSize = new() { Width = 1280, Height = 720 } });
        var site = new Site(app, context, await context.NewPageAsync());
        site.Page.Request += (_, request) => site.Asked.Add(request.Url);
        await site.Page.GotoAsync(site.Address);
        return site;
    }

    /// <summary>Serves another version.</summary>
    public ValueTask PublishAsync(long number, string metric = "rmse", double value = 0.25, string model = "houses")
    {
        var version = new ModelVersion(number, number, 3000 * number, null, DateTimeOffset.UtcNow.AddMinutes(-3));
        return _app.Services.GetRequiredService<ServedModels>()[model].PublishAsync(PublishedModel.Of(Pricer()) with
        {
            Version = version with { Metrics = version.Metrics.Add(metric, value) },
            Input = Houses().Schema,
        });
    }

    /// <summary>The card of a model or a stream job.</summary>
    public ILocator Card(string name) =>
        Page.GetByRole(AriaRole.Article).Filter(new() { Has = Page.GetByRole(AriaRole.Heading, new() { Name = name, Exact = true }) });

    /// <summary>The figure of a name within a card.</summary>
    public static ILocator Figure(ILocator card, string name) => card.Locator(".figure")
        .Filter(new() { Has = card.Page.GetByText(name, new() { Exact = true }) }).Locator("b");

    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await _context.DisposeAsync();
        await _app.DisposeAsync();
    }
}
