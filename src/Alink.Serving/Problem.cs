using System.Buffers;
using System.Text.Json;
using Alink.IO;
using Microsoft.AspNetCore.Http;

namespace Alink.Serving;

/// <summary>What is wrong with a request, as RFC 9457 has it.</summary>
/// <param name="Status">The status of the answer.</param>
/// <param name="Detail">What is wrong.</param>
sealed record Problem(int Status, string Detail)
{
    /// <summary>The type of the answers.</summary>
    public const string ContentType = "application/problem+json";

    const int MostShown = 80;

    /// <summary>The number of the row, from 0; null where it is the request.</summary>
    public long? Row { get; init; }

    /// <summary>The column; null where it is the row.</summary>
    public string? Column { get; init; }

    /// <summary>A text of somebody else's as it may be shown: cut short, and without signs that act.</summary>
    public static string Shown(string text)
    {
        var cut = text.Length > MostShown ? string.Concat(text.AsSpan(0, MostShown), "…") : text;
        return cut.Any(char.IsControl) ? string.Concat(cut.Select(letter => char.IsControl(letter) ? '�' : letter)) : cut;
    }

    /// <summary>Answers with the problem, unless an answer has begun.</summary>
    public async Task WriteAsync(HttpContext context)
    {
        var response = context.Response;
        if (response.HasStarted)
        {
            context.Abort();
            return;
        }

        var buffer = new ArrayBufferWriter<byte>(256);
        WriteTo(buffer);
        response.StatusCode = Status;
        response.ContentType = ContentType;
        if (Status == StatusCodes.Status429TooManyRequests)
        {
            response.Headers.RetryAfter = "1";
        }

        response.ContentLength = buffer.WrittenCount;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await response.Body.WriteAsync(buffer.WrittenMemory).ConfigureAwait(false);
        }
    }

    /// <summary>Writes the problem as an object of JSON.</summary>
    public void WriteTo(IBufferWriter<byte> buffer)
    {
        using var json = new Utf8JsonWriter(buffer, JsonValues.Writing);
        json.WriteStartObject();
        json.WriteString("type", "about:blank");
        json.WriteString("title", Title);
        json.WriteNumber("status", Status);
        json.WriteString("detail", Detail);
        if (Row is { } row)
        {
            json.WriteNumber("row", row);
        }

        if (Column is { } column)
        {
            json.WriteString("column", column);
        }

        json.WriteEndObject();
    }

    string Title => Status switch
    {
        400 => "Bad Request",
        401 => "Unauthorized",
        404 => "Not Found",
        405 => "Method Not Allowed",
        408 => "Request Timeout",
        413 => "Content Too Large",
        415 => "Unsupported Media Type",
        422 => "Unprocessable Content",
        429 => "Too Many Requests",
        503 => "Service Unavailable",
        _ => "Internal Server Error",
    };
}

/// <summary>Ends a request with a problem.</summary>
sealed class ProblemException(Problem problem) : Exception(problem.Detail)
{
    public Problem Problem => problem;
}
