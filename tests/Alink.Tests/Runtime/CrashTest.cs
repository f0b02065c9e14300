using System.Diagnostics;
using Alink.Tests.IO;

namespace Alink.Tests.Runtime;

public class CrashTest
{
    const int Killed = 128 + 9;

    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 6)]
    [InlineData(2, 12)]
    public void A_training_killed_in_the_middle_goes_on_to_the_same_bits(int workers, int deadly)
    {
        using var folder = new Scratch();
        var (_, whole) = Train(folder["whole"], "1");

        var (code, died) = Train(folder["torn"], $"{workers}", $"{deadly}");
        var files = Directory.GetFiles(folder["torn"]);
        var (_, resumed) = Train(folder["torn"], $"{3 - workers}");

        Assert.Equal(Killed, code);
        Assert.Equal($"1-KMeans {deadly}", died[^1]);
        Assert.Equal(Math.Min(3, deadly - 1), files.Length);
        Assert.Equal("1-KMeans 1", whole[0]);
        Assert.Equal($"1-KMeans {deadly}", resumed[0]); // Every iteration before it was saved, and is not made again.
        Assert.Equal(whole[^1], resumed[^1]);
        Assert.Equal(7 * 3 * 17 - 1, whole[^1].Length);
        Assert.Empty(Directory.GetFiles(folder["torn"]));
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(1, 23)]
    [InlineData(2, 40)]
    public void A_search_killed_in_the_middle_trains_nothing_again_and_finds_the_same_bits(int workers, int deadly)
    {
        using var folder = new Scratch();
        var (_, whole) = Train("--search", folder["whole"], "1");

        var (code, died) = Train("--search", folder["torn"], $"{workers}", $"{deadly}");
        var (_, resumed) = Train("--search", folder["torn"], "1");

        const int Trainings = 15 * 3 + 1; // Each trial on three folds, and the best on all rows.
        Assert.Equal(Killed, code);
        Assert.Equal(Trainings + 1, whole.Length);
        Assert.Equal(whole[^1], resumed[^1]);
        Assert.InRange(resumed.Length - 1, Trainings - deadly + 1, Trainings - deadly + workers); // Those that were running were not done.
        Assert.InRange(died.Intersect(resumed).Count(), 1, workers);
        Assert.Empty(Directory.GetFiles(folder["torn"]));
    }

    [Fact]
    public void A_stream_job_killed_again_and_again_loses_nothing_and_learns_nothing_twice()
    {
        var (code, told) = Train("--kills", "4", "--seed", "3");

        Assert.Equal("4 kills, 10000 rows, 0 lost, 0 twice, state equal, output equal", told[^1]);
        Assert.Equal(0, code);
    }

    static (int Code, string[] Lines) Train(params string[] arguments)
    {
        var path = Environment.ProcessPath!;
        var start = new ProcessStartInfo(path.Contains("dotnet", StringComparison.Ordinal) ? path : "dotnet")
        {
            RedirectStandardOutput = true,
            // Its own folder: beside the tests, which run on ASP.NET's framework, it lacks what that framework brings.
            WorkingDirectory = AppContext.BaseDirectory.Replace("Alink.Tests", "Alink.Crash", StringComparison.Ordinal),
        };
        foreach (var argument in arguments.Prepend("Alink.Crash.dll"))
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }
}
