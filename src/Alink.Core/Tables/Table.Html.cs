using System.Net;
using System.Text;

namespace Alink;

public sealed partial class Table
{
    /// <summary>The rows as a table of HTML, numbers to the right; the first rows where there are more than
    /// <paramref name="rows"/>, and how many there are.</summary>
    /// <param name="rows">The most rows that are shown; at least 0.</param>
    /// <remarks>Names and values are escaped: none of them can bring HTML of its own.</remarks>
    /// <example>
    /// <code>
    /// var html = Table.Of("word", "&lt;b&gt;").ToHtml();
    /// html.Contains("&amp;lt;b&amp;gt;") // => True
    /// </code>
    /// </example>
    public string ToHtml(int rows = 20)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        var shown = Math.Min(rows, RowCount);
        var columns = Schema.Fields.Select((field, place) => Cells(field, _columns[place], shown)).ToArray();
        var html = new StringBuilder("<table>\n");
        for (var line = 0; line <= shown; line++)
        {
            var tag = line == 0 ? "th" : "td";
            html.Append("<tr>");
            for (var c = 0; c < columns.Length; c++)
            {
                var side = Schema.Fields[c].Type.IsNumeric() ? "right" : "left";
                html.Append($"<{tag} style=\"text-align:{side}\">{WebUtility.HtmlEncode(columns[c][line])}</{tag}>");
            }

            html.Append("</tr>\n");
        }

        return html.Append($"</table>\n<p>{(shown < RowCount ? $"{shown} of " : "")}{Counted(RowCount, "row")}, {Counted(columns.Length, "column")}</p>\n").ToString();

        static string Counted(int count, string noun) => $"{count} {noun}{(count == 1 ? "" : "s")}";
    }
}
