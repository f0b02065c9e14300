using Alink.Crash;

// dotnet run -c Release --project tests/Alink.Crash -- --kills 50 [--seed 1]
//   runs a stream job undisturbed, and again while it is killed so many times; tells whether that made any difference.
// The rest is for the processes that are killed, and for the tests: see StreamRun, OptionSearch and BatchTraining.
switch (args)
{
    case ["--kills", var kills]:
        return await Kills.RunAsync(int.Parse(kills), seed: 1);
    case ["--kills", var kills, "--seed", var seed]:
        return await Kills.RunAsync(int.Parse(kills), int.Parse(seed));
    case [StreamRun.Option, ..]:
        await StreamRun.RunAsync(args[1..]);
        return 0;
    case [OptionSearch.Option, ..]:
        OptionSearch.Run(args[1..]);
        return 0;
    default:
        BatchTraining.Run(args);
        return 0;
}
