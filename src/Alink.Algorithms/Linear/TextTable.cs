using System.Globalization;

namespace Alink.Linear;

/// <summary>A table of numbers as text: the first column to the left, the others to the right.</summary>
static class TextTable
{
    const int Most = 60;
    const int Shown = 50;

    /// <summary>A number to six digits.</summary>
    public static string Text(double number) => number.ToString("G6", CultureInfo.InvariantCulture);

    /// <summary>The rows under their headings, each line ended by a line feed; of very many the first and the last.</summary>
    public static string Of(string[] headings, IEnumerable<string[]> rows)
    {
        string[][] lines = [headings, .. rows];
        if (lines.Length > Most)
        {
            string[] gap = [$"… {lines.Length - Shown - 2} more", .. Enumerable.Repeat("", headings.Length - 1)];
            lines = [.. lines[..(Shown + 1)], gap, lines[^1]];
        }

        var widths = headings.Select((_, c) => lines.Max(line => line[c].Length)).ToArray();
        return string.Concat(lines.Select(line => string.Join("  ", line.Select((cell, c) =>
            c == 0 ? cell.PadRight(widths[c]) : cell.PadLeft(widths[c]))).TrimEnd() + "\n"));
    }
}
