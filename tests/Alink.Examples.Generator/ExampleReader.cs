using System.Collections.Generic;
using System.Net;

namespace Alink.Examples.Generator;

/// <summary>Finds the examples of a file.</summary>
static class ExampleReader
{
    /// <summary>The examples of a C# file: each <c>code</c> in an <c>example</c> of its XML comments.</summary>
    public static IEnumerable<Example> OfSource(string text)
    {
        var lines = text.Split('\n');
        Example? open = null;
        var inside = false;
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].Trim();
            var comment = line.StartsWith("/// ") ? line.Substring(4) : line.StartsWith("///") ? line.Substring(3) : null;
            inside = comment is not null
                && (inside || comment.Contains("<example>"))
                && !comment.Contains("</example>");
            if (open is not null && (!inside || comment!.Trim() == "</code>"))
            {
                yield return open;
                open = null;
            }
            else if (open is not null)
            {
                open.Add(WebUtility.HtmlDecode(comment!));
            }
            else if (inside && comment!.Trim().EndsWith("<code>"))
            {
                open = new Example(i + 2);
            }
        }
    }

    /// <summary>The examples of a page: its blocks of C#. One marked <c>continued</c> belongs to the one above.</summary>
    public static IEnumerable<Example> OfPage(string text)
    {
        var lines = text.Split('\n');
        Example? example = null;
        var inside = false;
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].TrimEnd();
            if (inside)
            {
                inside = line != "```";
                if (inside)
                {
                    example!.Add(line);
                }
            }
            else if (line is "```csharp" or "```csharp continued")
            {
                inside = true;
                if (example is not null && line == "```csharp")
                {
                    yield return example;
                    example = null;
                }

                // What stands between two parts of an example counts as empty lines: each line keeps its number.
                example ??= new Example(i + 2);
                example.Pad(i + 2 - example.Line);
            }
        }

        if (example is not null)
        {
            yield return example;
        }
    }
}
