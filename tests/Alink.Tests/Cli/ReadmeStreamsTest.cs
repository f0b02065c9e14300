using System.Text.RegularExpressions;
using Alink.Cli;

namespace Alink.Tests.Cli;

/// <summary>The job file and the commands of the README's section on streams do what it says.</summary>
public sealed class ReadmeStreamsTest : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("alink-readme").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Every_command_of_the_section_on_streams_runs()
    {
        var readme = await File.ReadAllTextAsync(Path.Combine(Architecture.Repository.Root, "README.md"));
        var section = readme[readme.IndexOf("## Streams", StringComparison.Ordinal)..readme.IndexOf("## What is there", StringComparison.Ordinal)];
        await File.WriteAllTextAsync(Path.Combine(_folder, "job.json"), Fence("json").Match(section).Groups[1].Value);
        Directory.CreateDirectory(Path.Combine(_folder, "clicks"));
        var random = new Random(1);
        await File.WriteAllLinesAsync(
            Path.Combine(_folder, "clicks", "1.csv"),
            ["x,y,label", .. Enumerable.Range(0, 300).Select(_ => (random.Next(100), random.Next(100))).Select(at => $"{at.Item1},{at.Item2},{(at.Item1 > at.Item2 ? "yes" : "no")}")]);
        var (output, errors) = (new StringWriter(), new StringWriter());

        var commands = Fence("sh").Match(section).Groups[1].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        foreach (var command in commands)
        {
            var words = command.Split(' ')[1..].Select(word => word is "models" or "job.json" ? Path.Combine(_folder, word) : word).ToArray();
            words[0] = words[0].EndsWith("models", StringComparison.Ordinal) ? "models" : words[0];
            Assert.Equal(0, await Commands.RunAsync(words, new(output), new(errors), CancellationToken.None));
        }

        Assert.Equal(4, commands.Length);
        Assert.Contains("clicks: ended after 3 epochs, 300 rows", output.ToString());
        Assert.Contains("* model-000000000003.alink", output.ToString());
        Assert.Contains("version 2 is served", output.ToString());
        Assert.Equal(3, Directory.GetFiles(Path.Combine(_folder, "scored"), "*.parquet").Length);
    }

    static Regex Fence(string language) => new($"^```{language}\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline);
}
