using System.Reflection;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Alink.Serving;

/// <summary>The page that people look at, which asks the others for what it shows.</summary>
static class PageFiles
{
    /// <summary>Maps the page and its parts; they hold no secret, and ask for the key themselves.</summary>
    public static IEndpointConventionBuilder Map(IEndpointRouteBuilder endpoints, string prefix)
    {
        var models = endpoints.ServiceProvider.GetRequiredService<ServedModels>();
        var group = endpoints.MapGroup(prefix);
        File("/", "page.html", "text/html; charset=utf-8");
        File("/page.js", "page.js", "text/javascript; charset=utf-8");
        File("/page.css", "page.css", "text/css; charset=utf-8");
        return group;

        void File(string path, string name, string type)
        {
            var text = Read(name);
            group.Map(path, Guard.Page(models, isOpen: true, context =>
            {
                context.Response.ContentType = type;
                context.Response.Headers.ContentSecurityPolicy = "default-src 'self'; base-uri 'self'; frame-ancestors 'none'";
                context.Response.Headers.XContentTypeOptions = "nosniff";
                return context.Response.WriteAsync(text.Replace("{root}", $"{context.Request.PathBase}{prefix.TrimEnd('/')}/"));
            }));
        }
    }

    static string Read(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"Alink.Serving.{name}")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
