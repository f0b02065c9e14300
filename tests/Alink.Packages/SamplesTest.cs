using System.Text.RegularExpressions;
using Xunit;

namespace Alink.Packages;

/// <summary>The programs of one file under <c>samples</c> print what their comments promise.</summary>
public partial class SamplesTest
{
    public static TheoryData<string> Samples =>
        [.. Directory.EnumerateFiles(Path.Combine(Shell.Root, "samples"), "*.cs").Select(path => Path.GetFileName(path)).Order()];

    [Theory]
    [MemberData(nameof(Samples))]
    public async Task A_sample_prints_what_it_promises(string sample)
    {
        var path = Path.Combine(Shell.Root, "samples", sample);
        var promised = Promise().Matches(await File.ReadAllTextAsync(path)).Select(match => match.Groups[1].Value).ToList();

        var printed = (await Shell.DotnetAsync(Shell.Root, "run", path)).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.NotEmpty(promised);
        Assert.Equal(promised, printed.Select(line => line.TrimEnd()).Where(promised.Contains));
    }

    [GeneratedRegex("// => (.*)$", RegexOptions.Multiline)]
    private static partial Regex Promise();
}
