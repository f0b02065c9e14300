using System.Globalization;
using Alink.Benchmarks;
using Alink.Benchmarks.Data;
using Alink.Laws;

const string Usage = """
    alink benchmarks: our CPU time beside a neighbour's, in turn, on the same seeded rows

      dotnet run -c Release --project tests/Alink.Benchmarks -- [option...] [job...]
      dotnet run -c Release --project tests/Alink.Benchmarks -- transformers [option...] [transformer...]

    The second prints the rows that each transformer makes in a second of CPU time, beside what memory alone allows; its exit
    code is 1 where one is below a third of that and no note says why.

      --json            one JSON object a line: job, cpu_s, neighbour, neighbour_cpu_s, ratio, at_most, quality, neighbour_quality
      --list            the jobs, or the transformers, that there are
      --runs <n>        runs of each side, of which the median counts; 5 by default
      --scale <share>   a share of the rows, to try a job out; 1 by default
      --only <side>     'ours' or 'neighbour' alone, to profile it
      --export <folder> writes the rows as .npy for sklearn_baseline.py, and runs nothing
    """;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var (json, runs, scale, sides, export) = (false, 5, 1.0, Sides.Both, (string?)null);
var names = new List<string>();
var (transformers, list) = (false, false);
try
{
    for (var i = 0; i < args.Length; i++)
    {
        string Value() => ++i < args.Length ? args[i] : throw new ArgumentException($"{args[i - 1]} needs a value.");
        switch (args[i])
        {
            case "--json": json = true; break;
            case "--runs": runs = Math.Max(1, int.Parse(Value())); break;
            case "--scale": scale = double.Parse(Value()); break;
            case "--only": sides = Value() == "ours" ? Sides.Ours : Sides.Neighbour; break;
            case "--export": export = Value(); break;
            case Alink.Benchmarks.Jobs.PassMemory.Option:
                await Alink.Benchmarks.Jobs.PassMemory.PassAsync(Value(), long.Parse(Value()));
                return 0;
            case "--help": Console.WriteLine(Usage); return 0;
            case "--list": list = true; break;
            case "transformers" when i == 0: transformers = true; break;
            case ['-', ..] unknown: throw new ArgumentException($"There is no option '{unknown}'.\n\n{Usage}");
            default: names.Add(args[i]); break;
        }
    }

    if (list)
    {
        Console.WriteLine(string.Join('\n', transformers ? Stage.All.Keys.Order() : JobList.All.Select(job => job.ToString())));
        return 0;
    }

    if (transformers)
    {
        return TransformerRate.Print(names, runs, scale, json);
    }

    var jobs = JobList.Named(names);
    if (export is not null)
    {
        NumpyExport.Write(export, scale);
        return 0;
    }

    using var workspace = new Workspace(scale);
    if (!json)
    {
        Console.WriteLine(Comparison.Heading);
    }

    foreach (var job in jobs)
    {
        await job.PrepareAsync(workspace);
        var comparison = await job.CompareAsync(runs, sides);
        Console.WriteLine(json ? comparison.ToJson() : comparison.ToRow(job.QualityIs));
        job.Release();
    }

    return 0;
}
catch (Exception error) when (error is ArgumentException or FormatException)
{
    Console.Error.WriteLine(error.Message);
    return 2;
}
