using System.Collections.Immutable;

namespace Alink.IO;

/// <summary>Cuts files at the ends of lines.</summary>
static class LineSplits
{
    /// <summary>Pieces of about so many bytes; a compressed file is one piece.</summary>
    public static IReadOnlyList<Split> Of(string file, long bytes)
    {
        var length = new FileInfo(file).Length;
        if (length <= bytes || InputFile.IsGzip(file))
        {
            return [Split.WholeOf(file)];
        }

        using var stream = InputFile.OpenRaw(file);
        var buffer = new byte[1 << 14];
        var splits = ImmutableArray.CreateBuilder<Split>();
        var start = 0L;
        while (length - start > bytes)
        {
            var cut = NextLine(stream, start + bytes, buffer);
            if (cut >= length)
            {
                break;
            }

            splits.Add(new(start, cut, cut - start, start == 0 ? 1 : 0));
            start = cut;
        }

        splits.Add(new(start, length, length - start, start == 0 ? 1 : 0));
        return splits.DrainToImmutable();
    }

    /// <summary>The line where a piece begins, from 1: counted only when a message needs it.</summary>
    public static long FirstLineOf(string file, Split split)
    {
        if (split.Line > 0)
        {
            return split.Line;
        }

        using var stream = new RangeStream(InputFile.OpenRaw(file), default, 0, split.Start);
        var buffer = new byte[1 << 16];
        var lines = 1L;
        for (var read = stream.Read(buffer); read > 0; read = stream.Read(buffer))
        {
            lines += buffer.AsSpan(0, read).Count((byte)'\n');
        }

        return lines;
    }

    /// <summary>The bytes of a piece.</summary>
    public static Stream Open(string file, Split split) => split is { IsFirst: true, End: long.MaxValue }
        ? InputFile.Open(file)
        : new RangeStream(InputFile.OpenRaw(file), default, split.Start, split.End);

    static long NextLine(FileStream stream, long at, byte[] buffer)
    {
        while (RandomAccess.Read(stream.SafeFileHandle, buffer, at) is > 0 and var read)
        {
            var found = buffer.AsSpan(0, read).IndexOf((byte)'\n');
            if (found >= 0)
            {
                return at + found + 1;
            }

            at += read;
        }

        return at;
    }
}
