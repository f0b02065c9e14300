using Microsoft.AspNetCore.Http;

namespace Alink.Serving;

/// <summary>Stands before the pages.</summary>
static class Guard
{
    /// <summary>Refuses a request without the key that is asked for.</summary>
    public static void CheckKey(ServedModels models, HttpContext context)
    {
        if (models.Key is { } key && !key.IsIn(context.Request))
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
            throw new ProblemException(new(401, "The request must bring the API key, as 'Authorization: Bearer …' or 'X-Api-Key: …'."));
        }
    }

    /// <summary>A page that is got, or asked for in any way, with the key unless it is open, and its problems told.</summary>
    public static RequestDelegate Page(ServedModels models, bool isOpen, Func<HttpContext, Task> answer, bool isAny = false) => async context =>
    {
        try
        {
            if (!isOpen)
            {
                CheckKey(models, context);
            }

            if (!isAny && !HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
            {
                context.Response.Headers.Allow = "GET, HEAD";
                throw new ProblemException(new(405, $"The page is got by GET, not by {Problem.Shown(context.Request.Method)}."));
            }

            context.Response.Headers.CacheControl = "no-store";
            await answer(context).ConfigureAwait(false);
        }
        catch (ProblemException exception)
        {
            await exception.Problem.WriteAsync(context).ConfigureAwait(false);
        }
    };
}
