// Plants each mutant of mutants.txt in a copy of the last commit, and sees that a test dies of it.
// Usage: dotnet run -c Release --project tests/Alink.Mutants [-- word...]    only those that mention a word: an algorithm, a file, a test

using System.Diagnostics;
using Alink.Mutants;

var root = (await Shell.RunAsync(AppContext.BaseDirectory, "git", "rev-parse", "--show-toplevel")).Output.Trim();
var copy = Path.Combine(Directory.CreateTempSubdirectory("alink-mutants-").FullName, "alink");
var (killed, others) = (0, 0);
await Shell.MustAsync(root, "git", "worktree", "add", "--detach", copy, "HEAD");
try
{
    var mutants = Mutant.Read(Path.Combine(copy, "tests/mutants.txt"))
        .Where(mutant => args.Length == 0 || args.Any(word => mutant.Lines.Any(line => line.Contains(word, StringComparison.Ordinal))))
        .ToArray();
    foreach (var tests in mutants.GroupBy(mutant => mutant.Tests))
    {
        Console.WriteLine($"{tests.Key}: building, and testing without a mutant");
        await Shell.MustAsync(copy, "dotnet", "build", "-c", "Release", $"tests/{tests.Key}");
        await Shell.MustAsync(copy, "dotnet", "test", Bin(tests.Key, tests.Key), "--filter", string.Join('|', tests.Select(mutant => mutant.Filter).Distinct()));
    }

    foreach (var room in mutants.GroupBy(mutant => mutant.Room))
    {
        var compiled = await Room.ReadAsync(Path.Combine(copy, room.Key));
        foreach (var mutant in room)
        {
            var watch = Stopwatch.StartNew();
            var (verdict, why) = await TryAsync(mutant, compiled);
            Console.WriteLine($"{verdict,-9} {watch.Elapsed.TotalSeconds,5:F1} s  {mutant.Name}{(why.Length > 0 ? $": {why}" : "")}");
            (killed, others) = verdict == "killed" ? (killed + 1, others) : (killed, others + 1);
        }
    }
}
finally
{
    await Shell.RunAsync(root, "git", "worktree", "remove", "--force", copy);
    Directory.Delete(Path.GetDirectoryName(copy)!, recursive: true);
}

Console.WriteLine($"{killed} killed, {others} not");
return others == 0 && killed > 0 ? 0 : 1;

async Task<(string Verdict, string Why)> TryAsync(Mutant mutant, Room room)
{
    var file = Path.Combine(copy, mutant.File);
    var parts = File.ReadAllText(file).Split(mutant.Old);
    if (parts.Length != 2)
    {
        return ("NOT ONCE", $"the lines stand {parts.Length - 1} times in {mutant.File}");
    }

    var (assembly, errors) = room.With(file, string.Join(mutant.New, parts));
    if (assembly is null)
    {
        return ("NO BUILD", errors);
    }

    var place = Bin(mutant.Tests, room.Name);
    var good = File.ReadAllBytes(place);
    File.WriteAllBytes(place, assembly);
    var (code, output) = await Shell.RunAsync(copy, "dotnet", "test", Bin(mutant.Tests, mutant.Tests), "--filter", mutant.Filter);
    File.WriteAllBytes(place, good);
    return Says("No test matches") ? ("NO TESTS", mutant.Filter)
        : code is null || Says("Failed!") || Says("Test Run Aborted") ? ("killed", "")
        : ("SURVIVED", code == 0 ? "" : output.Trim());

    bool Says(string words) => output.Contains(words, StringComparison.Ordinal);
}

string Bin(string tests, string assembly) => Path.Combine(copy, "tests", tests, "bin/Release/net10.0", $"{assembly}.dll");
