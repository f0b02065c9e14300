using System.Diagnostics;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Alink.Serving;

/// <summary>Answers <c>POST models/{name}/predict</c>: an object by an object, an array by an array, lines by lines.</summary>
sealed class PredictEndpoint(ServedModels models)
{
    public const string VersionHeader = "Alink-Model-Version";

    const string Json = "application/json";
    const string Lines = "application/x-ndjson";
    const int ClientLeft = 499;

    public async Task AnswerAsync(HttpContext context)
    {
        var start = Stopwatch.GetTimestamp();
        var model = models.Find((string)context.Request.RouteValues["name"]!);
        var isInside = false;
        var rows = 0L;
        try
        {
            Check(context, model);
            isInside = true;
            var version = model!.Current
                ?? throw new ProblemException(new(503, $"Model '{model.Name}' has no version yet."));
            context.Response.Headers[VersionHeader] = version.Header;
            rows = IsOf(context.Request, Lines)
                ? await PredictLines.AnswerAsync(context, version, models).ConfigureAwait(false)
                : await PredictBody.AnswerAsync(context, version, models).ConfigureAwait(false);
        }
        catch (ProblemException exception)
        {
            await exception.Problem.WriteAsync(context).ConfigureAwait(false);
        }
        catch (BadHttpRequestException exception)
        {
            await new Problem(exception.StatusCode, exception.StatusCode switch
            {
                StatusCodes.Status413PayloadTooLarge => "The body is larger than is taken.",
                StatusCodes.Status408RequestTimeout => "The body comes too slowly.",
                _ => "The body is cut short, or is not as HTTP has it.",
            }).WriteAsync(context).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is OperationCanceledException or ConnectionResetException or ConnectionAbortedException or IOException)
        {
            if (!context.Response.HasStarted)
            {
                context.Response.StatusCode = ClientLeft;
            }
        }
        catch (Exception exception)
        {
            models.Broke(exception);
            await new Problem(500, "The server or the model has a defect.").WriteAsync(context).ConfigureAwait(false);
        }
        finally
        {
            if (isInside)
            {
                models.Gate.Leave();
            }

            (model?.Traffic ?? models.Strayed).Add(context.Response.StatusCode, Stopwatch.GetElapsedTime(start), rows);
        }
    }

    /// <summary>Refuses what can be refused before the body is read; else the request is inside the gate.</summary>
    void Check(HttpContext context, ServedModel? model)
    {
        var (request, limits) = (context.Request, models.Options.Limits);
        Guard.CheckKey(models, context);
        if (model is null)
        {
            throw new ProblemException(new(404, models.Unknown((string)request.RouteValues["name"]!)));
        }

        if (!HttpMethods.IsPost(request.Method))
        {
            context.Response.Headers.Allow = "POST";
            throw new ProblemException(new(405, $"Rows are sent by POST, not by {Problem.Shown(request.Method)}."));
        }

        var isLines = IsOf(request, Lines);
        if (!isLines && !IsOf(request, Json))
        {
            throw new ProblemException(new(415,
                $"The body must be {Json}, or {Lines} for a row on each line, in UTF-8; it is '{Problem.Shown(request.ContentType ?? "")}'."));
        }

        if (request.Headers.ContentEncoding is [_, ..] encoding && encoding != "identity")
        {
            throw new ProblemException(new(415, $"The body must not be compressed; its encoding is '{Problem.Shown(encoding.ToString())}'."));
        }

        var most = isLines ? limits.StreamBytes : limits.RequestBytes;
        if (request.ContentLength > most)
        {
            throw new ProblemException(new(413, $"The body has {request.ContentLength} bytes; at most {most} are taken."));
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = most;
        }

        if (models.Gate.Enter() is { } full)
        {
            throw new ProblemException(new(429, full));
        }
    }

    static bool IsOf(HttpRequest request, string type)
    {
        var given = request.ContentType;
        if (given is null || !given.StartsWith(type, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var rest = given.AsSpan(type.Length).Trim();
        return rest.IsEmpty || (rest[0] == ';'
            && (!rest.Contains("charset", StringComparison.OrdinalIgnoreCase) || rest.Contains("utf-8", StringComparison.OrdinalIgnoreCase)));
    }
}
