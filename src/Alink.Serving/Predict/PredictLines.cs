using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Alink.Serving;

/// <summary>Answers lines of JSON while they come: each by a line, and one that is wrong by <c>{"problem": …}</c>.</summary>
/// <remarks>No more lines are read than answers are taken, so a client reads while it writes.</remarks>
static class PredictLines
{
    const int Together = 32 << 10;

    /// <summary>Answers a request.</summary>
    /// <returns>How many rows were answered.</returns>
    public static async ValueTask<long> AnswerAsync(HttpContext context, ServedVersion version, ServedModels models)
    {
        var (reader, writer, limits) = (context.Request.BodyReader, context.Response.BodyWriter, models.Options.Limits);
        using var held = new Held(models.Gate);
        context.Response.ContentType = "application/x-ndjson";
        var row = version.Rent();
        var rows = 0L;
        try
        {
            for (var isOver = false; !isOver;)
            {
                var read = await reader.ReadAsync().ConfigureAwait(false);
                var rest = read.Buffer;
                try
                {
                    while (TryTake(ref rest, read.IsCompleted, out var line))
                    {
                        Check(line.Length, rows, limits);
                        if (Answer(line, row, rows, writer))
                        {
                            rows++;
                        }

                        if (writer.UnflushedBytes >= Together)
                        {
                            await FlushAsync(writer).ConfigureAwait(false);
                        }
                    }

                    Check(rest.Length, rows, limits);
                    if (held.Count(rest.IsSingleSegment ? 0 : rest.Length) is { } refused)
                    {
                        throw new ProblemException(refused);
                    }
                }
                finally
                {
                    reader.AdvanceTo(rest.Start, rest.End);
                }

                isOver = read.IsCompleted;
                if (writer.UnflushedBytes > 0)
                {
                    await FlushAsync(writer).ConfigureAwait(false); // An answer begins with its first row: before that it may be a problem.
                }
            }

            return rows;
        }
        catch (Exception exception) when (
            (context.Response.HasStarted || writer.UnflushedBytes > 0) && exception is ProblemException or BadHttpRequestException)
        {
            var problem = (exception as ProblemException)?.Problem
                ?? new(((BadHttpRequestException)exception).StatusCode, "The body is cut short, too slow or too large.");
            Write(problem, writer);
            await FlushAsync(writer).ConfigureAwait(false);
            return rows;
        }
        finally
        {
            version.Return(row);
        }
    }

    /// <summary>Sends what was written, and waits while the client does not take it.</summary>
    /// <exception cref="OperationCanceledException">The client has left.</exception>
    public static async ValueTask FlushAsync(PipeWriter writer)
    {
        var flushed = await writer.FlushAsync().ConfigureAwait(false);
        if (flushed.IsCompleted || flushed.IsCanceled)
        {
            throw new OperationCanceledException("The client has left.");
        }
    }

    /// <summary>Takes a line, or what follows the last one.</summary>
    static bool TryTake(ref ReadOnlySequence<byte> rest, bool isAll, out ReadOnlySequence<byte> line)
    {
        if (rest.PositionOf((byte)'\n') is { } end)
        {
            line = rest.Slice(0, end);
            rest = rest.Slice(rest.GetPosition(1, end));
            return true;
        }

        line = rest;
        if (!isAll || rest.IsEmpty)
        {
            return false;
        }

        rest = rest.Slice(rest.End);
        return true;
    }

    static void Check(long bytes, long row, ServingLimits limits)
    {
        if (bytes > limits.LineBytes)
        {
            throw new ProblemException(new(413, $"The line has more than {limits.LineBytes} bytes.") { Row = row });
        }
    }

    static bool Answer(in ReadOnlySequence<byte> line, BoundRow row, long number, PipeWriter writer)
    {
        if (line.IsSingleSegment)
        {
            return Answer(line.FirstSpan, row, number, writer);
        }

        var copy = ArrayPool<byte>.Shared.Rent((int)line.Length);
        try
        {
            line.CopyTo(copy);
            return Answer(copy.AsSpan(0, (int)line.Length), row, number, writer);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(copy);
        }
    }

    /// <summary>Answers a line, unless it is blank.</summary>
    static bool Answer(ReadOnlySpan<byte> line, BoundRow row, long number, PipeWriter writer)
    {
        if (line.IndexOfAnyExcept(" \t\r"u8) < 0)
        {
            return false;
        }

        row.Clear();
        var reader = new Utf8JsonReader(line, row.Reading);
        RowProblem? wrong;
        try
        {
            reader.Read();
            wrong = row.Answer(ref reader, number);
            if (wrong is null)
            {
                reader.Read(); // Nothing may follow.
            }
        }
        catch (JsonException exception)
        {
            wrong = new(400, $"The line is no valid JSON. {exception.Message}", null);
        }

        if (wrong is { } told)
        {
            Write(told.At(number), writer);
        }
        else
        {
            writer.Write(row.Buffer.Written.Span);
            writer.Write("\n"u8);
        }

        return true;
    }

    static void Write(Problem problem, PipeWriter writer)
    {
        writer.Write("{\"problem\":"u8);
        problem.WriteTo(writer);
        writer.Write("}\n"u8);
    }
}
