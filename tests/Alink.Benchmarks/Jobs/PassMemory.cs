using System.Diagnostics;
using System.Globalization;
using Alink.Features;
using Alink.IO;
using Alink.Regression;

namespace Alink.Benchmarks.Jobs;

/// <summary>The most memory of a process that trains on a file four times its memory budget; the ratio is that of the bytes.</summary>
/// <remarks>The process is this program, started anew for each run: what is measured is all of it, runtime and libraries included.</remarks>
sealed class PassMemory : Job
{
    /// <summary>The option that makes this program the process that is measured: the file and the budget follow.</summary>
    public const string Option = "--pass-memory";

    string _path = "";

    public override string Name => "pass-memory";

    public override string Neighbour => "the memory budget, a quarter of the file";

    public override double AtMost => 1.2;

    public override string QualityIs => "most bytes of the process; the neighbour's are the budget";

    public override async ValueTask PrepareAsync(Workspace workspace) => _path = await CsvRead.FileAsync(workspace);

    public override void Release()
    {
    }

    public override async ValueTask<Comparison> CompareAsync(int runs, Sides sides)
    {
        var budget = new FileInfo(_path).Length / 4;
        var (bytes, seconds) = (new double[runs], new double[runs]);
        for (var run = 0; run < runs; run++)
        {
            (bytes[run], seconds[run]) = await MeasureAsync(_path, budget);
        }

        var most = CpuClock.Median(bytes);
        return new(Name, CpuClock.Median(seconds), Neighbour, null, most / budget, AtMost, most, budget);
    }

    /// <summary>What the measured process does: two passes over the file; then it tells its bytes and seconds.</summary>
    public static async Task PassAsync(string path, long budget)
    {
        var rows = Csv.Open(path);
        var features = new VectorAssembler { Columns = [.. rows.Schema.Fields.Select(field => field.Name).Where(name => name != "y")] };
        var regression = new LinearRegression { Label = "y" };
        await new Pipeline(features, regression).FitAsync(rows, new TrainingOptions { MemoryBudget = budget });
        using var self = Process.GetCurrentProcess();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{self.PeakWorkingSet64} {self.TotalProcessorTime.TotalSeconds}"));
    }

    static async Task<(double Bytes, double Seconds)> MeasureAsync(string path, long budget)
    {
        var program = Environment.ProcessPath!;
        string[] host = Path.GetFileNameWithoutExtension(program) == "dotnet" ? [typeof(PassMemory).Assembly.Location] : [];
        var start = new ProcessStartInfo(program, [.. host, Option, path, $"{budget}"]) { RedirectStandardOutput = true };
        using var child = Process.Start(start)!;
        var told = await child.StandardOutput.ReadToEndAsync();
        await child.WaitForExitAsync();
        return child.ExitCode == 0 && told.Split() is [var bytes, var seconds, ..]
            ? (double.Parse(bytes, CultureInfo.InvariantCulture), double.Parse(seconds, CultureInfo.InvariantCulture))
            : throw new InvalidOperationException($"The measured process ended with {child.ExitCode}.");
    }
}
