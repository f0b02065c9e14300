using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Alink.Serving;

/// <summary>Answers a body of JSON: one object, or an array of them, of which either all are answered or none.</summary>
static class PredictBody
{
    /// <summary>Answers a request.</summary>
    /// <returns>How many rows were answered.</returns>
    public static async ValueTask<long> AnswerAsync(HttpContext context, ServedVersion version, ServingLimits limits)
    {
        var reader = context.Request.BodyReader;
        var read = await reader.ReadAsync().ConfigureAwait(false);
        while (!read.IsCompleted)
        {
            if (read.Buffer.Length > limits.RequestBytes)
            {
                reader.AdvanceTo(read.Buffer.End);
                throw new ProblemException(new(413, $"The body has more than {limits.RequestBytes} bytes."));
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            read = await reader.ReadAsync().ConfigureAwait(false);
        }

        var row = version.Rent();
        try
        {
            row.Clear();
            var rows = Answer(read.Buffer, row, limits);
            var answer = row.Buffer.WrittenSpan;
            context.Response.ContentType = "application/json";
            context.Response.ContentLength = answer.Length;
            context.Response.BodyWriter.Write(answer);
            return rows;
        }
        finally
        {
            reader.AdvanceTo(read.Buffer.End); // Else the connection could not be used again.
            version.Return(row);
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
            if (row.Buffer.WrittenCount > limits.AnswerBytes)
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
