using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Alink.Serving;

/// <summary>Serves models from an application of ASP.NET Core.</summary>
/// <example>
/// <code>
/// using System.Net.Http.Json;
/// using Alink.Features;
/// using Alink.Regression;
/// using Microsoft.AspNetCore.Builder;
///
/// var rows = Table.Of("size", 1.0, 2.0, 4.0).With("price", 3.0, 5.0, 9.0);
/// var model = new VectorAssembler { Columns = ["size"] }.Then(new LinearRegression { Label = "price" }).Fit(rows);
/// var builder = WebApplication.CreateSlimBuilder();
/// builder.Services.AddAlink(options => options.Add("houses", model, rows.Schema));
/// await using var app = builder.Build();
/// app.Urls.Add("http://127.0.0.1:0");
/// app.MapAlink();
/// await app.StartAsync();
/// using var client = new HttpClient { BaseAddress = new(app.Urls.First()) };
/// var answer = await client.PostAsJsonAsync("models/houses/predict", new { size = 3.0 });
/// (await answer.Content.ReadAsStringAsync())[..14] // => {"prediction":
/// </code>
/// </example>
public static class ServingExtensions
{
    /// <summary>Adds the models that <see cref="MapAlink"/> serves.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configure">Says which models, and within which limits.</param>
    public static IServiceCollection AddAlink(this IServiceCollection services, Action<ServingOptions> configure)
    {
        services.AddSingleton(provider =>
        {
            var options = new ServingOptions();
            configure(options);
            return new ServedModels(options, provider.GetRequiredService<ILoggerFactory>().CreateLogger("Alink.Serving"));
        });
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<ServedModels>());
        return services;
    }

    /// <summary>
    /// Maps <c>POST models/{name}/predict</c>, and to be got: <c>models</c>, <c>models/{name}</c>, <c>openapi.json</c>,
    /// <c>status</c>, <c>metrics</c>, <c>health/live</c> and <c>health/ready</c>.
    /// </summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="prefix">What stands before each path: <c>/ml</c>.</param>
    public static IEndpointConventionBuilder MapAlink(this IEndpointRouteBuilder endpoints, string prefix = "")
    {
        var models = endpoints.ServiceProvider.GetRequiredService<ServedModels>();
        var group = endpoints.MapGroup(prefix);
        group.Map("/models/{name}/predict", new PredictEndpoint(models).AnswerAsync);
        Page("/models", _ => ModelPages.List(models));
        Page("/models/{name}", context =>
        {
            var name = (string)context.Request.RouteValues["name"]!;
            return models.Find(name) is { } model ? ModelPages.Of(models, model) : throw new ProblemException(new(404, models.Unknown(name)));
        });
        Page("/openapi.json", context => OpenApi.Of(models, context.Request.PathBase + prefix.TrimEnd('/')));
        Page("/status", _ => ModelPages.Status(models));
        group.Map("/metrics", Guard.Page(models, isOpen: false, context =>
        {
            context.Response.ContentType = PrometheusText.ContentType;
            return context.Response.WriteAsync(PrometheusText.Of(models));
        }));
        Page("/health/live", _ => new() { ["status"] = "live" }, isOpen: true);
        Page("/health/ready", _ => models.IsReady ? new() { ["status"] = "ready" } : throw new ProblemException(new(503,
            models.IsEnding ? "The server is about to end."
                : $"There is no version yet of {string.Join(", ", models.All.Where(model => model.Current is null).Select(model => model.Name))}.")),
            isOpen: true);
        return group;

        void Page(string path, Func<HttpContext, JsonObject> page, bool isOpen = false) => group.Map(
            path, Guard.Page(models, isOpen, context => ModelPages.WriteAsync(context, page(context))));
    }

    /// <summary>Maps a page that shows the models, their versions and figures over time, the stream jobs of the process, and
    /// a form that scores a row.</summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="prefix">That of <see cref="MapAlink"/>; the page is there.</param>
    public static IEndpointConventionBuilder MapAlinkPage(this IEndpointRouteBuilder endpoints, string prefix = "") =>
        PageFiles.Map(endpoints, prefix);
}
