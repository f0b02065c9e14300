using System.Reflection;
using System.Text.RegularExpressions;
using Xunit;

namespace Alink.Examples;

/// <summary>The generator makes a test of every example, counted here in a simpler way.</summary>
public partial class EveryExampleTest
{
    static readonly string Root = FindRoot();

    [Fact]
    public void Every_example_of_a_page_or_a_comment_is_a_test()
    {
        var pages = new[] { "", "notebooks", "tests/Alink.Examples" }
            .SelectMany(folder => Files("*.md", Path.Combine(Root, folder), SearchOption.TopDirectoryOnly));
        var sources = Files("*.cs", Path.Combine(Root, "src"), SearchOption.AllDirectories);
        var expected = pages.Sum(page => Fence().Count(page))
            + sources.SelectMany(source => Example().Matches(source)).Sum(example => Code().Count(example.Value));

        Assert.Equal(expected, Tests().Count());
    }

    [Fact]
    public void A_test_is_named_after_the_file_and_line_of_its_example() =>
        Assert.Contains("tests/Alink.Examples/EXAMPLES.md:7", Tests());

    static IEnumerable<string> Tests() => typeof(EveryExampleTest).Assembly.GetTypes()
        .SelectMany(type => type.GetMethods())
        .Select(method => method.GetCustomAttribute<FactAttribute>()?.DisplayName)
        .OfType<string>();

    static IEnumerable<string> Files(string pattern, string folder, SearchOption depth) => Directory.Exists(folder)
        ? Directory.EnumerateFiles(folder, pattern, depth)
            .Where(path => !Path.GetRelativePath(Root, path).Split('/', '\\').Intersect(["bin", "obj"]).Any())
            .Select(path => File.ReadAllText(path))
        : [];

    static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Alink.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("Alink.sln is in no folder above the tests.");
        }

        return folder.FullName;
    }

    [GeneratedRegex(@"^```csharp\r?$", RegexOptions.Multiline)]
    internal static partial Regex Fence();

    [GeneratedRegex(@"<example>.*?</example>", RegexOptions.Singleline)]
    internal static partial Regex Example();

    [GeneratedRegex(@"<code>\r?$", RegexOptions.Multiline)]
    internal static partial Regex Code();
}
