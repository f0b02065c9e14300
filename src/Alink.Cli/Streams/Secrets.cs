using System.Text.RegularExpressions;

namespace Alink.Cli.Streams;

/// <summary>Takes what no file should hold from the environment.</summary>
static partial class Secrets
{
    /// <summary>The text with the values of variables in the places of <c>${NAME}</c>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="missing">Is told of a variable that is not there, and throws.</param>
    public static string Fill(string text, Func<string, string> missing) => Variable().Replace(
        text, match => Environment.GetEnvironmentVariable(match.Groups[1].Value) ?? missing(match.Groups[1].Value));

    [GeneratedRegex(@"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")]
    private static partial Regex Variable();
}
