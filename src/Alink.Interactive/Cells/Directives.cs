using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Alink.Interactive.Cells;

/// <summary>What a cell says to the kernel rather than to C#, each on a line of its own.</summary>
/// <param name="Code">The C#; a line that was for the kernel is left empty, so that lines keep their numbers.</param>
/// <param name="Packages">The packages of <c>#r "nuget: Id, Version"</c>; a version that is not given is null.</param>
/// <param name="IsTimed">Whether <c>#!time</c> asks how long it takes.</param>
sealed partial record Directives(string Code, ImmutableArray<(string Id, string? Version)> Packages, bool IsTimed)
{
    /// <summary>Reads a cell.</summary>
    /// <exception cref="DirectiveException">A line is for a kernel, and not for this one.</exception>
    public static Directives Read(string cell)
    {
        var lines = cell.ReplaceLineEndings("\n").Split('\n');
        var packages = ImmutableArray.CreateBuilder<(string, string?)>();
        var isTimed = false;
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].Trim();
            if (Package().Match(line) is { Success: true } package)
            {
                packages.Add((package.Groups["id"].Value, package.Groups["version"] is { Success: true } version ? version.Value : null));
            }
            else if (line.StartsWith("#!", StringComparison.Ordinal))
            {
                isTimed |= line == "#!time";
                if (line is not ("#!time" or "#!csharp" or "#!c#"))
                {
                    throw new DirectiveException(i + 1, $"This kernel does not know '{line}'; it knows #!time, #r and #load.");
                }
            }
            else if (line.StartsWith("#r \"nuget:", StringComparison.Ordinal))
            {
                throw new DirectiveException(i + 1, $"'{line}' should be: #r \"nuget: Id, Version\"");
            }
            else
            {
                continue;
            }

            lines[i] = "";
        }

        return new(string.Join('\n', lines), packages.ToImmutable(), isTimed);
    }

    [GeneratedRegex("""^#r\s+"nuget:\s*(?<id>[\w.-]+)\s*(,\s*(?<version>[\w.*+-]+)\s*)?"\s*;?$""")]
    private static partial Regex Package();
}

/// <summary>A line for the kernel that it does not understand, or cannot do.</summary>
sealed class DirectiveException(int line, string message) : Exception(message)
{
    /// <summary>The line of the cell, counted from 1; 0 where it is of no line.</summary>
    public int Line => line;
}
