namespace Alink.Tests.Architecture;

/// <summary>What tables and numbers do not need: files, threads, the console, the clock, chance without a seed.</summary>
static class Outside
{
    static readonly HashSet<string> Types =
    [
        "System.IO.File", "System.IO.FileInfo", "System.IO.FileStream",
        "System.IO.Directory", "System.IO.DirectoryInfo", "System.IO.Path", "System.IO.StreamReader", "System.IO.StreamWriter", "System.IO.RandomAccess",
        "System.Net.Http.HttpClient", "System.Net.Sockets.Socket", "System.Diagnostics.Process",
        "System.Threading.Thread", "System.Threading.ThreadPool",
        "System.Threading.Timer", "System.Threading.PeriodicTimer",
        "System.Threading.Tasks.Parallel", "System.Threading.Tasks.TaskFactory", "System.Linq.ParallelEnumerable",
        "System.Console", "System.Diagnostics.Stopwatch", "System.Security.Cryptography.RandomNumberGenerator",
    ];

    static readonly HashSet<string> Members =
    [
        "System.Threading.Tasks.Task.Run", "System.Threading.Tasks.Task.Delay",
        "System.Threading.Tasks.Task.get_Factory",
        "System.DateTime.get_Now", "System.DateTime.get_UtcNow", "System.DateTime.get_Today",
        "System.DateTimeOffset.get_Now", "System.DateTimeOffset.get_UtcNow", "System.TimeProvider.get_System",
        "System.Environment.get_TickCount", "System.Environment.get_TickCount64",
        "System.Environment.get_ProcessorCount",
        "System.Environment.GetEnvironmentVariable", "System.Random.get_Shared", "System.Guid.NewGuid",
    ];

    /// <summary>Whether a member is one of those.</summary>
    public static bool Has(Member member) => Types.Contains(member.Type) || Members.Contains(member.Name)
        || member is { Type: "System.Random", Method: ".ctor", Parameters: 0 };
}
