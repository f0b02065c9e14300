using System.Runtime.CompilerServices;

namespace Alink.Tests.Workbench;

/// <summary>A method of a test that goes from a raw file to metrics, as a reader would write it.</summary>
static class ShortProgram
{
    const int MostLines = 25;

    /// <summary>Checks that a program and what it uses take 25 lines at most.</summary>
    public static void Check(string program, [CallerFilePath] string file = "")
    {
        var lines = File.ReadAllLines(file);
        var usings = lines.Count(line => line.StartsWith("using ", StringComparison.Ordinal) && !line.Contains("Tests"));
        var body = lines.SkipWhile(line => !line.Contains($"Metrics {program}(")).TakeWhile(line => line != "    }").Count() + 1;

        Assert.InRange(body, 5, MostLines - usings);
    }
}
