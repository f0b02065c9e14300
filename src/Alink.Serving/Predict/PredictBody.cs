using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Alink.Serving;

/// <summary>Answers a body of JSON: one object, or an array of them, of which either all are answered or none.</summary>
static class PredictBody
{
    const int Together = 64 << 10;

    /// <summary>Answers a request.</summary>
    /// <returns>How many rows were answered.</returns>
    public static async ValueTask<long> AnswerAsync(HttpContext context, ServedVersion version, ServedModels models)
    {
        var (reader, limits) = (context.Request.BodyReader, models.Options.Limits);
        using var held = new Held(models.Gate);
        var body = await ReadAsync(reader, held, limits).ConfigureAwait(false);
        BoundRow? row = null;
        try
        {
            var rows = 0L;
            try
            {
                row = version.Rent();
                row.Clear();
                rows = Answer(body, row, limits);
            }
            finally
            {
                reader.AdvanceTo(body.End); // Else the connection could not be used again.
            }

            await WriteAsync(context.Response, row.Buffer.Written, held).ConfigureAwait(false);
            return rows;
        }
        finally
        {
            if (row is not null)
            {
                version.Return(row);
            }
        }
    }

    /// <summary>Waits for a whole body, with which the reader has yet to be told that it is done.</summary>
    static async ValueTask<ReadOnlySequence<byte>> ReadAsync(PipeReader reader, Held held, ServingLimits limits)
    {
        while (true)
        {
            var read = await reader.ReadAsync().ConfigureAwait(false);
            var length = read.Buffer.Length;
            if ((length > limits.RequestBytes ? new(413, $"The body has more than {limits.RequestBytes} bytes.")
                : held.Count(length > Together ? length : 0)) is { } refused)
            {
                reader.AdvanceTo(read.Buffer.End);
                throw new ProblemException(refused);
            }

            if (read.IsCompleted)
            {
                return read.Buffer;
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    /// <summary>Writes an answer; a long one no faster than it is taken.</summary>
    static async ValueTask WriteAsync(HttpResponse response, ReadOnlyMemory<byte> answer, Held held)
    {
        response.ContentType = "application/json";
        if (answer.Length <= Together)
        {
            response.ContentLength = answer.Length;
            response.BodyWriter.Write(answer.Span);
            return;
        }

        if (held.Count(answer.Length) is { } refused)
        {
            throw new ProblemException(refused);
        }

        response.ContentLength = answer.Length;
        for (; answer.Length > 0; answer = answer[Math.Min(Together, answer.Length)..])
        {
            response.BodyWriter.Write(answer.Span[..Math.Min(Together, answer.Length)]);
            await PredictLines.FlushAsync(response.BodyWriter).ConfigureAwait(false);
        }
    }

    static long Answer(in ReadOnlySequence<byte> body, BoundRow row, ServingLimits limits)
    {
        if (body.IsSingleSegment)
        {
            return Answer(body.FirstSpan, row, limits);
        }

        var copy = ArrayPool<byte>.Shared.Rent((int)body.Length);
        try
        {
            body.CopyTo(copy);
            return Answer(copy.AsSpan(0, (int)body.Length), row, limits);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(copy);
        }
    }

    static long Answer(ReadOnlySpan<byte> body, BoundRow row, ServingLimits limits)
    {
        var reader = new Utf8JsonReader(body, row.Reading);
        var rows = 0L;
        var isArray = false;
        try
        {
            reader.Read();
            isArray = reader.TokenType == JsonTokenType.StartArray;
            if (!isArray)
            {
                Check(row.Answer(ref reader, 0), 0);
                rows = 1;
            }
            else
            {
                rows = AnswerArray(ref reader, row, limits);
            }

            reader.Read(); // Nothing may follow.
            return rows;
        }
        catch (JsonException exception)
        {
            throw new ProblemException(new(400, $"The body is no valid JSON. {exception.Message}")
            {
                Row = isArray ? row.Row : null,
            });
        }
    }

    static long AnswerArray(ref Utf8JsonReader reader, BoundRow row, ServingLimits limits)
    {
        var rows = 0L;
        row.Buffer.Write("["u8);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (rows == limits.Rows)
            {
                throw new ProblemException(new(413,
                    $"The array has more than {limits.Rows} rows; send several, or rows on lines, as application/x-ndjson."));
            }

            if (rows > 0)
            {
                row.Buffer.Write(","u8);
            }

            Check(row.Answer(ref reader, rows), rows);
            if (row.Buffer.Count > limits.AnswerBytes)
            {
                throw new ProblemException(new(413,
                    $"The answer has more than {limits.AnswerBytes} bytes; send fewer rows, or rows on lines, as application/x-ndjson."));
            }

            rows++;
        }

        row.Buffer.Write("]"u8);
        return rows;
    }

    static void Check(RowProblem? wrong, long row)
    {
        if (wrong is { } told)
        {
            throw new ProblemException(told.At(row));
        }
    }
}
